import { describe, expect, it } from '@jest/globals';
import { matchKeysFor, matchKeysOf } from './matchKeys.ts';

const stored = (name: string, birthDate?: string) => matchKeysOf({ resourceType: 'Patient', name: [{ text: name }], ...(birthDate ? { birthDate } : {}) });
const meets = (record: readonly [string, string?], asked: { name: string; birthDate?: string }) => matchKeysFor(asked).some((key) => stored(...record).includes(key));

describe('the blocking keys', () => {
  const record = ['Nguyễn Thị Thu Hằng', '1985-03-04'] as const;
  it.each([
    ['the same', { name: 'Nguyễn Thị Thu Hằng', birthDate: '1985-03-04' }],
    ['no marks, other order', { name: 'Hang Thu Thi Nguyen', birthDate: '1985-03-04' }],
    ['the year alone', { name: 'Nguyễn Thị Thu Hằng', birthDate: '1985' }],
    ['year and month', { name: 'Nguyễn Thị Thu Hằng', birthDate: '1985-03' }],
    ['day and month swapped', { name: 'Nguyễn Thị Thu Hằng', birthDate: '1985-04-03' }],
    ['another day of the year', { name: 'Nguyễn Thị Thu Hằng', birthDate: '1985-11-30' }],
    ['the year before, as by the lunar year', { name: 'Nguyễn Thị Thu Hằng', birthDate: '1984' }],
    ['a middle word left out', { name: 'Nguyễn Hằng', birthDate: '1985-03-04' }],
    ['the given name misspelt', { name: 'Nguyễn Thị Thu Hương', birthDate: '1985-03-04' }],
    ['the family name misspelt', { name: 'Nguyẽm Thị Thu Hằng', birthDate: '1985-03-04' }],
    ['a word as another region says it', { name: 'Nguyễn Thị Thu Hằn', birthDate: '1985' }],
  ])('meet the same person with %s', (_what, asked) => {
    expect(meets(record, asked)).toBe(true);
  });
  it('meet a record without a birth date', () => {
    expect(meets(['Giàng A Sử'], { name: 'Giàng A Sử', birthDate: '1990' })).toBe(true);
  });
  it('do not bring everybody of one family name or one day', () => {
    expect(meets(record, { name: 'Nguyễn Văn Hùng', birthDate: '1985-03-05' })).toBe(false);
    expect(meets(record, { name: 'Trần Văn Hùng', birthDate: '1985-03-04' })).toBe(false);
  });
  it('are at most three a record', () => {
    expect(stored(...record)).toHaveLength(3);
    expect(stored('Mẫu')).toHaveLength(1);
    expect(matchKeysOf({ resourceType: 'Patient' })).toEqual([]);
  });
});
