import { expect, test } from '@jest/globals';
import { emptyForm, faultsOf, motherFrom, phoneDigits, registrationOf } from './newPatient.ts';

const card = { citizenId: '012192000033', name: 'Lường Thị Ngọc Thử', birthDate: '1992-08-09', sex: 'female', address: 'Bản Mẫu 3' } as const;
const now = new Date('2026-11-22T02:00:00Z');

test('what a card says is not asked for again', () => {
  expect(faultsOf(emptyForm, card, now)).toEqual({});
  expect(registrationOf(emptyForm, { card, via: 'camera', notSameAs: ['p9'] })).toEqual({
    citizenId: '012192000033', name: 'Lường Thị Ngọc Thử', birthDate: '1992-08-09', sex: 'female', address: 'Bản Mẫu 3', source: 'card-camera', notSameAs: ['p9'],
  });
});

test('without a card the name, the birth date and the sex are needed, and the year alone will do', () => {
  expect(faultsOf({ ...emptyForm, name: 'Mẫu', birthDate: '23/11/2026' }, undefined, now)).toEqual({ name: 'name', birthDate: 'future', sex: 'sex' });
  const form = { ...emptyForm, name: ' Vàng  Thị Mẫu ', birthDate: '1985', sex: 'female' as const };
  expect(faultsOf(form, undefined, now)).toEqual({});
  expect(registrationOf(form, { via: 'typed', notSameAs: [] })).toMatchObject({ name: 'Vàng Thị Mẫu', birthDate: '1985', source: 'typed' });
});

test('a phone number may be written with +84 and blanks', () => {
  expect(phoneDigits('+84 900 000 101')).toBe('0900000101');
  expect(faultsOf({ ...emptyForm, phone: '12345' }, card, now)).toEqual({ phone: 'phone' });
});

test('a number that was typed for one kind of papers is not sent with another', () => {
  const form = { ...emptyForm, name: 'Vàng Thị Mẫu', birthDate: '03/1985', sex: 'female' as const, citizenId: '012 185 000 011', passport: 'AA1', motherName: 'Mẹ Mẫu', motherNumber: '012160000012' };
  expect(registrationOf(form, { via: 'typed', notSameAs: [] })).toMatchObject({ citizenId: '012185000011', birthDate: '1985-03' });
  expect(registrationOf({ ...form, papers: 'foreigner' }, { via: 'typed', notSameAs: [] })).not.toHaveProperty('citizenId');
  expect(registrationOf({ ...form, papers: 'child' }, { via: 'typed', notSameAs: [] })).toMatchObject({ mother: { name: 'Mẹ Mẫu', citizenId: '012160000012' } });
  expect(registrationOf({ ...form, citizenId: '' }, { via: 'typed', notSameAs: [], citizenId: '040123456' })).toMatchObject({ previousId: '040123456' });
});

test('a mother’s card scanned into her field gives her number and her name', () => {
  expect(motherFrom('012160000012||Vàng Thị Mẹ|02031960|Nữ|Bản 1|15062021')).toEqual({ motherNumber: '012160000012', motherName: 'Vàng Thị Mẹ' });
  expect(motherFrom('0121')).toEqual({ motherNumber: '0121' });
  expect(faultsOf({ ...emptyForm, papers: 'child', name: 'Bé Mẫu', birthDate: '2026', sex: 'male', motherNumber: '12' }, undefined, now)).toEqual({ motherNumber: 'citizenId', motherName: 'mother' });
});
