import { afterEach, expect, it, jest } from '@jest/globals';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { fakeConnectionStore } from '../../shared/subscription/connectionStore.fake.ts';
import { openGate } from '../_http/limits.ts';
import { socketHandler, type SocketEvent, type SocketHandlerDeps } from './handler.ts';

const secret = 'a.secret.token';
const event = (routeKey: string, more: Partial<SocketEvent> = {}): SocketEvent => ({ isBase64Encoded: false, ...more, requestContext: { routeKey, connectionId: 'c1', identity: { sourceIp: '192.0.2.1' } } as SocketEvent['requestContext'] });
function world(more: Partial<SocketHandlerDeps> = {}) {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const deps: SocketHandlerDeps = {
    repository: fakeRepository({ clock }), connections: fakeConnectionStore(), clock, base: 'https://lien-tuyen.example', origin: 'https://lien-tuyen.example', gate: openGate,
    authenticate: async (token) => await Promise.resolve(token === secret ? ok({ subject: 'system', name: 'x', roles: ['system'] }) : refuse(refusal('HTTP_TOKEN_INVALID'))),
    ...more,
  };
  return { deps, handle: socketHandler(deps) };
}
afterEach(() => void jest.restoreAllMocks());

it.each<[string, Readonly<Record<string, string>>, object]>([
  ['in Authorization', { authorization: `Bearer ${secret}` }, { statusCode: 200 }],
  ['as a subprotocol, agreeing to its own', { 'Sec-WebSocket-Protocol': `fhir-subscription, bearer.${secret}` }, { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'fhir-subscription' } }],
  ['nowhere', {}, { statusCode: 401 }],
  ['that is not good', { Authorization: 'Bearer other' }, { statusCode: 401 }],
])('takes the token %s, and never writes it down', async (_, headers, answer) => {
  const written: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const { handle, deps } = world();
  expect(await handle(event('$connect', { headers }))).toEqual(answer);
  expect((await deps.connections.holderOf('c1', deps.clock.now()))?.subject).toBe('statusCode' in answer && answer.statusCode === 200 ? 'system' : undefined);
  expect(written.join('')).not.toContain('secret');
  expect(written).toHaveLength(1);
});

it.each([['our own page', 'https://lien-tuyen.example', 200], ['a page of others', 'https://evil.example', 403], ['a page that resembles ours', 'https://lien-tuyen.example.evil.example', 403], ['our page without TLS', 'http://lien-tuyen.example', 403], ['a page without an origin', 'null', 403]])(
  'opened by %s, with a good token', async (_, Origin, statusCode) => {
    const { handle, deps } = world();
    expect(await handle(event('$connect', { headers: { Origin, authorization: `Bearer ${secret}` } }))).toMatchObject({ statusCode });
    expect((await deps.connections.holderOf('c1', deps.clock.now()))?.subject).toBe(statusCode === 200 ? 'system' : undefined);
  });

it('is told that it asks too much, by its address before and by its person after it opened', async () => {
  const tooMany = async () => await Promise.resolve(refusal('HTTP_TOO_MANY_REQUESTS'));
  expect(await world({ gate: { ...openGate, badSocket: tooMany } }).handle(event('$connect'))).toEqual({ statusCode: 429 });
  const { handle, deps } = world({ gate: { ...openGate, message: tooMany } });
  expect(await handle(event('$connect', { headers: { authorization: `Bearer ${secret}` } }))).toEqual({ statusCode: 429 });
  await deps.connections.open('c1', { subject: 'system', name: 'x', roles: ['system'] }, new Date('2026-11-23T00:00:00Z'));
  expect(await handle(event('$default', { body: 'bind s1' }))).toEqual({ statusCode: 200, body: 'error unavailable' });
});

it.each<[string, Partial<SocketEvent>, string]>([['no text', {}, 'error message'], ['bytes', { body: 'YmluZCBz', isBase64Encoded: true }, 'error message'], ['no bind', { body: 'hello' }, 'error message']])('answers %s with an error', async (_, more, body) => {
  const { handle } = world();
  await handle(event('$connect', { headers: { authorization: `Bearer ${secret}` } }));
  expect(await handle(event('$default', more))).toEqual({ statusCode: 200, body });
});

it('forgets a connection that was closed', async () => {
  const { handle } = world();
  await handle(event('$connect', { headers: { authorization: `Bearer ${secret}` } }));
  expect(await handle(event('$disconnect'))).toEqual({ statusCode: 200 });
  expect(await handle(event('$default', { body: 'bind s1' }))).toEqual({ statusCode: 200, body: 'error closed' });
});

it('tells a fault without saying what it was', async () => {
  const broken = { ...fakeConnectionStore(), holderOf: async () => await Promise.reject(new Error('inner detail')) };
  const { handle } = world({ connections: broken, authenticate: async () => await Promise.reject(new Error('inner detail')) });
  expect(await handle(event('$default', { body: 'bind s1' }))).toEqual({ statusCode: 200, body: 'error unavailable' });
  expect(await handle(event('$connect', { headers: { authorization: 'Bearer x' } }))).toEqual({ statusCode: 503 });
});
