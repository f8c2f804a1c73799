import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RoomClaims } from '../shared/room/contract.ts';
import { heard, hush } from './hush.ts';
import { Peer } from './peer.ts';

/** Somebody whose link is flooded, and how often what flows to them was decided anew. */
async function flooded() {
  const told: string[] = [];
  const room = { id: 'r', applyAll: (peer: Peer) => Promise.resolve(void told.push(peer.hushedAt === undefined ? 'pictures' : 'voice alone')) };
  const claims = { sub: 'a', room: 'r', role: 'station', name: 'A', speak: true } as RoomClaims;
  const peer = new Peer('p', claims, { send: (message) => void told.push(JSON.stringify(message)), end: () => undefined });
  await hush(room, peer);
  return { room, peer, told };
}
let now = 0;
const later = (milliseconds: number) => (now += milliseconds);

describe('a flooded link', () => {
  beforeEach(() => void jest.spyOn(performance, 'now').mockImplementation(() => now));
  afterEach(() => void jest.restoreAllMocks());
  it('loses its pictures at once, and the browser is told that it is not heard', async () => {
    expect((await flooded()).told).toEqual(['{"type":"bandwidth","kbps":0,"limited":true}', 'voice alone']);
  });
  it('gets none back by what the browser said before it knew, nor by time', async () => {
    const { room, peer, told } = await flooded();
    await heard(room, peer, false);
    expect([told.at(-1), peer.hushedAt === undefined]).toEqual(['voice alone', false]);
  });
  it('gets them back when the browser is heard again after a while and says nothing of it', async () => {
    const { room, peer, told } = await flooded();
    later(6_000);
    await heard(room, peer, false);
    expect(told.at(-1)).toBe('pictures');
  });
  it('is the browser’s own matter as soon as it says where it stands', async () => {
    const { room, peer } = await flooded();
    await heard(room, peer, true);
    expect(peer.hushedAt).toBeUndefined();
  });
});
