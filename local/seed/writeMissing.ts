import type { AuditFact, Claim, FhirRepository, Reference } from '../../shared/fhir/repository.ts';
import type { Made } from './tags.ts';

/** What belongs together: it is written with one audit entry, about one patient where there is one. */
export type Batch = { readonly resources: readonly Made[]; readonly patient?: Reference; readonly claims?: readonly Claim[] };

export type WriteOptions = {
  readonly correlationId: string;
  /** Called with the number of resources that a commit has written or found there. */
  readonly onWritten?: (count: number) => void;
  /** Look first what is already there (one read a resource); new random people need no look. */
  readonly look?: boolean;
};

/** A commit is one transaction of the database: 100 actions at most, two for a new resource of a patient. */
const resourcesInCommit = 40;
const commitsAtOnce = 12;

const referenceOf = ({ resourceType, id }: Made): Reference => `${resourceType}/${id}`;

/**
 * Writes what is not there yet, through the repository and with audit like any other write. A second run writes
 * nothing. Resolves to the number of resources written.
 */
export async function writeMissing(repository: FhirRepository, batches: readonly Batch[], options: WriteOptions): Promise<number> {
  const { look = true } = options;
  const commits = batches.flatMap((batch) =>
    chunks(batch.resources, resourcesInCommit).map((resources, order) => ({ ...batch, resources, claims: order === 0 ? (batch.claims ?? []) : [] })),
  );
  let written = 0;
  const queue = commits.values();
  await Promise.all(Array.from({ length: Math.min(commitsAtOnce, commits.length) }, async () => {
    for (const commit of queue) {
      const missing = look ? await missingOf(repository, commit.resources) : commit.resources;
      // Not `written += await ...`: that would read the sum before the others have added to it.
      const added = missing.length > 0 ? await write(repository, { ...commit, resources: missing }, options.correlationId) : 0;
      written += added;
      options.onWritten?.(commit.resources.length);
    }
  }));
  return written;
}

async function missingOf(repository: FhirRepository, resources: readonly Made[]): Promise<readonly Made[]> {
  const found = await repository.readMany(resources.map(referenceOf));
  return resources.filter((_, i) => found[i] === undefined);
}

async function write(repository: FhirRepository, batch: Batch, correlationId: string): Promise<number> {
  const audit: AuditFact = {
    actor: { subject: 'seed', name: 'Dữ liệu mẫu', role: 'system' },
    action: 'create',
    outcome: 'success',
    event: 'synthetic-data-seeded',
    entities: batch.resources.slice(0, 5).map(referenceOf),
    correlationId,
    ...(batch.patient ? { patient: batch.patient } : {}),
  };
  for (let attempt = 0; ; attempt += 1) {
    const done = await repository.commit({
      writes: batch.resources.map((resource) => ({ kind: 'put', resource, precondition: { kind: 'absent' } })),
      claims: batch.claims ?? [],
      audit,
    });
    if (done.ok) return batch.resources.length;
    // Somebody else seeds at the same time: what they wrote is what we would have written.
    if (done.error.kind === 'precondition-failed') return 0;
    if (done.error.kind !== 'contention' || attempt >= 5) throw new Error(`seed: ${done.error.kind}`);
  }
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
