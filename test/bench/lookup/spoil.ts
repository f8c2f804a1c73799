import type { Random } from '../../../local/seed/people/random.ts';

/**
 * How people and machines spoil names and dates. Written by tables of letters, not with the functions that look for
 * variants, so that the bench can find a variant that these do not know.
 */
const table = (from: string, to: string) => new Map(Array.from(from, (letter, i) => [letter, to[i] ?? letter]));

const bare = table('àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ', 'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd');
const hookTilde = table('ảãẳẵẩẫẻẽểễỉĩỏõổỗởỡủũửữỷỹ', 'ãảẵẳẫẩẽẻễểĩỉõỏỗổỡởũủữửỹỷ');
const placements: readonly (readonly [string, string])[] = [
  ['oà', 'òa'], ['oá', 'óa'], ['oả', 'ỏa'], ['oã', 'õa'], ['oạ', 'ọa'], ['oè', 'òe'], ['oé', 'óe'], ['oẻ', 'ỏe'], ['oẽ', 'õe'], ['oẹ', 'ọe'], ['uỳ', 'ùy'], ['uý', 'úy'], ['uỷ', 'ủy'], ['uỹ', 'ũy'], ['uỵ', 'ụy'],
];

const mapped = (name: string, letters: ReadonlyMap<string, string>) =>
  Array.from(name.normalize('NFC')).map((letter) => {
    const lower = letter.toLowerCase();
    const other = letters.get(lower) ?? lower;
    return letter === lower ? other : other.toUpperCase();
  }).join('');

export const withoutMarks = (name: string): string => mapped(name, bare).replace(/[^\u0020-\u007e]/g, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, '')).toUpperCase();
export const toneSlip = (name: string): string => mapped(name, hookTilde);

/** One habit of spelling into the other, both ways, at the end of words and not after q. */
export const otherPlacement = (name: string): string =>
  name.normalize('NFC').split(' ').map((word) => {
    const lower = word.toLowerCase();
    for (const [a, b] of placements) for (const [from, to] of [[a, b], [b, a]] as const)
      if (lower.endsWith(from) && !(from.startsWith('u') || from.startsWith('ù')) ? true : lower.endsWith(from) && !lower.endsWith(`q${from}`)) return word.slice(0, -from.length) + (word === word.toUpperCase() ? to.toUpperCase() : to);
    return word;
  }).join(' ');

export const givenFirst = (name: string): string => {
  const words = name.split(' ');
  return [...words.slice(-1), ...words.slice(0, -1)].join(' ');
};

/** Another consonant, as these are confused in speech; else a letter more. */
export function wrongLetter(random: Random, name: string): string {
  const pairs = random.pick([['L', 'N'], ['S', 'X'], ['Tr', 'Ch'], ['D', 'Gi'], ['V', 'D'], ['H', 'K'], ['M', 'N']] as const);
  const words = name.split(' ');
  const at = words.findIndex((word) => pairs.some((start) => word.startsWith(start)));
  const found = words[at];
  if (found === undefined) return `${name}h`;
  const [from, to] = found.startsWith(pairs[0]) ? pairs : [pairs[1], pairs[0]];
  return words.map((word, i) => (i === at ? to + word.slice(from.length) : word)).join(' ');
}

export function wrongDigit(random: Random, number: string): string {
  const at = random.between(0, number.length - 1);
  return number.slice(0, at) + String((Number(number[at]) + random.between(1, 9)) % 10) + number.slice(at + 1);
}

export const swappedDate = (date: string): string => {
  const [year = '', month = '', day = ''] = date.split('-');
  return Number(day) <= 12 ? `${year}-${day}-${month}` : date;
};
