import type { Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import { matchKeysFor } from '../fhir/matchKeys.ts';
import type { FhirRepository } from '../fhir/repository.ts';
import type { Picked } from './contract.ts';
import { readNumber } from './numbers.ts';
import type { Key } from './resolve/person.ts';
import { spellingKey } from './resolve/vietnameseName.ts';

/**
 * What the clerk picks from, twice: the number in doubt among three that are a slip away from it or from each other, near the
 * end, where no other fact shows a wrong digit. In order of size, and the same each time. Who does not look at the paper
 * picks rightly both times once in 25, as there is "none of these" as well (docs/adr/0113).
 */
export const numbersToCompare = (number: string): readonly [readonly string[], readonly string[]] => [
  [number, slip(number, 1, 3), slip(slip(number, 1, 3), 4, 1), slip(number, 2, 7)].toSorted(),
  [number, slip(number, 3, 6), slip(slip(number, 3, 6), 1, 9), slip(number, 5, 2)].toSorted(),
];

function slip(number: string, fromEnd: number, by: number): string {
  const at = number.length - fromEnd;
  return `${number.slice(0, at)}${(Number(number[at]) + by) % 10}${number.slice(at + 1)}`;
}

/** The number that the clerk picked both times goes first, and is no longer in doubt; any other than those on record is only a typed one. */
export function withCompared(keys: readonly Key[], [first, second]: Picked): readonly Key[] {
  const read = readNumber(first);
  if (!read || readNumber(second)?.value !== read.value) return keys;
  const own = keys.find(({ value }) => value === read.value);
  if (own?.trust === 'certain') return keys;
  return [own ? { ...own, trust: 'compared' } : { ...read, trust: 'typed' }, ...keys.filter((one) => one !== own)];
}

/**
 * Is there a record of somebody else here, of this name, sex and year, whose number is a slip or a few steps away? Then a
 * pick proves nothing: the wrong one of the two cards may lie on the desk.
 */
export async function hasLookalike(repository: Pick<FhirRepository, 'alike'>, patient: Patient): Promise<boolean> {
  const { id, birthDate = '', gender } = patient;
  const own = numbersOf(patient);
  const { patients, complete } = await repository.alike(matchKeysFor({ name: nameOf(patient), birthDate }));
  return !complete || patients.some((other) =>
    other.id !== id && other.active !== false && other.gender === gender && (other.birthDate ?? '').slice(0, 4) === birthDate.slice(0, 4)
    && spellingKey(nameOf(other)) === spellingKey(nameOf(patient))
    && numbersOf(other).some((theirs) => own.some((ours) => isNear(ours, theirs))));
}

const numbersOf = ({ identifier }: Patient): readonly string[] => (identifier ?? []).flatMap(({ value }) => (value && /\d{9,}$/.test(value) ? [value] : []));

/** A wrong digit, two exchanged, or the next few of a series; the same number on two records is as doubtful. */
export function isNear(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const differing = Array.from(a).filter((digit, i) => digit !== b[i]).length;
  return differing <= 2 || Math.abs(Number(a.replace(/\D/g, '')) - Number(b.replace(/\D/g, ''))) < 10;
}
