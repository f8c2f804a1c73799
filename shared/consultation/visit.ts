import type { Appointment as FhirAppointment, Encounter, ServiceRequest } from '@medplum/fhirtypes';
import { appointmentOf, namedOf, specialistOf, type Appointment, type Consultation, type StoredState } from './consultation.ts';
import { codeSystem, extensionUrl } from './names.ts';
import { refTo, taskStatus } from './taskWrite.ts';

type WithId<T> = T & { readonly id: string };

/** What the request brings beside what the Task carries; written once, never changed by a transition. */
export type RequestDetails = { readonly symptoms: string; readonly patientInformed: true; /** "Observation/x", "Media/y" */ readonly supporting: readonly string[] };

const requestStatus = (state: StoredState): ServiceRequest['status'] => {
  const status = taskStatus[state];
  if (state === 'signed' || state === 'acknowledged' || status === 'completed') return 'completed';
  return status === 'rejected' || status === 'cancelled' || status === 'failed' ? 'revoked' : 'active';
};

export function serviceRequestOf(c: Consultation, details: RequestDetails, base: string): WithId<ServiceRequest> {
  return {
    resourceType: 'ServiceRequest',
    id: c.id,
    extension: [
      ...c.questions.map((valueString) => ({ url: extensionUrl(base, 'consultation-question'), valueString })),
      { url: extensionUrl(base, 'patient-informed'), valueBoolean: details.patientInformed },
    ],
    status: requestStatus(c.state),
    intent: 'order',
    priority: c.priority,
    subject: refTo('Patient', c.patient),
    encounter: { reference: `Encounter/${c.id}` },
    authoredOn: c.requestedAt,
    requester: refTo('Practitioner', c.requester),
    ...performersOf(c, base),
    supportingInfo: details.supporting.map((reference) => ({ reference })),
    note: [{ text: details.symptoms }],
  };
}

function performersOf(c: Consultation, base: string): Pick<ServiceRequest, 'performerType' | 'performer'> {
  const person = specialistOf(c) ?? namedOf(c);
  return {
    performerType: { coding: [{ system: codeSystem(base, 'specialty'), code: c.specialty }] },
    performer: [refTo('Organization', c.facility), ...(person ? [refTo('Practitioner', person)] : [])],
  };
}

/** The request after a transition: its status and whom it asks; everything else stays as the station wrote it. */
export const serviceRequestAfter = (c: Consultation, before: WithId<ServiceRequest>, base: string): WithId<ServiceRequest> => ({
  ...before,
  status: requestStatus(c.state),
  ...performersOf(c, base),
});

const encounterStatus: Readonly<Record<StoredState, Encounter['status']>> = {
  submitted: 'planned', routed: 'planned', redirected: 'planned', expired: 'planned', escalated: 'planned', accepted: 'planned',
  'needs-info': 'planned', scheduled: 'planned', waiting: 'arrived', called: 'arrived', 'in-call': 'in-progress',
  interrupted: 'in-progress', concluding: 'in-progress', signed: 'finished', acknowledged: 'finished', 'outcome-reported': 'finished',
  closed: 'finished', declined: 'cancelled', cancelled: 'cancelled', 'no-show': 'cancelled', 'emergency-transfer': 'finished',
  'patient-died': 'finished',
};

/** The visit: class VR, at the station, with the specialist as participant while the case is theirs. */
export function encounterOf(c: Consultation, base: string, before?: Encounter): WithId<Encounter> {
  const specialist = specialistOf(c);
  const appointment = appointmentOf(c);
  const status = encounterStatus[c.state];
  const over = status === 'finished' || status === 'cancelled';
  const invited = (before?.participant ?? []).filter((p) => p.type?.[0]?.coding?.[0]?.code === 'CON');
  return {
    resourceType: 'Encounter',
    id: c.id,
    status,
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR', display: 'virtual' },
    serviceType: { coding: [{ system: codeSystem(base, 'specialty'), code: c.specialty }] },
    subject: refTo('Patient', c.patient),
    basedOn: [{ reference: `ServiceRequest/${c.id}` }],
    participant: [participant('ATND', refTo('Practitioner', c.requester)), ...(specialist ? [participant('PPRF', refTo('Practitioner', specialist))] : []), ...invited],
    ...(appointment ? { appointment: [{ reference: `Appointment/${appointment.appointmentId}` }] } : {}),
    period: { start: c.requestedAt, ...(over ? { end: before?.period?.end ?? c.history.at(-1)?.at ?? c.requestedAt } : {}) },
    serviceProvider: refTo('Organization', c.station),
  };
}

const participant = (code: 'ATND' | 'PPRF' | 'CON', individual: { readonly reference: string; readonly display: string }) => ({
  type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code }] }],
  individual,
});

export type AppointmentStatus = 'booked' | 'arrived' | 'fulfilled' | 'cancelled' | 'noshow';

/** The Appointment of a booking; `c` is the consultation while it has (or had) it. */
export function fhirAppointmentOf(c: Consultation, appointment: Appointment, specialist: { id: string; name: string }, status: AppointmentStatus, base: string): WithId<FhirAppointment> {
  const accepted = 'accepted' as const;
  return {
    resourceType: 'Appointment',
    id: appointment.appointmentId,
    status,
    serviceType: [{ coding: [{ system: codeSystem(base, 'specialty'), code: c.specialty }] }],
    basedOn: [{ reference: `ServiceRequest/${c.id}` }],
    start: appointment.start,
    end: appointment.end,
    slot: [{ reference: `Slot/${appointment.slotId}` }],
    created: c.history.at(-1)?.at ?? c.requestedAt,
    participant: [
      { actor: refTo('Patient', c.patient), status: accepted },
      { actor: refTo('Practitioner', c.requester), status: accepted },
      { actor: refTo('Practitioner', specialist), status: accepted },
    ],
  };
}
