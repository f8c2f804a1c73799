import type { Appointment, Bundle } from '@medplum/fhirtypes';
import type { Stored } from '../fhir/repository.ts';
import { mayCommand } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { mayWriteAt, opensAt, placeOf, stateAt, type Briefing } from './briefing.ts';
import type { Attendance, BriefingMessage, BriefingRow, BriefingRows, BriefingView, SignedMinutes } from './contract.ts';
import { auditOf, type Ask, type BriefingContext } from './context.ts';
import { attendanceAt, loadBriefing, messagesAt } from './load.ts';
import { minutesIn } from './minutesDocument.ts';
import { briefingIn } from './resources.ts';

type Seen = { readonly now: Date; readonly place: 'host' | 'attendee'; readonly attendance: readonly Attendance[]; readonly messages: readonly BriefingMessage[]; readonly minutes?: SignedMinutes };

/** Pure: the wire form. */
export const viewOf = (b: Briefing, { now, place, attendance, messages, minutes }: Seen): BriefingView => ({
  id: b.id, title: b.title, state: stateAt(b, now), start: b.start, end: b.end, opensAt: opensAt(b),
  agenda: b.agenda.map((item, index) => ({ number: index + 1, ...item })),
  host: b.host, facility: b.facility, facilities: b.facilities, people: b.people, place, attendance, messages, mayWrite: mayWriteAt(b, now),
  ...(b.cancelled === undefined ? {} : { cancelled: b.cancelled }),
  ...(minutes ? { minutes } : {}),
});

/** One briefing with its attendance and minutes, for who has a place in it. Audited. */
export async function viewBriefing(context: BriefingContext, ask: Ask, id: string): Promise<Result<BriefingView, Refusal>> {
  const found = await loadBriefing(context, ask, id, { action: 'read', event: 'briefing-read' });
  if (!found.ok) return found;
  const { briefing, place } = found.value;
  const [attendance, messages, document] = await Promise.all([attendanceAt(context, id), messagesAt(context, id), minutesOf(context, briefing)]);
  await context.repository.recordAccess(auditOf(ask, { action: 'read', event: 'briefing-read', entities: [`Appointment/${id}`] }));
  const minutes = document && { ...minutesIn(document), valid: await context.isGenuine(document) };
  return ok(viewOf(briefing, { now: context.clock.now(), place, attendance, messages, ...(minutes ? { minutes } : {}) }));
}

/** The signed document, whole: what another system keeps. Audited. */
export async function exportMinutes(context: BriefingContext, ask: Ask, id: string): Promise<Result<{ readonly document: Stored<Bundle>; readonly view: BriefingView }, Refusal>> {
  const viewed = await viewBriefing(context, ask, id);
  if (!viewed.ok) return viewed;
  const document = viewed.value.minutes && (await context.repository.read<Bundle>(`Bundle/${viewed.value.minutes.documentId}`));
  return document ? ok({ document, view: viewed.value }) : refuse(refusal('HTTP_NOT_FOUND'));
}

const minutesOf = async ({ repository }: BriefingContext, { minutes }: Briefing): Promise<Stored<Bundle> | undefined> => (minutes ? await repository.read<Bundle>(`Bundle/${minutes}`) : undefined);

/** The list reaches back this far. */
const PAST_MS = 31 * 24 * 3_600_000;

/** Where the caller may come: by facility, and by name. Audited once. */
export async function listBriefings(context: BriefingContext, ask: Ask): Promise<Result<BriefingRows, Refusal>> {
  const { repository, clock, base } = context;
  const { principal } = ask;
  if (!mayCommand(principal, 'attend-briefing').allowed || !principal.practitioner) return refuse(refusal('HTTP_FORBIDDEN'));
  const now = clock.now();
  const since = encodeURIComponent(new Date(now.getTime() - PAST_MS).toISOString());
  const asked = [...(principal.organization ? [`supporting-info=${principal.organization}`] : []), `practitioner=${principal.practitioner}`];
  const pages = await Promise.all(asked.map((by) => repository.search<Appointment>('Appointment', `${by}&date=ge${since}&_count=200`)));
  const found = pages.flatMap((page) => {
    if (!page.ok) throw new Error(`briefings: search refused: ${page.error.kind}`);
    return page.value.resources;
  });
  const briefings = new Map(found.flatMap((stored) => {
    const briefing = briefingIn(stored, base);
    return briefing ? [[briefing.id, briefing] as const] : [];
  }));
  const rows = [...briefings.values()].flatMap((b) => rowOf(b, placeOf(b, principal), now));
  await repository.recordAccess(auditOf(ask, { action: 'search', event: 'briefings-listed', entities: rows.slice(0, 20).map(({ id }) => `Appointment/${id}` as const) }));
  return ok({ rows: [...coming(rows).toSorted((a, b) => a.start.localeCompare(b.start)), ...rows.filter((row) => !isComing(row)).toSorted((a, b) => b.start.localeCompare(a.start))] });
}

const isComing = ({ state }: BriefingRow): boolean => state === 'planned' || state === 'open';
const coming = (rows: readonly BriefingRow[]): readonly BriefingRow[] => rows.filter(isComing);

function rowOf(b: Briefing, place: BriefingRow['place'] | undefined, now: Date): readonly BriefingRow[] {
  if (!place) return [];
  return [{ id: b.id, title: b.title, state: stateAt(b, now), start: b.start, end: b.end, host: b.host, facility: b.facility, place, signed: b.minutes !== undefined }];
}
