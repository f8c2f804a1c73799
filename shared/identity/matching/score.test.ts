import { describe, expect, it } from '@jest/globals';
import { measureMatching } from '../../../test/bench/match.ts';
import { roughMix, usualMix } from '../../../test/bench/matchPeople.ts';
import { compareNames, oneEdit } from './names.ts';
import { compareBirth, scorePair, type Profile } from './score.ts';

const person = (more: Partial<Profile> = {}): Profile => ({ name: 'Nguyễn Thị Thu Hằng', birthDate: '1985-03-04', sex: 'female', numbers: [], insurance: [], passport: [], birthCertificate: [], phones: [], ...more });
const gradeOf = (a: Partial<Profile>, b: Partial<Profile>) => scorePair(person(a), person(b)).grade;

describe('two names', () => {
  it.each([
    ['Lê Thị Hòa', 'LÊ THỊ HOÀ', 'same'],
    ['Lê Thị Hoà', 'Le Thi Hoa', 'unmarked'],
    ['Lê Văn Hùng', 'Lê Văn Hưng', 'marks-differ'],
    ['Niê Y Thắng', 'Y Thắng Niê', 'order'],
    ['Trần Thị Lan', 'Chần Thị Nan', 'sounds'],
    ['Nguyễn Thị Thu Hằng', 'Nguyễn Hằng', 'shortened'],
    ['Nguyễn Thị Hằng', 'Nguyễn Thị Hằg', 'one-letter'],
    ['Nguyễn Văn Hùng', 'Nguyễn Văn Dũng', 'one-letter'],
    ['Nguyễn Văn Bình', 'Nguyễn Thị Hoa', 'family-only'],
    ['Nguyễn Văn Bình', 'Trần Thị Hoa', 'different'],
    ['H’Hen Niê', "H'Hen Niê", 'same'],
  ] as const)('%s and %s: %s', (a, b, level) => {
    expect(compareNames(a, b)).toBe(level);
    expect(compareNames(b, a)).toBe(level);
  });
  it('differ by one edit when a letter is more, less, other or swapped', () => {
    for (const [a, b] of [['hang', 'hag'], ['hang', 'hamg'], ['hang', 'hnag'], ['hang', 'hangg']] as const) expect([oneEdit(a, b), oneEdit(b, a)]).toEqual([true, true]);
    expect(oneEdit('hang', 'thu')).toBe(false);
  });
});

describe('two birth dates', () => {
  it.each([
    ['1985-03-04', '1985-03-04', 'same'],
    ['1985-03-04', '1985-04-03', 'day-month-swapped'],
    ['1985-03-04', '1985-03-14', 'one-part'],
    ['1985-03-04', '1986-03-04', 'one-part'],
    ['1985-03', '1985-03-04', 'same-month'],
    ['1985', '1985-03-04', 'same-year'],
    ['1985-01-01', '1985-03-04', 'same-year'],
    ['1985-01-01', '1985-01-01', 'same-year'],
    ['1984', '1985-03-04', 'near-year'],
    ['1985-03-04', '1990-11-30', 'different'],
    ['1985', '1990', 'different'],
  ] as const)('%s and %s: %s', (a, b, level) => {
    expect([compareBirth(a, b), compareBirth(b, a)]).toEqual([level, level]);
  });
});

describe('the grade of a pair', () => {
  it('is certain only by a number, with name and birth date that agree', () => {
    expect(gradeOf({ numbers: ['001185000001'] }, { numbers: ['001185000001'] })).toBe('certain');
    expect(gradeOf({}, {})).toBe('probable');
    expect(gradeOf({ numbers: ['001185000001'] }, { numbers: ['001185000001'], name: 'Trần Văn Bình' })).toBe('possible');
    expect(gradeOf({ numbers: ['001185000001'] }, { numbers: ['001185000001'], birthDate: '1999-12-31' })).not.toBe('certain');
  });
  it('knows a number that was the old one', () => {
    expect(gradeOf({ numbers: ['001185000001', '012345678'] }, { numbers: ['012345678'] })).toBe('certain');
  });
  it('does not make one of near-twins under one roof, one phone and one day', () => {
    const home = { phones: ['0900000101'], address: 'Bản Thử 1, Xã Mường Mẫu' };
    for (const [a, b] of [['Lê Văn Hùng', 'Lê Văn Dũng'], ['Lê Văn Hùng', 'Lê Văn Hưng'], ['Lê Thị Mai', 'Lê Thị Lan']] as const) expect(['possible', 'certainly-not']).toContain(gradeOf({ ...home, name: a }, { ...home, name: b }));
    expect(gradeOf({ ...home, name: 'Lê Văn Hùng', numbers: ['001085000001'] }, { ...home, name: 'Lê Văn Hưng', numbers: ['001085000002'] })).toBe('certainly-not');
  });
  it('shows people of one name and day under two numbers, and one without day', () => {
    expect(gradeOf({ numbers: ['001185000001'] }, { numbers: ['001185000002'] })).toBe('possible');
    expect(gradeOf({}, { birthDate: '1985' })).toBe('possible');
  });
  it('is no chance of name alone', () => {
    expect(gradeOf({}, { birthDate: '1960-01-02' })).toBe('certainly-not');
  });
  it('says why', () => {
    expect(scorePair(person(), person({ birthDate: '1985' })).reasons).toEqual([{ field: 'name', level: 'same', bits: 11 }, { field: 'birth', level: 'same-year', bits: 6 }, { field: 'sex', level: 'same', bits: 1 }]);
  });
});

describe('on invented people with twins, siblings and namesakes', () => {
  it.each([['the usual register', 11, usualMix, 0.995, 0.9, 0.97], ['a paper register', 12, roughMix, 0.99, 0.65, 0.92]] as const)('of %s nobody is certain by mistake, and nearly all are found', async (_what, seed, mix, precision, recall, shownRecall) => {
    const { known, right, wrong } = await measureMatching(seed, mix, 6000, 2000);
    const found = right.certain + right.probable;
    expect(wrong.certain).toBe(0);
    expect(found / (found + wrong.probable)).toBeGreaterThanOrEqual(precision);
    expect(found / known).toBeGreaterThanOrEqual(recall);
    expect((found + right.possible) / known).toBeGreaterThanOrEqual(shownRecall);
  });
});
