import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { cardDate, checkBirthDate } from './birthDate.ts';
import { parseNumber, warningsFor, type CitizenId } from './citizenNumber.ts';
import type { CardFields, CardWarning } from './contract.ts';
import type { CardErrorCode } from './errors.ts';
import { legalName } from './legalName.ts';

export type ReadCard = { readonly fields: CardFields & { readonly citizenId: CitizenId }; readonly warnings: readonly CardWarning[] };

/** A card's QR holds less than 300 characters; longer text is something else. */
const longest = 1024;
const fewestFields = 6;

/**
 * The text of an ID card's QR: number|old number|name|ddmmyyyy|Nam or Nữ|address|ddmmyyyy of issue (the last may be
 * missing, more may follow). Unsigned text: help for typing, never proof of who somebody is.
 *
 * A keyboard-wedge scanner under a Vietnamese input method types `\` for `|` and spoils letters unseen ("dd" becomes
 * "đ"), so such text is refused with the way out rather than repaired.
 */
export function parseCard(text: string, now: Date): Result<ReadCard, Refusal<CardErrorCode>> {
  // BOM, NUL and line ends are what scanners add around the text.
  const line = text.replace(/^\uFEFF/, '').replace(/[\0\r\n]+$/, '').trim();
  if (line === '') return refuse(refusal('IDENTITY_CARD_EMPTY'));
  if (line.length > longest) return refuse(refusal('IDENTITY_CARD_TOO_LONG'));
  const parts = line.split('|').map((part) => part.trim());
  if (parts.length < fewestFields) {
    const spoiled = line.includes('\\') && line.split(/[|\\]/).length >= fewestFields;
    return refuse(refusal(spoiled ? 'IDENTITY_SCANNER_INPUT_METHOD' : 'IDENTITY_CARD_NOT_RECOGNISED'));
  }
  const [number = '', previous = '', name = '', birth = '', sex = '', address = '', issued = ''] = parts;
  // Six and more fields that begin with no number at all are another QR, not a card with a fault.
  if (!/^\p{Nd}{6}/u.test(number.replace(/\s/g, ''))) return refuse(refusal('IDENTITY_CARD_NOT_RECOGNISED'));
  return readFields({ number, previous, name, birth, sex, address, issued }, now);
}

type Parts = Readonly<Record<'number' | 'previous' | 'name' | 'birth' | 'sex' | 'address' | 'issued', string>>;

function readFields(parts: Parts, now: Date): Result<ReadCard, Refusal<CardErrorCode>> {
  const citizenId = parseNumber(parts.number);
  if (!citizenId.ok) return citizenId;
  const name = legalName(parts.name);
  if (name === undefined) return refuse(refusal('IDENTITY_NAME_UNREADABLE'));
  const birthDate = checkBirthDate(cardDate(parts.birth), now);
  if (!birthDate.ok) return birthDate;
  const sex = sexOf(parts.sex);
  if (sex === undefined) return refuse(refusal('IDENTITY_SEX_UNREADABLE'));
  const issuedOn = cardDate(parts.issued);
  const address = parts.address.normalize('NFC');
  const fields = {
    citizenId: citizenId.value,
    name,
    birthDate: birthDate.value,
    sex,
    ...(/^\d{9}(\d{3})?$/.test(parts.previous) ? { previousId: parts.previous } : {}),
    ...(address === '' ? {} : { address }),
    ...(issuedOn === undefined ? {} : { issuedOn }),
  };
  return ok({ fields, warnings: warningsFor(fields.citizenId, fields) });
}

const sexOf = (text: string): 'male' | 'female' | undefined =>
  (({ nam: 'male', nữ: 'female' }) as const)[text.normalize('NFC').toLowerCase() as 'nam' | 'nữ'];
