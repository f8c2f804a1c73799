import type { PractitionerRole, Task } from '@medplum/fhirtypes';
import type { Specialty } from '../booking/contract.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import { decide, type Principal, type Relation } from '../identity/policy.ts';
import { withdrawnBy } from '../identity/relations.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { askedToSign } from '../signing/ports.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { actionsFor } from './actions.ts';
import { appointmentOf, namedOf, specialistOf, type Consultation, type StoredState } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import type { ConsultationRow, ConsultationRows, ConsultationsQuery, Priority } from './contract.ts';
import { roleReference, specialtiesIn } from './load.ts';
import { sidesOf, type Caller } from './sides.ts';
import { consultationOf } from './taskRead.ts';

type ListName = ConsultationsQuery['list'];

/** A list is at most this long; nobody works through more at once. */
const pageSize = 100;

/**
 * One of the lists, urgent first, then the longest wait. At most two searches by owner (or one by station or
 * patient), because the Task carries all that a row shows.
 */
export async function listConsultations(context: CareContext, ask: Ask, list: ListName): Promise<Result<ConsultationRows, Refusal>> {
  const { principal } = ask;
  const source = sourceOf(principal, list);
  if (!source || !decide({ principal, interaction: 'search', resourceType: 'Task', relations: [source.relation] }).allowed) {
    await context.repository.recordAccess(auditOf(ask, { action: 'search', event: 'consultations-listed', outcome: 'refused', entities: [], reason: list }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const role = roleReference(principal);
  const [pages, practitionerRole] = await Promise.all([
    Promise.all(source.queries.map((query) => tasks(context, query))),
    role ? context.repository.read<PractitionerRole>(role) : undefined,
  ]);
  const caller: Caller = { principal, specialties: specialtiesIn(practitionerRole) };
  const found = list === 'to-sign' ? await toSign(context, pages.flat()) : pages.flat();
  const all = found.flatMap((task) => consultationOf(task, context.base) ?? []);
  const shown = await permitted(context, all.filter((c) => belongs(c, list, caller)), list);
  const rows = shown.toSorted(inOrder).map((c) => rowOf(c, caller, context.clock.now()));
  const entities = rows.map(({ id }): Reference => `Task/${id}`);
  const patient: { patient?: Reference } = principal.patient && list === 'patient' ? { patient: principal.patient } : {};
  await context.repository.recordAccess(auditOf(ask, { action: 'search', event: 'consultations-listed', entities, reason: list, ...patient }));
  return ok({ rows });
}

/** The consultations whose conclusion the caller is asked to sign now: one read of keys more. */
async function toSign({ repository, base }: CareContext, asked: readonly Stored<Task>[]): Promise<readonly Stored<Task>[]> {
  const about = asked.flatMap((task) => askedToSign(task, base) ?? []).filter((reference) => reference.startsWith('Task/'));
  return about.length === 0 ? [] : (await repository.readMany(about)).filter((task): task is Stored<Task> => task?.resourceType === 'Task');
}

/** Without the patients who have withdrawn what the list rests on: one read of keys for the page. */
async function permitted({ repository }: CareContext, cases: readonly Consultation[], list: ListName): Promise<readonly Consultation[]> {
  if (list === 'patient' || cases.length === 0) return cases;
  const purpose = list === 'station' ? 'treatment' : 'remote-consultation';
  const withdrawn = await withdrawnBy(repository, cases.map((c): Reference => `Patient/${c.patient.id}`));
  return cases.filter((c) => !withdrawn.get(`Patient/${c.patient.id}`)?.has(purpose));
}

/** The searches of a list; undefined when this caller has no such list. */
function sourceOf(principal: Principal, list: ListName): { readonly queries: readonly string[]; readonly relation: Relation } | undefined {
  const { roles, organization, practitioner, patient } = principal;
  if (list === 'patient') return patient ? { queries: [`patient=${patient}&_sort=-authored-on`], relation: 'own-record' } : undefined;
  if (list === 'station') {
    return roles.includes('station') && organization ? { queries: [`requester=${organization}&_sort=-authored-on`], relation: 'own-facility-request' } : undefined;
  }
  const statuses = openIn[list];
  const asked = organization && statuses.asked ? [`owner=${organization}&status=${statuses.asked}&_sort=authored-on`] : [];
  const mine = practitioner ? [`owner=${practitioner}&status=${statuses.mine}&_sort=authored-on`] : [];
  if (roles.includes('specialist')) return { queries: [...asked, ...mine], relation: 'own-consultation' };
  return roles.includes('coordinator') && statuses.asked ? { queries: asked, relation: 'asked-facility-request' } : undefined;
}

/** Task statuses in which a list can have rows: those that wait at the facility, and those that a specialist has. */
const openIn: Readonly<Record<Exclude<ListName, 'station' | 'patient'>, { readonly asked?: string; readonly mine: string }>> = {
  urgent: { asked: 'requested,ready', mine: 'accepted,ready' },
  waiting: { asked: 'requested,ready', mine: 'accepted,ready' },
  'in-progress': { mine: 'in-progress' },
  'follow-up': { mine: 'on-hold,in-progress' },
  mine: { mine: 'accepted,ready,on-hold,in-progress' },
  // Of the Tasks that ask for a signature.
  'to-sign': { mine: 'requested' },
};

async function tasks({ repository }: CareContext, query: string): Promise<readonly Stored<Task>[]> {
  const page = await repository.search<Task>('Task', `${query}&_count=${pageSize}`);
  if (!page.ok) throw new Error(`list of consultations refused: ${page.error.kind}`);
  return page.value.resources;
}

const before: readonly StoredState[] = ['submitted', 'routed', 'redirected', 'expired', 'escalated', 'accepted', 'scheduled', 'waiting'];
const during: readonly StoredState[] = ['called', 'in-call', 'interrupted', 'concluding'];
const after: readonly StoredState[] = ['needs-info', 'signed', 'acknowledged'];

/** Each open case is in exactly one of the specialist's four lists. */
function belongs(c: Consultation, list: ListName, caller: Caller): boolean {
  if (list === 'station' || list === 'patient') return true;
  if (!addressed(c, caller)) return false;
  switch (list) {
    case 'urgent':
      return before.includes(c.state) && c.priority !== 'routine';
    case 'waiting':
      return before.includes(c.state) && c.priority === 'routine';
    case 'in-progress':
      return during.includes(c.state);
    case 'follow-up':
      return after.includes(c.state);
    case 'mine':
    case 'to-sign':
      return true;
  }
}

/** A case nobody has yet is shown to those who may take it; the coordinator sees them all. */
function addressed(c: Consultation, { principal, specialties }: Caller): boolean {
  if (specialistOf(c) || principal.roles.includes('coordinator')) return true;
  const asked: readonly Specialty[] = specialties;
  return asked.includes(c.specialty) || principal.practitioner === `Practitioner/${namedOf(c)?.id ?? ''}`;
}

const rank: Readonly<Record<Priority, number>> = { stat: 0, urgent: 1, routine: 2 };
const over = (c: Consultation): number => (before.includes(c.state) || during.includes(c.state) || after.includes(c.state) ? 0 : 1);

/** Open before ended; among the open the urgent first, then the longest wait; the ended newest first. */
const inOrder = (a: Consultation, b: Consultation): number => {
  if (over(a) !== over(b)) return over(a) - over(b);
  if (over(a) === 1) return b.requestedAt.localeCompare(a.requestedAt);
  return rank[a.priority] - rank[b.priority] || a.waitingSince.localeCompare(b.waitingSince) || a.id.localeCompare(b.id);
};

function rowOf(c: Consultation, caller: Caller, now: Date): ConsultationRow {
  const specialist = specialistOf(c);
  const appointment = appointmentOf(c);
  return {
    id: c.id,
    state: c.state,
    priority: c.priority,
    patient: c.patient,
    station: c.station,
    specialty: c.specialty,
    facility: c.facility,
    ...(specialist ? { specialist } : {}),
    requestedAt: c.requestedAt,
    waitingSince: c.waitingSince,
    ...(appointment ? { appointment: { slotId: appointment.slotId, start: appointment.start, end: appointment.end } } : {}),
    actions: actionsFor(c, sidesOf(c, caller), now),
    questions: c.questions,
  };
}
