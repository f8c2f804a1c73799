import type { Basic, Bundle } from '@medplum/fhirtypes';
import type { Write } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { stateAt, stayingOn, type Briefing } from './briefing.ts';
import type { BriefingMinutes, BriefingView } from './contract.ts';
import { auditOf, type Ask, type BriefingContext } from './context.ts';
import { attendanceAt, loadBriefing, messagesAt, type Loaded } from './load.ts';
import { minutesDocument, minutesIn } from './minutesDocument.ts';
import { appointmentOf, attendanceId, attendanceIn, attendanceOf } from './resources.ts';
import { viewOf } from './view.ts';

/** Cancelled with a reason that everybody sees; the room closes. By who leads it, before the minutes are signed. */
export async function cancelBriefing(context: BriefingContext, ask: Ask, id: string, reason: string): Promise<Result<BriefingView, Refusal>> {
  const found = await ofHost(context, ask, id, 'briefing-cancelled');
  if (!found.ok) return found;
  const { briefing } = found.value;
  if (briefing.minutes) return refuse(refusal('BRIEFING_MINUTES_SIGNED'));
  return await save(context, ask, found.value, { next: { ...briefing, cancelled: reason }, event: 'briefing-cancelled', attendance: [] });
}

/** Signs the minutes: a document with who was there, by who leads it. Once; nothing is written over afterwards. */
export async function signMinutes(context: BriefingContext, ask: Ask, id: string, minutes: BriefingMinutes): Promise<Result<BriefingView, Refusal>> {
  const found = await ofHost(context, ask, id, 'briefing-minutes-signed');
  if (!found.ok) return found;
  const { briefing } = found.value;
  const now = context.clock.now();
  if (briefing.minutes) return refuse(refusal('BRIEFING_MINUTES_SIGNED'));
  if (now.toISOString() < briefing.start) return refuse(refusal('BRIEFING_TOO_EARLY'));
  const strange = minutes.items.findIndex(({ number }, i) => number > briefing.agenda.length || minutes.items.findIndex((item) => item.number === number) !== i);
  if (strange >= 0) return refuse(refusal('BRIEFING_ITEM_UNKNOWN', { at: `/items/${strange}/number` }));
  const attendance = await attendanceAt(context, id);
  const at = now.toISOString();
  const document = minutesDocument({ documentId: context.newId(), at, briefing, minutes, attendance }, context.base);
  const signed = await context.signing.begin({ document, kind: 'minutes', signers: [{ ...briefing.host, role: 'author', facility: briefing.facility }], by: briefing.host.id, at, about: `Appointment/${id}` });
  if (!signed.ok) return signed;
  return await save(context, ask, found.value, { next: { ...briefing, minutes: document.id }, event: 'briefing-minutes-signed', attendance, writes: signed.value.writes, document: signed.value.document });
}

/** Only who leads it; the others are told so, and the attempt is audited. */
async function ofHost(context: BriefingContext, ask: Ask, id: string, event: string): Promise<Result<Loaded, Refusal>> {
  const found = await loadBriefing(context, ask, id, { action: 'update', event });
  if (!found.ok) return found;
  if (found.value.place !== 'host') {
    await context.repository.recordAccess(auditOf(ask, { action: 'update', event, outcome: 'refused', entities: [`Appointment/${id}`] }));
    return refuse(refusal('BRIEFING_NOT_YOURS'));
  }
  return found.value.briefing.cancelled === undefined ? found : refuse(refusal('BRIEFING_CANCELLED'));
}

type Change = { readonly next: Briefing; readonly event: string; readonly attendance: BriefingView['attendance']; readonly writes?: readonly Write[]; readonly document?: Bundle & { readonly id: string } };

async function save(context: BriefingContext, ask: Ask, { stored }: Loaded, { next, event, attendance, writes = [], document }: Change): Promise<Result<BriefingView, Refusal>> {
  const { repository, base, newId, clock } = context;
  const messages = await messagesAt(context, next.id);
  const view = viewOf(next, { now: clock.now(), place: 'host', attendance, messages, ...(document ? { minutes: { ...minutesIn(document), valid: true } } : {}) });
  const closes = next.cancelled === undefined ? [] : [{ id: newId(), type: 'room-closed', data: { briefingId: next.id, room: next.room } }];
  const committed = await repository.commit({
    writes: [{ kind: 'put', resource: appointmentOf(next, base), precondition: { kind: 'version', versionId: stored.meta.versionId } }, ...writes],
    audit: auditOf(ask, { action: 'update', event, entities: [`Appointment/${next.id}`] }),
    events: closes,
    ...(ask.command ? { idempotency: { ...ask.command, answer: view } } : {}),
  });
  if (committed.ok) return ok(view);
  if (committed.error.kind === 'repeated') return ok(committed.error.answer as BriefingView);
  return refuse(refusal(committed.error.kind === 'key-reused' ? 'HTTP_IDEMPOTENCY_KEY_REUSED' : 'HTTP_CONTENTION'));
}

/** A sign of life from the room: the list of who was there writes itself. */
export async function attendBriefing(context: BriefingContext, ask: Ask, id: string): Promise<Result<object, Refusal>> {
  const { repository, base, clock } = context;
  const found = await loadBriefing(context, ask, id, { action: 'update', event: 'briefing-attended' });
  if (!found.ok) return found;
  const { practitioner = 'Practitioner/', organization = 'Organization/', name } = ask.principal;
  const now = clock.now();
  if (stateAt(found.value.briefing, now) !== 'open') return refuse(refusal('ROOM_CLOSED'));
  const personId = practitioner.slice('Practitioner/'.length);
  const before = await repository.read<Basic>(`Basic/${attendanceId(id, personId)}`);
  const [home] = before ? [attendanceIn(before, base).facility] : await facilityOf(context, organization.slice('Organization/'.length));
  const stays = stayingOn(before ? attendanceIn(before, base).stays : [], now);
  await repository.commit({
    writes: [{ kind: 'put', resource: attendanceOf(id, { person: { id: personId, name }, facility: home ?? { id: '', name: '' }, stays }, base), precondition: before ? { kind: 'version', versionId: before.meta.versionId } : { kind: 'absent' } }],
    audit: auditOf(ask, { action: 'update', event: 'briefing-attended', entities: [`Appointment/${id}`] }),
  });
  // Of two windows of one person that say it at once, one has said it: that is enough.
  return ok({});
}

async function facilityOf({ repository }: BriefingContext, id: string) {
  const organization = await repository.read(`Organization/${id}`);
  return [{ id, name: organization?.resourceType === 'Organization' ? ((organization as { name?: string }).name ?? '') : '' }];
}
