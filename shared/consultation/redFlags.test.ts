import { expect, it } from '@jest/globals';
import { ageAt } from './redFlags.ts';

it.each([
  ['the evening before, in Vietnam', '2020-11-22', '2026-11-21T16:59:00Z', 5], ['from midnight there, seven hours before it is in Greenwich', '2020-11-22', '2026-11-21T17:00:00Z', 6],
  ['born on a day that comes every four years', '2024-02-29', '2025-02-28T10:00:00Z', 0], ['and the day after', '2024-02-29', '2025-03-01T10:00:00Z', 1],
  ['with a year alone, from its first day', '2020', '2026-12-31T17:00:00Z', 7],
])('a year older %s', (_, birthDate, at, age) => expect(ageAt(birthDate, new Date(at))).toBe(age));

it('without a birth date no age is known', () => expect(ageAt(undefined, new Date('2026-11-22T00:00:00Z'))).toBeUndefined());
