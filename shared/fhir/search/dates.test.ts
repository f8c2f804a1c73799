import { describe, expect, it } from '@jest/globals';
import { dateRange } from './dates.ts';

describe('dates of a search', () => {
  it('take as many digits of a second as R4 lets stand there', () => {
    const from = Date.parse('2026-11-22T01:02:03.123Z');
    expect(dateRange('2026-11-22T01:02:03.1234567890123Z')).toEqual({ low: from, high: from });
    expect(dateRange(`2026-11-22T01:02:03.${'1'.repeat(10_000)}x`)).toBeUndefined();
  });
});
