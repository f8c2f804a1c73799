import { expect, test } from '@jest/globals';
import { ageInYears, byGivenName, day, dayKey, dayTime, number, parseBirthDate, parseNumber, partialDate, span, weekday } from './format.ts';

test('an instant is shown as the day and hour in Vietnam, whatever the zone of the device', () => {
  expect(dayTime('2026-11-22T18:30:00Z')).toBe('23/11/2026 01:30');
  expect(day('2026-11-22T01:00:00+07:00')).toBe('22/11/2026');
  expect(dayKey('2026-11-22T18:30:00Z')).toBe('2026-11-23');
  expect(weekday('2026-11-22T18:30:00Z', 'vi')).toBe('Thứ hai');
});

test('a birth date may be a full day, a month of a year or a year alone, and is never guessed', () => {
  expect(parseBirthDate('14/03/1985')).toBe('1985-03-14');
  expect(parseBirthDate('1-2-1990')).toBe('1990-02-01');
  expect(parseBirthDate('1958')).toBe('1958');
  expect(parseBirthDate('31/02/1990')).toBeUndefined();
  expect(parseBirthDate('3/1990')).toBe('1990-03');
  expect(parseBirthDate('13/1990')).toBeUndefined();
  expect(partialDate('1985-03-14')).toBe('14/03/1985');
  expect(partialDate('1985')).toBe('1985');
});

test('age counts whole years at the day in Vietnam', () => {
  expect(ageInYears('1985-03-14', new Date('2026-03-13T16:59:00Z'))).toBe(40);
  expect(ageInYears('1985-03-14', new Date('2026-03-13T17:00:00Z'))).toBe(41);
  expect(ageInYears('1985')).toBeUndefined();
});

test('numbers are written and read with a decimal comma', () => {
  expect(number(1234.5, 'vi')).toBe('1.234,5');
  expect(parseNumber('37,2')).toBe(37.2);
  expect(parseNumber('37.2')).toBe(37.2);
  expect(parseNumber('37,2,1')).toBeUndefined();
  expect(parseNumber('ba mươi')).toBeUndefined();
});

test('a wait is said in words, rounded down', () => {
  expect(span(59_000, 'vi')).toBe('dưới 1 phút');
  expect(span(12 * 60_000 + 59_000, 'vi')).toBe('12 phút');
  expect(span(125 * 60_000, 'vi')).toBe('2 giờ 5 phút');
  expect(span(60 * 60_000, 'en')).toBe('1 hour');
  expect(span(50 * 3_600_000, 'vi')).toBe('2 ngày');
});

test('names are sorted by the given name, without the title', () => {
  expect(['BS. Nguyễn Thị Hoà', 'Trần Văn An', 'BS. Đặng Văn Ân', 'Lê Ánh'].toSorted(byGivenName)).toEqual([
    'Trần Văn An', 'Lê Ánh', 'BS. Đặng Văn Ân', 'BS. Nguyễn Thị Hoà',
  ]);
});
