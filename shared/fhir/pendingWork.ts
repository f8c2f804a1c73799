import type { Task } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, Reference, Stored } from './repository.ts';

/**
 * Work towards somebody outside that failed and is done again later, kept as a Task of a Device of ours: it is found
 * by owner and status, its changes are versioned, and nobody but the service client reads it.
 */
export type PendingWork = {
  /** The same work has the same id, so that it is kept once. */
  readonly id: string;
  /** A permanent word: "subscription-notification". */
  readonly kind: string;
  readonly focus: Reference;
  /** Ids and addresses that the work needs. */
  readonly data: Readonly<Record<string, string>>;
};

export type DueWork = PendingWork & { readonly attempts: number; readonly task: Stored<Task> };

type Repository = Pick<FhirRepository, 'search' | 'commit'>;

const owner = 'Device/outbound';
const minute = 60_000;

/** Attempts after the first, each after twice the time of the one before: 1, 2, 4, … minutes, about two hours in all. */
export const mostAttempts = 7;

/** Minutes; for work that is never given up. */
const longestWait = 64;

const system = (base: string): string => `${base}/CodeSystem/pending-work`;
const dueAfter = (attempts: number, now: Date): string => new Date(now.getTime() + Math.min(2 ** (attempts - 1), longestWait) * minute).toISOString();

export type PendingDeps = { readonly repository: Repository; readonly base: string; readonly now: Date };

/** Keeps work whose first attempt failed. Work that is kept already stays as it is. */
export async function keepForLater({ repository, base, now }: PendingDeps, work: PendingWork): Promise<void> {
  const resource: Task & { id: string } = {
    resourceType: 'Task',
    id: work.id,
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: system(base), code: work.kind }] },
    focus: { reference: work.focus },
    owner: { reference: owner },
    authoredOn: now.toISOString(),
    restriction: { period: { start: dueAfter(1, now) } },
    input: [
      { type: { text: 'attempts' }, valueInteger: 1 },
      ...Object.entries(work.data).map(([name, value]) => ({ type: { text: name }, valueString: value })),
    ],
  };
  const kept = await repository.commit({ writes: [{ kind: 'put', resource, precondition: { kind: 'absent' } }], audit: factOf('work-kept', work) });
  if (!kept.ok && kept.error.kind !== 'precondition-failed') throw new Error(`pending work: ${kept.error.kind}`);
}

/** What is due of the kinds, oldest first; at most a page. */
export async function dueWork({ repository, base, now }: PendingDeps): Promise<readonly DueWork[]> {
  const found = await repository.search<Task>('Task', new URLSearchParams({ owner, status: 'requested', _sort: 'authored-on', _count: '500' }));
  if (!found.ok) throw new Error(`pending work: ${found.error.kind}`);
  return found.value.resources.filter((task) => (task.restriction?.period?.start ?? '') <= now.toISOString()).map((task) => workOf(task, base));
}

function workOf(task: Stored<Task>, base: string): DueWork {
  const inputs = task.input ?? [];
  return {
    id: task.id,
    kind: task.code?.coding?.find((c) => c.system === system(base))?.code ?? '',
    focus: (task.focus?.reference ?? '') as Reference,
    data: Object.fromEntries(inputs.flatMap(({ type, valueString }) => (type.text && valueString !== undefined ? [[type.text, valueString]] : []))),
    attempts: inputs.find(({ type }) => type.text === 'attempts')?.valueInteger ?? 1,
    task,
  };
}

/** After another attempt: done, to be done again later, or given up after the `most`th. Says which. */
export async function settle({ repository, now }: PendingDeps, work: DueWork, done: boolean, most: number = mostAttempts): Promise<'done' | 'later' | 'given-up'> {
  const attempts = work.attempts + (done ? 0 : 1);
  const outcome = done ? 'done' : attempts > most ? 'given-up' : 'later';
  const { meta, ...task } = work.task;
  const resource: Task & { id: string } = {
    ...task,
    status: outcome === 'done' ? 'completed' : outcome === 'given-up' ? 'failed' : 'requested',
    lastModified: now.toISOString(),
    restriction: { period: { start: outcome === 'later' ? dueAfter(attempts, now) : (task.restriction?.period?.start ?? now.toISOString()) } },
    input: (task.input ?? []).map((input) => (input.type.text === 'attempts' ? { ...input, valueInteger: attempts } : input)),
  };
  const saved = await repository.commit({ writes: [{ kind: 'put', resource, precondition: { kind: 'version', versionId: meta.versionId } }], audit: factOf(`work-${outcome}`, work) });
  // Somebody else settled it meanwhile: then it was attempted twice, which at least once allows.
  if (!saved.ok && saved.error.kind !== 'precondition-failed') throw new Error(`pending work: ${saved.error.kind}`);
  return outcome;
}

const factOf = (event: string, { id }: PendingWork): AuditFact => ({
  actor: { subject: 'delivery', name: 'Liên Tuyến', role: 'system' },
  action: 'update',
  outcome: 'success',
  event,
  entities: [`Task/${id}`],
  correlationId: id,
});
