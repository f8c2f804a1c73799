import { expect, test } from '@jest/globals';
import { answered, keyFor } from './commandKeys.ts';
import { problemOf } from './problem.ts';
import { send, timeoutFor, type Outgoing } from './send.ts';

const outgoing: Outgoing = { method: 'GET', path: '/api/me', headers: {} };
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { 'x-correlation-id': 'corr-0001' } });

function link(...answers: readonly (Response | Error)[]) {
  const pauses: number[] = [];
  let n = 0;
  const fetch = async () => {
    const answer = answers[Math.min(n++, answers.length - 1)];
    if (!(answer instanceof Response)) throw answer ?? new Error('no answer');
    return answer;
  };
  return { pauses, calls: () => n, options: { fetch, random: () => 0.5, sleep: async (pause: number) => void pauses.push(pause), tries: 3 } };
}

test('a link that fails for a moment is tried again with growing pauses', async () => {
  const l = link(new TypeError('failed'), json(503, { code: 'HTTP_UNAVAILABLE', title: 'x' }), json(200, { name: 'Lò Thị Mẫu' }));
  expect(await send(outgoing, l.options)).toEqual({ ok: true, value: { name: 'Lò Thị Mẫu' } });
  expect(l.pauses).toEqual([400, 1200]);
});

test('clients that failed together come back at different times', async () => {
  const pauses = await Promise.all([0, 0.3, 1].map(async (chance) => {
    const l = link(new TypeError('failed'));
    await send(outgoing, { ...l.options, random: () => chance });
    return l.pauses[0];
  }));
  expect(pauses).toEqual([300, 360, 500]);
});

test('a refusal is an answer: it is not tried again, and its code and reference are kept', async () => {
  const l = link(json(409, { code: 'BOOKING_SLOT_TAKEN', title: 'Giờ này vừa có người đặt', detail: 'Hãy chọn giờ khác.', help: { slots: [] } }));
  const answer = await send(outgoing, l.options);
  expect(answer).toMatchObject({ ok: false, problem: { code: 'BOOKING_SLOT_TAKEN', status: 409, correlationId: 'corr-0001', help: { slots: [] } } });
  expect(l.calls()).toBe(1);
});

test('without a network the problem says that nothing typed is lost', async () => {
  const l = link(new TypeError('failed'));
  expect(await send(outgoing, l.options)).toMatchObject({ ok: false, problem: { code: 'CLIENT_OFFLINE', status: 0 } });
  expect(l.calls()).toBe(3);
});

test('a page of HTML from something in between is no answer', async () => {
  const l = link(new Response('<html>', { status: 200 }));
  expect(await send(outgoing, { ...l.options, tries: 1 })).toMatchObject({ ok: false, problem: { code: 'CLIENT_UNREADABLE' } });
});

test('an OperationOutcome is read as a problem', () => {
  expect(problemOf(422, { resourceType: 'OperationOutcome', issue: [{ code: 'invalid', diagnostics: 'Sai' }] }, 'c')).toMatchObject({ code: 'invalid', title: 'Sai', correlationId: 'c' });
});

test('a photo of 1 MB is given the time it needs at 400 kbit/s', () => {
  expect(timeoutFor(new Blob([new Uint8Array(1_000_000)]))).toBeGreaterThan(20_000 + 1_000_000 / 50);
});

test('a command keeps its key until an answer came; other content has another key', async () => {
  const kept = new Map<string, string>();
  const shelf = { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v), removeItem: (k: string) => void kept.delete(k) };
  const first = await keyFor(shelf, '/api/consultations', '{"a":1}');
  expect(await keyFor(shelf, '/api/consultations', '{"a":1}')).toBe(first);
  expect(await keyFor(shelf, '/api/consultations', '{"a":2}')).not.toBe(first);
  const second = await keyFor(shelf, '/api/consultations', '{"a":2}');
  answered(shelf, '/api/consultations');
  expect(await keyFor(shelf, '/api/consultations', '{"a":2}')).not.toBe(second);
  expect([...kept.values()].join()).not.toContain('"a"');
});
