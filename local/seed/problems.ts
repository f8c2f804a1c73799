import type { AllergyIntolerance, Condition, MedicationStatement } from '@medplum/fhirtypes';
import { marked, type Made } from './tags.ts';

type Subject = { readonly id: string; readonly name: string };
const subjectOf = ({ id, name }: Subject) => ({ reference: `Patient/${id}`, display: name });

export type KnownCondition = { readonly code: string; readonly text: string; readonly since: string; readonly active: boolean };
export type KnownAllergy = { readonly text: string; readonly reaction: string; readonly severity: 'mild' | 'moderate' | 'severe'; readonly since: string };
export type KnownMedication = { readonly text: string; readonly dosage: string; readonly since: string; readonly active: boolean };

const clinical = (active: boolean) => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: active ? 'active' : 'resolved' }] });

/** `key` makes the id: "patient-x-condition-1". Diagnoses are coded by ICD-10 (WHO). */
export const conditionResource = (base: string, subject: Subject, c: KnownCondition, key: string): Made =>
  marked(base, {
    resourceType: 'Condition',
    id: `${subject.id}-condition-${key}`,
    clinicalStatus: clinical(c.active),
    verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] }],
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: c.code, display: c.text }], text: c.text },
    subject: subjectOf(subject),
    onsetDateTime: c.since,
    recordedDate: c.since,
    ...(c.active ? {} : { abatementDateTime: c.since }),
  } satisfies Condition & { id: string });

export const allergyResource = (base: string, subject: Subject, a: KnownAllergy, key: string): Made =>
  marked(base, {
    resourceType: 'AllergyIntolerance',
    id: `${subject.id}-allergy-${key}`,
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] },
    verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'confirmed' }] },
    type: 'allergy',
    criticality: a.severity === 'severe' ? 'high' : 'low',
    code: { text: a.text },
    patient: subjectOf(subject),
    recordedDate: a.since,
    reaction: [{ manifestation: [{ text: a.reaction }], severity: a.severity }],
  } satisfies AllergyIntolerance & { id: string });

export const medicationResource = (base: string, subject: Subject, m: KnownMedication, key: string): Made =>
  marked(base, {
    resourceType: 'MedicationStatement',
    id: `${subject.id}-medication-${key}`,
    status: m.active ? 'active' : 'stopped',
    medicationCodeableConcept: { text: m.text },
    subject: subjectOf(subject),
    effectivePeriod: { start: m.since },
    dateAsserted: m.since,
    dosage: [{ text: m.dosage }],
  } satisfies MedicationStatement & { id: string });
