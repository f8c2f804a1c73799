import type { Appointment, Basic } from '@medplum/fhirtypes';
import { idPattern } from '../fhir/references.ts';
import type { AuditFact, Stored } from '../fhir/repository.ts';
import { mayCommand } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { placeOf, type Briefing } from './briefing.ts';
import type { Attendance } from './contract.ts';
import { auditOf, type Ask, type BriefingContext } from './context.ts';
import { attendanceIn, briefingIn } from './resources.ts';

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
export async function attendanceAt({ repository, base }: BriefingContext, id: string): Promise<readonly Attendance[]> {
  const found: Attendance[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.search<Basic>('Basic', `subject=Appointment/${id}&_count=200`, cursor);
    if (!page.ok) throw new Error(`attendance: search refused: ${page.error.kind}`);
    found.push(...page.value.resources.map((resource) => attendanceIn(resource, base)));
    cursor = page.value.next;
  } while (cursor !== undefined);
  return found.toSorted((a, b) => (a.stays[0]?.from ?? '').localeCompare(b.stays[0]?.from ?? ''));
}
