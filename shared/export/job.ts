import type { Task } from '@medplum/fhirtypes';
import * as z from 'zod';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import { orderShape } from './order.ts';

/** How far an export has come: a step of its plan, and within it the page of a search. */
const cursorShape = z.object({ step: z.int(), page: z.string().optional() });
export type ExportCursor = z.infer<typeof cursorShape>;

const fileShape = z.object({ type: z.string(), count: z.int(), kind: z.enum(['output', 'deleted']) });

const jobShape = z.object({
  order: orderShape,
  /** Everything is as it stood at this moment. */
  transactionTime: z.string(),
  cursor: cursorShape,
  /** In the order of their numbers. */
  files: z.array(fileShape),
  /** Steps in all, for the progress. */
  steps: z.int(),
});

/** An export at work or done, kept as a Task of a Device of ours: found by owner and status, read by nobody but the service client. */
export type ExportJob = z.infer<typeof jobShape> & { readonly id: string; readonly status: 'requested' | 'in-progress' | 'completed' | 'cancelled' | 'failed' };

export const exportOwner = 'Device/bulk-export';

const url = (base: string): string => `${base}/StructureDefinition/export-job`;

export function taskOf({ id, status, ...job }: ExportJob, base: string, now: string): Task & { readonly id: string } {
  return {
    resourceType: 'Task',
    id,
    extension: [{ url: url(base), valueString: JSON.stringify(job) }],
    status,
    intent: 'order',
    code: { coding: [{ system: `${base}/CodeSystem/work`, code: 'bulk-export' }] },
    authoredOn: job.transactionTime,
    lastModified: now,
    requester: { identifier: { system: `${base}/sid/subject`, value: job.order.principal.subject } },
    owner: { reference: exportOwner },
  };
}

/** Undefined for a Task that is no export. */
export function jobOf(task: Stored<Task>, base: string): ExportJob | undefined {
  const text = task.extension?.find((e) => e.url === url(base))?.valueString;
  if (task.owner?.reference !== exportOwner || text === undefined) return undefined;
  return { ...jobShape.parse(JSON.parse(text)), id: task.id, status: task.status as ExportJob['status'] };
}

/** Exports of these states, oldest first. */
export async function exportsThatAre(repository: Pick<FhirRepository, 'search'>, statuses: readonly ExportJob['status'][], base: string): Promise<readonly { readonly job: ExportJob; readonly task: Stored<Task> }[]> {
  const found = await repository.search<Task>('Task', new URLSearchParams({ owner: exportOwner, status: statuses.join(','), _sort: 'authored-on', _count: '200' }));
  if (!found.ok) throw new Error(`exports: ${found.error.kind}`);
  return found.value.resources.flatMap((task) => {
    const job = jobOf(task, base);
    return job ? [{ job, task }] : [];
  });
}

/** How much is done, 0 to 100. */
export const progressOf = ({ cursor, steps }: ExportJob): number => (steps === 0 ? 100 : Math.floor((100 * cursor.step) / steps));
