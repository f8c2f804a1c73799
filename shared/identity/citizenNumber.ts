import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { CardWarning } from './contract.ts';
import type { NumberErrorCode } from './errors.ts';

/** A citizen's number: 12 digits, shape checked only. Who holds it is never certain: numbers are reissued. */
export type CitizenId = string & { readonly __brand: 'CitizenId' };

/** The 63 codes before the merger of July 2025; cards keep them for life. shared/reference: admin-units.md */
const provinceCodes = new Set(
  ('01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 64 66 67 68 ' +
    '70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96').split(' '),
);

/**
 * The number as a person types it. Blanks, dots, hyphens and full-width digits (an input method's) are only another
 * way of writing it and are accepted; anything else is refused with what is wrong, never guessed at.
 */
export function parseTypedNumber(text: string, at = '/citizenId'): Result<CitizenId, Refusal<NumberErrorCode>> {
  return parseNumber(text.normalize('NFKC').replace(/[\s.\-‐-–]/g, ''), at);
}

/** The number as a machine read it: nothing but 12 ASCII digits. */
export function parseNumber(text: string, at?: string): Result<CitizenId, Refusal<NumberErrorCode>> {
  const where = at === undefined ? {} : { at };
  if (text === '') return refuse(refusal('IDENTITY_NUMBER_MISSING', where));
  if (!/^[0-9]+$/.test(text)) return refuse(refusal('IDENTITY_NUMBER_CHARACTERS', where));
  if (text.length === 9) return refuse(refusal('IDENTITY_NUMBER_OLD', where));
  if (text.length !== 12) return refuse(refusal('IDENTITY_NUMBER_LENGTH', { ...where, params: { digits: text.length } }));
  return ok(text as CitizenId);
}

/**
 * What the structure of a number makes one doubt: place (digits 1-3), century and sex (4), year of birth (5-6).
 * Only ever a warning: the register has errors, and people born abroad carry country codes.
 */
export function warningsFor(number: CitizenId, person: { readonly sex?: 'male' | 'female'; readonly birthDate?: string } = {}): readonly CardWarning[] {
  const warnings: CardWarning[] = [];
  if (number[0] !== '0' || !provinceCodes.has(number.slice(1, 3))) warnings.push('unknown-province-code');
  const fourth = Number(number[3]);
  if (person.sex && (fourth % 2 === 0 ? 'male' : 'female') !== person.sex) warnings.push('sex-differs-from-number');
  const year = String(1900 + Math.floor(fourth / 2) * 100 + Number(number.slice(4, 6)));
  if (person.birthDate && person.birthDate.slice(0, 4) !== year) warnings.push('birth-year-differs-from-number');
  return warnings;
}

/** `********0011`: enough to compare with a card in hand, not enough to learn the number. */
export const maskNumber = (number: string): string => number.slice(-4).padStart(number.length, '*');
