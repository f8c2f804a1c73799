import type { PractitionerRole, Task } from '@medplum/fhirtypes';
import type { AuditFact, OutboxEvent } from '../fhir/repository.ts';
import { changeOf, eventData, eventsOf } from './change.ts';
import type { Consultation } from './consultation.ts';
import type { CareContext } from './context.ts';
import { decide, type Decided } from './decide.ts';
import { specialtiesIn, readCase } from './load.ts';
import { limitsAt } from './limits.ts';
import { consultationOf } from './taskRead.ts';

/** What time itself asks for, for one consultation; undefined when it asks for nothing. */
export type Due = { readonly kind: 'escalate' } | { readonly kind: 'no-show-hint' } | { readonly kind: 'close' };

const minute = 60_000;
const day = 24 * 60 * minute;

/** Pure: untaken too long, an appointment that nobody came to, or an outcome reported long ago. */
export function dueOf(c: Consultation, now: Date): Due | undefined {
  const limits = limitsAt(c.requestedAt);
  const since = (iso: string) => now.getTime() - Date.parse(iso);
  switch (c.state) {
    case 'submitted': case 'routed': case 'redirected':
      return since(c.waitingSince) > limits.untaken[c.priority] * minute ? { kind: 'escalate' } : undefined;
    case 'scheduled':
      return c.noShowHintAt === undefined && since(c.appointment.end) > limits.noShowHint * minute ? { kind: 'no-show-hint' } : undefined;
    case 'outcome-reported':
      return since(c.outcome.at) > limits.close * day ? { kind: 'close' } : undefined;
    case 'accepted': case 'needs-info': case 'waiting': case 'called': case 'in-call': case 'interrupted': case 'concluding': case 'signed':
    case 'acknowledged': case 'expired': case 'escalated': case 'closed': case 'declined': case 'cancelled': case 'no-show':
    case 'emergency-transfer': case 'patient-died':
      return undefined;
  }
}

const system = { id: 'housekeeping', name: 'Hệ thống' };

export type TimeReport = { readonly escalated: number; readonly hinted: number; readonly closed: number; readonly skipped: number };

/**
 * Does what is due, at most once each: a second run finds the state already changed. Looks at the work of every
 * facility that has specialists, and of these specialists; `closing` adds the search for what can be closed.
 */
export async function keepTime(context: CareContext, correlationId: string, { closing }: { readonly closing: boolean }): Promise<TimeReport> {
  const counts = { escalated: 0, hinted: 0, closed: 0, skipped: 0 };
  const now = context.clock.now();
  for (const query of await queriesFor(context, closing, now)) {
    for (const consultation of await consultationsIn(context, query)) {
      const due = dueOf(consultation, now);
      if (!due) continue;
      const done = await perform(context, consultation.id, due, correlationId);
      counts[done ? (due.kind === 'escalate' ? 'escalated' : due.kind === 'close' ? 'closed' : 'hinted') : 'skipped'] += 1;
    }
  }
  return counts;
}

async function queriesFor({ repository }: CareContext, closing: boolean, now: Date): Promise<readonly string[]> {
  const page = await repository.search<PractitionerRole>('PractitionerRole', '_count=200');
  if (!page.ok) throw new Error(`search of roles refused: ${page.error.kind}`);
  const roles = page.value.resources.filter((role) => specialtiesIn(role).length > 0);
  const facilities = new Set(roles.flatMap(({ organization }) => organization?.reference ?? []));
  const people = new Set(roles.flatMap(({ practitioner }) => practitioner?.reference ?? []));
  const recent = new Date(now.getTime() - 120 * day).toISOString();
  return [
    ...[...facilities].map((owner) => `owner=${owner}&status=requested`),
    ...[...people].map((owner) => `owner=${owner}&status=accepted`),
    ...(closing ? [...people].map((owner) => `owner=${owner}&status=completed&authored-on=ge${recent}`) : []),
  ];
}

async function consultationsIn({ repository, base }: CareContext, query: string): Promise<readonly Consultation[]> {
  const page = await repository.search<Task>('Task', `${query}&_sort=-authored-on&_count=200`);
  if (!page.ok) throw new Error(`search of work refused: ${page.error.kind}`);
  return page.value.resources.flatMap((task) => consultationOf(task, base) ?? []);
}

/** Decided again on what is stored now; false when somebody else was faster. */
async function perform(context: CareContext, id: string, due: Due, correlationId: string): Promise<boolean> {
  const { repository, clock, newId, newRoom } = context;
  const found = await readCase(context, id);
  const consultation = found?.consultation;
  if (!found || !consultation || dueOf(consultation, clock.now())?.kind !== due.kind) return false;
  const at = clock.now().toISOString();
  const change = changeFor(consultation, due, { at, actor: system, sides: ['system'] as const, room: newRoom(), messageId: newId() }, newId);
  const audit: AuditFact = {
    actor: { subject: system.id, name: system.name, role: 'system' },
    action: 'update', outcome: 'success', event: `consultation-${due.kind}`,
    patient: `Patient/${consultation.patient.id}`, entities: [`Task/${id}`], correlationId,
  };
  const committed = await repository.commit({ writes: await changeOf(context, { ...found, consultation }, { next: change.next }, { at, actor: system, sender: { display: system.name } }), audit, events: change.events });
  return committed.ok;
}

function changeFor(c: Consultation, due: Due, moment: Parameters<typeof decide>[2], newId: () => string): { next: Consultation; events: readonly OutboxEvent[] } {
  if (due.kind === 'no-show-hint') {
    return { next: { ...c, noShowHintAt: moment.at }, events: [{ id: newId(), type: 'no-show-suspected', data: eventData(c) }] };
  }
  const action: Decided = { action: due.kind };
  const decided = decide(c, action, moment);
  if (!decided.ok) throw new Error(`${due.kind} refused: ${decided.error.code}`);
  return { next: decided.value.next, events: eventsOf(c, decided.value.next, due.kind, newId) };
}
