import { describe, expect, it } from '@jest/globals';
import { fold } from './fold.ts';

describe('fold', () => {
  it('gives both placements of the tone mark the same key', () => {
    expect(fold('Hòa')).toBe(fold('Hoà'));
  });
  it('turns đ and Đ into d, which NFD alone does not', () => {
    expect(fold('Đặng Thị Đào')).toBe('dang thi dao');
  });
  it('collapses blanks', () => {
    expect(fold('  Vừ   A  Sử ')).toBe('vu a su');
  });
});
