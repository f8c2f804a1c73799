import { describe, expect, it } from '@jest/globals';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { ok } from '../../shared/kernel/result.ts';
import { rateLimiter } from '../../shared/limits/rateLimiter.ts';
import { fakeUsageStore } from '../../shared/limits/usageStore.fake.ts';
import { routes } from '../../shared/routes.ts';
import { callsTo } from './call.test.support.ts';
import { httpFunction, type Endpoint } from './chain.ts';
import { gate, limits } from './limits.ts';

const endpoints: readonly Endpoint[] = [
  { route: routes.fhirRoot, handle: async () => await Promise.resolve(ok({ status: 200, json: {} })) },
  { route: routes.me, handle: async () => await Promise.resolve(ok({ status: 200, json: {} })) },
];
const nurse: Principal = { subject: 'nurse', name: 'n', roles: ['station'] };

/** Limits a thousandth of what is deployed, so that a test can reach them. */
function aHouse() {
  const clock = fixedClock('2026-11-22T03:00:30Z');
  const people = new Map<string, Principal>();
  const handler = httpFunction({ endpoints, gate: gate(rateLimiter(fakeUsageStore(), clock), 1 / 1000), authenticate: async (token) => await Promise.resolve(ok(people.get(token) ?? nurse)) });
  const call = callsTo(handler);
  const as = async (principal: Principal, times: number, route: 'fhirRoot' | 'me' = 'fhirRoot') => {
    people.set(principal.subject, principal);
    const answers = [];
    for (let i = 0; i < times; i += 1) answers.push(await call(route, { token: principal.subject }));
    return answers;
  };
  return { as, clock };
}
const passed = (answers: readonly { status: number }[]) => answers.filter(({ status }) => status === 200).length;
const application = (client: string, subject: string): Principal => ({ ...nurse, subject, client, scopes: [] });
const most = (limit: keyof typeof limits) => limits[limit].most / 1000;

describe('a limit', () => {
  it('of a person stops that person, with 429 and when to come again, in words', async () => {
    const { as, clock } = aHouse();
    const answers = await as(nurse, 5);
    expect(passed(answers)).toBe(most('person'));
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { 'retry-after': '30' }, body: { code: 'HTTP_TOO_MANY_REQUESTS', detail: expect.stringContaining('30 giây') } });
    expect(passed(await as({ ...nurse, subject: 'nurse2' }, 3))).toBe(3);
    clock.advance(30_000);
    expect(passed(await as(nurse, 1))).toBe(1);
  });

  it('of an application stops it over all of its users, and neither other applications nor its users elsewhere', async () => {
    const { as } = aHouse();
    let through = 0;
    for (let user = 0; user < 20; user += 1) through += passed(await as(application('wild', `u${String(user)}`), 3));
    expect(through).toBe(most('application'));
    expect((await as(application('wild', 'somebody'), 1))[0]).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
    expect(passed(await as(application('tame', 'u21'), 3))).toBe(3);
    expect(passed(await as({ ...nurse, subject: 'u22', client: 'lien-tuyen-web' }, 3, 'me'))).toBe(3);
  });

  it('of a service client counts the client, whatever subject its tokens name', async () => {
    const { as } = aHouse();
    const service = (subject: string): Principal => ({ subject, name: subject, roles: ['system'], scopes: [], client: 'importer' });
    expect(passed(await as(service('a'), 200)) + passed(await as(service('b'), 200))).toBe(most('client'));
  });

  it('of applications without a name counts them as one', async () => {
    const { as } = aHouse();
    let through = 0;
    for (let user = 0; user < 20; user += 1) through += passed(await as({ ...nurse, subject: `u${String(user)}`, scopes: [] }, 3));
    expect(through).toBe(most('application'));
  });
});
