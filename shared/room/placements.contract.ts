import { expect, it } from '@jest/globals';
import { fixedClock } from '../kernel/clock.ts';
import { deadAfterMs, hostFor, type MediaHost, type Placements } from './placement.ts';

const start = '2026-11-22T08:00:00.000Z';

/** What every store of placements keeps to; run by the fake and by DynamoDB's. `make` gives an empty one. */
export function placementsContract(make: () => Placements): void {
  const aHost = (id: string, change: Partial<MediaHost> = {}): MediaHost => ({ id, address: `ws://${id}:4443`, rooms: 0, most: 10, draining: false, at: start, ...change });
  const world = async (...hosts: MediaHost[]) => {
    const placements = make();
    const clock = fixedClock(start);
    for (const host of hosts) await placements.beat(host);
    return { placements, clock, where: async (room: string) => { const found = await hostFor({ placements, clock }, room); return found.kind === 'on' ? found.host : found.kind; } };
  };

  it('leaves a room to the one address where no host says anything of itself', async () => {
    expect(await (await world()).where('r')).toBe('one');
  });
  it('puts a room on the host with the most room left, and finds it there again whatever the load is then', async () => {
    const { where, placements } = await world(aHost('a', { rooms: 5 }), aHost('b', { rooms: 1 }));
    expect(await where('r')).toBe('b');
    await placements.beat(aHost('b', { rooms: 10 }));
    expect([await where('r'), await where('s')]).toEqual(['b', 'a']);
  });
  it('settles on one host however many place the same room at once', async () => {
    const { where } = await world(aHost('a'), aHost('b'), aHost('c'));
    for (const room of ['r1', 'r2', 'r3']) expect(new Set(await Promise.all(Array.from({ length: 12 }, () => where(room)))).size).toBe(1);
  });
  it('spreads a rush of rooms over hosts that say the same of themselves', async () => {
    const { where } = await world(aHost('a'), aHost('b'), aHost('c'));
    expect(new Set(await Promise.all(Array.from({ length: 24 }, (_, n) => where(`rush-${n}`)))).size).toBe(3);
  });
  it('takes the rooms of a dead host to a living one, all askers to the same', async () => {
    const { where, placements, clock } = await world(aHost('a'));
    expect(await where('r')).toBe('a');
    clock.advance(deadAfterMs + 1);
    const at = clock.now().toISOString();
    await Promise.all([placements.beat(aHost('b', { at })), placements.beat(aHost('c', { at }))]);
    const found = new Set(await Promise.all(Array.from({ length: 8 }, () => where('r'))));
    expect(found.size).toBe(1);
    expect(found.has('a')).toBe(false);
  });
  it('leaves a draining host its rooms and gives it no new ones', async () => {
    const { where, placements } = await world(aHost('a'));
    expect(await where('r')).toBe('a');
    await placements.beat(aHost('a', { draining: true }));
    expect([await where('r'), await where('s')]).toEqual(['a', 'full']);
    await placements.beat(aHost('b', { rooms: 9 }));
    expect([await where('r'), await where('s')]).toEqual(['a', 'b']);
  });
  it('gives a full host no room', async () => {
    expect(await (await world(aHost('a', { rooms: 10 }))).where('r')).toBe('full');
  });
  it('forgets a room where it stands, and not where it has moved to', async () => {
    const { where, placements, clock } = await world(aHost('a'));
    await where('r');
    await placements.forget('r', 'another');
    expect(await placements.hostOf('r')).toBe('a');
    await placements.forget('r', 'a');
    expect(await placements.hostOf('r')).toBeUndefined();
    expect(await placements.place('r', 'a', 'b', clock.now())).toBe(false);
  });
  it('hears no more of a host that left', async () => {
    const { where, placements } = await world(aHost('a'), aHost('b', { rooms: 3 }));
    await placements.leave('a');
    expect(await where('r')).toBe('b');
  });
}
