import { fold } from '../kernel/fold.ts';
import { icd10Codes, type Icd10Code } from './icd10Codes.ts';

const byCode = new Map(icd10Codes.map((entry) => [entry.code, entry]));

/** Whether the code is in our list. A well-formed code that is not may still be right (icd10Codes.ts). */
export const isKnownDiagnosis = (code: string): boolean => byCode.has(code);

type Searchable = Icd10Code & { readonly words: string; readonly plainCode: string };
const searchable: readonly Searchable[] = icd10Codes.map((entry) => ({ ...entry, words: ` ${fold(`${entry.vi} ${entry.en}`).replace(/[^a-z0-9]+/g, ' ')} `, plainCode: entry.code.replace('.', '').toLowerCase() }));

/**
 * Diagnoses by code ("i10", "E119") or by words in either language without accents ("tang huyet ap", "stroke"), best
 * first: the code itself, codes that begin so, names that begin so, then names with all the words. At most 20.
 */
export function searchDiagnoses(query: string, limit = 20): readonly Icd10Code[] {
  const text = fold(query).replace(/[^a-z0-9. ]+/g, ' ').trim();
  const plain = text.replace(/[. ]/g, '');
  if (plain === '') return [];
  const words = text.replace(/\./g, ' ').split(' ').filter(Boolean);
  return searchable
    .map((entry, order) => ({ entry, order, rank: rankOf(entry, plain, words) }))
    .filter(({ rank }) => rank < notFound)
    .toSorted((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, limit)
    .map(({ entry: { code, vi, en } }) => ({ code, vi, en }));
}

const notFound = 9;

function rankOf({ words: text, plainCode }: Searchable, plain: string, words: readonly string[]): number {
  if (plainCode === plain) return 0;
  if (/^[a-z]\d/.test(plain) && plainCode.startsWith(plain)) return 1;
  const phrase = words.join(' ');
  if (text.startsWith(` ${phrase} `)) return 2;
  if (text.startsWith(` ${phrase}`)) return 3;
  if (text.includes(` ${phrase} `)) return 4;
  return words.every((word) => text.includes(` ${word}`)) ? 5 : notFound;
}
