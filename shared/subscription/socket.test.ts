import { describe, expect, it } from '@jest/globals';
import type { Subscription } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import type { Principal } from '../identity/policy.ts';
import { parseScopes } from '../identity/smartScopes.ts';
import { fixedClock } from '../kernel/clock.ts';
import { fakeConnectionStore } from './connectionStore.fake.ts';
import { answerMessage, closeSocket, openSocket, socketLimits, type SocketDeps } from './socket.ts';
import { ownedBy } from './subscription.ts';

const base = 'https://lien-tuyen.example';
const system: Principal = { subject: 'system', issuer: 'https://issuer.example', name: 'x', roles: ['system'] };
const app: Principal = { ...system, subject: 'app', scopes: parseScopes('system/Subscription.rs') };
const wanted = (id: string, more: Partial<Subscription> = {}): Subscription & { id: string } => ({ resourceType: 'Subscription', id, status: 'active', reason: 'x', criteria: 'Observation', channel: { type: 'websocket' }, ...more });

async function world(principal: Principal = app) {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const repository = fakeRepository({ clock });
  const connections = fakeConnectionStore();
  const deps: SocketDeps = { repository, connections, clock, base };
  await openSocket(deps, 'c', principal);
  const mine = (id: string, more: Partial<Subscription> = {}) => repository.seed(ownedBy(wanted(id, more), principal, base));
  const say = async (text: string) => await answerMessage(deps, 'c', principal, text);
  const bound = async (id: string) => await connections.boundTo(id, clock.now());
  return { deps, clock, repository, mine, say, bound };
}

describe('a WebSocket of a subscriber', () => {
  it('is bound to several Subscriptions, each of which is answered by its id, and to none after it closed', async () => {
    const { deps, mine, say, bound } = await world();
    mine('s1');
    mine('s2', { status: 'requested' });
    expect([await say('bind s1'), await say('bind s2'), await say('bind s1')]).toEqual(['bound s1', 'bound s2', 'bound s1']);
    expect([await bound('s1'), await bound('s2')]).toEqual([['c'], ['c']]);
    await closeSocket(deps, 'c');
    expect([await bound('s1'), await bound('s2')]).toEqual([[], []]);
  });
  it.each<[string, Principal]>([
    ['another\'s', { ...app, subject: 'somebody' }],
    ['one of the same subject of another issuer', { ...app, issuer: 'https://other.example' }],
  ])('is told of %s what it is told of one that does not exist, and the attempt stands in the log', async (_, owner) => {
    const { repository, say, bound } = await world();
    repository.seed(ownedBy(wanted('s1'), owner, base));
    expect([await say('bind s1'), await say('bind absent')]).toEqual(['error not-found', 'error not-found']);
    expect(await bound('s1')).toEqual([]);
    expect(repository.audits).toContainEqual(expect.objectContaining({ event: 'subscription-bind', outcome: 'refused', actor: expect.objectContaining({ subject: 'app' }) }));
  });
  it('is not bound without the right to read Subscriptions', async () => {
    const { mine, say, bound } = await world({ ...app, scopes: parseScopes('system/Observation.rs') });
    mine('s1');
    expect([await say('bind s1'), await bound('s1')]).toEqual(['error not-found', []]);
  });
  it('of the service client is bound to those in which no owner stands, of nobody else', async () => {
    const service = await world(system);
    service.repository.seed(wanted('s1'));
    const other = await world(app);
    other.repository.seed(wanted('s1'));
    expect([await service.say('bind s1'), await other.say('bind s1')]).toEqual(['bound s1', 'error not-found']);
  });
  it.each<[string, Partial<Subscription>, string]>([
    ['another channel', { channel: { type: 'rest-hook', endpoint: 'https://hooks.example/x' } }, 'error not-websocket'],
    ['an error', { status: 'error' }, 'error not-active'],
    ['an end that is over', { end: '2026-01-01T00:00:00Z' }, 'error not-active'],
  ])('is told why a Subscription with %s is not bound', async (_, more, answer) => {
    const { mine, say, bound } = await world();
    mine('s1', more);
    expect([await say('bind s1'), await bound('s1')]).toEqual([answer, []]);
  });
  it('is bound to no more than a few', async () => {
    const { mine, say } = await world();
    const ids = Array.from({ length: socketLimits.binds + 1 }, (_, i) => `s${i}`);
    ids.forEach((id) => mine(id));
    for (const id of ids.slice(0, -1)) expect(await say(`bind ${id}`)).toBe(`bound ${id}`);
    expect(await say(`bind ${ids.at(-1)}`)).toBe('error too-many');
  });
  it.each(['', 'bind', 'bind  ', 'bind a b', 'bind ../x', 'bind #', 'BIND s1', 'ping s1', '{"action":"bind"}', `bind ${'a'.repeat(65)}`, `bind s1${' '.repeat(200)}`, 'bind s1\nbind s2', '\u0000'])('answers %j with an error and goes on', async (text) => {
    const { mine, say } = await world();
    mine('s1');
    expect(await say(text)).toBe('error message');
    expect(await say('bind s1')).toBe('bound s1');
  });
});
