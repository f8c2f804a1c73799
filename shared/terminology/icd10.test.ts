import { describe, expect, it } from '@jest/globals';
import { icd10Codes } from './icd10Codes.ts';
import { isKnownDiagnosis, searchDiagnoses } from './icd10.ts';

describe('the list of diagnoses', () => {
  it('has well-formed codes with both names, each once', () => {
    for (const { code, vi, en } of icd10Codes) {
      expect(code).toMatch(/^[A-Z]\d{2}(\.\d{1,2})?$/);
      expect(vi.length).toBeGreaterThan(1);
      expect(en.length).toBeGreaterThan(1);
    }
    expect(new Set(icd10Codes.map(({ code }) => code)).size).toBe(icd10Codes.length);
    expect(icd10Codes.length).toBeGreaterThanOrEqual(250);
  });
});

describe('a search of diagnoses', () => {
  const codes = (query: string) => searchDiagnoses(query).map(({ code }) => code);
  it('finds by the code, with or without its point', () => {
    expect(codes('i10')[0]).toBe('I10');
    expect(codes('E119')[0]).toBe('E11.9');
    expect(codes('e11')).toEqual(['E11.2', 'E11.3', 'E11.4', 'E11.5', 'E11.9']);
  });
  it('finds by Vietnamese words with and without accents, and by English ones', () => {
    expect(codes('tang huyet ap')[0]).toBe('I10');
    expect(codes('Tăng huyết áp')[0]).toBe('I10');
    expect(codes('stroke')).toContain('I64');
    expect(codes('dau dau')).toContain('R51');
  });
  it('finds words in any order', () => {
    expect(codes('tip 2 duong')).toContain('E11.9');
  });
  it('finds nothing for nothing, and never more than twenty', () => {
    expect(codes('')).toEqual([]);
    expect(codes('...')).toEqual([]);
    expect(codes('viem').length).toBe(20);
  });
  it('knows what is in the list', () => {
    expect([isKnownDiagnosis('I10'), isKnownDiagnosis('Q99.9')]).toEqual([true, false]);
  });
});
