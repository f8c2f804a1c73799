import { expect, test } from '@jest/globals';
import { digitsOf, inThrees, leftUntil } from './signIn.ts';

test('a number is shown in threes however it was typed, and never longer than twelve digits', () => {
  expect(inThrees('012185000011')).toBe('012 185 000 011');
  expect(inThrees('012.185-0')).toBe('012 185 0');
  expect(inThrees('0121850000119999')).toBe('012 185 000 011');
});

test('full-width digits of an input method count as digits', () => {
  expect(digitsOf('０１２ 345')).toBe('012345');
});

test('a countdown never shows zero while there is time, and ends at the instant', () => {
  expect(leftUntil(61_500, 0)).toEqual({ minutes: 1, seconds: 2 });
  expect(leftUntil(1, 0)).toEqual({ minutes: 0, seconds: 1 });
  expect(leftUntil(0, 0)).toBeUndefined();
});
