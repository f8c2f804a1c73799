import { expect, test } from '@jest/globals';
import { prescribing, prescription } from '../../shared/prescription/contract.ts';
import { aDraft, anAllergicPrescription, aPrescription, someHelp } from './fixtures.ts';
import { draftOf, emptyLine, noPrescription, prescriptionErrors, prescriptionFrom, replacementFrom, touchedBy, withMedicine } from './draft.ts';

const ordinary = { ...aDraft, lines: aDraft.lines.slice(0, 1) };

test('nothing prescribed is no prescription and no error', () => {
  expect([prescriptionFrom(noPrescription, undefined), prescriptionErrors(noPrescription, undefined)]).toEqual([undefined, {}]);
});

test('an empty line says what is missing, in the order of the page', () => {
  expect(Object.keys(prescriptionErrors({ ...noPrescription, lines: [emptyLine] }, undefined))).toEqual(['rx-0-name', 'rx-0-quantity', 'rx-0-unit', 'rx-0-days', 'rx-0-dosage']);
});

test('a draft without errors is a prescription that the contract takes, with decimals as they are typed', () => {
  const made = prescriptionFrom({ ...ordinary, lines: [{ ...ordinary.lines[0] ?? emptyLine, quantity: '2,5', name: ' Amlodipin ' }], advice: '  ' }, someHelp);
  expect(prescription.safeParse(made).success).toBe(true);
  expect(made).toMatchObject({ lines: [{ name: 'Amlodipin', quantity: 2.5, days: 30 }] });
  expect(made).not.toHaveProperty('advice');
});

test('a medicine that the record tells of an allergy to needs its reason, and only that one carries it', () => {
  expect([touchedBy({ name: 'Amoxicillin' }, someHelp), touchedBy({ name: 'Amlodipin' }, someHelp)]).toEqual([['Penicillin'], []]);
  expect(Object.keys(prescriptionErrors(aDraft, someHelp))).toEqual(['rx-1-allergy']);
  const given = { ...aDraft, lines: aDraft.lines.map((line) => ({ ...line, allergyReason: 'Đã dùng lại, không phản ứng' })) };
  expect(prescriptionErrors(given, someHelp)).toEqual({});
  expect(prescriptionFrom(given, someHelp)?.lines.map(({ allergyReason }) => allergyReason)).toEqual([undefined, 'Đã dùng lại, không phản ứng']);
});

test('more than 30 days, a small child and a facility without a code are said before signing', () => {
  const long = { ...ordinary, lines: ordinary.lines.map((line) => ({ ...line, days: '60' })) };
  expect(Object.keys(prescriptionErrors(long, someHelp))).toEqual(['rx-0-days']);
  expect(prescriptionErrors({ ...long, longTerm: true }, someHelp)).toEqual({});
  expect(Object.keys(prescriptionErrors(ordinary, { ...someHelp, young: true }))).toEqual(['rx-weight', 'rx-carer']);
  expect(Object.keys(prescriptionErrors(ordinary, { ...someHelp, linked: false }))).toEqual(['rx-add']);
});

test('a replacement begins with what was signed and names it with its reason', () => {
  const made = prescriptionFrom(draftOf(aPrescription), someHelp);
  expect(made?.lines.map(({ name, quantity, days }) => [name, quantity, days])).toEqual(aPrescription.lines.map(({ name, quantity, days }) => [name, quantity, days]));
  expect(made && prescribing.safeParse(replacementFrom(made, aPrescription.documentId, ' Tăng liều ')).success).toBe(true);
  expect(draftOf(anAllergicPrescription).lines[0]?.allergyReason).toMatch(/không phản ứng/);
});

test('a suggestion fills what it knows and keeps what was typed', () => {
  expect(withMedicine({ ...emptyLine, quantity: '7', dosage: 'Sáng 1' }, { code: 'x', name: 'Diazepam', en: 'Diazepam', strength: '5 mg', form: 'viên nén', unit: 'viên', kind: 'H' })).toMatchObject({ name: 'Diazepam', strength: '5 mg', unit: 'viên', kind: 'H', quantity: '7', dosage: 'Sáng 1' });
});
