import type { Binary, Organization, Patient } from '@medplum/fhirtypes';
import type { FreeSlot } from '../booking/contract.ts';
import type { Reference, Stored, Write } from '../fhir/repository.ts';
import { decide } from '../identity/policy.ts';
import { relationsToPatient } from '../identity/relations.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { addressee } from './act.ts';
import { created, eventData } from './change.ts';
import { mediaOf, observationsOf, type Photo } from './clinical.ts';
import type { Appointment, Consultation } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import type { ConsultationRequest, ConsultationView, Named } from './contract.ts';
import { is } from './load.ts';
import { belongs } from './photos.ts';
import type { Asked } from './ports.ts';
import { ageAt, redFlagged, redFlagsIn } from './redFlags.ts';
import { planAndSave, type Plan } from './save.ts';
import { taskOf } from './taskWrite.ts';
import { viewOf } from './view.ts';
import { encounterOf, fhirAppointmentOf, serviceRequestOf } from './visit.ts';

/** What the station asks for, and all that is stored with it, in one commit. */
export async function requestConsultation(context: CareContext, ask: Ask, request: ConsultationRequest): Promise<Result<ConsultationView, Refusal>> {
  const { organization, practitioner, roles } = ask.principal;
  const may = decide({ principal: ask.principal, interaction: 'create', resourceType: 'Task', relations: ['own-facility-patient'] });
  if (!may.allowed || !organization || !practitioner || !roles.includes('station')) {
    await context.repository.recordAccess(auditOf(ask, { action: 'create', event: 'consultation-requested', outcome: 'refused', entities: [] }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const requester = { id: practitioner.slice('Practitioner/'.length), name: ask.principal.name };
  return await planAndSave(context, async () => {
    const known = await lookUp(context, ask, organization, request);
    if (!known.ok) return known;
    const booked = request.when.kind === 'slot' ? await context.bookings.take(request.when.slotId, askedOf(request)) : undefined;
    if (booked && !booked.ok) return booked;
    return ok(plan(context, ask, request, { ...known.value, requester, ...(booked ? { booked: booked.value } : {}) }));
  });
}

const askedOf = ({ specialty, facilityId, practitionerId }: ConsultationRequest): Asked => ({ specialty, facilityId, ...(practitionerId ? { practitionerId } : {}) });

type Known = { readonly patient: Consultation['patient']; readonly station: Named; readonly facility: Named; readonly named?: Named; readonly photos: readonly Photo[] };

/** Everything the request points to, by name; and the values at which care comes before booking. */
async function lookUp(context: CareContext, ask: Ask, organization: Reference, request: ConsultationRequest): Promise<Result<Known, Refusal>> {
  const photos = request.photos ?? [];
  const wanted: Reference[] = [`Patient/${request.patientId}`, organization, ...photos.map((p): Reference => `Binary/${p.binaryId}`)];
  const [[patient, station, ...binaries], target] = await Promise.all([context.repository.readMany(wanted), addressee(context, askedOf(request))]);
  if (!is('Patient', patient) || !(await knows(context, ask, patient))) return refuse(refusal('CONSULTATION_PATIENT_UNKNOWN', { at: '/patientId' }));
  const flags = redFlagsIn(request.vitals, ageAt(patient.birthDate, context.clock.now()));
  if (flags.length > 0 && request.priority !== 'stat') {
    return refuse(redFlagged(flags, '/priority'));
  }
  if (flags.length > 0 && request.when.kind === 'slot') return refuse(redFlagged(flags, '/when'));
  if (!target.ok) return target;
  const missing = photos.findIndex((_, i) => !belongs(binaries[i], request.patientId));
  if (missing >= 0) return refuse(refusal('CONSULTATION_PHOTO_UNKNOWN', { at: `/photos/${missing}`, params: { number: missing + 1 } }));
  return ok({
    patient: namedPatient(patient),
    station: { id: organization.slice('Organization/'.length), name: is('Organization', station) ? ((station as Organization).name ?? '') : '' },
    ...target.value,
    photos: photos.map((photo, i) => ({ ...photo, contentType: (binaries[i] as Binary | undefined)?.contentType ?? 'image/jpeg' })),
  });
}

/** A station asks for the patients that it has received; for it, everybody else's records do not exist. */
async function knows({ repository, clock }: CareContext, ask: Ask, patient: Stored<Patient>): Promise<boolean> {
  const reference: Reference = `Patient/${patient.id}`;
  if (patient.managingOrganization?.reference === ask.principal.organization) return true;
  const relations = await relationsToPatient(repository, ask.principal, reference, clock);
  if (decide({ principal: ask.principal, interaction: 'create', resourceType: 'Observation', relations }).allowed) return true;
  await repository.recordAccess(auditOf(ask, { action: 'create', event: 'consultation-requested', outcome: 'refused', patient: reference, entities: [reference] }));
  return false;
}

export function namedPatient(patient: Stored<Patient>): Consultation['patient'] {
  const name = patient.name?.[0];
  return {
    id: patient.id,
    name: name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' '),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
    ...(patient.gender ? { sex: patient.gender } : {}),
  };
}

type Ready = Known & { readonly requester: Named; readonly booked?: { readonly slot: FreeSlot; readonly write: Write } };

function plan(context: CareContext, ask: Ask, request: ConsultationRequest, ready: Ready): Plan {
  const { base, newId, clock } = context;
  const c = newConsultation(context, request, ready);
  const observations = observationsOf(c, request.vitals, newId);
  const media = ready.photos.map((photo) => mediaOf(c, photo, newId()));
  const supporting = [...observations, ...media].map((r) => `${r.resourceType}/${r.id}`);
  const serviceRequest = serviceRequestOf(c, { symptoms: request.symptoms, patientInformed: request.patientInformed, supporting }, base);
  const appointment = c.state === 'scheduled' ? [fhirAppointmentOf(c, c.appointment, c.specialist, 'booked', base)] : [];
  const view = viewOf(c, { serviceRequest, observations, media, communications: [], prescriptions: [] }, { version: '1', sides: ['station'], now: clock.now() });
  const event = (type: string) => ({ id: newId(), type, data: eventData(c) });
  return {
    view,
    ...(ready.booked ? { asked: askedOf(request) } : {}),
    unit: {
      writes: [
        ...[taskOf(c, base), serviceRequest, encounterOf(c, base), ...observations, ...media, ...appointment].map(created),
        ...(ready.booked ? [ready.booked.write] : []),
      ],
      audit: auditOf(ask, { action: 'create', event: 'consultation-requested', patient: `Patient/${c.patient.id}`, entities: [`Task/${c.id}`, `ServiceRequest/${c.id}`] }),
      events: [event('consultation-requested'), ...(c.state === 'scheduled' ? [event('consultation-booked')] : [])],
      ...(ask.command ? { idempotency: { ...ask.command, answer: view } } : {}),
    },
  };
}

function newConsultation({ clock, newId, newRoom }: CareContext, request: ConsultationRequest, ready: Ready): Consultation {
  const at = clock.now().toISOString();
  const by = ready.requester.name;
  const common = {
    id: newId(),
    patient: ready.patient,
    station: ready.station,
    requester: ready.requester,
    facility: ready.facility,
    specialty: request.specialty,
    priority: request.priority,
    mode: request.when.kind,
    questions: request.questions,
    requestedAt: at,
    waitingSince: at,
    messages: [],
    // Routing is by facility and specialty, which the request names: it happens at once.
    history: [{ state: 'submitted', at, by }, { state: 'routed', at, by }],
  } as const;
  if (!ready.booked) return { ...common, state: 'routed', ...(ready.named ? { named: ready.named } : {}) };
  const { slot } = ready.booked;
  const appointment: Appointment = { appointmentId: newId(), slotId: slot.id, start: slot.start, end: slot.end };
  return {
    ...common,
    state: 'scheduled',
    specialist: slot.practitioner,
    appointment,
    room: newRoom(),
    history: [...common.history, { state: 'scheduled', at, by, note: slot.start }],
  };
}
