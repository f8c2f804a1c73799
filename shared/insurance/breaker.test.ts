import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '../kernel/clock.ts';
import { guardedPortal } from './breaker.ts';
import { fakeAnswerCache, fakeBreakerStore, fakeConfirmationQueue } from './ports.fake.ts';
import type { PortalReply } from './ports.ts';
import { insuranceStoresContract } from './ports.contract.ts';

insuranceStoresContract(async () => ({ cache: fakeAnswerCache(), breaker: fakeBreakerStore(), queue: fakeConfirmationQueue() }));

const question = { facility: '12101', key: '012185000011', name: 'A B', birthDate: '1985' };
const down: PortalReply = { kind: 'unavailable', why: 'timeout' };
const well: PortalReply = { kind: 'answered', resultCode: '050' };

function aPortal() {
  const clock = fixedClock('2026-11-22T01:00:00Z');
  const store = fakeBreakerStore();
  const outside = { reply: well, asked: 0 };
  const ask = { lookUp: async () => {
    outside.asked += 1;
    return outside.reply;
  } };
  const container = () => guardedPortal(ask, store, clock);
  const portal = container();
  return { clock, store, outside, container, portal, fail: async (times: number) => {
    outside.reply = down;
    for (let i = 0; i < times; i++) await portal.lookUp(question);
  } };
}

describe('the breaker', () => {
  it('writes nothing while the portal is well, and answers what the portal answers', async () => {
    const { portal, store } = aPortal();
    for (let i = 0; i < 9; i++) expect(await portal.lookUp(question)).toEqual(well);
    expect(store.writes).toEqual([]);
  });

  it('after five failures in a row asks no more, in every container', async () => {
    const { fail, portal, container, outside } = aPortal();
    await fail(5);
    for (const one of [portal, container()]) expect(await one.lookUp(question)).toEqual({ kind: 'unavailable', why: 'paused' });
    expect(outside.asked).toBe(5);
  });

  it('a success between failures begins the count anew', async () => {
    const { fail, portal, outside } = aPortal();
    await fail(4);
    outside.reply = well;
    await portal.lookUp(question);
    await fail(4);
    expect(outside.asked).toBe(9);
  });

  it('lets one probe through after the pause, and is well when it succeeds', async () => {
    const { fail, portal, container, clock, outside } = aPortal();
    await fail(5);
    clock.advance(30_000);
    outside.reply = well;
    const replies = await Promise.all([portal, container(), container()].map((one) => one.lookUp(question)));
    expect(replies.filter((reply) => reply.kind === 'answered')).toHaveLength(1);
    expect(await portal.lookUp(question)).toEqual(well);
  });

  it('pauses twice as long each time, up to five minutes', async () => {
    const { fail, clock, store, portal } = aPortal();
    await fail(5);
    const pauses: number[] = [];
    for (let i = 0; i < 6; i++) {
      const until = Date.parse(store.writes.at(-1)?.pausedUntil ?? '');
      pauses.push((until - clock.now().getTime()) / 1000);
      clock.advance(until - clock.now().getTime());
      await portal.lookUp(question);
    }
    expect(pauses).toEqual([30, 60, 120, 240, 300, 300]);
  });

  it('holds for the question about visits too', async () => {
    const clock = fixedClock('2026-11-22T01:00:00Z');
    let asked = 0;
    const outside = { lookUp: async () => well, historyOf: async () => {
      asked += 1;
      return { kind: 'unavailable', why: 'timeout' } as const;
    } };
    const portal = guardedPortal(outside, fakeBreakerStore(), clock);
    for (let i = 0; i < 9; i++) await portal.historyOf();
    expect([asked, await portal.lookUp(question)]).toEqual([5, { kind: 'unavailable', why: 'paused' }]);
  });

  it('a refused login pauses nobody', async () => {
    const { portal, outside } = aPortal();
    outside.reply = { kind: 'answered', resultCode: '401' };
    for (let i = 0; i < 20; i++) await portal.lookUp(question);
    expect(outside.asked).toBe(20);
  });
});
