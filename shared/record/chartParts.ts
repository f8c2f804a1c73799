import type { AllergyIntolerance, CodeableConcept, Condition, DocumentReference, Media, MedicationRequest, MedicationStatement, Patient, Task } from '@medplum/fhirtypes';
import { consultationStates } from '../consultation/contract.ts';
import { currentIdentifier, identifierSystems } from '../fhir/identifierSystems.ts';
import { localReference } from '../fhir/references.ts';
import type { Stored } from '../fhir/repository.ts';
import type { CallRecording } from '../room/contract.ts';
import type { Chart } from './contract.ts';
import { dayInVietnam } from '../kernel/dayInVietnam.ts';

/** The words of a code: as they were written, then the display of the coding, then the code itself. */
const textOf = (concept: CodeableConcept | undefined): string =>
  concept?.text ?? concept?.coding?.find(({ display }) => display)?.display ?? concept?.coding?.[0]?.code ?? '';

const hasCode = (concept: CodeableConcept | undefined, ...codes: readonly string[]): boolean =>
  concept?.coding?.some(({ code }) => code !== undefined && codes.includes(code)) ?? false;

const notInError = (resource: { readonly verificationStatus?: CodeableConcept }): boolean => !hasCode(resource.verificationStatus, 'entered-in-error', 'refuted');

/** Identity as it is read back before advice is given; the number is masked but for its last four digits. */
export function patientPart(patient: Stored<Patient>, base: string, now: Date, lastVisit: string | undefined): Chart['patient'] {
  const name = patient.name?.find(({ use }) => use === 'official') ?? patient.name?.[0];
  const number = currentIdentifier(patient.identifier, identifierSystems(base).citizenId, now);
  const address = patient.address?.[0]?.text;
  const phone = patient.telecom?.find(({ system, use }) => system === 'phone' && use !== 'old')?.value;
  return {
    id: patient.id,
    name: name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' '),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
    ...(patient.gender ? { sex: patient.gender } : {}),
    ...(number ? { citizenId: number.slice(-4).padStart(number.length, '*') } : {}),
    ...(address ? { address } : {}),
    ...(phone ? { phone } : {}),
    ...(lastVisit ? { lastVisit } : {}),
  };
}

/** Active ones first, each group newest first. */
export const conditionsPart = (conditions: readonly Stored<Condition>[]): Chart['conditions'] =>
  conditions
    .filter(notInError)
    .map((condition) => {
      const code = condition.code?.coding?.[0]?.code;
      const since = condition.onsetDateTime ?? condition.recordedDate;
      return { id: condition.id, ...(code ? { code } : {}), text: textOf(condition.code), ...(since ? { since } : {}), active: !hasCode(condition.clinicalStatus, 'resolved', 'inactive', 'remission') };
    })
    .toSorted((a, b) => Number(b.active) - Number(a.active) || (b.since ?? '').localeCompare(a.since ?? ''));

const severityOrder = ['severe', 'moderate', 'mild'];

/** The most dangerous first: nothing else in a chart must be seen before it. */
export const allergiesPart = (allergies: readonly Stored<AllergyIntolerance>[]): Chart['allergies'] =>
  allergies
    .filter((allergy) => notInError(allergy) && !hasCode(allergy.clinicalStatus, 'resolved', 'inactive'))
    .map((allergy) => {
      const reaction = allergy.reaction?.flatMap(({ manifestation }) => manifestation.map(textOf)).filter(Boolean).join(', ');
      const severity = severityOrder.find((s) => allergy.reaction?.some((r) => r.severity === s)) ?? (allergy.criticality === 'high' ? 'severe' : undefined);
      return { id: allergy.id, text: reaction ? `${textOf(allergy.code)} (${reaction})` : textOf(allergy.code), ...(severity ? { severity } : {}) };
    })
    .toSorted((a, b) => rank(a.severity) - rank(b.severity));

const rank = (severity: string | undefined): number => (severity === undefined ? severityOrder.length : severityOrder.indexOf(severity));

type AnyMedication = Stored<MedicationStatement> | Stored<MedicationRequest>;

/** The last day of taking what was prescribed, yyyy-mm-dd. */
const untilOf = (medication: AnyMedication): string | undefined =>
  medication.resourceType === 'MedicationRequest' ? medication.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod?.end?.slice(0, 10) : undefined;

/** The day in Vietnam. */

/** What is still taken first; a prescription whose days are over is taken no more. */
export const medicationsPart = (medications: readonly AnyMedication[], now: Date): Chart['medications'] =>
  medications
    .filter(({ status }) => status !== 'entered-in-error')
    .map((medication) => {
      const dosage = (medication.resourceType === 'MedicationStatement' ? medication.dosage : medication.dosageInstruction)?.map(({ text }) => text).filter(Boolean).join('; ');
      const text = textOf(medication.medicationCodeableConcept) || (medication.medicationReference?.display ?? '');
      const until = untilOf(medication);
      return { id: medication.id, text, ...(dosage ? { dosage } : {}), ...(until ? { until } : {}), active: medication.status === 'active' && (until === undefined || until >= dayInVietnam(now)) };
    })
    .toSorted((a, b) => Number(b.active) - Number(a.active));

const signedStates: ReadonlySet<string> = new Set(['signed', 'acknowledged', 'outcome-reported', 'closed']);

/** Consultations by their Tasks (the agreed shape), newest first; Tasks of other kinds are left out. */
export const visitsPart = (tasks: readonly Stored<Task>[], base: string): Chart['visits'] =>
  tasks.flatMap((task) => {
    const state = consultationStates.find((s) => hasCode(task.businessStatus, s));
    if (!state || task.status === 'entered-in-error') return [];
    const pointed = (name: string) => task.extension?.find(({ url }) => url === `${base}/StructureDefinition/${name}`)?.valueReference?.display;
    const owner = task.owner?.reference?.startsWith('Practitioner/') ? task.owner.display : undefined;
    const specialist = pointed('specialist') ?? owner;
    return [{
      consultationId: task.id,
      at: task.authoredOn ?? task.meta.lastUpdated,
      state,
      station: task.requester?.display ?? '',
      facility: pointed('asked-facility') ?? (owner ? '' : (task.owner?.display ?? '')),
      ...(specialist ? { specialist } : {}),
      summary: task.description ?? '',
      signed: signedStates.has(state),
    }];
  }).toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));

/** Pictures, newest first. */
export const photosPart = (media: readonly Stored<Media>[]): Chart['photos'] =>
  media
    .filter(({ status }) => status !== 'entered-in-error')
    .flatMap((item) => {
      const binaryId = /^Binary\/([A-Za-z0-9\-.]{1,64})$/.exec(item.content.url ?? '')?.[1];
      const caption = item.note?.[0]?.text;
      return binaryId ? [{ binaryId, ...(caption ? { caption } : {}), at: item.createdDateTime ?? item.meta.lastUpdated }] : [];
    })
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));

/** Recordings of calls with the consultation they belong to, newest first; those that were lost are left out. */
export const recordingsPart = (documents: readonly Stored<DocumentReference>[], recordingIn: (document: DocumentReference) => CallRecording | undefined): NonNullable<Chart['recordings']> =>
  documents
    .flatMap((document) => {
      const recording = recordingIn(document);
      const consultationId = localReference(document.context?.encounter?.[0]?.reference)?.slice('Encounter/'.length);
      return recording && consultationId ? [{ ...recording, consultationId }] : [];
    })
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
