import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Consent } from '@medplum/fhirtypes';
import { act } from '../consultation/act.ts';
import { requestConsultation } from '../consultation/request.ts';
import { rooms } from '../consultation/rooms.ts';
import { aWorld, type World } from '../consultation/world.test.support.ts';
import { consentReference } from '../consent/ports.ts';
import { countingIds } from '../kernel/ids.ts';
import { valueOf } from '../kernel/result.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import { decodeJwt } from 'jose';
import { readCalls } from './calls.ts';
import { joinRoom, type RoomContext } from './join.ts';
import type { RecordingReport } from './recording.ts';
import { storeRecording } from './storeRecording.ts';

let world: World;
let context: RoomContext;
let id: string;
let passes: { readonly nurse: string; readonly doctor: string };

const aCall = async (patientId = 'p-1') => {
  const made = valueOf(await requestConsultation(world.context, world.ask('nurse'), {
    patientId, symptoms: 'Đau', vitals: {}, questions: ['Gì?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'now' }, patientInformed: true,
  })).id;
  valueOf(await act(world.context, world.ask('specialist'), made, { action: 'call' }));
  return made;
};
const passOf = async (who: Parameters<World['ask']>[0], consultation = id, setting: RoomContext = context) => valueOf(await joinRoom(setting, world.ask(who), consultation)).token;

beforeEach(async () => {
  world = aWorld();
  const { repository, clock } = world;
  context = {
    repository, clock, base: world.context.base, newId: countingIds('jti'), newSecret: countingIds('secret'), recording: 'with-consent',
    signer: await fakeKeySigner(), issuer: 'https://api.example', sfuUrl: 'wss://sfu.example/sfu', turn: { urls: [], secret: '' }, consultations: rooms(world.context),
    talk: { read: () => Promise.reject(new Error('not here')), write: () => Promise.reject(new Error('not here')) },
  };
  id = await aCall();
  passes = { nurse: await passOf('nurse'), doctor: await passOf('specialist') };
});

const at = '2026-11-23T00:01:00.000Z';
const yes = (pass: string) => ({ pass, choice: 'permit', at }) as const;
const no = (pass: string) => ({ pass, choice: 'deny', at }) as const;
const file = { from: at, to: '2026-11-23T00:05:00.000Z', seconds: 240, bytes: 1_000, sha256: 'a'.repeat(64) };
const report = (change: Partial<RecordingReport> = {}): RecordingReport => ({ state: 'recording', answers: [yes(passes.doctor), yes(passes.nurse)], ...change });
const store = async (told: RecordingReport, recording = 'r-1', setting: RoomContext = context) => {
  const got = await storeRecording(setting, recording, told, 'c');
  return got.ok ? 'stored' : got.error.code;
};
const consents = () => world.repository.all().filter((r): r is Consent & { id: string; meta: never } => r.resourceType === 'Consent').toSorted((a, b) => (a.performer?.[0]?.reference ?? '').localeCompare(b.performer?.[0]?.reference ?? ''));

describe('a recording in the record', () => {
  it('begins with everybody’s consent, by name and time, and an entry that is not final', async () => {
    expect(await store(report())).toBe('stored');
    expect(consents()).toMatchObject([
      { status: 'active', patient: { reference: 'Patient/p-1' }, dateTime: at, performer: [{ reference: 'Practitioner/dr-1', display: 'BS. Hoà' }], provision: { type: 'permit', data: [{ reference: { reference: 'DocumentReference/recording-r-1' } }] } },
      { status: 'active', performer: [{ reference: 'Practitioner/nurse-1' }] },
    ]);
    expect(world.stored('DocumentReference', 'recording-r-1')).toMatchObject({ docStatus: 'preliminary', subject: { reference: 'Patient/p-1' }, context: { encounter: [{ reference: `Encounter/${id}` }] } });
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'call-recording-stored', patient: 'Patient/p-1', actor: { subject: 'Practitioner/dr-1' } });
  });
  it('ends with its file, linked from the entry, and does not change after', async () => {
    await store(report());
    expect(await store(report({ state: 'over', answers: [yes(passes.doctor), no(passes.nurse)], file }))).toBe('stored');
    expect(world.stored('DocumentReference', 'recording-r-1')).toMatchObject({ docStatus: 'final', content: [{ attachment: { contentType: 'video/webm', url: 'Binary/recording-r-1', size: 1_000 } }] });
    expect(world.stored('Binary', 'recording-r-1')).toMatchObject({ contentType: 'video/webm', securityContext: { reference: 'Patient/p-1' }, meta: { extension: [{ valueString: 'recording-r-1' }] } });
    expect(consents().map(({ status, provision }) => [status, provision?.type])).toEqual([['active', 'permit'], ['inactive', 'deny']]);
    expect(await store(report({ state: 'over', file: { ...file, bytes: 9 } }))).toBe('stored');
    expect(world.stored('DocumentReference', 'recording-r-1')).toMatchObject({ content: [{ attachment: { size: 1_000 } }] });
  });
  it('that did not begin leaves who said what, and no entry; one that was lost is marked', async () => {
    expect(await store(report({ state: 'refused', answers: [yes(passes.doctor), no(passes.nurse)] }))).toBe('stored');
    expect(consents().map(({ status }) => status)).toEqual(['active', 'rejected']);
    expect(world.stored('DocumentReference', 'recording-r-1')).toBeUndefined();
    await store(report(), 'r-2');
    await store(report({ state: 'over' }), 'r-2');
    await store(report(), 'r-3');
    await store(report(), 'r-4');
    await store(report({ state: 'over', file }), 'r-4');
    const entries = valueOf(await readCalls(context, world.ask('specialist'), id)).recordings.toSorted((a, b) => a.id.localeCompare(b.id));
    expect(entries).toMatchObject([{ id: 'recording-r-3', state: 'going-on', by: 'BS. Hoà' }, { state: 'there', binaryId: 'recording-r-4', seconds: 240, bytes: 1_000 }]);
    expect((await readCalls(context, world.ask('patient'), id)).ok).toBe(false);
    expect(world.stored('DocumentReference', 'recording-r-2')).toMatchObject({ status: 'entered-in-error' });
  });
});

describe('a recording is refused', () => {
  it('where it is switched off, as it is unless somebody says otherwise', async () => {
    const { recording: _, ...unset } = context;
    for (const setting of [unset, { ...context, recording: 'off' as const }]) {
      expect(await store(report(), 'r-1', setting)).toBe('ROOM_RECORDING_OFF');
      expect(decodeJwt(await passOf('specialist', id, setting))['record']).toBeUndefined();
    }
    expect(world.stored('DocumentReference', 'recording-r-1')).toBeUndefined();
  });
  it('where the patient has said no to recordings', async () => {
    const reference = consentReference('Patient/p-1', 'recording');
    world.repository.seed({ resourceType: 'Consent', id: reference.split('/')[1] ?? '', status: 'active', scope: {}, category: [], patient: { reference: 'Patient/p-1' }, provision: { type: 'deny' } });
    expect(await store(report())).toBe('ROOM_RECORDING_REFUSED');
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'call-recording-refused', outcome: 'refused' });
    // What had begun before is still brought to its end.
    expect(await store(report({ state: 'over', file }))).toBe('stored');
  });
  it('without good passes of one room, each person’s once, the first of staff', async () => {
    const { patient } = { patient: await passOf('patient') };
    expect(decodeJwt(passes.nurse)['record']).toBe(true);
    expect(decodeJwt(patient)['record']).toBeUndefined();
    const other = await aCall('p-2');
    const elsewhere = await passOf('nurse', other);
    for (const answers of [[yes(patient), yes(passes.doctor)], [yes(passes.doctor), yes(elsewhere)], [yes(passes.doctor), yes(`${passes.nurse}x`)], [yes(passes.doctor), yes(passes.doctor)]]) expect(await store(report({ answers }))).toBe('ROOM_REPORT_REFUSED');
    expect(await store(report(), '../x')).toBe('ROOM_REPORT_REFUSED');
    await store(report());
    const fromElsewhere = report({ answers: [yes(elsewhere), yes(await passOf('specialist', other))] });
    expect(await store(fromElsewhere)).toBe('ROOM_REPORT_REFUSED');
    world.clock.advance(25 * 3_600_000);
    expect(await store(report(), 'r-9')).toBe('ROOM_REPORT_REFUSED');
  });
});
