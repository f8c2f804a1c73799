import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { deadAfterMs, type MediaHost } from '../../shared/room/placement.ts';
import { fakePlacements } from '../../shared/room/placements.fake.ts';
import { hostGate, makeHostKey } from './hostKey.ts';

const start = '2026-11-22T08:00:00.000Z';

async function world() {
  const clock = fixedClock(start);
  const placements = fakePlacements();
  const home = await makeHostKey('home', clock);
  const gate = hostGate({ id: 'other', placements, clock });
  const beat = (change: Partial<MediaHost> = {}) => placements.beat({ id: 'home', address: 'ws://home:4443', rooms: 0, most: 10, draining: false, at: clock.now().toISOString(), key: home.published, ...change });
  await beat();
  return { clock, placements, home, gate, beat, said: async (token: string) => { const answer = await gate(token); return answer.ok ? answer.value : answer.error; } };
}

describe('a host that asks another for a worker', () => {
  it('is known by the key that it published, and asks for one room', async () => {
    const { home, said } = await world();
    expect(await said(await home.ask('other', 'r'))).toEqual({ host: 'home', room: 'r' });
  });
  it('is heard once', async () => {
    const { home, said } = await world();
    const token = await home.ask('other', 'r');
    await said(token);
    expect(await said(token)).toBe('unknown host');
  });
  it('is not heard with a word that was meant for another, is old, or is signed by somebody else', async () => {
    const { clock, home, said, beat } = await world();
    const stranger = await makeHostKey('home', clock);
    const old = await home.ask('other', 'r');
    for (const token of [await home.ask('third', 'r'), await stranger.ask('other', 'r'), `${old.slice(0, -4)}${old.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`, 'nonsense', '']) expect(await said(token)).toBe('unknown host');
    clock.advance(36_000);
    await beat();
    expect(await said(old)).toBe('unknown host');
  });
  it('is not heard when it is dead, unknown, without a key, or this one itself', async () => {
    const { clock, home, said, beat, placements } = await world();
    clock.advance(deadAfterMs + 1);
    expect(await said(await home.ask('other', 'r'))).toBe('unknown host');
    clock.advance(1_001);
    const { key: _, ...keyless } = (await placements.hosts())[0] ?? { key: undefined };
    await placements.beat({ ...(keyless as MediaHost), at: clock.now().toISOString() });
    expect(await said(await home.ask('other', 'r'))).toBe('unknown host');
    clock.advance(1_001);
    await beat({ id: 'other' });
    const self = await makeHostKey('other', clock);
    expect(await said(await self.ask('other', 'r'))).toBe('unknown host');
  });
  it('costs the table one reading a second, however often it knocks', async () => {
    const { placements, clock, home } = await world();
    let readings = 0;
    const gate = hostGate({ id: 'other', clock, placements: { hosts: () => { readings += 1; return placements.hosts(); } } });
    for (let n = 0; n < 20; n += 1) await gate('nonsense');
    for (let n = 0; n < 20; n += 1) await gate(await home.ask('other', 'r'));
    expect(readings).toBe(1);
  });
});
