import type { PortalCard } from '../ports.ts';
import type { Person, Trust } from './person.ts';
import { orderKey, otherOrders, slipKey, spellingKey, unmarked } from './vietnameseName.ts';

/** How well one fact of the person agrees with the card's. `turned`: all of it is there, in another order. */
export type Grade = 'exact' | 'turned' | 'loose' | 'differs';
export type Weighed =
  | { readonly verdict: 'accepted' | 'not-enough' }
  | { readonly verdict: 'somebody-else'; readonly differs: 'name' | 'birth-date' | 'sex' };

/**
 * Is this the person's card? Nothing may contradict. With a number that is certain, name and birth date may each agree
 * loosely, and both if the sex is known to agree. With a typed number, in which a digit may be wrong, name and birth
 * date must agree exactly (docs/adr/0070), or one of them turned round where the sex agrees (docs/adr/0127); with one that
 * was compared with the paper, one of them may be loose where the sex agrees (docs/adr/0113).
 */
export function weigh(card: PortalCard, person: Person, number: Trust, asked: { readonly birthDate: string }): Weighed {
  const [name, birth] = [gradeName(person.name, card.holder), gradeBirth(person.birthDate, card.birthDate ?? asked.birthDate)];
  if (name === 'differs') return { verdict: 'somebody-else', differs: 'name' };
  if (birth === 'differs') return { verdict: 'somebody-else', differs: 'birth-date' };
  if (person.sex && card.sex && person.sex !== card.sex) return { verdict: 'somebody-else', differs: 'sex' };
  const inexact = [name, birth].filter((grade) => grade !== 'exact');
  const sexAgrees = person.sex !== undefined && card.sex !== undefined;
  const allowed = { typed: sexAgrees && !inexact.includes('loose') ? 1 : 0, compared: sexAgrees ? 1 : 0, certain: sexAgrees ? 2 : 1 }[number];
  return { verdict: inexact.length <= allowed ? 'accepted' : 'not-enough' };
}

/**
 * Exact: one name in two spellings. Turned: given name first, or family name last. Loose: without any marks, a slip of spelling, or the
 * same words in any other order (MINH ANH and ANH MINH may be sisters). Other marks are another name: so may HOA, HOÀ and HOÁ.
 */
export function gradeName(ours: string, theirs: string): Grade {
  if (spellingKey(ours) === spellingKey(theirs)) return 'exact';
  if (turnedNames(ours).includes(spellingKey(theirs))) return 'turned';
  const bare = unmarked(ours) === unmarked(theirs) && [ours, theirs].some((name) => spellingKey(name) === unmarked(name));
  return bare || slipKey(ours) === slipKey(theirs) || orderKey(ours) === orderKey(theirs) ? 'loose' : 'differs';
}

/** Three words at least: of two, either may be the family name. */
const turnedNames = (name: string): readonly string[] => (name.trim().split(/\s+/).length < 3 ? [] : otherOrders(name).map(spellingKey));

/** FHIR dates. Turned: day and month swapped. Loose: the year alone (or its stand-in, 1 January) on one side. */
export function gradeBirth(ours: string, theirs: string): Grade {
  if (ours.slice(0, 4) !== theirs.slice(0, 4)) return 'differs';
  if (ours.length !== 10 || theirs.length !== 10) return 'loose';
  if (ours === theirs) return 'exact';
  if (swapped(ours) === theirs) return 'turned';
  return [ours, theirs].some((date) => date.endsWith('-01-01')) ? 'loose' : 'differs';
}

/** 1985-03-04 as 1985-04-03; undefined where that is no other date. */
export function swapped(date: string): string | undefined {
  const [year, month = '', day = ''] = date.split('-');
  return day !== '' && day !== month && Number(day) <= 12 ? `${year}-${day}-${month}` : undefined;
}
