import { fold } from './fold.ts';

/**
 * Vietnamese names: family name first, given name last, and everybody is called, listed and looked for by the given
 * name (shared reference "Text": sort by given name, then family, then middle).
 */

/** The words of a name, folded; apostrophes of minority names (H’Hen, H'Hen, H Hen) part words like blanks do. */
export const nameWords = (name: string): readonly string[] => fold(name).split(/[^\p{Ll}\p{Lo}\p{N}]+/u).filter(Boolean);

/**
 * How a folded word sounds to somebody who writes it down: what speakers of one region or another do not tell apart is
 * made one (l/n, tr/ch, s/x, d/gi/r, c/k/q, i/y; final n/ng/nh and t/c/ch). For finding candidates only: it says
 * "might be the same word", and the comparison of the names themselves decides.
 */
export function soundOf(word: string): string {
  return word
    .replace(/^ngh/, 'ng').replace(/^gh/, 'g').replace(/^tr/, 'ch').replace(/^(gi(?=[aeou])|r)/, 'd').replace(/^s(?!h)/, 'x').replace(/^[kq]/, 'c').replace(/^l/, 'n')
    .replace(/y/g, 'i').replace(/(ng|nh)$/, 'n').replace(/(ch|c)$/, 't');
}
