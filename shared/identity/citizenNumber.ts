import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { CardWarning } from './contract.ts';
import type { NumberErrorCode } from './errors.ts';
import { lastDayBeforeMerger, oldProvinceCodes, provinceAt } from './provinces.ts';

/** A citizen's number: 12 digits, shape checked only. Who holds it is never certain: numbers are reissued. */
export type CitizenId = string & { readonly __brand: 'CitizenId' };

/**
 * The number as a person types it. Blanks, dots, hyphens and full-width digits (an input method's) are only another
 * way of writing it and are accepted; anything else is refused with what is wrong, never guessed at.
 */
export function parseTypedNumber(text: string, at = '/citizenId'): Result<CitizenId, Refusal<NumberErrorCode>> {
  return parseNumber(digitsIn(text), at);
}

/** Without the blanks, dots and hyphens that people group digits with, and in plain digits. */
export const digitsIn = (text: string): string => text.normalize('NFKC').replace(/[\s.\-‐-–]/g, '');

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
  if (number[0] !== '0' || !oldProvinceCodes.has(number.slice(1, 3))) warnings.push('unknown-province-code');
  const fourth = Number(number[3]);
  if (person.sex && (fourth % 2 === 0 ? 'male' : 'female') !== person.sex) warnings.push('sex-differs-from-number');
  const year = String(1900 + Math.floor(fourth / 2) * 100 + Number(number.slice(4, 6)));
  if (person.birthDate && person.birthDate.slice(0, 4) !== year) warnings.push('birth-year-differs-from-number');
  return warnings;
}

/**
 * The province where a number was given; undefined for people born abroad and for what is no code. The codes are those
 * of the 63 provinces: numbers given since the merger use the same places' codes as far as is known (own knowledge).
 */
export const numberGivenIn = (number: CitizenId): string | undefined => (number[0] === '0' ? provinceAt(number.slice(1, 3), lastDayBeforeMerger)?.name : undefined);

/** `********0011`: enough to compare with a card in hand, not enough to learn the number. */
export const maskNumber = (number: string): string => number.slice(-4).padStart(number.length, '*');
