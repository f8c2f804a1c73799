import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callLimits, callSteps, worseOf } from '../../shared/room/steps.ts';
import { beginLadder, beginOn, choose, climbOrFall, limits, probeAfter } from './ladder.ts';
import type { Conditions, Ladder } from './ladder.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const TICK = 500;
const fine: Omit<Conditions, 'at'> = { connected: true, up: { kbps: 2_000, limited: false }, down: { kbps: 2_000, limited: false }, concealedPercent: 0, lostPercent: 0, probeKbps: undefined, hdWanted: false, hdSent: false, strained: false, voiceIsYoung: false };
const thin = (kbps: number, concealedPercent = 0): Omit<Conditions, 'at'> => ({ ...fine, down: { kbps, limited: true }, concealedPercent });

/** Lets the same conditions hold for some seconds; a line is measured when the ladder asks for it. */
function over(seconds: number, ladder: Ladder, conditions: Omit<Conditions, 'at'>, from: number, measured = 0): { ladder: Ladder; at: number; steps: string[] } {
  const steps = [ladder.step as string];
  let now = ladder;
  let at = from;
  let probedAt = from;
  for (; at < from + seconds * 1000; at += TICK) {
    const due = probeAfter(now);
    const isDue = due !== undefined && at - probedAt >= due;
    if (isDue) probedAt = at;
    now = climbOrFall(now, { ...conditions, at, probeKbps: isDue ? measured : undefined });
    if (now.step !== steps.at(-1)) steps.push(now.step);
  }
  return { ladder: now, at, steps };
}

describe('the ladder', () => {
  it('yields the picture within two seconds where the link carries only the voice', () => {
    expect(over(2, beginLadder('automatic'), thin(60, 30), 0).steps).toEqual(['sd', 'audio']);
    expect(over(2, beginLadder('automatic'), thin(100, 30), 0).steps).toEqual(['sd', 'audio']);
  });
  it('keeps a small picture on 150 kbit/s as long as the voice is whole', () => {
    expect(over(60, beginLadder('automatic'), thin(150), 0, 150).steps).toEqual(['sd', 'thumbnail']);
  });
  it('does not give up the picture for an estimate alone, where the line is measured to carry it', () => {
    expect(over(60, beginLadder('automatic'), thin(150), 0, 900).steps).toEqual(['sd']);
    expect(over(60, beginLadder('automatic'), thin(150, 8), 0, 900).steps[1]).toBe('thumbnail');
  });
  it('does not give up the picture for lost packets alone, where there is bandwidth', () => {
    expect(over(30, beginLadder('automatic'), { ...fine, concealedPercent: 12 }, 0).steps).toEqual(['sd']);
  });
  it('yields within a second where the sound collapses on this link, whatever the estimators believe', () => {
    expect(over(1.1, beginLadder('automatic'), { ...fine, concealedPercent: 60, lostPercent: 5 }, 0).steps).toEqual(['sd', 'audio']);
  });
  it('gives sound that collapses on the speaker’s link two seconds to mend there', () => {
    const broken = { ...fine, concealedPercent: 60 };
    expect(over(2, beginLadder('automatic'), broken, 0).steps).toEqual(['sd']);
    expect(over(3.5, beginLadder('automatic'), broken, 0).steps).toEqual(['sd', 'audio']);
  });
  it('does not take the beginning of a voice for a broken link', () => {
    const beginning = { ...fine, concealedPercent: 60, lostPercent: 15, voiceIsYoung: true };
    expect(over(2, beginLadder('automatic'), beginning, 0).steps).toEqual(['sd']);
    expect(over(3.5, beginLadder('automatic'), beginning, 0).steps).toEqual(['sd', 'audio']);
  });
  it('yields at once where the server says that it is no longer heard', () => {
    expect(over(0.5, beginLadder('automatic'), thin(0), 0).steps).toEqual(['sd', 'audio']);
  });
  it('yields within a second where most packets are lost: that is a flood, and the estimators hear nothing in it', () => {
    expect(over(1.1, beginLadder('automatic'), { ...fine, lostPercent: 70 }, 0).steps).toEqual(['sd', 'audio']);
    expect(over(30, beginLadder('automatic'), { ...fine, lostPercent: 35 }, 0).steps).toEqual(['sd']);
  });
  it('begins without a picture on a line that was measured too thin for one', () => {
    expect([40, 150, 900].map((kbps) => beginOn(beginLadder('automatic'), kbps).step)).toEqual(['audio', 'thumbnail', 'sd']);
  });
  it('brings the picture back within ten seconds of the link’s return, and soon in full', () => {
    const fallen = over(20, beginLadder('automatic'), thin(60, 30), 0, 60);
    expect(fallen.ladder.step).toBe('audio');
    expect(over(6, fallen.ladder, fine, fallen.at, 900).steps).toEqual(['audio', 'sd']);
    expect(over(6, fallen.ladder, fine, fallen.at, 120).steps).toEqual(['audio', 'thumbnail']);
  });
  it('keeps the picture that came back while estimators begin anew on a line that was measured, but not if the sound suffers', () => {
    const fallen = over(20, beginLadder('automatic'), thin(60, 30), 0, 60);
    const back = over(6, fallen.ladder, fine, fallen.at, 900);
    expect(over(3, back.ladder, thin(75), back.at, 60).steps).toEqual(['sd']);
    expect(over(1.5, back.ladder, thin(75, 8), back.at, 60).steps).toEqual(['sd', 'audio']);
    expect(over(9, back.ladder, thin(75), back.at, 60).steps).toEqual(['sd', 'audio']);
  });
  it('goes to HD only when somebody looks, and back when nobody does', () => {
    const high = over(20, beginLadder('automatic'), { ...fine, hdWanted: true }, 0);
    expect(high.steps).toEqual(['sd', 'hd']);
    expect(over(20, high.ladder, fine, high.at).steps).toEqual(['hd', 'sd']);
  });
  it('waits longer after every climb that failed', () => {
    let state = { ladder: beginLadder('automatic'), at: 0 };
    const climbs: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      state = over(3, state.ladder, thin(60, 30), state.at);
      const from = state.at;
      for (let seconds = 1; seconds < 120; seconds += 1) {
        const tried = over(seconds, state.ladder, fine, from, 900);
        if (tried.ladder.step === 'audio') continue;
        state = tried;
        break;
      }
      climbs.push(state.at - from);
    }
    expect(climbs.every((time, n) => n === 0 || time >= (climbs[n - 1] ?? 0))).toBe(true);
    expect(climbs.at(-1)).toBeGreaterThan((climbs[0] ?? 0) * 1.5);
  });
  it('turns to writing when the link stays away, and comes back to where it was', () => {
    const away = over(12, beginLadder('automatic'), { ...fine, connected: false }, 0);
    expect(away.steps).toEqual(['sd', 'written']);
    expect(over(1, away.ladder, fine, away.at).steps).toEqual(['written', 'sd']);
  });
  it('does not turn to writing for a short break', () => {
    expect(over(6, beginLadder('automatic'), { ...fine, connected: false }, 0).steps).toEqual(['sd']);
  });
  it('obeys the person at once, in both directions', () => {
    const audio = choose(beginLadder('automatic'), 'audio');
    expect(audio.step).toBe('audio');
    expect(probeAfter(audio)).toBeUndefined();
    expect(choose(audio, 'saver').step).toBe('thumbnail');
    expect(choose(audio, 'automatic').step).toBe('sd');
  });
});

const way = fc.option(fc.record({ kbps: fc.integer({ min: 0, max: 5_000 }), limited: fc.boolean() }), { nil: undefined });
const moment = fc.record({
  connected: fc.boolean(), up: way, down: way, hdWanted: fc.boolean(), hdSent: fc.boolean(), strained: fc.boolean(), voiceIsYoung: fc.boolean(),
  concealedPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  lostPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  probeKbps: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined }),
});
const anyLimit = fc.constantFrom(...callLimits);

/** Every state of a ladder through any weather. */
function walk(limit: (typeof callLimits)[number], weather: readonly Omit<Conditions, 'at'>[]): Ladder[] {
  const states = [beginLadder(limit)];
  for (const [n, conditions] of weather.entries()) states.push(climbOrFall(states.at(-1) ?? beginLadder(limit), { ...conditions, at: n * TICK }));
  return states;
}

describe('the ladder, in any weather', () => {
  it('never stands above what the person chose', () => {
    const top = { automatic: 'hd', saver: 'thumbnail', audio: 'audio' } as const;
    fc.assert(fc.property(anyLimit, fc.array(moment, { maxLength: 80 }), (limit, weather) => {
      for (const { step } of walk(limit, weather)) expect(worseOf(step, top[limit])).toBe(step);
    }));
  });
  it('climbs one rung at a time, or past the thumbnail when measured, and never within half a second of the last move', () => {
    fc.assert(fc.property(fc.array(moment.map((one) => ({ ...one, connected: true })), { maxLength: 120 }), (weather) => {
      const states = walk('automatic', weather);
      let movedAt = -10;
      for (const [n, { step }] of states.entries()) {
        const before = states[n - 1]?.step ?? step;
        const rise = callSteps.indexOf(before) - callSteps.indexOf(step);
        const measured = (weather[n - 1]?.probeKbps ?? 0) >= limits.sd.from;
        if (rise > 0) expect([rise === 1 || (rise === 2 && before === 'audio' && measured), n - movedAt > 1]).toEqual([true, true]);
        if (rise !== 0) movedAt = n;
      }
    }));
  });
  it('does not move while everything is unknown', () => {
    const blank: Omit<Conditions, 'at'> = { connected: true, up: undefined, down: undefined, concealedPercent: undefined, lostPercent: undefined, probeKbps: undefined, hdWanted: false, hdSent: false, strained: false, voiceIsYoung: false };
    fc.assert(fc.property(anyLimit, fc.integer({ min: 1, max: 200 }), (limit, length) => {
      expect(new Set(walk(limit, Array.from({ length }, () => blank)).map(({ step }) => step)).size).toBe(1);
    }));
  });
  it('does not flicker: on any steady link, measured beside the voice as less than it is, it settles', () => {
    fc.assert(fc.property(fc.integer({ min: 20, max: 4_000 }), (kbps) => {
      const steady = { ...thin(kbps, kbps < 100 ? 20 : 0) };
      const { ladder, at } = over(30, beginLadder('automatic'), steady, 0, Math.round(kbps * 0.85));
      expect(over(60, ladder, steady, at, Math.round(kbps * 0.85)).steps.length).toBe(1);
    }), { numRuns: 500 });
  });
});
