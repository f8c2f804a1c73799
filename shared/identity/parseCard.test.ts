import { describe, expect, it } from '@jest/globals';
import { cardText, patients } from '../../local/story.ts';
import { parseCard } from './parseCard.ts';

const now = new Date('2026-06-30T08:00:00Z');
const valid = '012185000011|040123456|Vàng Thị Mẫu|14031985|Nữ|Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu|15062021';
const parts = valid.split('|');
const withPart = (index: number, value: string) => parts.with(index, value).join('|');
const codeOf = (text: string) => {
  const read = parseCard(text, now);
  return read.ok ? 'read' : read.error.code;
};
const fieldsOf = (text: string) => {
  const read = parseCard(text, now);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
};

describe('parseCard', () => {
  it('reads the seven fields with their accents', () => {
    expect(fieldsOf(valid)).toEqual({
      fields: {
        citizenId: '012185000011', previousId: '040123456', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female',
        address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2021-06-15',
      },
      warnings: [],
    });
  });

  it('reads the card of everybody in the story', () => {
    for (const person of Object.values(patients)) expect(fieldsOf(cardText(person)).fields).toMatchObject({ citizenId: person.citizenId, name: person.name, birthDate: person.birthDate, sex: person.sex });
  });

  it('takes six fields, ignores more than seven, and an empty old number', () => {
    expect(fieldsOf(parts.slice(0, 6).join('|')).fields).not.toHaveProperty('issuedOn');
    expect(codeOf(`${valid}|more|and more`)).toBe('read');
    expect(fieldsOf(withPart(1, '')).fields).not.toHaveProperty('previousId');
  });

  it('keeps names in NFC and minority letters as they are', () => {
    expect(fieldsOf(withPart(2, 'Vàng Thị Mẫu'.normalize('NFD'))).fields.name).toBe('Vàng Thị Mẫu'.normalize('NFC'));
    expect(fieldsOf(withPart(2, 'Y Ƀlô Ê̆ban')).fields.name).toBe('Y Ƀlô Ê̆ban'.normalize('NFC'));
  });

  it('ignores the line end and the mark that scanners add', () => {
    expect(codeOf(`\uFEFF${valid}\r\n`)).toBe('read');
  });

  it('reads a year alone where only that is printed', () => {
    expect(fieldsOf(withPart(3, '00001985')).fields.birthDate).toBe('1985');
    expect(fieldsOf(withPart(3, '1985')).fields.birthDate).toBe('1985');
  });

  it('explains a scanner under an input method instead of repairing a name', () => {
    expect(codeOf(valid.replaceAll('|', '\\'))).toBe('IDENTITY_SCANNER_INPUT_METHOD');
    expect(codeOf('012185000011\\\\Vàng Thị Mẫu\\14031985\\Nữ\\Bản Đông\\15062021')).toBe('IDENTITY_SCANNER_INPUT_METHOD');
    expect(codeOf('012185000011|040123456\\Vàng\\14031985\\Nữ\\Bản')).toBe('IDENTITY_SCANNER_INPUT_METHOD');
  });

  it.each([
    ['nothing', '', 'IDENTITY_CARD_EMPTY'],
    ['blanks', ' \n\0', 'IDENTITY_CARD_EMPTY'],
    ['a payment code', '00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5303704', 'IDENTITY_CARD_NOT_RECOGNISED'],
    ['an address of the web', 'https://example.com/a|b|c|d|e|f|g', 'IDENTITY_CARD_NOT_RECOGNISED'],
    ['five fields', parts.slice(0, 5).join('|'), 'IDENTITY_CARD_NOT_RECOGNISED'],
    ['far too much text', 'x'.repeat(10_000_000), 'IDENTITY_CARD_TOO_LONG'],
    ['11 digits', withPart(0, '01218500001'), 'IDENTITY_NUMBER_LENGTH'],
    ['13 digits', withPart(0, '0121850000111'), 'IDENTITY_NUMBER_LENGTH'],
    ['a 9-digit number', withPart(0, '040123456'), 'IDENTITY_NUMBER_OLD'],
    ['letters in the number', withPart(0, '01218500O011'), 'IDENTITY_NUMBER_CHARACTERS'],
    ['full-width digits', withPart(0, '０１２１８５００００１１'), 'IDENTITY_NUMBER_CHARACTERS'],
    ['blanks in the number', withPart(0, '0121 8500 0011'), 'IDENTITY_NUMBER_CHARACTERS'],
    ['no name', withPart(2, ''), 'IDENTITY_NAME_UNREADABLE'],
    ['a name with digits', withPart(2, 'V4ng Thi'), 'IDENTITY_NAME_UNREADABLE'],
    ['a name with markup', withPart(2, '<b>Vang</b>'), 'IDENTITY_NAME_UNREADABLE'],
    ['a birth date in the future', withPart(3, '01072026'), 'IDENTITY_BIRTH_DATE_IN_FUTURE'],
    ['the 31st of February', withPart(3, '31021985'), 'IDENTITY_BIRTH_DATE_UNREADABLE'],
    ['month and day of another order', withPart(3, '03311985'), 'IDENTITY_BIRTH_DATE_UNREADABLE'],
    ['a birth 200 years ago', withPart(3, '01011826'), 'IDENTITY_BIRTH_DATE_UNREADABLE'],
    ['another word for the sex', withPart(4, 'F'), 'IDENTITY_SEX_UNREADABLE'],
  ])('refuses %s with its own code', (_what, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('counts today by the calendar of Vietnam', () => {
    const evening = new Date('2026-06-30T18:00:00Z'); // already 1 July there
    expect(parseCard(withPart(3, '01072026'), evening).ok).toBe(true);
  });

  it('warns, and no more, where the number says otherwise', () => {
    expect(fieldsOf(withPart(0, '099185000011')).warnings).toEqual(['unknown-province-code']);
    expect(fieldsOf(withPart(0, '012085000011')).warnings).toEqual(['sex-differs-from-number']);
    expect(fieldsOf(withPart(0, '012186000011')).warnings).toEqual(['birth-year-differs-from-number']);
    expect(fieldsOf(withPart(0, '012385000011')).warnings).toEqual(['birth-year-differs-from-number']);
  });
});
