import type { Patient } from '@medplum/fhirtypes';
import { nameWords, soundOf } from '../kernel/names.ts';
import { nameOf } from './humanName.ts';

/**
 * Blocking keys: under which a person's other record is looked for, so that nobody is compared with everybody. Each
 * survives one kind of slip (ADR 0075):
 * `n|words|year`  the sounds of all words in any order, and the year: day and month wrong, swapped or unknown;
 * `d|date|word`   the whole birth date and the sound of the first or last word: any other word wrong or left out.
 */
type Person = { readonly name: string; readonly birthDate?: string };

/** Left out of names as often as not, and in so many that they tell nothing; only between first and last word. */
const fillers: ReadonlySet<string> = new Set(['thi', 'van']);

const sounds = (name: string): readonly string[] => {
  const words = nameWords(name);
  return words.filter((word, i) => i === 0 || i === words.length - 1 || !fillers.has(word)).map(soundOf);
};

const nameKey = (words: readonly string[], year: string): string => `n|${words.toSorted().join('.')}|${year}`;

const dateKeys = (words: readonly string[], date: string): string[] => [...new Set([words[0], words.at(-1)])].flatMap((word) => (word === undefined ? [] : [`d|${date}|${word}`]));

/** The keys under which a record stands: at most three. */
export function matchKeysOf(patient: Patient): readonly string[] {
  const words = sounds(nameOf(patient));
  if (words.length === 0) return [];
  const { birthDate = '' } = patient;
  return [nameKey(words, birthDate.slice(0, 4)), ...(birthDate.length === 10 ? dateKeys(words, birthDate) : [])];
}

/** The keys under which this person may stand: the year before and after, no year at all, day and month swapped. */
export function matchKeysFor({ name, birthDate = '' }: Person): readonly string[] {
  const words = sounds(name);
  if (words.length === 0) return [];
  const year = Number(birthDate.slice(0, 4));
  const years = birthDate === '' ? [''] : [year, year - 1, year + 1, ''].map(String);
  const dates = birthDate.length === 10 ? new Set([birthDate, swapped(birthDate)]) : [];
  return [...years.map((y) => nameKey(words, y)), ...[...dates].flatMap((date) => dateKeys(words, date))];
}

/** 1985-03-04 for 1985-04-03; the same date where the day can't be a month. */
export function swapped(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return Number(day) >= 1 && Number(day) <= 12 ? `${year}-${day}-${month}` : date;
}
