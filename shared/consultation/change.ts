import type { Resource, ServiceRequest } from '@medplum/fhirtypes';
import type { OutboxEvent, Stored, Write } from '../fhir/repository.ts';
import { appointmentOf, documentsOf, roomOf, specialistOf, type Consultation, type StoredState } from './consultation.ts';
import type { CareContext } from './context.ts';
import { communicationOf, mediaOf, type Sender } from './clinical.ts';
import type { Decided, Decision } from './decide.ts';
import type { Named } from './contract.ts';
import type { Case } from './load.ts';
import { taskOf } from './taskWrite.ts';
import { encounterOf, fhirAppointmentOf, serviceRequestAfter, type AppointmentStatus } from './visit.ts';

type WithId = Resource & { readonly id: string };

/** Who does it: as a person of ours, and as the sender of what is written. */
export type Author = { readonly at: string; readonly actor: Named; readonly sender: Sender };

const withPhoto = <T extends ServiceRequest>(request: T, media: string | undefined): T =>
  media === undefined ? request : { ...request, supportingInfo: [...(request.supportingInfo ?? []), { reference: `Media/${media}` }] };

/** The writes of a decided move, all under the precondition that nothing changed meanwhile. */
export async function changeOf(context: Pick<CareContext, 'base' | 'bookings'>, found: Pick<Case, 'consultation' | 'task' | 'serviceRequest' | 'encounter'>, { next, message, photo }: Decision, by: Author): Promise<readonly Write[]> {
  const { base } = context;
  const before = found.consultation;
  const request = withPhoto(serviceRequestAfter(next, found.serviceRequest, base), photo?.id);
  return [
    // By the documents that it names, what was measured and found before the signature is known.
    { ...changed(taskOf(next, base), found.task), ...(documentsOf(next).length > 0 ? { signed: true } : {}) },
    ...differs(request, found.serviceRequest),
    ...differs(encounterOf(next, base, found.encounter), found.encounter),
    ...(message ? [created(communicationOf(next, message, { ...by, base }))] : []),
    ...(photo ? [created(mediaOf(next, photo, photo.id, { by: by.actor, at: by.at }))] : []),
    ...(await appointmentWrites(context, before, next)),
  ];
}

export const created = (resource: WithId): Write => ({ kind: 'put', resource, precondition: { kind: 'absent' } });

/** A changed resource keeps its tags and profiles; version and time are the repository's. */
function changed(next: WithId, before: Stored): Write {
  const { tag, profile, security } = before.meta;
  const meta = { ...(tag ? { tag } : {}), ...(profile ? { profile } : {}), ...(security ? { security } : {}) };
  const { meta: _, ...rest } = next;
  const resource = { ...rest, ...(Object.keys(meta).length > 0 ? { meta } : {}) } as WithId;
  return { kind: 'put', resource, precondition: { kind: 'version', versionId: before.meta.versionId } };
}

/** The write, only where something differs: a version without a change is noise in the history. */
function differs(next: WithId, before: Stored): Write[] {
  const bare = (resource: WithId) => JSON.stringify(Object.entries(resource).filter(([key, value]) => key !== 'meta' && value !== undefined).toSorted(([a], [b]) => a.localeCompare(b)));
  return bare(next) === bare(before) ? [] : [changed(next, before)];
}

const appointmentStatus = (state: StoredState): AppointmentStatus => {
  if (state === 'scheduled' || state === 'needs-info') return 'booked';
  if (state === 'waiting' || state === 'called' || state === 'in-call') return 'arrived';
  if (state === 'no-show') return 'noshow';
  return state === 'interrupted' || state === 'concluding' || state === 'signed' || state === 'acknowledged' ? 'fulfilled' : 'cancelled';
};

/** The Appointment follows the consultation, and a slot that is no longer needed goes back to the others. */
async function appointmentWrites({ base, bookings }: Pick<CareContext, 'base' | 'bookings'>, before: Consultation, next: Consultation): Promise<Write[]> {
  const old = appointmentOf(before);
  const now = appointmentOf(next);
  const any = { kind: 'any' } as const;
  const put = (c: Consultation, appointment: NonNullable<typeof old>, status: AppointmentStatus): Write => ({
    kind: 'put',
    resource: fhirAppointmentOf(c, appointment, specialistOf(c) ?? { id: '', name: '' }, status, base),
    precondition: any,
  });
  if (old && now?.appointmentId === old.appointmentId) {
    const status = appointmentStatus(next.state);
    return status === appointmentStatus(before.state) || next.state === 'outcome-reported' || next.state === 'closed' ? [] : [put(next, old, status)];
  }
  const given = old ? await bookings.release(old.slotId) : undefined;
  return [
    ...(old ? [put(before, old, next.state === 'no-show' ? 'noshow' : 'cancelled')] : []),
    ...(given ? [given] : []),
    ...(now ? [put(next, now, 'booked')] : []),
  ];
}

const eventOf: Readonly<Partial<Record<Decided['action'], string>>> = {
  accept: 'consultation-accepted',
  'ask-more': 'consultation-needs-info',
  'answer-more': 'consultation-answered',
  redirect: 'consultation-redirected',
  decline: 'consultation-declined',
  book: 'consultation-booked',
  call: 'consultation-called',
  message: 'consultation-message',
  say: 'consultation-message',
  prescribe: 'consultation-prescribed',
  acknowledge: 'consultation-acknowledged',
  'report-outcome': 'consultation-outcome-reported',
  cancel: 'consultation-cancelled',
  'no-show': 'consultation-no-show',
  'emergency-transfer': 'consultation-emergency-transfer',
  escalate: 'consultation-escalated',
};

/** Signed is what everybody has signed; until then the next signer is asked. */
function eventFor(before: Consultation, next: Consultation, action: Decided['action']): string | undefined {
  if (action !== 'sign' && action !== 'amend' && action !== 'countersign') return eventOf[action];
  if (next.pending) return 'consultation-signature-asked';
  return action === 'amend' || before.pending?.reason !== undefined ? 'consultation-amended' : 'consultation-signed';
}

/** What others react to; ids only. */
export function eventsOf(before: Consultation, next: Consultation, action: Decided['action'], newId: () => string): readonly OutboxEvent[] {
  const type = eventFor(before, next, action);
  const room = roomOf(before);
  return [
    ...(type ? [{ id: newId(), type, data: eventData(next) }] : []),
    ...(room !== undefined && roomOf(next) !== room ? [{ id: newId(), type: 'room-closed', data: { consultationId: next.id, room } }] : []),
  ];
}

export function eventData(c: Consultation): Readonly<Record<string, string>> {
  const specialist = specialistOf(c);
  return { consultationId: c.id, patientId: c.patient.id, stationId: c.station.id, facilityId: c.facility.id, ...(specialist ? { specialistId: specialist.id } : {}) };
}
