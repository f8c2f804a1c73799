import type { Organization, PractitionerRole } from '@medplum/fhirtypes';
import type { Reference } from '../fhir/repository.ts';
import { mayCommand } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Briefing } from './briefing.ts';
import type { BriefingPlan, BriefingView, Named } from './contract.ts';
import { auditOf, type Ask, type BriefingContext } from './context.ts';
import { appointmentOf } from './resources.ts';
import { viewOf } from './view.ts';

/** A meeting may be entered for one that has just begun. */
const LATE_MS = 15 * 60_000;

/** Calls a briefing: whoever plans it leads it. Repeatable by its key. */
export async function planBriefing(context: BriefingContext, ask: Ask, plan: BriefingPlan): Promise<Result<BriefingView, Refusal>> {
  const { repository, clock, base } = context;
  const { practitioner, organization } = ask.principal;
  if (!practitioner || !organization || !mayCommand(ask.principal, 'plan-briefing').allowed) {
    await repository.recordAccess(auditOf(ask, { action: 'create', event: 'briefing-planned', outcome: 'refused' }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const now = clock.now();
  if (Date.parse(plan.start) < now.getTime() - LATE_MS) return refuse(refusal('BRIEFING_IN_THE_PAST', { at: '/start' }));
  const invited = await namesOf(context, organization, plan);
  if (!invited.ok) return invited;
  const briefing = briefingOf(context, plan, { host: { id: practitioner.slice('Practitioner/'.length), name: ask.principal.name }, ...invited.value });
  const view = viewOf(briefing, { now, place: 'host', attendance: [], messages: [] });
  const committed = await repository.commit({
    writes: [{ kind: 'put', resource: appointmentOf(briefing, base), precondition: { kind: 'absent' } }],
    audit: auditOf(ask, { action: 'create', event: 'briefing-planned', entities: [`Appointment/${briefing.id}`] }),
    ...(ask.command ? { idempotency: { ...ask.command, answer: view } } : {}),
  });
  if (committed.ok) return ok(view);
  if (committed.error.kind === 'repeated') return ok(committed.error.answer as BriefingView);
  return refuse(refusal(committed.error.kind === 'key-reused' ? 'HTTP_IDEMPOTENCY_KEY_REUSED' : 'HTTP_CONTENTION'));
}

type Invited = { readonly facilities: readonly Named[]; readonly people: readonly Named[] };

/** Whoever is invited, by name; the planner's own facility first. */
async function namesOf({ repository }: BriefingContext, own: Reference, { facilities = [], people = [] }: BriefingPlan): Promise<Result<Invited, Refusal>> {
  const ids = [...new Set([own.slice('Organization/'.length), ...facilities])];
  const persons = [...new Set(people)];
  const found = await repository.readMany([...ids.map((id): Reference => `Organization/${id}`), ...persons.map((id): Reference => `PractitionerRole/role-${id}`)]);
  const nameOf = (index: number): string | undefined => {
    const resource = found[index];
    if (resource?.resourceType === 'Organization') return (resource as Organization).name ?? '';
    return resource?.resourceType === 'PractitionerRole' ? ((resource as PractitionerRole).practitioner?.display ?? '') : undefined;
  };
  const organizations = ids.map((id, i) => ({ id, name: nameOf(i) }));
  const practitioners = persons.map((id, i) => ({ id, name: nameOf(ids.length + i) }));
  const strange = organizations.find(({ name }) => name === undefined);
  if (strange) return refuse(refusal('BRIEFING_FACILITY_UNKNOWN', { at: `/facilities/${Math.max(0, facilities.indexOf(strange.id))}` }));
  const stranger = practitioners.find(({ name }) => name === undefined);
  if (stranger) return refuse(refusal('BRIEFING_PERSON_UNKNOWN', { at: `/people/${people.indexOf(stranger.id)}` }));
  const withName = (list: readonly { readonly id: string; readonly name: string | undefined }[]): Named[] => list.map(({ id, name = '' }) => ({ id, name }));
  return ok({ facilities: withName(organizations), people: withName(practitioners) });
}

function briefingOf({ newId, newRoom }: BriefingContext, { title, start, agenda }: BriefingPlan, { host, facilities, people }: Invited & { readonly host: Named }): Briefing {
  const minutes = agenda.reduce((sum, item) => sum + item.minutes, 0);
  return {
    id: newId(), title, agenda, host, facilities, room: newRoom(),
    facility: facilities[0] ?? { id: '', name: '' },
    people: people.filter(({ id }) => id !== host.id),
    start: new Date(start).toISOString(),
    end: new Date(Date.parse(start) + minutes * 60_000).toISOString(),
  };
}
