import type { Patient, Practitioner, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { fold } from '../../../shared/kernel/fold.ts';
import { patients, staff } from '../../story.ts';

/** Something that says who a person is and may stand in no log. */
export type Personal = { readonly kind: 'name' | 'number' | 'phone' | 'address'; readonly value: string };

/** Shapes that are nobody's in particular: whoever has such a number, it may not be logged. */
const shapes: readonly (readonly [Personal['kind'], RegExp])[] = [
  // Circular 59/2021: the province's code (001 to 096), then nine digits.
  ['number', /^0\d{11}$/],
  ['number', /^[a-z]{2}[1-5]\d{12}$/],
  ['phone', /^(?:84|0)[35789]\d{8}$/],
];

/** Words as a log may hold them: without accents and case, escaped or not. A hyphen belongs to a word: an id is one word. */
const wordsOf = (text: string): readonly string[] => fold(text.replace(/(?:%[0-9a-f]{2})+/gi, decoded)).match(/[\p{L}\p{N}_-]+/gu) ?? [];

function decoded(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}

/** Says which kinds of personal data stand in a line. A name counts from two words on: one alone is a word of the language. */
export function searcherFor(known: readonly Personal[]): (line: string) => readonly Personal['kind'][] {
  const byFirst = new Map<string, { readonly kind: Personal['kind']; readonly words: readonly string[] }[]>();
  for (const { kind, value } of known) {
    const words = wordsOf(value);
    const [first] = words;
    if (first === undefined || (words.length < 2 && (kind === 'name' || kind === 'address' || first.length < 8))) continue;
    byFirst.set(first, [...(byFirst.get(first) ?? []), { kind, words }]);
  }
  return (line) => {
    const found = new Set<Personal['kind']>();
    const words = wordsOf(line);
    for (const [at, word] of words.entries()) {
      for (const [kind, shape] of shapes) if (shape.test(word)) found.add(kind);
      for (const { kind, words: wanted } of byFirst.get(word) ?? []) if (wanted.every((one, i) => words[at + i] === one)) found.add(kind);
    }
    return [...found];
  };
}

/** Everybody of the seed story. */
export const storyPeople = (): readonly Personal[] => [
  ...Object.values(staff).flatMap(({ name, phone }) => personal({ name: [name, withoutTitle(name)], phone: [phone] })),
  ...Object.values(patients).flatMap((p) => personal({ name: [p.name], phone: [p.phone], number: [p.citizenId, p.previousId, p.insurance.number, 'newNumber' in p.insurance ? p.insurance.newNumber : ''], address: [p.address] })),
];

const withoutTitle = (name: string): string => name.replace(/^\p{Lu}+\.\s*/u, '');

/** What a stored resource says of who somebody is; nothing for any other. */
export function personalIn(resource: Resource): readonly Personal[] {
  if (!isPerson(resource)) return [];
  const { name = [], telecom = [], identifier = [], address = [] } = resource;
  return personal({
    name: name.flatMap(({ text = '', family = '', given = [] }) => [text, withoutTitle(text), [family, ...given].join(' ')]),
    phone: telecom.flatMap(({ value = '' }) => value),
    number: identifier.flatMap(({ value = '' }) => value),
    address: address.flatMap(({ text = '' }) => text),
  });
}

const isPerson = (resource: Resource): resource is Patient | Practitioner | RelatedPerson => ['Patient', 'Practitioner', 'RelatedPerson'].includes(resource.resourceType);

const personal = (values: Partial<Record<Personal['kind'], readonly string[]>>): readonly Personal[] =>
  Object.entries(values).flatMap(([kind, list]) => [...new Set(list)].filter(Boolean).map((value) => ({ kind: kind as Personal['kind'], value })));
