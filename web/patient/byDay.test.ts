import { expect, test } from '@jest/globals';
import { byDay } from './byDay.ts';

const read = (at: string, who = 'BS. Mẫu') => ({ at, who, self: false, role: 'bác sĩ chuyên khoa', action: 'read', what: 'Xem tóm tắt hồ sơ' }) as const;

test('days are days in Vietnam, newest first', () => {
  const days = byDay([read('2026-11-21T16:59:00Z'), read('2026-11-21T17:01:00Z')]);
  expect(days.map(({ key }) => key)).toEqual(['2026-11-22', '2026-11-21']);
});

test('the same reading repeated on one day is one line with its count and newest time; another person is another line', () => {
  const [day] = byDay([read('2026-11-22T01:00:00Z'), read('2026-11-22T03:00:00Z'), read('2026-11-22T02:00:00Z', 'Lò Thị Mẫu')]);
  expect(day?.lines.map(({ who, times, at }) => [who, times, at])).toEqual([['BS. Mẫu', 2, '2026-11-22T03:00:00Z'], ['Lò Thị Mẫu', 1, '2026-11-22T02:00:00Z']]);
});
