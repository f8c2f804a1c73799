/**
 * `npm run bench -- match`: precision and recall of patient matching on invented people, two seeds and two mixes of
 * slips. Each described person is looked for among 20,000 others; half of those looked for have a record.
 */
import type { Patient } from '@medplum/fhirtypes';
import { randomFor } from '../../local/seed/people/random.ts';
import { matchKeysOf } from '../../shared/fhir/matchKeys.ts';
import { mostAlike, type FhirRepository, type Stored } from '../../shared/fhir/repository.ts';
import { ok } from '../../shared/kernel/result.ts';
import { findMatches } from '../../shared/identity/matching/findMatches.ts';
import { profileOf, type Grade } from '../../shared/identity/matching/score.ts';
import { population, recordOf, roughMix, systems, usualMix, writtenAgain, type Mix } from './matchPeople.ts';

type Searcher = Pick<FhirRepository, 'search' | 'alike' | 'readMany'>;
export type Figures = {
  readonly asked: number; readonly known: number;
  /** Right and wrong people by the grade they were given, whatever their place in the list. */
  readonly right: Readonly<Record<Grade, number>>; readonly wrong: Readonly<Record<Grade, number>>;
  /** The right one stood first, or alone. */
  readonly first: number; readonly shownEach: number; readonly milliseconds: number; readonly missed: readonly string[];
};

/** As the store answers, from memory: by keys and by exact values. */
function memoryOf(records: readonly Stored<Patient>[]): Searcher {
  const index = new Map<string, Stored<Patient>[]>();
  const add = (key: string, record: Stored<Patient>) => void index.set(key, [...(index.get(key) ?? []), record]);
  for (const record of records) {
    for (const key of matchKeysOf(record)) add(key, record);
    for (const { system, value } of record.identifier ?? []) add(`${system ?? ''}|${value ?? ''}`, record);
    for (const { value } of record.telecom ?? []) add(value ?? '', record);
  }
  const search = async (_type: string, query: string | URLSearchParams) => ok({ resources: [...new URLSearchParams(query).values()].flatMap((list) => list.split(',').flatMap((key) => index.get(key) ?? [])), included: [] });
  return {
    search: search as unknown as Searcher['search'],
    alike: async (keys) => {
      const under = keys.map((key) => index.get(key) ?? []);
      return { patients: under.flatMap((list) => list.slice(0, mostAlike)), complete: under.every((list) => list.length <= mostAlike) };
    },
    readMany: async () => [],
  };
}

export async function measureMatching(seed: number, mix: Mix, people = 20_000, asked = 4_000): Promise<Figures> {
  const everybody = population(seed, people + asked / 2);
  const stored = everybody.slice(0, people);
  const strangers = everybody.slice(people);
  const repository = memoryOf(stored.map(recordOf));
  const none = (): Record<Grade, number> => ({ certain: 0, probable: 0, possible: 0, 'certainly-not': 0 });
  const [right, wrong] = [none(), none()];
  let [first, shown] = [0, 0];
  const missed: string[] = [];
  const began = performance.now();
  for (let i = 0; i < asked; i++) {
    const random = randomFor(seed + 7, i);
    const of = i % 2 === 0 ? random.pick(stored) : (strangers[(i - 1) / 2] ?? random.pick(strangers));
    const again = writtenAgain(random, of, mix);
    const { matches } = await findMatches(repository, systems, profileOf({ ...recordOf(again), id: 'asked' }, systems));
    shown += matches.length;
    for (const match of matches) (match.patient.id === of.id ? right : wrong)[match.grade]++;
    if (i % 2 === 0 && matches[0]?.patient.id === of.id) first++;
    if (i % 2 === 0 && !matches.some(({ patient }) => patient.id === of.id)) missed.push(`${of.name} ${of.birthDate} <- ${again.name} ${again.birthDate}`);
  }
  return { asked, known: Math.ceil(asked / 2), right, wrong, first, shownEach: shown / asked, milliseconds: (performance.now() - began) / asked, missed };
}

const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(2)} %`;

export async function match(): Promise<void> {
  for (const [name, seed, mix] of [['usual register, seed 1', 1, usualMix], ['usual register, seed 2', 2, usualMix], ['paper register, seed 3', 3, roughMix]] as const) {
    const { known, right, wrong, first, shownEach, milliseconds, missed } = await measureMatching(seed, mix);
    const found = right.certain + right.probable;
    console.log(`${name}: ${known} people with a record, ${known} without, among 20,000`);
    console.log(`  certain            right ${right.certain}, wrong ${wrong.certain}`);
    console.log(`  certain + probable precision ${percent(found, found + wrong.certain + wrong.probable)} (${wrong.probable} wrong), recall ${percent(found, known)}`);
    console.log(`  shown at all       recall ${percent(found + right.possible, known)}, ${shownEach.toFixed(2)} people shown a lookup, the right one first ${percent(first, known)}`);
    console.log(`  ${milliseconds.toFixed(2)} ms a lookup without the database; missed e.g. ${missed.slice(0, 3).join('; ')}`);
  }
}
