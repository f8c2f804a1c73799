import { describe, expect, it } from '@jest/globals';
import { changedMeaning, oldProvinceCodes, provinceAt, provinces } from './provinces.ts';

describe('province codes', () => {
  it('are 63 before the merger and 34 after it, and every old one went into exactly one new one', () => {
    expect(oldProvinceCodes.size).toBe(63);
    const now = provinces.filter(({ from }) => from);
    expect(now).toHaveLength(34);
    expect(now.flatMap(({ merged = [] }) => merged).toSorted()).toEqual([...oldProvinceCodes].toSorted());
  });
  it.each([['15', 'Yên Bái', 'Lào Cai'], ['24', 'Bắc Giang', 'Bắc Ninh'], ['44', 'Quảng Bình', 'Quảng Trị'], ['52', 'Bình Định', 'Gia Lai'], ['80', 'Long An', 'Tây Ninh'], ['82', 'Tiền Giang', 'Đồng Tháp'], ['91', 'Kiên Giang', 'An Giang'], ['46', 'Thừa Thiên Huế', 'Huế']])('%s was %s and is %s', (code, before, now) => {
    expect([provinceAt(code, '2025-06-30')?.name, provinceAt(code, '2025-07-01')?.name]).toEqual([before, now]);
    expect(changedMeaning).toContain(code);
  });
  it('keep their meaning in all other cases, or end', () => {
    expect(changedMeaning).toHaveLength(8);
    expect(provinceAt('12', '2026-01-01')?.name).toBe('Lai Châu');
    expect(provinceAt('10', '2026-01-01')).toBeUndefined();
    expect(provinceAt('03', '2020-01-01')).toBeUndefined();
  });
});
