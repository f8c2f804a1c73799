import { describe, expect, it } from '@jest/globals';
import { holdOn, noHold, type Hold } from './hold.ts';

/** The same link for some seconds, looked at twice a second. */
const over = (seconds: number, hold: Hold, lostPercent: number, concealedPercent: number, from = 0): Hold =>
  Array.from({ length: seconds * 2 }, (_, n) => from + n * 500).reduce((now, at) => holdOn(now, { at, lostPercent, concealedPercent }), hold);

describe('how long voices are held back', () => {
  it('is not at all on a good link', () => {
    expect(over(60, noHold, 0, 0).milliseconds).toBe(0);
  });
  it('grows with what is lost on the way here', () => {
    expect([5, 10, 20, 30].map((lost) => over(10, noHold, lost, 0).milliseconds)).toEqual([320, 420, 650, 900]);
  });
  it('grows where nothing is lost on the way here but sound comes too late, rung by rung', () => {
    expect(over(2, noHold, 0, 4).milliseconds).toBe(320);
    expect(over(12, noHold, 0, 4).milliseconds).toBe(900);
  });
  it('stays for a while after it helped, and is taken back rung by rung', () => {
    const held = over(12, noHold, 10, 0);
    expect(over(30, held, 0, 0, 12_000).milliseconds).toBe(420);
    expect(over(80, held, 0, 0, 12_000).milliseconds).toBe(320);
    expect(over(160, held, 0, 0, 12_000).milliseconds).toBe(0);
  });
});
