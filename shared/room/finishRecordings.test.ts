import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DocumentReference } from '@medplum/fhirtypes';
import { aWorld, type World } from '../consultation/world.test.support.ts';
import { finishRecordings, type FinishContext } from './finishRecordings.ts';
import { recordingDocument, recordingIn } from './recordingResources.ts';
import type { LeftRecording, UnfinishedRecordings } from './recordingStore.ts';

const base = 'https://base.example';
const place = { id: 'r-1', consultationId: 'c-1', patientId: 'p-1', base };
const asker = { claims: { sub: 'Practitioner/dr-1', name: 'BS. Hoà', role: 'specialist', room: 'room', jti: 'j', speak: true, consultation: 'c-1' }, choice: 'permit', at: '2026-11-23T02:00:00.000Z' } as const;
const left: LeftRecording = { from: '2026-11-23T02:00:03.000Z', to: '2026-11-23T02:11:41.000Z', seconds: 690.5, bytes: 1_000, sha256: 'a'.repeat(64), whole: false };

let world: World;
let store: UnfinishedRecordings & { silent: string[]; broken?: string; since: Date | undefined; left: LeftRecording | undefined; readonly forgotten: [string, string][] };
let context: FinishContext;

beforeEach(() => {
  world = aWorld();
  store = {
    silent: ['r-1'], since: undefined, left, forgotten: [],
    async silentSince(since) {
      store.since = since;
      return store.silent;
    },
    finish: async () => store.left,
    async forget(id, file) {
      if (id === store.broken) throw new Error('the store does not answer');
      store.forgotten.push([id, file]);
      store.silent = store.silent.filter((each) => each !== id);
    },
  };
  context = { repository: world.repository, clock: world.clock, base, unfinished: store };
});

const begun = (change: Partial<DocumentReference> = {}) => world.repository.seed({ ...recordingDocument(place, asker, { state: 'recording', answers: [] }), ...change });
const entry = () => world.stored('DocumentReference', 'recording-r-1') as DocumentReference;

describe('a recording whose media server died', () => {
  it('is linked from the record with how far it goes, in words, once, and audited', async () => {
    begun();
    expect(await finishRecordings(context, 'c')).toEqual({ recordingsSaved: 1 });
    expect(entry()).toMatchObject({
      status: 'current', docStatus: 'final', date: left.to, subject: { reference: 'Patient/p-1' }, author: [{ display: 'BS. Hoà' }],
      description: 'Bản ghi đứt đoạn: máy chủ ghi dừng đột ngột. Có từ 09:00:03 ngày 23/11/2026 đến 09:11:41 ngày 23/11/2026 (giờ Việt Nam); phần sau đó không được ghi.',
      content: [{ attachment: { contentType: 'video/webm', url: 'Binary/recording-r-1', size: 1_000 } }], context: { encounter: [{ reference: 'Encounter/c-1' }], period: { start: left.from, end: left.to } },
    });
    expect(recordingIn(entry())).toMatchObject({ state: 'there', binaryId: 'recording-r-1', seconds: 690.5, brokeOffAt: left.to });
    expect(world.stored('Binary', 'recording-r-1')).toMatchObject({ securityContext: { reference: 'Patient/p-1' } });
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'call-recording-saved', patient: 'Patient/p-1', actor: { role: 'system' } });
    expect(store.forgotten).toEqual([['r-1', 'kept']]);
    expect(await finishRecordings(context, 'c')).toEqual({ recordingsSaved: 0 });
  });
  it('is finished with a few others at once, however many a host left behind', async () => {
    store.silent = Array.from({ length: 100 }, (_, i) => `r-${i}`);
    let [now, most] = [0, 0];
    store.forget = async () => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now -= 1;
    };
    await finishRecordings(context, 'c');
    expect(most).toBe(4);
  });
  it('is waited for while it may only be slow: forty-five of its signs', async () => {
    await finishRecordings(context, 'c');
    expect(world.clock.now().getTime() - (store.since?.getTime() ?? 0)).toBe(90_000);
  });
  it('that was closed, and only not told, is said to be whole', async () => {
    begun();
    store.left = { ...left, whole: true };
    await finishRecordings(context, 'c');
    expect(entry()).toMatchObject({ docStatus: 'final' });
    expect(entry().description).toBeUndefined();
    expect(recordingIn(entry())).not.toHaveProperty('brokeOffAt');
  });
  it('of which nothing was kept is marked so, and nothing stays in the store', async () => {
    begun();
    store.left = undefined;
    expect(await finishRecordings(context, 'c')).toEqual({ recordingsSaved: 0 });
    expect(entry()).toMatchObject({ status: 'entered-in-error' });
    expect(recordingIn(entry())).toBeUndefined();
    expect(store.forgotten).toEqual([['r-1', 'unwanted']]);
  });
});

describe('what is left in the store', () => {
  it('is deleted where nobody’s yes ever came into the record', async () => {
    expect(await finishRecordings(context, 'c')).toEqual({ recordingsSaved: 0 });
    expect(store.forgotten).toEqual([['r-1', 'unwanted']]);
    expect(entry()).toBeUndefined();
  });
  it('is tidied up and the entry left as it is where the record has the file already', async () => {
    begun({ docStatus: 'final' });
    await finishRecordings(context, 'c');
    expect(store.forgotten).toEqual([['r-1', 'kept']]);
    expect(world.stored('Binary', 'recording-r-1')).toBeUndefined();
  });
  it('of one that fails holds up no other, and the fault is told', async () => {
    begun();
    store.silent = ['bad', 'r-1'];
    store.broken = 'bad';
    await expect(finishRecordings(context, 'c')).rejects.toThrow('does not answer');
    expect(entry()).toMatchObject({ docStatus: 'final' });
  });
});
