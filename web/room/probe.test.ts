import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Line } from './line.ts';
import { LineMeasure } from './probe.ts';

/** A line of so many kbit/s each way: what is said over a way waits for what was said before. `asked`: characters of each question. */
function aLine(kbps: number, roundTripMs = 40): { line: Line; asked: number[] } {
  const asked: number[] = [];
  let [upFree, downFree] = [0, 0];
  const takes = (characters: number) => ((characters * 0.75 + 100) * 8) / kbps;
  const request = async (_: string, { filler, wanted }: { filler: string; wanted: number }) => {
    asked.push(filler.length + wanted);
    const arrives = (upFree = Math.max(upFree, performance.now()) + takes(filler.length)) + roundTripMs / 2;
    const isBack = (downFree = Math.max(downFree, arrives) + takes(wanted)) + roundTripMs / 2;
    await new Promise((resolve) => setTimeout(resolve, isBack - performance.now()));
    return {};
  };
  return { line: { request } as unknown as Line, asked };
}

/** What a measurement says, in a time of its own. */
async function said(measured: Promise<number>): Promise<number> {
  await jest.advanceTimersByTimeAsync(10_000);
  return measured;
}

describe('a measurement of the line', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('comes near to what the line carries each way: the ways are not measured one behind the other', async () => {
    const measured = await said(new LineMeasure(Number.POSITIVE_INFINITY).first(aLine(150).line));
    expect(measured).toBeGreaterThan(110);
    expect(measured).toBeLessThan(160);
  });
  it('is not fooled by a round trip that was longer before: the empty message goes with it', async () => {
    expect(await said(new LineMeasure(300).first(aLine(150).line))).toBeLessThan(160);
  });
  it('is not tried again on a line that is flooded', async () => {
    const flooded = aLine(10);
    await said(new LineMeasure(40).first(flooded.line));
    expect(flooded.asked.filter((characters) => characters > 0)).toHaveLength(2);
  });
  it('stays short beside a picture on a thin line, and takes its time where more passes', async () => {
    const thin = aLine(120);
    await said(new LineMeasure(Number.POSITIVE_INFINITY).again(thin.line, 'thumbnail'));
    expect(Math.max(...thin.asked)).toBe(600);
    const good = aLine(3_000);
    expect(await said(new LineMeasure(Number.POSITIVE_INFINITY).again(good.line, 'thumbnail'))).toBeGreaterThan(340);
    expect(Math.max(...good.asked)).toBe(1_200);
  });
});
