import { describe, expect, it } from '@jest/globals';
import { valueOf } from '../kernel/result.ts';
import { maskNumber, parseTypedNumber, warningsFor } from './citizenNumber.ts';
import { mobileNumber } from './phone.ts';

const codeOf = (text: string) => {
  const number = parseTypedNumber(text);
  return number.ok ? number.value : number.error.code;
};

describe('a typed citizen number', () => {
  it('may be grouped, padded, or typed with a wide keyboard', () => {
    for (const text of ['012185000011', ' 012 185 000 011 ', '0121-8500-0011', '012.185.000.011', '０１２１８５００００１１', '012\u00a0185\u00a0000011']) expect(codeOf(text)).toBe('012185000011');
  });

  it('is refused with what is wrong and never guessed at', () => {
    expect(codeOf('')).toBe('IDENTITY_NUMBER_MISSING');
    expect(codeOf('   ')).toBe('IDENTITY_NUMBER_MISSING');
    expect(codeOf('01218500001')).toBe('IDENTITY_NUMBER_LENGTH');
    expect(codeOf('0121850000111')).toBe('IDENTITY_NUMBER_LENGTH');
    expect(codeOf('040123456')).toBe('IDENTITY_NUMBER_OLD');
    expect(codeOf('O12185000011')).toBe('IDENTITY_NUMBER_CHARACTERS');
    expect(codeOf('٠١٢١٨٥٠٠٠٠١١')).toBe('IDENTITY_NUMBER_CHARACTERS');
    expect(codeOf('012185000011; DROP')).toBe('IDENTITY_NUMBER_CHARACTERS');
  });

  it('says how many digits there were and which field', () => {
    expect(parseTypedNumber('123', '/citizenId')).toEqual({ ok: false, error: { code: 'IDENTITY_NUMBER_LENGTH', params: { digits: 3 }, at: '/citizenId' } });
  });

  it('of every century agrees with sex and year', () => {
    for (const [number, sex, birthDate] of [['001099000001', 'male', '1999'], ['001199000001', 'female', '1999-01-02'], ['001201000001', 'male', '2001'], ['001301000001', 'female', '2001-05-05']] as const)
      expect(warningsFor(valueOf(parseTypedNumber(number)), { sex, birthDate })).toEqual([]);
  });

  it('is masked but for the last four digits', () => {
    expect(maskNumber('012185000011')).toBe('********0011');
  });
});

describe('a mobile number', () => {
  it('is kept in its national form', () => {
    for (const text of ['0900000101', '+84 900 000 101', '84900000101', '0084900000101', '0900.000.101']) expect(mobileNumber(text)).toBe('0900000101');
  });
  it('is refused when it is a landline, too short or too long', () => {
    for (const text of ['02438250000', '090000010', '09000001011', '0100000101', 'abc', '']) expect(mobileNumber(text)).toBeUndefined();
  });
});
