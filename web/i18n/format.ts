import { language, type Language } from './language.ts';

const zone = 'Asia/Ho_Chi_Minh';

type Parts = Readonly<Record<'day' | 'month' | 'year' | 'hour' | 'minute', string>>;

const formatter = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});

function partsOf(at: Date): Parts {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(at)) parts[type] = value;
  return { day: parts['day'] ?? '', month: parts['month'] ?? '', year: parts['year'] ?? '', hour: parts['hour'] ?? '', minute: parts['minute'] ?? '' };
}

const toDate = (at: string | number | Date): Date => (at instanceof Date ? at : new Date(at));

/** An instant as a day in Vietnam: `22/11/2026`. */
export function day(at: string | number | Date): string {
  const p = partsOf(toDate(at));
  return `${p.day}/${p.month}/${p.year}`;
}

/** An instant as a 24-hour time in Vietnam: `08:05`. */
export function time(at: string | number | Date): string {
  const p = partsOf(toDate(at));
  return `${p.hour}:${p.minute}`;
}

export const dayTime = (at: string | number | Date): string => `${day(at)} ${time(at)}`;

/** The day in Vietnam as a sortable key: `2026-11-22`. */
export function dayKey(at: string | number | Date): string {
  const p = partsOf(toDate(at));
  return `${p.year}-${p.month}-${p.day}`;
}

const weekdays: Readonly<Record<Language, readonly string[]>> = {
  vi: ['Chủ nhật', 'Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

/** Weekday in Vietnam, in words. */
export function weekday(at: string | number | Date, lang: Language = language.value): string {
  const index = new Date(`${dayKey(at)}T12:00:00Z`).getUTCDay();
  return weekdays[lang][index] ?? '';
}

/** A FHIR date (year, month or day precision) as people write it: `14/03/1985`, `03/1985`, `1985`. */
export const partialDate = (iso: string): string => iso.slice(0, 10).split('-').toReversed().join('/');

/** A typed `dd/mm/yyyy`, `mm/yyyy` (also with . - or blanks) or a year alone as a FHIR date; undefined if it is none. */
export function parseBirthDate(typed: string): string | undefined {
  const text = typed.trim();
  if (/^\d{4}$/.test(text)) return text;
  const monthOnly = /^(\d{1,2})[\s./-](\d{4})$/.exec(text);
  if (monthOnly) return Number(monthOnly[1]) >= 1 && Number(monthOnly[1]) <= 12 ? `${monthOnly[2] ?? ''}-${(monthOnly[1] ?? '').padStart(2, '0')}` : undefined;
  const match = /^(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})$/.exec(text);
  if (!match) return undefined;
  const [d = 0, m = 0, y = 0] = match.slice(1).map(Number);
  const real = new Date(Date.UTC(y, m - 1, d));
  if (real.getUTCFullYear() !== y || real.getUTCMonth() !== m - 1 || real.getUTCDate() !== d) return undefined;
  return `${String(y)}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** Whole years of age today; from a year alone it may be one too many, so it is then only shown as the year. */
export function ageInYears(birthDate: string, now: Date = new Date()): number | undefined {
  if (birthDate.length < 10) return undefined;
  const today = dayKey(now);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5, 10) ? years - 1 : years;
}

/** `1.234,5` in Vietnamese, `1,234.5` in English. */
export const number = (value: number, lang: Language = language.value): string =>
  new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 }).format(value);

/** A number as it is typed here: a comma or a point before the decimals. Undefined if it is no number. */
export function parseNumber(typed: string): number | undefined {
  const text = typed.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A span of time in words, honest and short: `dưới 1 phút`, `12 phút`, `2 giờ 5 phút`, `3 ngày`. */
export function span(milliseconds: number, lang: Language = language.value): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  const say = (n: number, vi: string, en: string) => (lang === 'vi' ? `${String(n)} ${vi}` : `${String(n)} ${en}${n === 1 ? '' : 's'}`);
  if (minutes < 1) return lang === 'vi' ? 'dưới 1 phút' : 'under 1 minute';
  if (minutes < 60) return say(minutes, 'phút', 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return [say(hours, 'giờ', 'hour'), minutes % 60 === 0 ? '' : say(minutes % 60, 'phút', 'minute')].filter(Boolean).join(' ');
  return say(Math.floor(hours / 24), 'ngày', 'day');
}

/** Clinical titles that stand before a name and take no part in sorting. */
const titles = /^(GS\.?TS\.?|PGS\.?TS\.?|BS\.?CK[I1]{1,2}\.?|ThS\.?BS\.?|TS\.?BS\.?|BS\.|TS\.|ThS\.|YS\.|ĐD\.)\s*/i;

const givenName = (name: string): string => name.replace(titles, '').trim().split(/\s+/).at(-1) ?? '';

const collator = new Intl.Collator('vi', { sensitivity: 'variant' });

/** Vietnamese order: by the given name (the last word), then by the whole name. */
export const byGivenName = (a: string, b: string): number => collator.compare(givenName(a), givenName(b)) || collator.compare(a, b);
