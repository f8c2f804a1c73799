import { expect, test } from '@jest/globals';
import { ageOf } from './ageOf.ts';

test.each([
  ['2026-11-22T01:00:00Z', 'today', 0],
  ['2026-11-20T01:00:00Z', 'days', 2],
  ['2026-03-12T02:00:00Z', 'months', 8],
  ['2024-01-02T02:00:00Z', 'years', 2],
  ['2027-01-01T00:00:00Z', 'today', 0],
] as const)('a value of %s is said to be %s %d old', (at, unit, count) => {
  expect(ageOf(at, Date.parse('2026-11-22T02:00:00Z'))).toEqual({ unit, count });
});
