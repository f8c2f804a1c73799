import { describe, expect, it } from '@jest/globals';
import type { Observation, Subscription } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { dueWork, mostAttempts } from '../fhir/pendingWork.ts';
import type { Stored } from '../fhir/repository.ts';
import type { Principal } from '../identity/policy.ts';
import { fixedClock } from '../kernel/clock.ts';
import { activate } from './activate.ts';
import { fakeConnectionStore } from './connectionStore.fake.ts';
import { fakeHookSender } from './hookSender.fake.ts';
import { activeSubscriptions, endSubscriptions, notifyAgain, notifyOf, type NotifyDeps } from './notify.ts';
import type { Posted, Sent } from './ports.ts';
import { fakeSocketPoster } from './socketPoster.fake.ts';
import { criteriaOf, ownedBy, subscriberOf } from './subscription.ts';

const base = 'https://lien-tuyen.example';
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], organization: 'Organization/tyt' };
const wanted: Subscription & { id: string } = { resourceType: 'Subscription', id: 's1', status: 'requested', reason: 'x', criteria: 'Observation?status=final', channel: { type: 'rest-hook', endpoint: 'https://hooks.example/x', payload: 'application/fhir+json', header: ['X-Key: abc'] } };
const pulse = (id: string, status: Observation['status'] = 'final'): Observation & { id: string } => ({ resourceType: 'Observation', id, status, code: { text: 'mạch' }, subject: { reference: 'Patient/p1' } });

async function world({ answers = [], posted = {}, change = {}, mayRead = true }: { answers?: Sent[]; posted?: Record<string, Posted>; change?: Partial<Subscription>; mayRead?: boolean } = {}) {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const repository = fakeRepository({ clock });
  const hooks = fakeHookSender(answers);
  const connections = fakeConnectionStore();
  const sockets = fakeSocketPoster(posted);
  const deps: NotifyDeps = { repository, clock, base, hooks, connections, sockets, mayRead: async () => await Promise.resolve(mayRead) };
  repository.seed(ownedBy({ ...wanted, ...change }, nurse, base));
  const current = async () => (await repository.read<Subscription>('Subscription/s1')) as Stored<Subscription>;
  await activate(deps, await current());
  const change1 = async (resource: Observation & { id: string }) => {
    repository.seed(resource);
    return await notifyOf(deps, await activeSubscriptions(deps), (await repository.read(`Observation/${resource.id}`)) as Stored);
  };
  const due = async () => await dueWork({ repository, base, now: clock.now() });
  return { deps, clock, repository, hooks, connections, sockets, current, tell: change1, due };
}

describe('a subscription', () => {
  it('is told of what meets its criteria, and its subscriber stands in the log of the patient before that', async () => {
    const { tell, hooks, repository } = await world();
    expect([await tell(pulse('o1')), await tell(pulse('o2', 'cancelled'))]).toEqual([1, 0]);
    expect(hooks.sent).toEqual([{ method: 'PUT', url: 'https://hooks.example/x/Observation/o1', headers: { 'x-key': 'abc', 'content-type': 'application/fhir+json' }, body: expect.stringContaining('"o1"') }]);
    expect(repository.audits).toContainEqual(expect.objectContaining({ event: 'subscription-notified', patient: 'Patient/p1', actor: expect.objectContaining({ subject: 'nurse' }) }));
  });
  it('is told of nothing that its subscriber may not read at that time', async () => {
    const { tell, hooks, due } = await world({ mayRead: false });
    expect(await tell(pulse('o1'))).toBe(0);
    expect([hooks.sent.length, (await due()).length]).toEqual([0, 0]);
  });
  it.each<[string, Partial<Subscription>]>([
    ['an address that is not allowed', { channel: { type: 'rest-hook', endpoint: 'https://evil.example/' } }], ['another channel', { channel: { type: 'sms', endpoint: 'tel:1' } }],
    ['XML', { channel: { ...wanted.channel, payload: 'application/fhir+xml' } }], ['a header over two lines', { channel: { ...wanted.channel, header: ['A: b\r\nHost: c'] } }],
    ['the log', { criteria: 'AuditEvent?patient=p' }], ['a chain', { criteria: 'Observation?patient.name=x' }],
  ])('with %s is put in error, with the reason', async (_, change) => {
    const { current, tell } = await world({ change });
    expect(await current()).toMatchObject({ status: 'error', error: expect.stringMatching(/^(channel|criteria)/) });
    expect(await tell(pulse('o1'))).toBe(0);
  });
  it('of which nobody can tell whose it is is put in error', async () => {
    const { deps, repository } = await world();
    repository.seed({ ...wanted, id: 's2', meta: { extension: [{ url: `${base}/StructureDefinition/subscriber`, valueString: '{}' }] } });
    expect(await activate(deps, (await repository.read('Subscription/s2')) as Stored<Subscription>)).toBe('error');
  });
  it('is told again after 1, 2, 4, … minutes with the resource as it is then, and once only when it was taken', async () => {
    const failure: Sent = { kind: 'failed', why: 'HTTP 503' };
    const { tell, due, deps, clock, hooks, repository } = await world({ answers: [failure, failure] });
    await tell(pulse('o1'));
    await tell(pulse('o1'));
    expect(await due()).toHaveLength(0);
    clock.advance(60_000);
    const [work] = await due();
    repository.seed({ ...pulse('o1'), valueInteger: 99 });
    if (work) await notifyAgain(deps, work);
    for (const later of await due()) await notifyAgain(deps, later);
    clock.advance(3_600_000);
    for (const later of await due()) await notifyAgain(deps, later);
    expect(await due()).toHaveLength(0);
    expect(hooks.sent.at(-1)?.body).toContain('99');
  });
  it('is put in error after repeated failure, told of nothing more, and goes on when it is requested anew', async () => {
    const { tell, due, deps, clock, hooks, current, repository } = await world({ answers: Array.from({ length: mostAttempts + 1 }, (): Sent => ({ kind: 'failed', why: 'HTTP 500' })) });
    await tell(pulse('o1'));
    for (let i = 0; i < mostAttempts; i += 1) {
      clock.advance(2 ** i * 60_000);
      for (const work of await due()) await notifyAgain(deps, work);
    }
    expect(await current()).toMatchObject({ status: 'error', error: expect.stringContaining(`HTTP 500: ${mostAttempts + 1} attempts`) });
    expect([await tell(pulse('o2')), (await due()).length]).toEqual([0, 0]);
    const { error: _, ...stopped } = await current();
    repository.seed({ ...stopped, status: 'requested' });
    expect(await activate(deps, await current())).toBe('active');
    expect(await tell(pulse('o3'))).toBe(1);
    expect(hooks.sent.at(-1)?.url).toContain('o3');
  });
  it('that was stopped while a message waited is not told any more', async () => {
    const { tell, due, deps, clock, hooks, repository, current } = await world({ answers: [{ kind: 'failed', why: 'timeout' }] });
    await tell(pulse('o1'));
    repository.seed({ ...(await current()), status: 'off' });
    clock.advance(60_000);
    for (const work of await due()) await notifyAgain(deps, work);
    expect([hooks.sent.length, (await due()).length]).toEqual([1, 0]);
  });
  it('ends when it said', async () => {
    const { clock, deps, current, tell } = await world({ change: { end: '2026-11-22T01:00:00Z' } });
    clock.advance(3_600_000);
    expect(await tell(pulse('o1'))).toBe(0);
    expect([await endSubscriptions(deps), (await current()).status]).toEqual([1, 'off']);
  });
});

describe('a subscription with the websocket channel', () => {
  const change = { channel: { type: 'websocket' } } as const;
  const bound = async (more: Parameters<typeof world>[0] = {}) => {
    const made = await world({ change, ...more });
    const until = new Date(made.clock.now().getTime() + 3_600_000);
    for (const connection of ['c1', 'c2']) {
      await made.connections.open(connection, nurse, until);
      await made.connections.bind(connection, 's1', 3, made.clock.now());
    }
    return made;
  };
  it('pings every connection that is bound, with nothing but its id, and its subscriber stands in the log', async () => {
    const { tell, sockets, hooks, repository } = await bound();
    expect([await tell(pulse('o1')), await tell(pulse('o2', 'cancelled'))]).toEqual([1, 0]);
    expect(sockets.posted).toEqual([{ connection: 'c1', text: 'ping s1' }, { connection: 'c2', text: 'ping s1' }]);
    expect(hooks.sent).toEqual([]);
    expect(repository.audits).toContainEqual(expect.objectContaining({ event: 'subscription-notified', patient: 'Patient/p1', actor: expect.objectContaining({ subject: 'nurse' }) }));
  });
  it('pings nobody of what its subscriber may not read, and writes nothing down where nobody listens', async () => {
    const barred = await bound({ mayRead: false });
    expect([await barred.tell(pulse('o1')), barred.sockets.posted]).toEqual([0, []]);
    const { tell, due, repository } = await world({ change });
    expect([await tell(pulse('o1')), await due()]).toEqual([0, []]);
    expect(repository.audits.filter(({ event }) => event === 'subscription-notified')).toEqual([]);
  });
  it('forgets a connection that is gone and goes on with the others', async () => {
    const { tell, connections, clock, due } = await bound({ posted: { c1: { kind: 'gone' } } });
    expect([await tell(pulse('o1')), await due()]).toEqual([1, []]);
    expect([await connections.boundTo('s1', clock.now()), await connections.holderOf('c1', clock.now())]).toEqual([['c2'], undefined]);
  });
  it('pings again later what could not be posted', async () => {
    const { tell, clock, due, sockets, deps } = await bound({ posted: { c2: { kind: 'failed', why: 'websocket' } } });
    expect(await tell(pulse('o1'))).toBe(0);
    clock.advance(60_000);
    for (const work of await due()) await notifyAgain(deps, work);
    expect(sockets.posted.map(({ connection }) => connection)).toEqual(['c1', 'c2', 'c1', 'c2']);
  });
});

it('whose a subscription is can\'t be written by whoever writes it', () => {
  const forged = { ...wanted, meta: { extension: [{ url: `${base}/StructureDefinition/subscriber`, valueString: JSON.stringify({ subject: 'system', name: 'x', roles: ['system'] }) }] } };
  expect(subscriberOf(ownedBy(forged, nurse, base), base)).toEqual(nurse);
});

it.each(['Observation', 'Observation?', 'Observation?code=http://loinc.org|8867-4&patient=Patient/p1', 'Patient?birthdate=gt2000'])('%s are criteria', (text) => {
  expect(criteriaOf(text).ok).toBe(true);
});
it.each(['', 'Nothing?x=1', 'Observation?x=1', 'Subscription?status=active', 'Observation?_has:Provenance:target:agent=x', 'Observation?_include=*', 'Observation?date=x'])('"%s" are none', (text) => {
  expect(criteriaOf(text).ok).toBe(false);
});
