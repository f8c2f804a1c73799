import { fold } from '../kernel/fold.ts';
import type { Medicine } from '../prescription/contract.ts';
import { medicines } from './own/medicines.ts';

const plain = (text: string): string => fold(text).replace(/[^a-z0-9,]+/g, ' ').trim();
const searchable = medicines.map((medicine) => ({ medicine, words: ` ${plain([medicine.name, medicine.en, medicine.strength, medicine.form, ...medicine.alike].join(' '))} ` }));

/** Medicines whose names, strength or form have words that begin so, without accents ("amlo 5"), names first. At most 12. */
export function searchMedicines(query: string, limit = 12): readonly Medicine[] {
  const words = plain(query).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  return searchable
    .filter((one) => words.every((word) => one.words.includes(` ${word}`)))
    .toSorted((a, b) => Number(b.words.startsWith(` ${words[0] ?? ''}`)) - Number(a.words.startsWith(` ${words[0] ?? ''}`)))
    .slice(0, limit)
    .map(({ medicine: { code, name, en, strength, form, unit, kind } }) => ({ code, name, en, strength, form, unit, kind }));
}
