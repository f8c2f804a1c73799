import type { Appointment, Basic, Communication, Extension } from '@medplum/fhirtypes';
import { createHash } from 'node:crypto';
import type { Briefing, Stay } from './briefing.ts';
import type { Attendance, BriefingMessage, Named } from './contract.ts';

type WithId<T> = T & { readonly id: string };

const extensionUrl = (base: string, name: 'briefing-agenda-item' | 'briefing-room' | 'briefing-minutes' | 'briefing-stay' | 'briefing-facility') => `${base}/StructureDefinition/${name}`;
const serviceType = (base: string) => ({ coding: [{ system: `${base}/CodeSystem/service-type`, code: 'briefing' }] });
const reference = (type: 'Organization' | 'Practitioner', { id, name }: Named) => ({ reference: `${type}/${id}`, display: name });
const named = (ref: { readonly reference?: string; readonly display?: string } | undefined): Named => ({ id: ref?.reference?.split('/')[1] ?? '', name: ref?.display ?? '' });

/** An Appointment without a patient (docs/adr/0101): people as participants, invited facilities as supporting information. */
export function appointmentOf(b: Briefing, base: string): WithId<Appointment> {
  const extension: Extension[] = [
    { url: extensionUrl(base, 'briefing-room'), valueString: b.room },
    ...b.agenda.map(({ title, minutes }) => ({ url: extensionUrl(base, 'briefing-agenda-item'), extension: [{ url: 'title', valueString: title }, { url: 'minutes', valuePositiveInt: minutes }] })),
    ...(b.minutes ? [{ url: extensionUrl(base, 'briefing-minutes'), valueReference: { reference: `Bundle/${b.minutes}` } }] : []),
  ];
  return {
    resourceType: 'Appointment',
    id: b.id,
    extension,
    status: b.cancelled === undefined ? (b.minutes ? 'fulfilled' : 'booked') : 'cancelled',
    ...(b.cancelled === undefined ? {} : { cancelationReason: { text: b.cancelled } }),
    serviceType: [serviceType(base)],
    description: b.title,
    supportingInformation: b.facilities.map((facility) => reference('Organization', facility)),
    start: b.start,
    end: b.end,
    minutesDuration: b.agenda.reduce((sum, { minutes }) => sum + minutes, 0),
    participant: [
      { actor: reference('Practitioner', b.host), required: 'required', status: 'accepted' },
      ...b.people.map((person) => ({ actor: reference('Practitioner', person), required: 'optional' as const, status: 'needs-action' as const })),
    ],
  };
}

/** Inverse of appointmentOf; undefined for an Appointment of another kind. */
export function briefingIn(appointment: Appointment, base: string): Briefing | undefined {
  const { code } = serviceType(base).coding[0] ?? {};
  if (!appointment.serviceType?.some(({ coding = [] }) => coding.some((each) => each.code === code && each.system === `${base}/CodeSystem/service-type`))) return undefined;
  const of = (name: Parameters<typeof extensionUrl>[1]) => (appointment.extension ?? []).filter(({ url }) => url === extensionUrl(base, name));
  const facilities = (appointment.supportingInformation ?? []).map(named);
  const [host, ...people] = appointment.participant.map(({ actor }) => named(actor));
  const minutes = of('briefing-minutes')[0]?.valueReference?.reference?.split('/')[1];
  return {
    id: appointment.id ?? '',
    title: appointment.description ?? '',
    start: appointment.start ?? '',
    end: appointment.end ?? '',
    agenda: of('briefing-agenda-item').map(({ extension = [] }) => ({ title: extension.find(({ url }) => url === 'title')?.valueString ?? '', minutes: extension.find(({ url }) => url === 'minutes')?.valuePositiveInt ?? 0 })),
    host: host ?? { id: '', name: '' },
    facility: facilities[0] ?? { id: '', name: '' },
    facilities, people,
    room: of('briefing-room')[0]?.valueString ?? '',
    ...(appointment.status === 'cancelled' ? { cancelled: appointment.cancelationReason?.text ?? '' } : {}),
    ...(minutes ? { minutes } : {}),
  };
}

/** One for each person and briefing, so that a sign of life is one small write and never waits for another person's. */
export const attendanceId = (briefingId: string, personId: string): string => createHash('sha256').update(`${briefingId} ${personId}`).digest('hex').slice(0, 40);

export function attendanceOf(briefingId: string, { person, facility, stays }: Attendance, base: string): WithId<Basic> {
  return {
    resourceType: 'Basic',
    id: attendanceId(briefingId, person.id),
    code: { coding: [{ system: `${base}/CodeSystem/basic-kind`, code: 'briefing-attendance' }] },
    subject: { reference: `Appointment/${briefingId}` },
    author: reference('Practitioner', person),
    extension: [
      { url: extensionUrl(base, 'briefing-facility'), valueReference: reference('Organization', facility) },
      ...stays.map(({ from, to }) => ({ url: extensionUrl(base, 'briefing-stay'), valuePeriod: { start: from, end: to } })),
    ],
  };
}

export const attendanceIn = ({ author, extension = [] }: Basic, base: string): Attendance => ({
  person: named(author),
  facility: named(extension.find(({ url }) => url === extensionUrl(base, 'briefing-facility'))?.valueReference),
  stays: extension.filter(({ url }) => url === extensionUrl(base, 'briefing-stay')).map(({ valuePeriod }): Stay => ({ from: valuePeriod?.start ?? '', to: valuePeriod?.end ?? '' })),
});

/** A message to everybody in it. R4 finds no Communication by `about`: it is found as `based-on` the same Appointment. */
export function communicationOf(briefingId: string, { id, at, by, text }: BriefingMessage): WithId<Communication> {
  const briefing = [{ reference: `Appointment/${briefingId}` }];
  return { resourceType: 'Communication', id, basedOn: briefing, status: 'completed', about: briefing, sent: at, sender: reference('Practitioner', by), payload: [{ contentString: text }] };
}

export const messageIn = ({ id = '', sent = '', sender, payload }: Communication): BriefingMessage => ({ id, at: sent, by: named(sender), text: payload?.[0]?.contentString ?? '' });
