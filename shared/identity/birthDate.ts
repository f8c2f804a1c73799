import { dayInVietnam } from '../kernel/dayInVietnam.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { BirthDateErrorCode } from './errors.ts';

/** Nobody alive is older; beyond it the date was misread. */
const oldestYears = 130;

/** ddmmyyyy as printed on a card; 00mmyyyy, 0000yyyy or yyyy where the rest is not known. FHIR date, or undefined. */
export function cardDate(text: string): string | undefined {
  const yearOnly = /^(?:0000)?(\d{4})$/.exec(text)?.[1];
  if (yearOnly) return yearOnly;
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{4})$/.exec(text) ?? [];
  const date = day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`;
  return isPartOfCalendar(date) ? date : undefined;
}

/** Checks a FHIR date (full, year and month, or year alone) of a living person's birth. */
export function checkBirthDate(date: string | undefined, now: Date, at?: string): Result<string, Refusal<BirthDateErrorCode>> {
  const where = at === undefined ? {} : { at };
  if (date === undefined || !isPartOfCalendar(date)) return refuse(refusal('IDENTITY_BIRTH_DATE_UNREADABLE', where));
  const today = dayInVietnam(now);
  if (date > today.slice(0, date.length)) return refuse(refusal('IDENTITY_BIRTH_DATE_IN_FUTURE', where));
  if (Number(today.slice(0, 4)) - Number(date.slice(0, 4)) > oldestYears) return refuse(refusal('IDENTITY_BIRTH_DATE_UNREADABLE', where));
  return ok(date);
}

const isPartOfCalendar = (date: string): boolean => /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(date) || isCalendarDate(date);

function isCalendarDate(date: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
