import { queryName } from '../queryName.ts';

/** Combining marks: the tones, and the marks that make another letter (â, ê, ô, ă, ơ, ư). */
const tones = '\u0300\u0301\u0303\u0309\u0323';
const [hook, tilde] = ['\u0309', '\u0303'];
const toneOf = (syllable: string): string => syllable.match(new RegExp(`[${tones}]`))?.[0] ?? '';
const withoutTone = (syllable: string): string => syllable.replace(new RegExp(`[${tones}]`, 'g'), '');

const syllables = (name: string): readonly string[] => queryName(name).normalize('NFD').toUpperCase().trim().split(/\s+/);

/** Equal for two spellings of one name: case, blanks, where the tone mark stands (HÒA, HOÀ), letters the register lacks. */
export const spellingKey = (name: string): string => syllables(name).map((s) => `${withoutTone(s)}${toneOf(s)}`).join(' ');

/** Of a name as a register without marks has it. */
export const unmarked = (name: string): string => syllables(name).map((s) => s.replace(/\p{M}/gu, '').replace(/Đ/g, 'D')).join(' ');

/** Equal also for the commonest slips of spelling: hỏi for ngã, i for y at the end of a syllable. */
export const slipKey = (name: string): string => spellingKey(name).replaceAll(hook, tilde).replace(/Y(?=[\u0300-\u036f]*( |$))/g, 'I');

/** The same words, in whatever order. */
export const orderKey = (name: string): string => spellingKey(name).split(' ').toSorted().join(' ');

const nfc = (parts: readonly string[]): string => parts.join(' ').normalize('NFC');

const openPair = new RegExp(`(?<!Q)(O|U)([${tones}]?)(A|E|Y)([${tones}]?)$`);

/** hòa as hoà and hoà as hòa, in every syllable that ends in oa, oe or uy. */
export const otherTonePlacement = (name: string): string =>
  nfc(syllables(name).map((s) => s.replace(openPair, (pair, first: string, before: string, second: string, after: string) => (['OA', 'OE', 'UY'].includes(first + second) ? `${first}${after}${second}${before}` : pair))));

export const otherTone = (name: string): string =>
  nfc(syllables(name).map((s) => s.replace(new RegExp(`[${hook}${tilde}]`), (mark) => (mark === hook ? tilde : hook))));

export const otherI = (name: string): string =>
  nfc(syllables(name).map((s) => s.replace(/^([B-DF-HJ-NP-TV-XZĐ]+)(Y|I)(?=\p{M}*$)/u, (_, start: string, i: string) => `${start}${i === 'Y' ? 'I' : 'Y'}`)));

/** The last word to the front, and the first to the end: names that were entered given name first. */
export const otherOrders = (name: string): readonly string[] => {
  const words = syllables(name);
  return words.length < 2 ? [] : [nfc([...words.slice(-1), ...words.slice(0, -1)]), nfc([...words.slice(1), ...words.slice(0, 1)])];
};
