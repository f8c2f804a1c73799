import type { Appointment, Basic, Communication, Resource } from '@medplum/fhirtypes';
import { idPattern } from '../fhir/references.ts';
import type { AuditFact, Stored } from '../fhir/repository.ts';
import { mayCommand } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { placeOf, type Briefing } from './briefing.ts';
import type { Attendance, BriefingMessage } from './contract.ts';
import { auditOf, type Ask, type BriefingContext } from './context.ts';
import { attendanceIn, briefingIn, messageIn } from './resources.ts';

export type Loaded = { readonly briefing: Briefing; readonly stored: Stored<Appointment>; readonly place: 'host' | 'attendee' };

/** The briefing, for somebody who has a place in it. For a stranger there is none; the attempt is audited. */
export async function loadBriefing(context: BriefingContext, ask: Ask, id: string, what: Pick<AuditFact, 'action' | 'event'>): Promise<Result<Loaded, Refusal>> {
  const stored = idPattern.test(id) ? await context.repository.read<Appointment>(`Appointment/${id}`) : undefined;
  const briefing = stored && briefingIn(stored, context.base);
  if (!briefing) return refuse(refusal('HTTP_NOT_FOUND'));
  const place = mayCommand(ask.principal, 'attend-briefing').allowed ? placeOf(briefing, ask.principal) : undefined;
  if (place) return ok({ briefing, stored, place });
  await context.repository.recordAccess(auditOf(ask, { ...what, outcome: 'refused', entities: [`Appointment/${id}`] }));
  return refuse(refusal('HTTP_NOT_FOUND'));
}

/** Everybody who was there, in order of coming. */
export async function attendanceAt(context: BriefingContext, id: string): Promise<readonly Attendance[]> {
  const found = await allOf<Basic>(context, 'Basic', `subject=Appointment/${id}`);
  return found.map((resource) => attendanceIn(resource, context.base)).toSorted((a, b) => (a.stays[0]?.from ?? '').localeCompare(b.stays[0]?.from ?? ''));
}

/** What was written in the room, oldest first. */
export async function messagesAt(context: BriefingContext, id: string): Promise<readonly BriefingMessage[]> {
  const found = await allOf<Communication>(context, 'Communication', `based-on=Appointment/${id}`);
  return found.map(messageIn).toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
}

async function allOf<T extends Resource>({ repository }: BriefingContext, type: T['resourceType'], query: string): Promise<readonly T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.search<T>(type, `${query}&_count=200`, cursor);
    if (!page.ok) throw new Error(`briefing: search of ${type} refused: ${page.error.kind}`);
    found.push(...page.value.resources);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return found;
}
