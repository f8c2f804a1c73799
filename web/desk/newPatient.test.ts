import { expect, test } from '@jest/globals';
import { emptyForm, faultsOf, phoneDigits, registrationOf } from './newPatient.ts';

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
