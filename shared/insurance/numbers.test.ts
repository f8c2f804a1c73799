import { describe, expect, it } from '@jest/globals';
import type { Identifier, Patient } from '@medplum/fhirtypes';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import { keysOf, parseCardNumber, readNumber } from './numbers.ts';
import type { Key } from './resolve/person.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const now = new Date('2026-06-30T08:00:00Z');
const [citizenId, previousId] = ['012158000022', '040123456'];

const origin = (source?: string) => (source ? { extension: [{ url: `${base}/StructureDefinition/value-source`, extension: [{ url: 'source', valueCode: source }, { url: 'at', valueDateTime: '2026-01-01T00:00:00Z' }] }] } : {});
const number = (system: string, value: string, source?: string): Identifier => ({ system, value, ...(system === systems.previousId ? { use: 'old' } : {}), ...origin(source) });
const person = (identifier: Identifier[], registered?: string): Patient => ({ resourceType: 'Patient', identifier, ...(registered ? { extension: [{ url: `${base}/StructureDefinition/data-source`, valueCode: registered }] } : {}) });
const trusts = (patient: Patient, typed?: Key) => Object.fromEntries(keysOf(patient, undefined, typed, { base, systems }, now).map(({ value, trust }) => [value, trust]));

describe('the numbers that the insurer is asked by', () => {
  it('are certain where they were read from a card, the old number in its QR as well', () => {
    expect(trusts(person([number(systems.citizenId, citizenId, 'card-camera'), number(systems.previousId, previousId, 'card-camera')], 'card-camera'))).toEqual({ [citizenId]: 'certain', [previousId]: 'certain' });
  });

  it('may have a wrong digit where they were typed, also in a record that began with a card', () => {
    expect(trusts(person([number(systems.citizenId, citizenId, 'typed'), number(systems.previousId, previousId, 'typed')], 'card-scanner'))).toEqual({ [citizenId]: 'typed', [previousId]: 'typed' });
  });

  it('of a record that was typed are certain once a card was read', () => {
    expect(trusts(person([number(systems.citizenId, citizenId, 'card-scanner'), number(systems.previousId, previousId, 'typed')], 'typed'))).toEqual({ [citizenId]: 'certain', [previousId]: 'typed' });
  });

  it('without an origin of their own: only the card’s own number is as certain as the registration', () => {
    expect(trusts(person([number(systems.citizenId, citizenId), number(systems.previousId, previousId)], 'card-camera'))).toEqual({ [citizenId]: 'certain', [previousId]: 'typed' });
    expect(trusts(person([number(systems.citizenId, citizenId)]))).toEqual({ [citizenId]: 'typed' });
  });

  it('that are typed anew are no less certain than on record, and go first', () => {
    const typed: Key = { value: previousId, by: 'previous-id', trust: 'typed' };
    const known = person([number(systems.citizenId, citizenId, 'typed'), number(systems.previousId, previousId, 'card-camera')]);
    expect(keysOf(known, undefined, typed, { base, systems }, now).map(({ value, trust }) => [value, trust])).toEqual([[previousId, 'certain'], [citizenId, 'typed']]);
  });

  it('that are no longer in force are not asked by', () => {
    const ended: Identifier = { ...number(systems.citizenId, '012158000033', 'card-camera'), use: 'old', period: { end: '2026-01-01T00:00:00Z' } };
    expect(trusts(person([ended, number(systems.citizenId, citizenId, 'typed')]))).toEqual({ [citizenId]: 'typed' });
  });
});

describe('a number that is typed', () => {
  it.each([['0121 5800 0022', citizenId], ['012.158.000.022', citizenId], ['０１２１５８０００022', citizenId], ['ht 2 12 1234567802', 'HT2121234567802'], ['123-456-7802', '1234567802'], ['\ufeff040 123 456', previousId]])('%s is read as %s', (text, value) => expect(readNumber(text)?.value).toBe(value));
  it.each(['', 'O12158000022', '01215800002', '0121580000222', 'HT6121234567802', 'https://vneid.gov.vn', '012158000022|', '१२३४५६७८९०'])('%p is no number, and the refusal says which field', (text) => {
    expect(parseCardNumber(text)).toMatchObject({ ok: false, error: { code: 'INSURANCE_NUMBER_UNREADABLE', at: '/cardNumber' } });
  });
});
