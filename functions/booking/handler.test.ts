import { beforeEach, describe, expect, it } from '@jest/globals';
import { aWorld, type World } from '../../shared/consultation/world.test.support.ts';
import { ok } from '../../shared/kernel/result.ts';
import { callsTo } from '../_http/call.test.support.ts';
import { openGate } from '../_http/limits.ts';
import { httpFunction } from '../_http/chain.ts';
import { bookingEndpoints } from './handler.ts';

let world: World;
let call: ReturnType<typeof callsTo>;
beforeEach(() => {
  world = aWorld();
  const { repository, clock } = world;
  call = callsTo(httpFunction({
    endpoints: bookingEndpoints({ repository, clock, base: world.context.base }),
    gate: openGate,
    authenticate: (token) => Promise.resolve(ok(world.ask(token as Parameters<World['ask']>[0]).principal)),
  }));
});

const ids = (body: Record<string, unknown>) => (body['slots'] as { readonly id: string }[]).map(({ id }) => id);

describe('the booking function', () => {
  it('tells who can be asked, to whoever is signed in', async () => {
    const found = await call('directory', { token: 'nurse' });
    expect(found.status).toBe(200);
    expect(found.body['facilities']).toContainEqual({ id: 'bv-1', name: 'Bệnh viện Mẫu' });
    expect(found.body['specialists']).toContainEqual({ practitionerId: 'dr-1', name: 'BS. Hoà', facilityId: 'bv-1', specialty: 'cardiology', duty: 'available' });
    expect(await call('directory')).toMatchObject({ status: 401, body: { code: 'HTTP_TOKEN_MISSING' } });
    expect(world.repository.audits).toEqual([]);
  });

  it('offers free slots soonest first, of one specialist or of a specialty at a facility, none that is over', async () => {
    const slots = async (query: Record<string, string[]>) => ids((await call('freeSlots', { token: 'nurse', query })).body);
    expect(await slots({ facility: ['bv-1'], specialty: ['cardiology'] })).toEqual(['slot-1', 'slot-2', 'slot-3']);
    expect(await slots({ practitioner: ['dr-4'] })).toEqual(['slot-3']);
    expect(await slots({ facility: ['bv-1'], specialty: ['cardiology'], limit: ['1'] })).toEqual(['slot-1']);
    expect(await slots({ practitioner: ['dr-1'], from: ['2026-11-22T00:00:00Z'] })).toEqual(['slot-1', 'slot-2']);
    expect(await slots({ practitioner: ['dr-1'], from: ['2026-11-23T08:10:00+07:00'] })).toEqual(['slot-2']);
  });

  it('does not look through everybody, and says which part of the query is wrong', async () => {
    expect(await call('freeSlots', { token: 'nurse', query: { specialty: ['cardiology'] } })).toMatchObject({ status: 400, body: { code: 'BOOKING_SEARCH_TOO_WIDE' } });
    expect(await call('freeSlots', { token: 'nurse', query: { facility: ['bv-1'], limit: ['0'] } })).toMatchObject({ status: 400, body: { code: 'HTTP_QUERY_INVALID' } });
    expect(await call('freeSlots', { token: 'nurse', query: { facility: ['bv-1'], from: ['mai'] } })).toMatchObject({ status: 400, body: { code: 'HTTP_QUERY_INVALID' } });
  });

  it('lets a specialist alone turn the own duty, which the directory then shows', async () => {
    expect(await call('duty', { token: 'specialist', body: { state: 'on-break' } })).toMatchObject({ status: 200, body: { state: 'on-break' } });
    expect((await call('directory', { token: 'nurse' })).body['specialists']).toContainEqual(expect.objectContaining({ practitionerId: 'dr-1', duty: 'on-break' }));
    expect(await call('duty', { token: 'nurse', body: { state: 'off' } })).toMatchObject({ status: 403, body: { code: 'BOOKING_DUTY_NOT_YOURS' } });
    expect(world.repository.audits.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual(['duty-changed success', 'duty-changed refused']);
    expect(await call('duty', { token: 'specialist', body: { state: 'asleep' } })).toMatchObject({ status: 422, body: { code: 'HTTP_BODY_INVALID', at: '/state' } });
  });
});
