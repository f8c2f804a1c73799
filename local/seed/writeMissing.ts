import type { Claim, FhirRepository, Reference } from '../../shared/fhir/repository.ts';
import type { Made } from './tags.ts';

/** What belongs together: it is written with one audit entry, about one patient where there is one. */
export type Batch = { readonly resources: readonly Made[]; readonly patient?: Reference; readonly claims?: readonly Claim[] };

export type WriteOptions = {
  readonly correlationId: string;
  /** Called when a batch is done, with the number of its resources that were written. */
  readonly onWritten?: (batch: Batch, written: number) => void;
  /** Look first what is already there (one read a resource); new random people need no look. */
  readonly look?: boolean;
  /** Batches in work at the same time; 12 when absent. */
  readonly atOnce?: number;
};

/** Below 100 actions a commit is one transaction of the database; a larger one is staged, which costs more. */
const resourcesInCommit = 40;

const referenceOf = ({ resourceType, id }: Made): Reference => `${resourceType}/${id}`;

/**
 * Writes what is not there yet, through the repository and with audit like any other write. A second run writes
 * nothing. Resolves to the number of resources written.
 */
export async function writeMissing(repository: FhirRepository, batches: Iterable<Batch>, options: WriteOptions): Promise<number> {
  const { atOnce = 12 } = options;
  let written = 0;
  const queue = batches[Symbol.iterator]();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      // Not `written += await ...`: that would read the sum before the others have added to it.
      const added = await writeBatch(repository, next.value, options);
      written += added;
      options.onWritten?.(next.value, added);
    }
  }));
  return written;
}

/** One commit after the other; stops where a number is another record's, so that no part of a person is written alone. */
async function writeBatch(repository: FhirRepository, batch: Batch, { look = true, correlationId }: WriteOptions): Promise<number> {
  let written = 0;
  for (let from = 0; from < batch.resources.length; from += resourcesInCommit) {
    const part = batch.resources.slice(from, from + resourcesInCommit);
    const missing = look ? await missingOf(repository, part) : part;
    if (missing.length === 0) continue;
    const done = await write(repository, { ...batch, resources: missing, claims: from === 0 ? (batch.claims ?? []) : [] }, correlationId);
    if (done === 'claim-taken') return written;
    if (done === 'written') written += missing.length;
  }
  return written;
}

async function missingOf(repository: FhirRepository, resources: readonly Made[]): Promise<readonly Made[]> {
  const found = await repository.readMany(resources.map(referenceOf));
  return resources.filter((_, i) => found[i] === undefined);
}

async function write(repository: FhirRepository, batch: Batch, correlationId: string): Promise<'written' | 'there' | 'claim-taken'> {
  const done = await repository.commit({
    writes: batch.resources.map((resource) => ({ kind: 'put', resource, precondition: { kind: 'absent' } })),
    claims: batch.claims ?? [],
    audit: {
      actor: { subject: 'seed', name: 'Dữ liệu mẫu', role: 'system' },
      action: 'create',
      outcome: 'success',
      event: 'synthetic-data-seeded',
      entities: batch.resources.slice(0, 5).map(referenceOf),
      correlationId,
      ...(batch.patient ? { patient: batch.patient } : {}),
    },
  });
  if (done.ok) return 'written';
  // Somebody else seeds at the same time, or did before: what is there is what we would have written.
  if (done.error.kind === 'precondition-failed') return 'there';
  if (done.error.kind === 'claim-taken') return 'claim-taken';
  throw new Error(`seed: ${done.error.kind}`);
}
