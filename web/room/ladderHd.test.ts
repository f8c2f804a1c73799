import { describe, expect, it } from '@jest/globals';
import { beginLadder, climbOrFall, limits } from './ladder.ts';
import type { Conditions, Ladder } from './ladder.ts';

type Weather = Omit<Conditions, 'at'>;
const way = (kbps: number, limited = false) => ({ kbps, limited });
/** An ordinary call on a good link: the estimators have tried more than what flows. */
const good: Weather = { connected: true, up: way(limits.hd.from), down: way(limits.hd.downFrom), concealedPercent: 0, lostPercent: 0, probeKbps: undefined, hdWanted: false, hdSent: false, strained: false, voiceIsYoung: false };
const watching: Weather = { ...good, hdWanted: true };
const watched: Weather = { ...good, hdWanted: true, hdSent: true };

/** Twice a second for so long. */
function over(seconds: number, from: { ladder: Ladder; at: number }, weather: Weather): { ladder: Ladder; at: number; steps: string[] } {
  const steps = [from.ladder.step as string];
  let { ladder, at } = from;
  for (const end = at + seconds * 1_000; at < end; at += 500) {
    ladder = climbOrFall(ladder, { ...weather, at });
    if (ladder.step !== steps.at(-1)) steps.push(ladder.step);
  }
  return { ladder, at, steps };
}
const fresh = () => ({ ladder: beginLadder('automatic'), at: 0 });

describe('HD', () => {
  it('is never taken by itself, however good the link', () => {
    expect(over(600, fresh(), { ...good, up: way(9_000), down: way(9_000) }).steps).toEqual(['sd']);
  });
  it('comes within five seconds for who looks closely and for who is looked at, and goes when nobody does', () => {
    for (const wanted of [watching, watched]) {
      const high = over(5, fresh(), wanted);
      expect(high.steps).toEqual(['sd', 'hd']);
      expect(over(5, high, good).steps).toEqual(['hd', 'sd']);
    }
  });
  it('asks of each only the way that it needs', () => {
    expect(over(60, fresh(), { ...watching, up: way(300) }).steps).toEqual(['sd', 'hd']);
    expect(over(60, fresh(), { ...watching, down: way(limits.hd.downFrom - 1) }).steps).toEqual(['sd']);
    expect(over(60, fresh(), { ...watched, up: way(limits.hd.from - 1) }).steps).toEqual(['sd']);
  });
  it('is not tried while more is asked of a link than it carries', () => {
    expect(over(60, fresh(), { ...watching, down: way(1_000, true) }).steps).toEqual(['sd']);
  });
  it('is taken by who is looked at on a way that carries it, though more is asked of it while that is tried', () => {
    expect(over(5, fresh(), { ...watched, up: way(limits.hd.from, true) }).steps).toEqual(['sd', 'hd']);
    expect(over(60, fresh(), { ...watched, up: way(limits.hd.from - 1, true) }).steps).toEqual(['sd']);
  });
  it('goes when the link thins, and waits longer before it is tried again', () => {
    const high = over(5, fresh(), watching);
    const back = over(9, high, { ...watching, down: way(limits.hd.below - 1, true) });
    expect(back.steps).toEqual(['hd', 'sd']);
    expect(over(7, back, watching).steps).toEqual(['sd']);
    expect(over(9, back, watching).steps).toEqual(['sd', 'hd']);
  });
  it('goes when the processor is too slow for it, and is not tried on that machine for ten minutes', () => {
    const high = over(5, fresh(), watched);
    const back = over(5, high, { ...watched, strained: true });
    expect(back.steps).toEqual(['hd', 'sd']);
    const later = over(590, back, watched);
    expect(later.steps).toEqual(['sd']);
    expect(over(30, later, watched).steps).toEqual(['sd', 'hd']);
    expect(over(60, fresh(), { ...watched, strained: true }).steps).toEqual(['sd']);
  });
});
