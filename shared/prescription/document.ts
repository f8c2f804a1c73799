import type { Bundle, Composition, Encounter, MedicationRequest, Organization, Patient, Practitioner, Resource } from '@medplum/fhirtypes';
import { narrative } from '../fhir/narrative.ts';
import { substanceKey } from './matchAllergy.ts';
import { medicineText, names } from './names.ts';
import { dayAfter, lastDay, validDays, type LineFacts, type PrescriptionFacts } from './facts.ts';

type WithId<T extends Resource> = T & { readonly id: string };

/**
 * The prescription as a FHIR document (R4 3.3): Composition, one MedicationRequest a line, and whom they name. Pure; not
 * signed yet. The lines stand in the record by themselves once it is signed.
 */
export function prescriptionDocument(facts: PrescriptionFacts, base: string): WithId<Bundle> {
  const lines = facts.lines.map((_, index) => requestOf(facts, index, base));
  const resources = [compositionOf(facts, lines, base), ...people(facts), encounterOf(facts), ...lines];
  return {
    resourceType: 'Bundle',
    id: facts.documentId,
    identifier: { system: names(base).code, value: facts.code },
    type: 'document',
    timestamp: facts.at,
    entry: resources.map((resource) => ({ fullUrl: `${base}/fhir/${resource.resourceType}/${resource.id}`, resource })),
  };
}

function people({ patient, author, facility }: PrescriptionFacts): WithId<Resource>[] {
  const gender = (['male', 'female', 'other', 'unknown'] as const).find((g) => g === patient.sex);
  const person: WithId<Patient> = { resourceType: 'Patient', id: patient.id, name: [{ text: patient.name }], ...(gender ? { gender } : {}), ...(patient.birthDate ? { birthDate: patient.birthDate } : {}) };
  const doctor: WithId<Practitioner> = { resourceType: 'Practitioner', id: author.id, name: [{ text: author.name }] };
  const organization: WithId<Organization> = { resourceType: 'Organization', id: facility.id, name: facility.name };
  return [person, doctor, organization];
}

const encounterOf = ({ consultationId, patient }: PrescriptionFacts): WithId<Encounter> => ({
  resourceType: 'Encounter',
  id: consultationId,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR', display: 'virtual' },
  subject: { reference: `Patient/${patient.id}`, display: patient.name },
});

function compositionOf(facts: PrescriptionFacts, lines: readonly WithId<MedicationRequest>[], base: string): WithId<Composition> {
  const { documentId, patient, author, facility, consultationId, at, replaces } = facts;
  const by = { reference: `Practitioner/${author.id}`, display: author.name };
  const { extension, section } = names(base);
  const stated = [
    ...(replaces ? [{ url: `${base}/StructureDefinition/amendment-reason`, valueString: replaces.reason }] : []),
    ...(facts.longTerm ? [{ url: extension('long-term'), valueBoolean: true }] : []),
    ...(facts.weightKg === undefined ? [] : [{ url: extension('weight'), valueQuantity: { value: facts.weightKg, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' } }]),
    ...(facts.carer ? [{ url: extension('carer'), valueString: facts.carer }] : []),
  ];
  const listed = facts.lines.map((line, index) => `${index + 1}. ${medicineText(line)}: ${line.quantity} ${line.unit}. ${line.dosage}`).join('\n');
  return {
    resourceType: 'Composition',
    id: documentId,
    ...(stated.length > 0 ? { extension: stated } : {}),
    identifier: { system: names(base).code, value: facts.code },
    status: 'final',
    // LOINC 57833-6 Prescription for medication.
    type: { coding: [{ system: 'http://loinc.org', code: '57833-6', display: 'Prescription for medication' }], text: 'Đơn thuốc' },
    subject: { reference: `Patient/${patient.id}`, display: patient.name },
    encounter: { reference: `Encounter/${consultationId}` },
    date: at,
    author: [by],
    title: `Đơn thuốc ${facts.code}`,
    attester: [{ mode: 'legal', time: at, party: by }],
    custodian: { reference: `Organization/${facility.id}`, display: facility.name },
    ...(replaces ? { relatesTo: [{ code: 'replaces' as const, targetReference: { reference: `Composition/${replaces.documentId}`, identifier: { system: names(base).code, value: replaces.code } } }] } : {}),
    section: [
      { title: 'Thuốc', code: { coding: [{ system: section, code: 'medicines' }] }, text: narrative(listed), entry: lines.map(({ id }) => ({ reference: `MedicationRequest/${id}` })) },
      ...(facts.advice ? [{ title: 'Lời dặn', code: { coding: [{ system: section, code: 'advice' }] }, text: narrative(facts.advice) }] : []),
    ],
  };
}

function requestOf(facts: PrescriptionFacts, index: number, base: string): WithId<MedicationRequest> {
  const { patient, author, at, documentId, consultationId, code, diagnoses } = facts;
  const line = facts.lines[index] as LineFacts;
  const { extension, code: system } = names(base);
  const parts = [{ url: 'name', valueString: line.name }, ...(line.strength ? [{ url: 'strength', valueString: line.strength }] : []), ...(line.form ? [{ url: 'form', valueString: line.form }] : [])];
  return {
    resourceType: 'MedicationRequest',
    id: `${documentId}-${index + 1}`,
    ...allergyParts(facts, line),
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { extension: [{ url: extension('medicine'), extension: parts }], text: medicineText(line) },
    subject: { reference: `Patient/${patient.id}`, display: patient.name },
    encounter: { reference: `Encounter/${consultationId}` },
    authoredOn: at,
    requester: { reference: `Practitioner/${author.id}`, display: author.name },
    reasonCode: diagnoses.map(({ code: icd, display }) => ({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: icd, display }], text: display })),
    groupIdentifier: { system, value: code },
    ...priorOf(facts, line),
    dosageInstruction: [{
      sequence: 1,
      text: line.dosage,
      ...(line.instruction ? { patientInstruction: line.instruction } : {}),
      timing: { repeat: { boundsPeriod: { start: dayAfter(at, 0), end: lastDay(at, line.days) } } },
    }],
    dispenseRequest: {
      validityPeriod: { start: dayAfter(at, 0), end: lastDay(at, validDays) },
      numberOfRepeatsAllowed: 0,
      quantity: { value: line.quantity, unit: line.unit },
      expectedSupplyDuration: { value: line.days, unit: 'ngày', system: 'http://unitsofmeasure.org', code: 'd' },
    },
  };
}

/** The line of the replaced prescription that this one follows: that of the same ingredient, otherwise the first. */
function priorOf({ replaces }: PrescriptionFacts, { name }: LineFacts): Pick<MedicationRequest, 'priorPrescription'> {
  if (!replaces) return {};
  const same = replaces.lines.findIndex((one) => substanceKey(one) === substanceKey(name));
  return { priorPrescription: { reference: `MedicationRequest/${replaces.documentId}-${Math.max(same, 0) + 1}` } };
}

/** A medicine that the record tells of an allergy to: what was seen, and why it is given all the same (R4 9.7, DetectedIssue). */
function allergyParts({ patient, at, author }: PrescriptionFacts, { touched, allergyReason }: LineFacts): Pick<MedicationRequest, 'contained' | 'detectedIssue'> {
  if (touched.length === 0 || !allergyReason) return {};
  const by = { reference: `Practitioner/${author.id}`, display: author.name };
  return {
    contained: [{
      resourceType: 'DetectedIssue',
      id: 'allergy',
      status: 'final',
      code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ALGY', display: 'Allergy Alert' }] },
      patient: { reference: `Patient/${patient.id}` },
      identifiedDateTime: at,
      author: by,
      implicated: touched.map(({ id, text }) => ({ reference: `AllergyIntolerance/${id}`, display: text })),
      mitigation: [{ action: { text: allergyReason }, date: at, author: by }],
    }],
    detectedIssue: [{ reference: '#allergy' }],
  };
}
