import { describe, expect, it } from '@jest/globals';
import { measure } from '../bench/lookup/measure.ts';
import { roughMix, usualMix } from '../bench/lookup/mix.ts';
import { outage } from '../bench/lookup/outage.ts';

/** The bench with 20,000 people in small: `npm run bench -- lookup`. */
describe.each([['usual', 7, usualMix], ['rough', 8, roughMix]] as const)('looking up people of the %s mix', (_name, seed, mix) => {
  it('never gives anybody the card of another, and finds all whose identity can be proved', async () => {
    const figures = await measure(seed, 400, { ...mix, twins: 0.5, twinsNumberTyped: 0.8 });
    expect(figures.wrong).toEqual([]);
    expect(figures.stillWaiting).toBe(0);
    // One in 400 may meet so many faults of the portal that its budget ends.
    expect(Object.keys(figures.missed).filter((why) => !why.startsWith('unprovable')).length).toBeLessThanOrEqual(1);
    // Eight a check: the first, and at most two after a number was picked.
    expect(figures.calls.most).toBeLessThanOrEqual(24);
    // Hundreds of checks, some of them against a portal that does not answer.
  }, 300_000);
});

describe('an hour without the portal', () => {
  it('loses nobody over it, and does not storm the portal', async () => {
    const figures = await outage(7, usualMix, { visitsAMinute: 1, minutes: 60 });
    expect(figures).toMatchObject({ visits: 60, answeredAtOnce: 60, toConfirm: 60, confirmed: 60, lost: 0, wrong: 0 });
    expect(figures.callsWhileDown).toBeLessThan(40);
    expect(figures.minutesToConfirmAll).toBeLessThanOrEqual(15);
  }, 300_000);
});
