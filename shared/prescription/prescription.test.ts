import { describe, expect, it } from '@jest/globals';
import { medicines } from '../terminology/own/medicines.ts';
import { checkPrescription, isYoung } from './check.ts';
import { prescriptionCode } from './code.ts';
import { prescribing, prescription, type DrugLine } from './contract.ts';
import { dayAfter, lastDay } from './facts.ts';
import { byKind, kindOf } from './kind.ts';
import { allergiesTouched, substanceKey } from './matchAllergy.ts';

const aLine = (more: Partial<DrugLine> = {}): DrugLine => ({ name: 'Amlodipin', strength: '5 mg', quantity: 30, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 30, ...more });
const noRules = { allergies: [], young: false, at0: '' };

describe('the code of a prescription', () => {
  it('has 14 characters: link code, seven random ones, the kind', () => {
    expect(prescriptionCode('01999', 'a0z9k3m', 'C')).toBe('01999a0z9k3m-C');
    expect(prescriptionCode('01999', 'a0z9k3m', 'C')).toHaveLength(14);
  });
  it('is never made of anything else', () => {
    for (const [link, random] of [['1999', 'a0z9k3m'], ['01999', 'A0Z9K3M'], ['01999', 'a0z9k3'], ['01-99', 'a0z9k3m']] as const) expect(() => prescriptionCode(link, random, 'N')).toThrow();
  });
});

describe('the kind of a line', () => {
  it('is the catalogue’s for a controlled ingredient, however it is spelt and whatever was said', () => {
    expect(kindOf({ name: 'DIAZEPAM 5mg (Seduxen)' }, medicines)).toBe('H');
    expect(kindOf({ name: 'Morphine sulfate', kind: 'C' }, medicines)).toBe('N');
  });
  it('is otherwise the doctor’s word, and C without one', () => {
    expect([kindOf({ name: 'Thuốc lạ', kind: 'N' }, medicines), kindOf({ name: 'Thuốc lạ' }, medicines), kindOf({ name: 'Amlodipin', kind: 'T' }, medicines)]).toEqual(['N', 'C', 'T']);
  });
  it('parts a list into one prescription for each kind, none empty', () => {
    expect(byKind([aLine(), aLine({ name: 'Diazepam' }), aLine({ name: 'Metformin' })], medicines).map(({ kind, lines }) => [kind, lines.length])).toEqual([['C', 2], ['H', 1]]);
  });
});

describe('an allergy is seen', () => {
  const allergy = (...names: readonly string[]) => [{ names: names.map(substanceKey) }];
  it('whatever the accents, the spelling and the strength', () => {
    for (const name of ['Amoxicilin', 'AMOXICILLIN 500 mg', 'amoxicillin + acid clavulanic (Augmentin)', 'Thuốc kháng sinh Amoxicilin']) expect(allergiesTouched(name, allergy('Amoxicillin'))).toHaveLength(1);
    expect(allergiesTouched('Amlodipin', allergy('Dị ứng thuốc Amlodipine'))).toHaveLength(1);
  });
  it('by a brand in brackets, and by one part of several', () => {
    expect(allergiesTouched('Paracetamol (Panadol)', allergy('Panadol'))).toHaveLength(1);
    expect(allergiesTouched('Sulfamethoxazol + trimethoprim', allergy('Trimethoprim'))).toHaveLength(1);
  });
  it('as a word, not as letters within another', () => {
    expect(allergiesTouched('Amlodipin', allergy('Nifedipin', 'dipin', 'Hải sản', 'Phấn hoa'))).toEqual([]);
    expect(allergiesTouched('500 mg', allergy('thuốc', 'kháng sinh'))).toEqual([]);
  });
});

describe('a prescription may be signed', () => {
  it('with a reason for each medicine that the record tells of an allergy to, and not without', () => {
    const allergies = [{ id: 'a-1', text: 'Penicillin', names: [substanceKey('penicillin'), substanceKey('amoxicillin')] }];
    const lines = [aLine(), aLine({ name: 'Amoxicilin' })];
    expect(checkPrescription({ lines }, { ...noRules, allergies, at0: '/prescription' })).toMatchObject({ error: { code: 'PRESCRIPTION_ALLERGY', at: '/prescription/lines/1/allergyReason', params: { number: 2 } } });
    expect(checkPrescription({ lines: [aLine(), aLine({ name: 'Amoxicilin', allergyReason: 'Đã dùng lại tháng trước, không phản ứng' })] }, { ...noRules, allergies })).toMatchObject({ ok: true, value: [{ touched: [] }, { touched: [{ id: 'a-1' }] }] });
  });
  it('for up to 30 days, and up to 90 for a disease on the list', () => {
    const lines = [aLine({ days: 31 })];
    expect(checkPrescription({ lines }, noRules)).toMatchObject({ error: { code: 'PRESCRIPTION_TOO_LONG', at: '/lines/0/days' } });
    expect(checkPrescription({ lines, longTerm: true }, noRules).ok).toBe(true);
    expect(prescription.safeParse({ lines: [aLine({ days: 91 })] }).success).toBe(false);
  });
  it('for a child under 72 months with weight and carer', () => {
    const lines = [aLine()];
    expect(checkPrescription({ lines }, { ...noRules, young: true })).toMatchObject({ error: { code: 'PRESCRIPTION_CHILD', at: '/weightKg' } });
    expect(checkPrescription({ lines, weightKg: 12 }, { ...noRules, young: true })).toMatchObject({ error: { at: '/carer' } });
    expect(checkPrescription({ lines, weightKg: 12, carer: 'Vàng Thị Mẫu' }, { ...noRules, young: true }).ok).toBe(true);
    expect([isYoung('2020-11-23', '2026-11-22T10:00:00Z'), isYoung('2020-11-22', '2026-11-22T10:00:00Z'), isYoung(undefined, '2026-11-22T10:00:00Z')]).toEqual([true, false, false]);
    // Half past midnight of the sixth birthday, in Vietnam; and one that comes every four years.
    expect([isYoung('2020-11-22', '2026-11-21T17:30:00Z'), isYoung('2020-11-22', '2026-11-21T16:30:00Z'), isYoung('2024-02-29', '2030-02-28T03:00:00Z'), isYoung('2024-02-29', '2030-03-01T03:00:00Z'), isYoung('2021', '2026-12-31T16:00:00Z'), isYoung('2021', '2026-12-31T17:00:00Z')]).toEqual([false, true, true, false, true, false]);
  });
  it('in the place of another with a reason, never without one', () => {
    expect(prescribing.safeParse({ lines: [aLine()], replaces: 'rx-1' }).success).toBe(false);
    expect(prescribing.safeParse({ lines: [aLine()], reason: 'đổi liều' }).success).toBe(false);
    expect(prescribing.safeParse({ lines: [aLine()], replaces: 'rx-1', reason: 'đổi liều' }).success).toBe(true);
  });
});

it('counts days as they are in Vietnam, the day of writing as the first', () => {
  expect([dayAfter('2026-11-22T18:00:00Z', 0), lastDay('2026-11-22T18:00:00Z', 1), lastDay('2026-11-22T02:00:00Z', 5)]).toEqual(['2026-11-23', '2026-11-23', '2026-11-26']);
});
