import { describe, expect, it } from '@jest/globals';
import { findingOf, successorOf } from './outcome.ts';
import type { PortalCard, PortalReply } from './ports.ts';
import { queryName } from './queryName.ts';
import { meaningOf, resultCodes } from './resultCodes.ts';

const today = '2026-06-30';
const person = { name: 'Đặng Văn Mẫu', birthDate: '1958-11-02' };
const aCard = (more: Partial<PortalCard> = {}): PortalCard => ({ number: 'HT2121234567802', holder: 'ĐẶNG VĂN MẪU', birthDate: '1958-11-02', validFrom: '2026-01-01', validTo: '2026-12-31', ...more });
const answered = (resultCode: string, card?: PortalCard): PortalReply => ({ kind: 'answered', resultCode, ...(card ? { card } : {}) });
const next = { number: 'HT1121234567802', validFrom: '2026-01-01', validTo: '2026-12-31' };
const replaced = answered('004', aCard({ newCard: next }));
const outcomeOf = (reply: PortalReply, followed?: PortalReply, who = person) => findingOf(reply, followed, who, today).meaning.outcome;

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

describe('what a reply means', () => {
  it('a card of somebody else is never accepted, whatever the code', () => {
    for (const code of ['000', '001', '003', '004']) {
      expect(outcomeOf(answered(code, aCard({ holder: 'Nguyễn Văn Khác', newCard: next })))).toBe('name-differs');
      expect(outcomeOf(answered(code, aCard({ birthDate: '1985-11-02', newCard: next })))).toBe('birth-date-differs');
    }
    expect(outcomeOf(replaced, answered('000', aCard({ number: next.number, holder: 'Nguyễn Văn Khác' })))).toBe('name-differs');
  });

  it('accepts upper case, the other tone mark, no accents, a year alone, and letters that the register lacks', () => {
    expect(outcomeOf(answered('000', aCard({ holder: 'DANG VAN MAU', birthDate: '1958' })))).toBe('covered');
    expect(outcomeOf(answered('000', aCard({ holder: 'Y BLÔ ÊBAN' })), undefined, { ...person, name: 'Y Ƀlô Ê̆ban' })).toBe('covered');
  });

  it('a replaced card leads to its successor', () => {
    expect(successorOf(replaced)).toBe(next.number);
    expect(successorOf(answered('000', aCard({ newCard: next })))).toBeUndefined();
    expect(findingOf(replaced, answered('000', aCard({ number: next.number })), person, today)).toMatchObject({
      meaning: { outcome: 'covered-by-new-card' }, resultCode: '004', card: { number: next.number, holder: 'ĐẶNG VĂN MẪU', replaces: 'HT2121234567802' },
    });
  });

  it('a successor that the portal could not tell about is taken from the first answer', () => {
    expect(findingOf(replaced, { kind: 'unavailable', why: 'timeout' }, person, today)).toMatchObject({ meaning: { outcome: 'covered-by-new-card' }, card: { number: next.number, validTo: '2026-12-31', replaces: 'HT2121234567802' } });
  });

  it('a successor that is no longer good is said so', () => {
    expect(outcomeOf(replaced, answered('010', aCard({ number: next.number })))).toBe('expired');
    expect(outcomeOf(replaced, answered('110'))).toBe('not-valid');
  });

  it('an old card counts until the new one begins', () => {
    const later = answered('004', aCard({ newCard: { ...next, validFrom: '2026-07-01' } }));
    expect(findingOf(later, undefined, person, today)).toMatchObject({ meaning: { outcome: 'covered' }, card: { number: 'HT2121234567802' } });
  });

  it('a replacement without a number is looked at by hand', () => {
    expect(outcomeOf(answered('003', aCard()))).toBe('check-by-hand');
  });

  it('no answer is to be confirmed, no login is a set-up fault, and neither carries a card', () => {
    for (const why of ['timeout', 'network', 'fault', 'wrong-shape'] as const) expect(findingOf({ kind: 'unavailable', why }, undefined, person, today)).toMatchObject({ meaning: { outcome: 'to-confirm' } });
    expect(outcomeOf({ kind: 'no-login' })).toBe('set-up-fault');
    expect(findingOf(answered('500', aCard()), undefined, person, today)).not.toHaveProperty('card');
  });

  it('an expired card is shown, but not somebody else’s', () => {
    expect(findingOf(answered('010', aCard()), undefined, person, today)).toHaveProperty('card');
    expect(findingOf(answered('010', aCard({ holder: 'Nguyễn Văn Khác' })), undefined, person, today)).not.toHaveProperty('card');
  });
});

describe('the name in a query', () => {
  it('loses the letters of minority languages and keeps Vietnamese ones', () => {
    expect(queryName('Y Ƀlô Ê̆ban Ĕ Ĭ Ŏ Ŭ Ư̆ Č')).toBe('Y Blô Êban E I O U Ư C');
    expect(queryName('Ă ắ ằ ẵ ặ Hoà Thuý Đặng')).toBe('Ă ắ ằ ẵ ặ Hoà Thuý Đặng');
  });
});
