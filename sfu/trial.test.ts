import { describe, expect, it } from '@jest/globals';
import { limits } from '../web/room/ladder.ts';
import { priority } from './receive.ts';
import { nextTrial, noTrials, wantedOf, type Trials, type WayDown } from './trial.ts';

const LOOK = 250;
const short: Omit<WayDown, 'at'> = { available: 150_000, wanted: 600_000 };

/** Looks four times a second, each as `now` says by the number of trials before; when each trial was made, in ms. */
function over(seconds: number, now: (tried: number, at: number) => Omit<WayDown, 'at'>): { trials: Trials; made: number[]; caps: number[] } {
  const [made, caps]: [number[], number[]] = [[], []];
  let trials = noTrials;
  for (let at = 0; at <= seconds * 1000; at += LOOK) {
    const before = trials;
    trials = nextTrial(trials, { at, ...now(before.tried, at) });
    if (trials.cap === before.cap) continue;
    made.push(at);
    caps.push(trials.cap);
  }
  return { trials, made, caps };
}

describe('trials of a way', () => {
  it('come half a second after pictures come short, and ever more seldom', () => {
    const { made } = over(60, () => short);
    expect(made[0]).toBe(500); // four looks a second, and 400 ms of calm
    const pauses = made.slice(1).map((at, n) => at - (made[n] ?? 0));
    expect(pauses.slice(0, 4)).toEqual([1_500, 3_000, 6_000, 10_000]);
    expect(pauses.slice(4).every((pause) => pause === 10_000)).toBe(true);
  });
  it('each change what may be believed, and never to less than is wanted', () => {
    const { caps } = over(60, () => short);
    expect(caps.every((cap, n) => cap !== (caps[n - 1] ?? 0) && (cap === 0 || cap > short.wanted))).toBe(true);
  });
  it('end when the pictures come in full, or the way is known to carry them, and leave no cap behind', () => {
    const inFull = over(20, (_, at) => ({ ...short, wanted: at <= 500 ? 600_000 : 0 }));
    const known = over(20, (_, at) => ({ ...short, available: at <= 500 ? 150_000 : 690_000 }));
    for (const { trials, caps } of [inFull, known]) expect([trials.cap, trials.tried, caps.length]).toEqual([0, 0, 2]);
  });
  it('stay seldom where pictures come in full for a moment only', () => {
    const { caps } = over(60, (_, at) => ({ ...short, wanted: at % 4_000 === 0 ? 0 : 600_000 }));
    expect(caps.filter((cap) => cap > 0).length).toBeLessThan(10);
  });
  it('are not made while the estimate falls: that link is being flooded', () => {
    expect(over(3, (_, at) => ({ ...short, available: 600_000 * 0.85 ** (at / LOOK) })).made).toEqual([]);
  });
  it('are not made where nothing comes short', () => {
    expect(over(60, () => ({ ...short, wanted: 150_000 })).made).toEqual([]);
  });
});

describe('of a way is wanted', () => {
  const large = { type: 'simulcast', paused: false, producerPaused: false, preferredLayers: { spatialLayer: 1, temporalLayer: 2 }, priority: priority.face } as const;

  it('what is to be sent on it, where a large picture was asked for', () => {
    expect(wantedOf([large], 690_000)).toBe(690_000);
  });
  it('what HD asks of it, where a picture is looked at closely, even if less is to be sent now', () => {
    expect(wantedOf([{ ...large, priority: priority.pinned }], 400_000)).toBeGreaterThan(limits.hd.downFrom * 1_000);
    expect(wantedOf([{ ...large, priority: priority.pinned }], 1_500_000)).toBe(1_500_000);
  });
  it('nothing more, while the picture is stopped, or where only a small one was asked for', () => {
    for (const stopped of [{ paused: true }, { producerPaused: true }, { preferredLayers: { spatialLayer: 0, temporalLayer: 2 } }, { type: 'simple' as const }]) {
      expect(wantedOf([{ ...large, ...stopped, priority: priority.pinned }], 690_000)).toBe(0);
    }
  });
});
