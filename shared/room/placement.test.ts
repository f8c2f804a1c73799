import { describe, expect, it } from '@jest/globals';
import { placementsContract } from './placements.contract.ts';
import { deadAfterMs, lendersFor, type MediaHost } from './placement.ts';
import { fakePlacements } from './placements.fake.ts';

describe('placements in memory', () => placementsContract(fakePlacements));

describe('hosts that may lend a worker to a room whose home is full', () => {
  const now = new Date('2026-11-22T08:00:00.000Z');
  const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const;
  const aHost = (id: string, change: Partial<MediaHost> = {}): MediaHost => ({ id, address: `ws://${id}:4443`, rooms: 0, most: 10, draining: false, at: now.toISOString(), key, ...change });
  const named = (...hosts: MediaHost[]) => lendersFor(hosts, { room: 'r', home: 'home', now }).map(({ id }) => id);

  it('are those with room, the emptiest first', () => expect(named(aHost('b', { rooms: 5 }), aHost('c', { rooms: 1 }), aHost('d', { rooms: 9 }))).toEqual(['c', 'b', 'd']));
  it('are not the home itself, nor one that is full, leaves, is dead, or can\'t be asked', () => {
    const { key: _, ...keyless } = aHost('old');
    expect(named(aHost('home'), aHost('full', { rooms: 10 }), aHost('leaving', { draining: true }), aHost('dead', { at: new Date(now.getTime() - deadAfterMs - 1).toISOString() }), keyless)).toEqual([]);
  });
});
