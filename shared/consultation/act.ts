import type { Bundle, Organization, PractitionerRole } from '@medplum/fhirtypes';
import type { Refusal } from '../kernel/refusal.ts';
import { refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { changeOf, eventsOf, type Author } from './change.ts';
import { communicationOf, mediaOf, vitalsIn, type Sender } from './clinical.ts';
import { appointmentOf, namedOf, type Consultation } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import type { ConsultationAction, ConsultationView, Named } from './contract.ts';
import { decide, type Decided, type Decision } from './decide.ts';
import { belongs } from './photos.ts';
import { is, loadCase, specialtiesIn, type Case } from './load.ts';
import type { Asked } from './ports.ts';
import { flagsAgainstBooking, redFlagged } from './redFlags.ts';
import { planAndSave, type Plan } from './save.ts';
import { permitted, type Side } from './transitions.ts';
import { sidesOf, type Caller } from './sides.ts';
import { detailsOf, readerOf, viewOf } from './view.ts';
import type { Claim, OutboxEvent, Write } from '../fhir/repository.ts';

/** Does one of the actions of a consultation, and answers with the new view. Repeatable by its key. */
export async function act(context: CareContext, ask: Ask, id: string, action: ConsultationAction): Promise<Result<ConsultationView, Refusal>> {
  return await planAndSave(context, async () => {
    const found = await loadCase(context, ask, id, { event: `consultation-${action.action}`, kind: 'move' });
    if (!found.ok) return found;
    const allowed = permitted(found.value.consultation, action.action, found.value.sides);
    if (!allowed.ok) return await refusedMove(context, ask, found.value.consultation, action.action, allowed.error);
    const resolved = await resolve(context, found.value, action);
    if (!resolved.ok) return resolved;
    return await planMove(context, ask, found.value, resolved.value);
  });
}

/** `document`: the signed document that the writes store; `draft`: one that not all have signed. */
type Resolved = { readonly action: Decided; readonly writes?: readonly Write[]; readonly asked?: Asked; readonly document?: Bundle; readonly draft?: Bundle; /** Signed with them. */ readonly prescriptions?: readonly Bundle[]; readonly claims?: readonly Claim[]; readonly events?: readonly OutboxEvent[] };

/** The plan of a move that has been looked up: decision, writes, audit, events and the answer in one unit. */
export async function planMove(context: CareContext, ask: Ask, found: Case, { action, writes = [], asked, document, draft, prescriptions = [], claims = [], events = [] }: Resolved): Promise<Result<Plan, Refusal>> {
  const { clock, newId, newRoom } = context;
  const at = clock.now().toISOString();
  const actor: Named = { id: ask.principal.practitioner?.split('/')[1] ?? ask.principal.subject, name: ask.principal.name };
  const author: Author = { at, actor, sender: senderOf(ask, actor) };
  const decided = decide(found.consultation, action, { at, actor, sides: found.sides, room: newRoom(), messageId: newId() });
  if (!decided.ok) return decided;
  const { next } = decided.value;
  if (next === found.consultation) return ok(await planNothing(context, ask, found));
  const view = await viewAfter(context, ask, found, decided.value, { author, document, draft, prescriptions });
  return ok({
    view,
    ...(asked ? { asked } : {}),
    unit: {
      writes: [...(await changeOf(context, found, decided.value, author)), ...writes, ...(await recalled(context, found.consultation, decided.value.next, action, at))],
      ...(claims.length > 0 ? { claims } : {}),
      audit: auditOf(ask, {
        action: 'update',
        event: `consultation-${action.action}`,
        patient: `Patient/${next.patient.id}`,
        entities: [`Task/${next.id}`],
      }),
      events: [...events, ...eventsOf(found.consultation, next, action.action, newId)],
      ...(ask.command ? { idempotency: { ...ask.command, answer: view } } : {}),
    },
  });
}

/** What was being signed and is not any more, other than by the last signature: nobody is asked for it from now on. */
async function recalled({ documents }: CareContext, { pending }: Consultation, next: Consultation, { action }: Decided, at: string): Promise<readonly Write[]> {
  return pending && !next.pending && action !== 'countersign' ? ((await documents.recall(pending.documentId, at)) ?? []) : [];
}

/** What was asked for is so already: the present view, and of the record only that it was read and answered. */
async function planNothing(context: CareContext, ask: Ask, { consultation, serviceRequest, task, sides }: Case): Promise<Plan> {
  const details = await detailsOf(context, consultation, serviceRequest);
  const view = viewOf(consultation, details, { version: task.meta.versionId, sides, now: context.clock.now(), ...readerOf(ask.principal) });
  const audit = auditOf(ask, { action: 'read', event: 'consultation-read', patient: `Patient/${consultation.patient.id}`, entities: [`Task/${consultation.id}`] });
  return { view, unit: { writes: [], audit, ...(ask.command ? { idempotency: { ...ask.command, answer: view } } : {}) } };
}

/** The view after the move, made before it is committed so that the stored answer and the given one are the same. */
async function viewAfter(context: CareContext, { principal }: Ask, found: Case, { next, message, photo }: Decision, { author, document, draft, prescriptions }: { author: Author; document: Bundle | undefined; draft: Bundle | undefined; prescriptions: readonly Bundle[] }): Promise<ConsultationView> {
  const stored: Consultation = message ? { ...next, messages: next.messages.slice(0, -1) } : document || prescriptions.length > 0 ? found.consultation : next;
  const details = await detailsOf(context, stored, found.serviceRequest, { ...(document ? { signed: document } : {}), ...(draft ? { draft } : {}), prescriptions });
  const communications = message ? [...details.communications, communicationOf(next, message, { ...author, base: context.base })] : details.communications;
  const media = photo ? [...details.media, mediaOf(next, photo, photo.id, { by: author.actor, at: author.at })] : details.media;
  const caller: Caller = { principal, specialties: found.sides.includes('specialist') ? [next.specialty] : [] };
  const sides: readonly Side[] = sidesOf(next, caller);
  return viewOf(next, { ...details, communications, media }, { version: String(Number(found.task.meta.versionId) + 1), sides, now: context.clock.now(), ...readerOf(principal) });
}

/** A patient, or a carer, writes under their own record; staff as the practitioner that they are. */
const senderOf = ({ principal }: Ask, { id, name }: Named): Sender =>
  principal.practitioner || !principal.patient ? { reference: `Practitioner/${id}`, display: name } : { reference: principal.patient, display: name };

/** A move that is not the caller's to make is written down like every other refused access. */
export async function refusedMove(context: CareContext, ask: Ask, c: Consultation, name: string, error: Refusal): Promise<Result<never, Refusal>> {
  if (error.code === 'CONSULTATION_NOT_YOURS' || error.code === 'CONSULTATION_TAKEN') {
    await context.repository.recordAccess(
      auditOf(ask, { action: 'update', event: `consultation-${name}`, outcome: 'refused', patient: `Patient/${c.patient.id}`, entities: [`Task/${c.id}`] }),
    );
  }
  return refuse(error);
}

async function resolve(context: CareContext, found: Case, action: ConsultationAction): Promise<Result<Resolved, Refusal>> {
  if (action.action === 'book') return await resolveBooking(context, found, action.slotId);
  if (action.action === 'redirect') return await resolveRedirect(context, action);
  if (action.action === 'attach-photo') return await resolvePhoto(context, found, action);
  return ok({ action });
}

async function resolvePhoto({ repository }: CareContext, { consultation }: Case, { binaryId, caption }: Extract<ConsultationAction, { action: 'attach-photo' }>): Promise<Result<Resolved, Refusal>> {
  const binary = await repository.read(`Binary/${binaryId}`);
  if (!belongs(binary, consultation.patient.id)) return refuse(refusal('CONSULTATION_PHOTO_UNKNOWN', { at: '/binaryId', params: { number: 1 } }));
  return ok({ action: { action: 'attach-photo', photo: { binaryId, contentType: binary.contentType ?? 'image/jpeg', ...(caption ? { caption } : {}) } } });
}

async function resolveBooking(context: CareContext, { consultation: c, serviceRequest }: Case, slotId: string): Promise<Result<Resolved, Refusal>> {
  if (appointmentOf(c)?.slotId === slotId) return refuse(refusal('BOOKING_ALREADY_BOOKED', { at: '/slotId' }));
  if (c.priority === 'stat') {
    const { observations } = await detailsOf(context, c, serviceRequest);
    const flags = flagsAgainstBooking(c, vitalsIn(observations), context.clock.now());
    if (flags.length > 0) return refuse(redFlagged(flags, '/slotId'));
  }
  const named = namedOf(c);
  const asked: Asked = { specialty: c.specialty, facilityId: c.facility.id, ...(named ? { practitionerId: named.id } : {}) };
  const taken = await context.bookings.take(slotId, asked);
  if (!taken.ok) return refuse({ ...taken.error, at: '/slotId' });
  const { slot, write } = taken.value;
  const appointment = { appointmentId: context.newId(), slotId: slot.id, start: slot.start, end: slot.end };
  return ok({ action: { action: 'book', appointment, specialist: slot.practitioner }, writes: [write], asked });
}

async function resolveRedirect(context: CareContext, action: Extract<ConsultationAction, { action: 'redirect' }>): Promise<Result<Resolved, Refusal>> {
  const { facilityId, practitionerId, specialty, reason } = action;
  const target = await addressee(context, { facilityId, specialty, ...(practitionerId ? { practitionerId } : {}) });
  return target.ok ? ok({ action: { action: 'redirect', specialty, reason, ...target.value } }) : target;
}

/** The facility, and the specialist where one is named, by their names; both must exist and fit together. */
export async function addressee({ repository }: Pick<CareContext, 'repository'>, asked: Asked): Promise<Result<{ facility: Named; named?: Named }, Refusal>> {
  const { facilityId, practitionerId, specialty } = asked;
  const [organization, role] = await repository.readMany([`Organization/${facilityId}`, ...(practitionerId ? ([`PractitionerRole/role-${practitionerId}`] as const) : [])]);
  if (!is('Organization', organization)) return refuse(refusal('CONSULTATION_FACILITY_UNKNOWN', { at: '/facilityId' }));
  const facility = { id: facilityId, name: (organization as Organization).name ?? '' };
  if (!practitionerId) return ok({ facility });
  const fits = is('PractitionerRole', role) && worksAt(role, facilityId) && specialtiesIn(role).includes(specialty);
  if (!fits) return refuse(refusal('CONSULTATION_SPECIALIST_UNKNOWN', { at: '/practitionerId' }));
  return ok({ facility, named: { id: practitionerId, name: role.practitioner?.display ?? '' } });
}

const worksAt = (role: PractitionerRole, facilityId: string): boolean => role.organization?.reference === `Organization/${facilityId}`;
