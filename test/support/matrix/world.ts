import type { Resource, Task } from '@medplum/fhirtypes';
import { consentReference, carerRole } from '../../../shared/consent/ports.ts';
import type { Reference } from '../../../shared/fhir/repository.ts';
import { visitOf } from '../../../shared/identity/visit.ts';
import { facilities, patients, staff } from '../../../local/story.ts';

/** One seeded world in which somebody stands in every relation of docs/policy.md. Written by the service client. */
const base = 'https://lien-tuyen.example';
const org = (key: keyof typeof facilities): Reference => `Organization/${facilities[key].id}`;
const person = (key: keyof typeof staff): Reference => `Practitioner/${staff[key].practitioner}`;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

type Made = Resource & { readonly id: string };
/** A record: who registered it, and what beside it makes relations. */
type Place = { readonly at: Reference; readonly beside?: readonly Made[] };

const idOf = (key: string) => `mx-${key}`;
const patientOf = (key: string): Reference => `Patient/${key === 'own' ? patients.nameDiffers.id : idOf(key)}`;

const task = (key: string, more: Partial<Task>): Task & { id: string } => ({
  resourceType: 'Task', id: `mx-${key}-case`, status: 'requested', intent: 'order', for: { reference: patientOf(key) }, requester: { reference: org('station') }, owner: { reference: org('central') },
  performerType: [{ coding: [{ system: `${base}/CodeSystem/specialty`, code: 'cardiology' }] }], authoredOn: ago(2), lastModified: ago(1), ...more,
});
const emergency = (who: 'nurse' | 'specialist', from: number, until: number): Made => ({
  ...task(`emergency-${who}-${until < 0 ? 'now' : 'over'}`, {}), for: { reference: patientOf(until < 0 ? 'emergency' : 'emergencyOver') }, code: { coding: [{ system: `${base}/CodeSystem/privacy-task`, code: 'emergency-access' }] },
  performerType: undefined, requester: { reference: person(who) }, owner: { reference: org('department') }, executionPeriod: { start: ago(from), end: ago(until) },
});
const decision = (key: string, purpose: 'treatment' | 'remote-consultation' | 'sharing' | 'research', type: 'permit' | 'deny'): Made => ({
  ...aConsent(key), status: 'active', id: consentReference(patientOf(key), purpose).slice('Consent/'.length), provision: { type },
} as Made);
const aConsent = (key: string): Made => ({
  resourceType: 'Consent', id: `mx-${key}-Consent`, status: 'inactive', scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }], patient: { reference: patientOf(key) }, policyRule: { text: 'Luật 91/2025/QH15' },
});
const carer = (key: string, more: object): Made => ({
  resourceType: 'RelatedPerson', id: `mx-${key}-carer`, active: true, patient: { reference: patientOf(key) }, relationship: [{ coding: [{ system: `${base}/CodeSystem/carer`, code: carerRole }] }],
  identifier: [{ system: `${base}/sid/citizen-id`, value: patients.nameDiffers.citizenId }], period: { start: ago(3) }, ...more,
});
const closed = (key: string, days: number, more: Partial<Task>) => [task(key, { status: 'completed', executionPeriod: { start: ago(days + 1), end: ago(days) }, authoredOn: ago(days + 1), lastModified: ago(days), ...more })];

export const places: Readonly<Record<string, Place>> = {
  registered: { at: org('station') },
  received: { at: org('provincial'), beside: [visitOf(org('station'), patientOf('received'), new Date())] },
  receivedLongAgo: { at: org('provincial'), beside: [visitOf(org('station'), patientOf('receivedLongAgo'), new Date(ago(1.1)))] },
  asked: { at: org('provincial'), beside: [task('asked', {})] },
  taken: { at: org('station2'), beside: [task('taken', { requester: { reference: org('station2') }, owner: { reference: person('specialist') }, status: 'accepted' })] },
  justClosed: { at: org('station2'), beside: closed('justClosed', 29, { requester: { reference: org('station2') }, owner: { reference: person('specialist') } }) },
  longClosed: { at: org('station2'), beside: closed('longClosed', 31, { requester: { reference: org('station2') }, owner: { reference: person('specialist') } }) },
  withdrawn: { at: org('station'), beside: [task('withdrawn', { owner: { reference: person('specialist') }, status: 'accepted' }), decision('withdrawn', 'treatment', 'deny'), decision('withdrawn', 'remote-consultation', 'deny')] },
  unshared: { at: org('provincial'), beside: [visitOf(org('station'), patientOf('unshared'), new Date()), decision('unshared', 'sharing', 'deny')] },
  emergency: { at: org('provincial'), beside: [emergency('nurse', 0.1, -0.1), emergency('specialist', 0.1, -0.1)] },
  emergencyOver: { at: org('provincial'), beside: [emergency('nurse', 0.5, 0.1), emergency('specialist', 0.5, 0.1)] },
  own: { at: org('station') },
  cared: { at: org('provincial'), beside: [carer('cared', {})] },
  caredOnce: { at: org('provincial'), beside: [carer('caredOnce', { active: false })] },
  caredUntil: { at: org('provincial'), beside: [carer('caredUntil', { period: { start: ago(9), end: ago(1) } })] },
  studied: { at: org('provincial'), beside: [decision('studied', 'research', 'permit')] },
  stranger: { at: org('provincial') },
};
export type PlaceName = keyof typeof places;

const desk = ['own-facility-patient', 'own-facility-request'];
/** Who stands how to which record; what is not named here stands to it in no relation and is asked all the same. */
export const standing: Readonly<Record<string, { readonly role: string; readonly held: Readonly<Record<string, readonly string[]>> }>> = {
  nurse: { role: 'station', held: { registered: ['own-facility-patient'], received: ['received-today'], receivedLongAgo: [], asked: desk, withdrawn: ['restricted'], unshared: ['restricted'], emergency: ['break-glass'], emergencyOver: [], taken: [], stranger: [] } },
  nurse2: { role: 'station', held: { taken: desk, longClosed: desk, registered: [] } },
  specialist: { role: 'specialist', held: { asked: ['asked-facility-request'], taken: ['own-consultation'], justClosed: ['own-consultation'], longClosed: [], withdrawn: ['restricted'], emergency: ['break-glass'], emergencyOver: [], stranger: [] } },
  specialist2: { role: 'specialist', held: { asked: [], taken: [] } },
  specialist3: { role: 'specialist', held: { asked: [] } },
  coordinator: { role: 'coordinator', held: { asked: ['asked-facility-request'], taken: [], stranger: [] } },
  nameDiffers: { role: 'patient', held: { own: ['own-record'], cared: ['carer'], caredOnce: [], caredUntil: [], registered: [] } },
  viewer: { role: 'viewer', held: { asked: [], registered: [] } },
  auditor: { role: 'auditor', held: { emergency: [], stranger: [] } },
  research: { role: 'research', held: { studied: ['research-consent'], stranger: [] } },
  system: { role: 'system', held: { stranger: [] } },
};

/** A resource of the record and how it is searched for. `mark` stands in its tags: wherever it is seen, it was leaked. */
export type Item = { readonly type: string; readonly id: string; readonly search: string; readonly body: Made; readonly mark: string };

/** One or two types of each group, small and valid. */
export function itemsOf(key: string): readonly Item[] {
  const subject = { reference: patientOf(key) };
  const text = (value: string) => ({ coding: [{ system: 'http://loinc.org', code: '8867-4', display: value }], text: value });
  const bodies: readonly [string, object][] = [
    ['patient', { resourceType: 'RelatedPerson', patient: subject }],
    ['patient', { resourceType: 'Observation', status: 'final', code: text('mạch'), subject }],
    ['patient', { resourceType: 'Condition', code: text('ho'), subject }],
    ['patient', { resourceType: 'CommunicationRequest', status: 'active', subject }],
    ['patient', { resourceType: 'Communication', status: 'completed', subject }],
    ['patient', { resourceType: 'DocumentReference', status: 'current', subject, content: [{ attachment: { title: 'x' } }] }],
    ['patient', { resourceType: 'DocumentManifest', status: 'current', subject, content: [{ reference: `DocumentReference/mx-${key}-DocumentReference` }] }],
    ['beneficiary', { resourceType: 'Coverage', status: 'active', beneficiary: subject, payor: [{ display: 'BHXH' }] }],
    ['patient', aConsent(key)],
    ['patient', { resourceType: 'Flag', status: 'active', code: text('cờ'), subject }],
  ];
  const items = bodies.map(([by, body]) => itemOf(key, by, body as Made));
  const binary = itemOf(key, '', { resourceType: 'Binary', contentType: 'text/plain', data: Buffer.from('x').toString('base64'), securityContext: subject } as Made);
  return [...items, binary];
}

function itemOf(key: string, by: string, body: Made): Item {
  const id = `mx-${key}-${body.resourceType}`;
  const mark = `mark-${key}-${body.resourceType}.`;
  return { type: body.resourceType, id, search: by ? `/${body.resourceType}?${by}=${patientOf(key)}` : '', mark, body: { ...body, id, meta: { tag: [{ system: `${base}/CodeSystem/tags`, code: mark }] } } };
}

export const patientItem = (key: string): Item => {
  const id = patientOf(key).slice('Patient/'.length);
  const mark = key === 'own' ? patients.nameDiffers.phone : `mark-${key}-Patient`;
  return {
    type: 'Patient', id, search: `/Patient?_id=${id}`, mark,
    body: { resourceType: 'Patient', id, meta: { tag: [{ system: `${base}/CodeSystem/tags`, code: mark }] }, name: [{ text: `Người Thử ${key}` }], birthDate: '1980-01-01', managingOrganization: { reference: places[key]?.at ?? org('provincial') } },
  };
};

/** Everything of the world, in Bundles that the service client writes. */
export function worldResources(): readonly Made[] {
  return Object.keys(places).flatMap((key) => [...(key === 'own' ? [] : [patientItem(key).body]), ...itemsOf(key).map((item) => item.body), ...(places[key]?.beside ?? [])]);
}
