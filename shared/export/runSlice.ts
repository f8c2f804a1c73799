import type { Bundle, Resource, Task } from '@medplum/fhirtypes';
import { jsonText } from '../fhir/decimals.ts';
import type { AuditFact, FhirRepository, OutboxEvent, Reference, Stored, UnitOfWork } from '../fhir/repository.ts';
import { actorOf, type Principal } from '../identity/policy.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { jobOf, taskOf, type ExportJob } from './job.ts';
import type { ExportFiles } from './ports.ts';
import { readNext } from './read.ts';

export type ExportDeps = {
  readonly repository: FhirRepository;
  readonly files: ExportFiles;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly base: string;
  /** Those that the caller may read now. */
  readonly readable: (principal: Principal, resources: readonly Stored[]) => Promise<readonly Stored[]>;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** How long a slice reads before it keeps what it has and asks for the next. */
const sliceMilliseconds = 8_000;
/** What a function may answer is 6 MB in base64. */
const fileBytes = 4_000_000;
/** The log of the types follows the commits by about a second. */
const settleMilliseconds = 3_000;

/**
 * One slice of an export: reads on from the cursor, writes files, and saves cursor and files in one commit with the
 * event that asks for the next slice. A slice that crashed is done again from its cursor and writes the same files; one
 * that runs twice saves once. 'gone': cancelled, done, or another's.
 */
export async function runSlice(deps: ExportDeps, id: string): Promise<'more' | 'done' | 'gone'> {
  const { repository, clock, base } = deps;
  const task = await repository.read<Task>(`Task/${id}`);
  const job = task && jobOf(task, base);
  if (!task || !job || (job.status !== 'requested' && job.status !== 'in-progress')) return 'gone';
  await deps.wait(Math.max(0, Date.parse(job.transactionTime) + settleMilliseconds - clock.now().getTime()));
  const writer = fileWriter(deps.files, job);
  const end = clock.now().getTime() + sliceMilliseconds;
  let { cursor } = job;
  for (let pages = 0; cursor.step < job.steps && (pages === 0 || clock.now().getTime() < end); pages += 1) {
    const read = await readNext(repository, { ...job, cursor });
    const principal = job.order.principal as unknown as Principal;
    await writer.add(read.type, await deps.readable(principal, read.resources), read.deleted);
    cursor = read.next;
  }
  await writer.close();
  const done = cursor.step >= job.steps;
  const next: ExportJob = { ...job, cursor, files: writer.files(), status: done ? 'completed' : 'in-progress' };
  return (await saveJob(deps, task, next, done ? [] : [sliceEvent(deps, id)])) ? (done ? 'done' : 'more') : 'gone';
}

export const sliceEvent = ({ newId }: Pick<ExportDeps, 'newId'>, id: string): OutboxEvent => ({ id: newId(), type: 'export-slice', data: { exportId: id } });

/** False when somebody changed the export meanwhile. */
export async function saveJob({ repository, clock, base }: Pick<ExportDeps, 'repository' | 'clock' | 'base'>, before: Stored<Task>, job: ExportJob, events: readonly OutboxEvent[] = []): Promise<boolean> {
  const unit: UnitOfWork = {
    writes: [{ kind: 'put', resource: taskOf(job, base, clock.now().toISOString()), precondition: { kind: 'version', versionId: before.meta.versionId } }],
    events,
    audit: exportFact(job, `export-${job.status}`),
  };
  const saved = await repository.commit(unit);
  if (!saved.ok && saved.error.kind !== 'precondition-failed') throw new Error(`export: ${saved.error.kind}`);
  return saved.ok;
}

/** Who takes data out, and of which patients where they are named. */
export function exportFact({ id, order }: Pick<ExportJob, 'id' | 'order'>, event: string): AuditFact {
  const [first, ...others] = (order.patients ?? []) as Reference[];
  return {
    actor: actorOf(order.principal as unknown as Principal),
    action: 'execute',
    outcome: 'success',
    event,
    entities: [`Task/${id}`, ...others.slice(0, 50)],
    ...(first ? { patient: first } : {}),
    correlationId: id,
  };
}

/** Lines to files of one type each, none larger than a function can hand out. */
function fileWriter(store: ExportFiles, { id, files: before }: ExportJob) {
  const files = [...before];
  const deleted: Reference[] = [];
  let lines: string[] = [];
  let bytes = 0;
  let open = '';

  async function flush(type: string, kind: 'output' | 'deleted', content: readonly string[]): Promise<void> {
    if (content.length === 0) return;
    await store.put(id, files.length, Buffer.from(`${content.join('\n')}\n`));
    files.push({ type, count: content.length, kind });
  }
  async function flushOpen(): Promise<void> {
    await flush(open, 'output', lines);
    [lines, bytes] = [[], 0];
  }
  return {
    files: () => files,
    async add(type: string, resources: readonly Resource[], gone: readonly Reference[]): Promise<void> {
      if (type !== open) await flushOpen();
      open = type;
      deleted.push(...gone);
      for (const resource of resources) {
        const line = jsonText(resource);
        const size = Buffer.byteLength(line) + 1;
        if (bytes + size > fileBytes) await flushOpen();
        lines.push(line);
        bytes += size;
      }
    },
    async close(): Promise<void> {
      await flushOpen();
      const bundles: Bundle[] = [];
      for (let i = 0; i < deleted.length; i += 1000) bundles.push({ resourceType: 'Bundle', type: 'transaction', entry: deleted.slice(i, i + 1000).map((url) => ({ request: { method: 'DELETE', url } })) });
      await flush('Bundle', 'deleted', bundles.map((bundle) => JSON.stringify(bundle)));
    },
  };
}
