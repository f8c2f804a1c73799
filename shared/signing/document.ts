import type { Bundle, Composition, CompositionSection, Condition, Encounter, Organization, Patient, Practitioner, Resource } from '@medplum/fhirtypes';
import { narrative } from '../fhir/narrative.ts';
import type { ConclusionFacts } from './contract.ts';

export const icd10 = 'http://hl7.org/fhir/sid/icd-10';
const loinc = 'http://loinc.org';

/** LOINC 11488-4 Consult note; sections by our own codes. */
export const documentType = { coding: [{ system: loinc, code: '11488-4', display: 'Consult note' }], text: 'Kết luận hội chẩn từ xa' };

export const sectionSystem = (base: string): string => `${base}/CodeSystem/conclusion-section`;

type WithId<T extends Resource> = T & { readonly id: string };

/**
 * A FHIR document (R4 3.3): the Composition first, then everything it points to, so that it can be read without us.
 * Pure; not signed yet.
 */
export function documentOf(facts: ConclusionFacts, base: string): WithId<Bundle> {
  const conditions = facts.diagnoses.map((_, index) => conditionOf(facts, index, base));
  const composition = compositionOf(facts, conditions, base);
  const resources = [composition, ...people(facts), encounterOf(facts), ...conditions];
  return {
    resourceType: 'Bundle',
    id: facts.documentId,
    identifier: { system: `${base}/sid/document`, value: facts.documentId },
    type: 'document',
    timestamp: facts.signedAt,
    entry: resources.map((resource) => ({ fullUrl: `${base}/fhir/${resource.resourceType}/${resource.id}`, resource })),
  };
}

/** The people and places as they were named at the moment of signing. */
function people(facts: ConclusionFacts): WithId<Resource>[] {
  const { patient, author, facility, station } = facts;
  const gender = (['male', 'female', 'other', 'unknown'] as const).find((g) => g === patient.sex);
  const person: WithId<Patient> = { resourceType: 'Patient', id: patient.id, name: [{ text: patient.name }], ...(gender ? { gender } : {}), ...(patient.birthDate ? { birthDate: patient.birthDate } : {}) };
  const doctor: WithId<Practitioner> = { resourceType: 'Practitioner', id: author.id, name: [{ text: author.name }] };
  const organization = ({ id, name }: { id: string; name: string }): WithId<Organization> => ({ resourceType: 'Organization', id, name });
  return [person, doctor, organization(facility), ...(station.id === facility.id ? [] : [organization(station)])];
}

function encounterOf({ consultationId, patient, station }: ConclusionFacts): WithId<Encounter> {
  return {
    resourceType: 'Encounter',
    id: consultationId,
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR', display: 'virtual' },
    subject: { reference: `Patient/${patient.id}`, display: patient.name },
    serviceProvider: { reference: `Organization/${station.id}`, display: station.name },
  };
}

function conditionOf(facts: ConclusionFacts, index: number, base: string): WithId<Condition> {
  const { code, display, known } = facts.diagnoses[index] ?? { code: '', display: '', known: false };
  return {
    resourceType: 'Condition',
    id: `${facts.documentId}-${index + 1}`,
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
    verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'encounter-diagnosis', display: 'Encounter Diagnosis' }] }],
    // A well-formed code that our list does not have is kept as given and marked.
    code: { coding: [{ ...(known ? {} : { extension: [{ url: `${base}/StructureDefinition/code-not-in-list`, valueBoolean: true }] }), system: icd10, code, display }], text: display },
    subject: { reference: `Patient/${facts.patient.id}`, display: facts.patient.name },
    encounter: { reference: `Encounter/${facts.consultationId}` },
    recordedDate: facts.signedAt,
    recorder: { reference: `Practitioner/${facts.author.id}`, display: facts.author.name },
  };
}

function compositionOf(facts: ConclusionFacts, conditions: readonly WithId<Condition>[], base: string): WithId<Composition> {
  const { documentId, patient, author, facility, consultationId, signedAt, amends } = facts;
  const by = { reference: `Practitioner/${author.id}`, display: author.name };
  return {
    resourceType: 'Composition',
    id: documentId,
    ...(amends ? { extension: [{ url: `${base}/StructureDefinition/amendment-reason`, valueString: amends.reason }] } : {}),
    status: amends ? 'amended' : 'final',
    type: documentType,
    subject: { reference: `Patient/${patient.id}`, display: patient.name },
    encounter: { reference: `Encounter/${consultationId}` },
    date: signedAt,
    author: [by],
    title: 'Biên bản hội chẩn / tư vấn từ xa',
    attester: [{ mode: 'legal', time: signedAt, party: by }],
    custodian: { reference: `Organization/${facility.id}`, display: facility.name },
    // Each amendment states the whole conclusion anew, so it replaces; the earlier one stays readable.
    ...(amends ? { relatesTo: [{ code: 'replaces' as const, targetReference: { reference: `Composition/${amends.documentId}` } }] } : {}),
    section: sectionsOf(facts, conditions, base),
  };
}

function sectionsOf(facts: ConclusionFacts, conditions: readonly WithId<Condition>[], base: string): CompositionSection[] {
  const section = (code: string, title: string, text: string): CompositionSection => ({ title, code: { coding: [{ system: sectionSystem(base), code }] }, text: narrative(text) });
  const main = facts.diagnoses.findIndex((d) => d.main);
  const first = conditions[main];
  const ordered = [...(first ? [first] : []), ...conditions.filter((c) => c !== first)];
  const listed = facts.diagnoses.toSorted((a, b) => Number(b.main) - Number(a.main)).map((d) => `${d.code} ${d.display}`).join('\n');
  return [
    ...facts.answers.map(({ number, question, text }) => section(`answer-${number}`, question, text)),
    { ...section('diagnoses', 'Chẩn đoán', listed), entry: ordered.map(({ id }) => ({ reference: `Condition/${id}` })) },
    section('advice', 'Hướng xử trí, tư vấn', facts.advice),
    ...(facts.followUp ? [section('follow-up', 'Theo dõi, tái khám', facts.followUp)] : []),
  ];
}
