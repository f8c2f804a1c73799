import type { Communication, Media, Observation } from '@medplum/fhirtypes';
import type { Consultation } from './consultation.ts';
import type { MessageAudience, Named, Vitals } from './contract.ts';
import { codeSystem } from './names.ts';
import { refTo } from './taskWrite.ts';

type WithId<T> = T & { readonly id: string };

type Measure = { readonly vital: keyof Vitals; readonly code: string; readonly display: string; readonly unit: string; readonly ucum: string };

/** LOINC and UCUM of the vital signs (FHIR R4 vital-signs profiles; blood glucose by LOINC 15074-8). */
const single: readonly Measure[] = [
  { vital: 'heartRate', code: '8867-4', display: 'Heart rate', unit: '/min', ucum: '/min' },
  { vital: 'respiratoryRate', code: '9279-1', display: 'Respiratory rate', unit: '/min', ucum: '/min' },
  { vital: 'temperature', code: '8310-5', display: 'Body temperature', unit: '°C', ucum: 'Cel' },
  { vital: 'oxygenSaturation', code: '2708-6', display: 'Oxygen saturation in Arterial blood', unit: '%', ucum: '%' },
  { vital: 'weight', code: '29463-7', display: 'Body weight', unit: 'kg', ucum: 'kg' },
  { vital: 'height', code: '8302-2', display: 'Body height', unit: 'cm', ucum: 'cm' },
  { vital: 'bloodGlucose', code: '15074-8', display: 'Glucose [Moles/volume] in Blood', unit: 'mmol/L', ucum: 'mmol/L' },
];
const pressure: readonly Measure[] = [
  { vital: 'systolic', code: '8480-6', display: 'Systolic blood pressure', unit: 'mmHg', ucum: 'mm[Hg]' },
  { vital: 'diastolic', code: '8462-4', display: 'Diastolic blood pressure', unit: 'mmHg', ucum: 'mm[Hg]' },
];

const loinc = (code: string, display: string) => ({ coding: [{ system: 'http://loinc.org', code, display }] });
const quantity = ({ unit, ucum }: Measure, value: number) => ({ value, unit, system: 'http://unitsofmeasure.org', code: ucum });

/** One Observation for each measured value; both blood pressures are components of one. */
export function observationsOf(c: Consultation, vitals: Vitals, newId: () => string): readonly WithId<Observation>[] {
  const observation = (code: Observation['code'], value: Pick<Observation, 'valueQuantity' | 'component'>): WithId<Observation> => ({
    resourceType: 'Observation',
    id: newId(),
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs', display: 'Vital Signs' }] }],
    code,
    subject: refTo('Patient', c.patient),
    encounter: { reference: `Encounter/${c.id}` },
    effectiveDateTime: c.requestedAt,
    performer: [refTo('Practitioner', c.requester)],
    ...value,
  });
  const component = pressure.flatMap((m) => {
    const value = vitals[m.vital];
    return value === undefined ? [] : [{ code: loinc(m.code, m.display), valueQuantity: quantity(m, value) }];
  });
  const singles = single.flatMap((m) => {
    const value = vitals[m.vital];
    return value === undefined ? [] : [observation(loinc(m.code, m.display), { valueQuantity: quantity(m, value) })];
  });
  return component.length > 0 ? [observation(loinc('85354-9', 'Blood pressure panel with all children optional'), { component }), ...singles] : singles;
}

/** Inverse of observationsOf. */
export function vitalsIn(observations: readonly Observation[]): Vitals {
  const values = observations.flatMap((o) => [o, ...(o.component ?? [])]).flatMap(({ code, valueQuantity }) => {
    const measure = [...single, ...pressure].find((m) => code?.coding?.some((coding) => coding.code === m.code));
    return measure && valueQuantity?.value !== undefined ? [[measure.vital, valueQuantity.value] as const] : [];
  });
  return Object.fromEntries(values);
}

export type Photo = { readonly binaryId: string; readonly caption?: string; readonly contentType?: string };

/** Taken by `taken`, or with the request. */
export const mediaOf = (c: Consultation, photo: Photo, id: string, taken: { readonly by: Named; readonly at: string } = { by: c.requester, at: c.requestedAt }): WithId<Media> => ({
  resourceType: 'Media',
  id,
  status: 'completed',
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-type', code: 'image', display: 'Image' }] },
  subject: refTo('Patient', c.patient),
  encounter: { reference: `Encounter/${c.id}` },
  createdDateTime: taken.at,
  operator: refTo('Practitioner', taken.by),
  content: { contentType: photo.contentType ?? 'image/jpeg', url: `Binary/${photo.binaryId}` },
  ...(photo.caption ? { note: [{ text: photo.caption }] } : {}),
});

export const photoIn = (media: Media): { readonly binaryId: string; readonly caption?: string } => {
  const caption = media.note?.[0]?.text;
  return { binaryId: media.content?.url?.split('/').at(-1) ?? '', ...(caption ? { caption } : {}) };
};

export type Sender = NonNullable<Communication['sender']>;

export type Message = { readonly id: string; readonly text: string; readonly audience: MessageAudience };

/** Something written in the consultation. `sender`: a person of ours, or by a logical reference who was invited by a link. */
export const communicationOf = (c: Consultation, message: Message, { sender, at, base }: { readonly sender: Sender; readonly at: string; readonly base: string }): WithId<Communication> => ({
  resourceType: 'Communication',
  id: message.id,
  basedOn: [{ reference: `ServiceRequest/${c.id}` }],
  status: 'completed',
  ...(message.audience === 'room' ? { category: [{ coding: [{ system: codeSystem(base, 'message-audience'), code: 'room' }] }] } : {}),
  subject: refTo('Patient', c.patient),
  about: [{ reference: `Task/${c.id}` }],
  encounter: { reference: `Encounter/${c.id}` },
  sent: at,
  sender,
  payload: [{ contentString: message.text }],
});

/** Read by those, too, who are in the room by a link. */
export const isForTheRoom = ({ category = [] }: Communication): boolean => category.some(({ coding = [] }) => coding.some(({ code }) => code === 'room'));

export const messageIn = (communication: Communication) => ({
  id: communication.id ?? '',
  at: communication.sent ?? '',
  by: communication.sender?.display ?? '',
  text: communication.payload?.[0]?.contentString ?? '',
  ...(isForTheRoom(communication) ? { audience: 'room' as const } : {}),
});
