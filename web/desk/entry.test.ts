import { expect, test } from '@jest/globals';
import { grouped, numberFault, readEntry, whileTyping } from './entry.ts';

const card = '012185000011||Vàng Thị Mẫu|14031985|Nữ|Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu|15062021';

test('the text of a card is passed on as it was read, accents and all', () => {
  expect(readEntry(`${card}\n`)).toEqual({ kind: 'card', text: card });
  expect(readEntry(card.normalize('NFD'))).toEqual({ kind: 'card', text: card });
});

test('a scanner under a Vietnamese input method is recognised, not repaired', () => {
  expect(readEntry(card.replaceAll('|', '\\'))).toEqual({ kind: 'input-method' });
});

test('a number may be typed with blanks, points, dashes or full-width digits', () => {
  expect(readEntry('012 185-000.011')).toEqual({ kind: 'digits', digits: '012185000011' });
  expect(readEntry('０１２１８５０００１１')).toEqual({ kind: 'digits', digits: '01218500011' });
});

test('what is wrong with a number is told apart', () => {
  expect(numberFault(readEntry('01218500001'))).toBe('too-few');
  expect(numberFault(readEntry('0121850000112'))).toBe('too-many');
  expect(numberFault(readEntry('O12185000011'))).toBe('letters');
  expect(numberFault(readEntry(''))).toBe('missing');
  for (const number of ['012185000011', '040123456']) expect(numberFault(readEntry(number))).toBeUndefined();
});

test('digits are grouped as they are typed; scanned text is left alone', () => {
  expect(whileTyping('0121')).toBe('012 1');
  expect(grouped('012185000011')).toBe('012 185 000 011');
  expect(whileTyping(card)).toBe(card);
});

test('a scanner that types key by key leaves the text of the card', () => {
  for (const text of [card, card.replaceAll('|', '\\')]) expect(Array.from(text).reduce((typed, key) => whileTyping(typed + key), '')).toBe(text);
});

test('another code is told apart from a card and a number, and megabytes of text are neither read nor kept', () => {
  expect(readEntry('https://mau.example')).toEqual({ kind: 'other-qr', seems: 'link' });
  const pasted = `012185000011|${'x'.repeat(10_000_000)}`;
  expect(readEntry(pasted)).toEqual({ kind: 'other-qr', seems: 'too-long' });
  expect(whileTyping(pasted).length).toBeLessThan(5000);
});
