import { expect, test } from '@jest/globals';
import type { ConsultationRequest, ConsultationView } from '../../shared/consultation/contract.ts';
import { clientProblem, type Answer } from '../api/problem.ts';
import { sendWaiting, type OutboxDeps, type Waiting } from './outbox.ts';
import { memoryBox } from './store.ts';

const item: Waiting = {
  id: 'w1', key: 'key-00000001', at: '2026-11-22T02:00:00Z', patientName: 'Vàng Thị Mẫu', draft: 'draft/nurse/ask-p1',
  body: { patientId: 'p1', symptoms: 'Ho', vitals: {}, questions: ['?'], specialty: 'internal', facilityId: 'f', priority: 'routine', when: { kind: 'now' }, patientInformed: true },
  photos: [{ key: 'photo-1', blob: new Blob(['a']), caption: ' họng ' }, { key: 'photo-2', blob: new Blob(['b']), caption: '' }],
};
const offline: Answer<never> = { ok: false, problem: clientProblem('CLIENT_OFFLINE') };

function outside(uploads: readonly (Answer<string>)[], answers: readonly Answer<ConsultationView>[]) {
  const sent: { body: ConsultationRequest; key: string }[] = [];
  const uploaded: string[] = [];
  const deps: OutboxDeps = {
    box: memoryBox(),
    upload: async (_, key) => {
      uploaded.push(key);
      return uploads[uploaded.length - 1] ?? offline;
    },
    send: async (body, key) => {
      sent.push({ body, key });
      return answers[sent.length - 1] ?? offline;
    },
  };
  return { deps, sent, uploaded };
}
const kept = async ({ box }: OutboxDeps): Promise<Waiting> => (await box.get('outbox/nurse/w1')) as Waiting;
const done = { ok: true, value: { id: 'c1' } as ConsultationView } as const;

test('a picture that got through is not sent again, and the request keeps its key', async () => {
  const o = outside([{ ok: true, value: 'b1' }, offline, { ok: true, value: 'b2' }], [offline, done]);
  await o.deps.box.set(item.draft, { symptoms: 'Ho' });
  expect((await sendWaiting(o.deps, 'nurse', item)).ok).toBe(false);
  expect((await kept(o.deps)).problem?.code).toBe('CLIENT_OFFLINE');
  expect((await sendWaiting(o.deps, 'nurse', await kept(o.deps))).ok).toBe(false);
  expect(await sendWaiting(o.deps, 'nurse', await kept(o.deps))).toEqual(done);
  expect(o.uploaded).toEqual(['photo-1', 'photo-2', 'photo-2']);
  expect(o.sent.map(({ key }) => key)).toEqual(['key-00000001', 'key-00000001']);
  expect(o.sent[1]?.body.photos).toEqual([{ binaryId: 'b1', caption: 'họng' }, { binaryId: 'b2' }]);
  expect(await o.deps.box.keys('')).toEqual([]);
});

test('a refusal leaves the outbox but not the draft, so that it can be put right', async () => {
  const refused = { ok: false, problem: { code: 'BOOKING_SLOT_TAKEN', title: '', detail: '', status: 409 } } as const;
  const o = outside([{ ok: true, value: 'b1' }, { ok: true, value: 'b2' }], [refused]);
  await o.deps.box.set(item.draft, { symptoms: 'Ho' });
  expect(await sendWaiting(o.deps, 'nurse', item)).toEqual(refused);
  expect(await o.deps.box.keys('')).toEqual([item.draft]);
});
