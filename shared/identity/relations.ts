import type { Encounter, EpisodeOfCare, Patient, Task } from '@medplum/fhirtypes';
import type { FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import { systemClock, type Clock } from '../kernel/clock.ts';
import type { Principal, Relation } from './policy.ts';
import { visitReference } from './visit.ts';

/** How long a specialist may still read a record after the consultation was closed, in days. */
export const consultationAccessDays = 30;

const ended: ReadonlySet<Task['status']> = new Set(['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error']);
const dayMilliseconds = 86_400_000;

type Loaded = { readonly patient?: Patient; readonly visit?: EpisodeOfCare; readonly tasks: readonly Stored<Task>[]; readonly encounters: readonly Encounter[] };

/**
 * How the caller stands to a patient's record: every relation that holds, or ['none']. Costs one read of
 * two items and one search for staff (two searches for a practitioner who has no case of this patient), nothing for a patient.
 */
export async function relationsToPatient(
  repository: Pick<FhirRepository, 'readMany' | 'search'>,
  principal: Principal,
  patient: Reference,
  clock: Clock = systemClock,
): Promise<readonly Relation[]> {
  const own: readonly Relation[] = principal.patient === patient ? ['own-record'] : [];
  if (!principal.organization && !principal.practitioner) return own.length > 0 ? own : ['none'];
  const visitAt = principal.organization ? [visitReference(principal.organization, patient)] : [];
  const [[record, visit], tasks] = await Promise.all([repository.readMany([patient, ...visitAt]), all<Task>(repository, 'Task', { patient })]);
  const now = clock.now();
  const byTask = relationsFrom(principal, { patient: record as Patient | undefined, visit: visit as EpisodeOfCare | undefined, tasks, encounters: [] }, now);
  const invited =
    principal.practitioner && !byTask.includes('own-consultation')
      ? relationsFrom(principal, { tasks: [], encounters: await all<Encounter>(repository, 'Encounter', { patient, participant: principal.practitioner }) }, now)
      : [];
  const held = [...new Set([...own, ...byTask, ...invited])];
  return held.length > 0 ? held : ['none'];
}

/** The pure part: what the loaded records say. */
export function relationsFrom(principal: Principal, { patient, visit, tasks, encounters }: Loaded, now: Date): readonly Relation[] {
  const { organization, practitioner } = principal;
  const held = new Set<Relation>();
  if (organization && patient?.managingOrganization?.reference === organization) held.add('own-facility-patient');
  if (organization && visit?.managingOrganization?.reference === organization && now < new Date(visit.period?.end ?? 0)) held.add('own-facility-patient');
  for (const task of tasks.filter(({ status }) => status !== 'entered-in-error')) {
    if (organization && task.requester?.reference === organization) held.add('own-facility-patient').add('own-facility-request');
    if (organization && task.owner?.reference === organization && !ended.has(task.status)) held.add('asked-facility-request');
    if (practitioner && task.owner?.reference === practitioner && stillOpen(task, now)) held.add('own-consultation');
  }
  if (practitioner && encounters.some((encounter) => isInvited(encounter, practitioner, now))) held.add('own-consultation');
  return [...held];
}

function stillOpen(task: Stored<Task>, now: Date): boolean {
  if (!ended.has(task.status)) return true;
  const closed = task.executionPeriod?.end ?? task.lastModified ?? task.meta.lastUpdated;
  return within(closed, now);
}

/** Colleagues called into the room stand in Encounter.participant. */
function isInvited(encounter: Encounter, practitioner: string, now: Date): boolean {
  if (encounter.status === 'entered-in-error') return false;
  if (!encounter.participant?.some(({ individual }) => individual?.reference === practitioner)) return false;
  const over = encounter.status === 'finished' || encounter.status === 'cancelled';
  return !over || within(encounter.period?.end ?? encounter.meta?.lastUpdated, now);
}

function within(closed: string | undefined, now: Date): boolean {
  const at = closed === undefined ? Number.NaN : Date.parse(closed);
  return now.getTime() - at <= consultationAccessDays * dayMilliseconds;
}

async function all<T extends Task | Encounter>(
  repository: Pick<FhirRepository, 'search'>,
  type: T['resourceType'],
  query: Record<string, string>,
): Promise<readonly Stored<T>[]> {
  const found: Stored<T>[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.search<T>(type, new URLSearchParams(query), cursor);
    if (!page.ok) throw new Error(`relations: ${type} search refused: ${page.error.kind}`);
    found.push(...page.value.resources);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return found;
}
