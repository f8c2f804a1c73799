import { describe, expect, it } from '@jest/globals';
import { queryName } from './queryName.ts';
import { meaningOf, resultCodes } from './resultCodes.ts';

describe('the result codes', () => {
  it('are the 27 of the annex, and every one leads on', () => {
    expect(Object.keys(resultCodes)).toHaveLength(27);
    for (const { nextSteps, text } of Object.values(resultCodes)) {
      expect(nextSteps.length).toBeGreaterThan(0);
      expect(text).not.toBe('');
    }
  });

  it.each([
    ['000', 'covered'], ['001', 'check-by-hand'], ['002', 'check-by-hand'], ['003', 'covered-by-new-card'], ['004', 'covered-by-new-card'], ['010', 'expired'],
    ['050', 'not-found'], ['051', 'not-found'], ['052', 'not-found'], ['053', 'not-found'], ['054', 'set-up-fault'], ['055', 'set-up-fault'],
    ['060', 'name-differs'], ['061', 'name-differs'], ['070', 'birth-date-differs'], ['100', 'to-confirm'], ['101', 'to-confirm'],
    ['110', 'not-valid'], ['120', 'not-valid'], ['121', 'not-valid'], ['122', 'not-valid'], ['123', 'not-valid'], ['124', 'not-valid'],
    ['130', 'check-by-hand'], ['205', 'set-up-fault'], ['401', 'set-up-fault'], ['500', 'to-confirm'],
  ])('%s means %s', (code, outcome) => {
    expect(meaningOf(code).outcome).toBe(outcome);
  });

  it('never take an unknown code for covered', () => {
    for (const code of ['999', '003.1', '', 'toString', '__proto__']) expect(meaningOf(code).outcome).toBe('to-confirm');
  });
});

describe('the name in a query', () => {
  it('loses the letters of minority languages and keeps Vietnamese ones', () => {
    expect(queryName('Y Ƀlô Ê̆ban Ĕ Ĭ Ŏ Ŭ Ư̆ Č')).toBe('Y Blô Êban E I O U Ư C');
    expect(queryName('Ă ắ ằ ẵ ặ Hoà Thuý Đặng')).toBe('Ă ắ ằ ẵ ặ Hoà Thuý Đặng');
  });
});
