import { fold } from '../../kernel/fold.ts';
import { nameWords, soundOf } from '../../kernel/names.ts';
import type { Level } from './weights.ts';

/** Tone marks apart from the letters they stand on: hòa and hoà are one word, hoa and hoà two. */
const spelled = (name: string): string =>
  name.toLowerCase().normalize('NFD').split(/[\s'’ʼ.-]+/).filter(Boolean).map((word) => {
    const tones = word.match(/[\u0300\u0301\u0303\u0309\u0323]/g) ?? [];
    return `${word.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')}${tones.join('')}`;
  }).join(' ');

const unmarked = (name: string): boolean => spelled(name) === fold(name).replace(/[’ʼ.-]/g, ' ');

/** How two names stand to each other. */
export function compareNames(a: string, b: string): Level<'name'> {
  if (spelled(a) === spelled(b)) return 'same';
  const [ours, theirs] = [nameWords(a), nameWords(b)];
  const text = (words: readonly string[]) => words.join(' ');
  if (text(ours) === text(theirs)) return unmarked(a) || unmarked(b) ? 'unmarked' : 'marks-differ';
  if (text(ours.toSorted()) === text(theirs.toSorted())) return 'order';
  if (text(ours.map(soundOf)) === text(theirs.map(soundOf))) return 'sounds';
  const [short, long] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  if (short.length >= 2 && short.length < long.length && short.at(-1) === long.at(-1) && short[0] === long[0] && short.every((word) => long.includes(word))) return 'shortened';
  if (oneWordApart(ours, theirs)) return 'one-letter';
  return ours[0] === theirs[0] ? 'family-only' : 'different';
}

/** Whether the word by which somebody is called is the same, marks and all where both have them. */
export const givenNameAgrees: ReadonlySet<Level<'name'>> = new Set(['same', 'unmarked', 'order', 'sounds', 'shortened']);

function oneWordApart(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  const apart = a.flatMap((word, i) => (word === b[i] ? [] : [[word, b[i] ?? ''] as const]));
  const [pair] = apart;
  return apart.length === 1 && pair !== undefined && Math.max(pair[0].length, pair[1].length) >= 3 && oneEdit(pair[0], pair[1]);
}

/** One letter more, less, other, or two neighbours swapped. */
export function oneEdit(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) || (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
}
