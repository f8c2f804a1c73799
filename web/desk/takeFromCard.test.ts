import { expect, test } from '@jest/globals';
import { aCard, aPatient } from './fixtures.ts';
import { adds, chosenAtFirst, differencesTo, takenFrom } from './takeFromCard.ts';

test('only what overwrites nothing is chosen at first', () => {
  expect(adds({ field: 'citizenId', card: '012185000011', record: '012185000011' })).toBe(true);
  const differences = [{ field: 'name', card: 'Vàng Thị Mẫu', record: 'Vàng Thị Mấu' }, { field: 'birthDate', card: '1985-03-14', record: '1985' }, { field: 'address', card: 'Bản 1' }] as const;
  expect([...chosenAtFirst(differences)]).toEqual(['birthDate', 'address']);
  expect(adds({ field: 'birthDate', card: '1985-03-14', record: '1986' })).toBe(false);
});

test('the record takes what was chosen and nothing else', () => {
  expect(takenFrom(aCard, new Set(['birthDate', 'address']), 'camera')).toEqual({ take: { birthDate: aCard.birthDate, address: aCard.address }, source: 'card-camera' });
});

test('a record without a number gains it from the card, one with another keeps it unless chosen', () => {
  const { citizenId: _, ...without } = aPatient;
  expect(differencesTo(aCard, without)).toEqual([{ field: 'citizenId', card: aCard.citizenId }]);
  expect(differencesTo(aCard, { ...aPatient, citizenId: '********0099' })).toEqual([{ field: 'citizenId', card: aCard.citizenId, record: '********0099' }]);
  expect(differencesTo(aCard, aPatient)).toEqual([]);
});
