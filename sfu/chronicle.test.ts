import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fixedClock } from '../shared/kernel/clock.ts';
import type { CallReport } from '../shared/room/quality.ts';
import { Chronicle } from './chronicle.ts';

const clock = fixedClock('2026-11-22T02:00:00Z');
let sent: CallReport[];
let failures: number;
beforeEach(() => {
  jest.useFakeTimers();
  sent = [];
  failures = 0;
});
afterEach(() => void jest.useRealTimers());

const aChronicle = () => new Chronicle({
  stay: 'stay-1', pass: 'p'.repeat(30), clock,
  send: async (_, report) => {
    if (failures > 0) {
      failures -= 1;
      throw new Error('away');
    }
    sent.push(report);
  },
});
const passes = async (ms: number) => {
  clock.advance(ms);
  await jest.advanceTimersByTimeAsync(ms);
};

describe('the chronicle of a stay', () => {
  it('is stored every minute as a whole, so that a killed process loses one minute at most', async () => {
    const chronicle = aChronicle();
    for (let n = 0; n < 12; n += 1) {
      await passes(10_000);
      chronicle.note({ lostPercent: n });
    }
    expect(sent.map(({ over, reports }) => [over, reports.length])).toEqual([[false, 5], [false, 11]]);
    await chronicle.end();
    expect(sent.at(-1)).toMatchObject({ over: true, from: sent[0]?.from });
    expect(sent.at(-1)?.reports.at(-1)).toEqual({ slot: 12, report: { lostPercent: 11 } });
  });
  it('says nothing when nothing was reported', async () => {
    const chronicle = aChronicle();
    await passes(120_000);
    await chronicle.end();
    expect(sent).toEqual([]);
  });
  it('leaves a gap where nothing came, and keeps one report for each ten seconds', async () => {
    const chronicle = aChronicle();
    chronicle.note({ lostPercent: 1 });
    chronicle.note({ lostPercent: 2 });
    await passes(30_000);
    chronicle.note({ lostPercent: 3 });
    await chronicle.end();
    expect(sent[0]?.reports).toEqual([{ slot: 0, report: { lostPercent: 2 } }, { slot: 3, report: { lostPercent: 3 } }]);
  });
  it('tries again when the API is away, also for the last word', async () => {
    const chronicle = aChronicle();
    chronicle.note({ lostPercent: 1 });
    failures = 2;
    const ended = chronicle.end();
    await passes(5_000);
    await ended;
    expect(sent).toHaveLength(1);
  });
});
