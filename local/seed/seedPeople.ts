import type { FhirRepository } from '../../shared/fhir/repository.ts';
import { personBatch } from './people/person.ts';
import { writeMissing, type Batch } from './writeMissing.ts';

export type PeopleOptions = {
  readonly base: string;
  readonly now: Date;
  readonly seed: number;
  /** Number of the first person. */
  readonly from: number;
  readonly count: number;
  readonly onProgress?: (done: PeopleWritten) => void;
};

/** `present`: people who were there before, or whose number is another's. */
export type PeopleWritten = { readonly people: number; readonly records: number; readonly present: number };

/** Adds invented people; whoever is there already costs one refused commit and stays as he is. */
export async function seedPeople(repository: FhirRepository, { base, now, seed, from, count, onProgress }: PeopleOptions): Promise<PeopleWritten> {
  let done: PeopleWritten = { people: 0, records: 0, present: 0 };
  await writeMissing(repository, batches(), {
    correlationId: `seed-${seed}`,
    look: false,
    atOnce: 24,
    onWritten(_, written) {
      done = written > 0 ? { ...done, people: done.people + 1, records: done.records + written } : { ...done, present: done.present + 1 };
      onProgress?.(done);
    },
  });
  return done;

  /** Made when needed: a million people are never in memory at once. */
  function* batches(): Generator<Batch> {
    for (let index = from; index < from + count; index += 1) yield personBatch({ seed, index, base, now });
  }
}
