import { fold } from '../kernel/fold.ts';

/** Words that name no substance: what is left of a text without them can be compared. */
const empty: ReadonlySet<string> = new Set(['di', 'ung', 'thuoc', 'khang', 'sinh', 'nhom', 'voi', 'va', 'cac', 'loai', 'alergy', 'to', 'drug', 'and', 'of', 'the', 'mg', 'mcg', 'ml', 'g', 'ui', 'iu', 'vien', 'goi', 'ong', 'chai', 'lo', 'tuyp']);

/**
 * A substance as it is compared, whatever the spelling: without accents, doubled letters, a final e ("Amoxicillin",
 * "amoxicilin"; "Amlodipine", "amlodipin") and words that name none; "" where nothing is left.
 */
export const substanceKey = (text: string): string =>
  fold(text).replace(/[^a-z0-9]+/g, ' ').split(' ')
    .map((word) => word.replace(/(.)\1/g, '$1').replace(/y/g, 'i').replace(/e$/, ''))
    .filter((word) => word.length > 1 && !/\d/.test(word) && !empty.has(word))
    .join(' ');

/** The substances that a name names: "Amoxicilin + acid clavulanic (Augmentin)" names three. */
const substances = (name: string): readonly string[] =>
  name.split(/[+/,;()]| và | and | with /i).map(substanceKey).filter((key) => key !== '');

const holds = (whole: string, part: string): boolean => part.length > 2 && ` ${whole} `.includes(` ${part} `);

/**
 * Which of the allergies this medicine's name touches: a substance of one stands in the other, word by word. A brand
 * that neither names nor the catalogue knows is not seen.
 */
export function allergiesTouched<T extends { readonly names: readonly string[] }>(name: string, allergies: readonly T[]): readonly T[] {
  const named = substances(name);
  return allergies.filter(({ names }) => names.some((allergen) => named.some((one) => holds(one, allergen) || holds(allergen, one))));
}
