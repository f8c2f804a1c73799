import type { Bundle, Composition, DetectedIssue, MedicationRequest } from '@medplum/fhirtypes';
import { textIn } from '../fhir/narrative.ts';
import type { PrescribedLine, PrescriptionKind, PrescriptionView } from './contract.ts';
import { names } from './names.ts';

/** Said here again, and checked by the compiler, so that a browser that reads a document needs no parser of requests. */
const kinds: readonly PrescriptionKind[] = ['C', 'H', 'N', 'T'];

export type PrescriptionContent = Omit<PrescriptionView, 'signature' | 'sending' | 'replacedBy'>;

const part = (concept: MedicationRequest['medicationCodeableConcept'], url: string): string | undefined => concept?.extension?.[0]?.extension?.find((e) => e.url === url)?.valueString;
const idIn = (reference: string | undefined): string => reference?.split('/')[1] ?? '';

/** What stands in a prescription that prescriptionDocument made, signed or not. */
export function prescriptionIn(document: Bundle, base: string): PrescriptionContent {
  const composition = compositionOf(document);
  const { extension } = names(base);
  const stated = (name: string) => composition.extension?.find(({ url }) => url === name);
  const lines = (document.entry ?? []).flatMap(({ resource }): MedicationRequest[] => (resource?.resourceType === 'MedicationRequest' ? [resource] : []));
  const author = composition.author[0];
  const code = composition.identifier?.value ?? '';
  const weightKg = stated(extension('weight'))?.valueQuantity?.value;
  const carer = stated(extension('carer'))?.valueString;
  const advice = composition.section?.find((s) => s.code?.coding?.[0]?.code === 'advice')?.text?.div;
  const replaces = composition.relatesTo?.find((relation) => relation.code === 'replaces')?.targetReference;
  return {
    documentId: composition.id ?? '',
    code,
    kind: kinds.find((kind) => code.endsWith(`-${kind}`)) ?? 'C',
    writtenAt: composition.date,
    validUntil: lines[0]?.dispenseRequest?.validityPeriod?.end ?? '',
    by: { id: idIn(author?.reference), name: author?.display ?? '' },
    facility: { id: idIn(composition.custodian?.reference), name: composition.custodian?.display ?? '' },
    diagnoses: (lines[0]?.reasonCode ?? []).flatMap(({ coding, text }) => (coding?.[0]?.code ? [{ code: coding[0].code, display: text ?? '' }] : [])),
    lines: lines.map(lineIn),
    ...(advice ? { advice: textIn(advice) } : {}),
    ...(stated(extension('long-term'))?.valueBoolean ? { longTerm: true as const } : {}),
    ...(weightKg === undefined ? {} : { weightKg }),
    ...(carer ? { carer } : {}),
    ...(replaces ? { replaces: { documentId: idIn(replaces.reference), code: replaces.identifier?.value ?? '', reason: stated(`${base}/StructureDefinition/amendment-reason`)?.valueString ?? '' } } : {}),
  };
}

/** The first resource of a document (FHIR R4 3.3.1). */
function compositionOf({ entry = [] }: Bundle): Composition {
  const first = entry[0]?.resource;
  if (first?.resourceType !== 'Composition') throw new Error('a document begins with its Composition');
  return first;
}

function lineIn({ medicationCodeableConcept: medicine, dispenseRequest, dosageInstruction, contained }: MedicationRequest): PrescribedLine {
  const dosage = dosageInstruction?.[0];
  const [strength, form, instruction] = [part(medicine, 'strength'), part(medicine, 'form'), dosage?.patientInstruction];
  const issue = contained?.find((one): one is DetectedIssue => one.resourceType === 'DetectedIssue');
  return {
    name: part(medicine, 'name') ?? medicine?.text ?? '',
    ...(strength ? { strength } : {}),
    ...(form ? { form } : {}),
    quantity: dispenseRequest?.quantity?.value ?? 0,
    unit: dispenseRequest?.quantity?.unit ?? '',
    dosage: dosage?.text ?? '',
    days: dispenseRequest?.expectedSupplyDuration?.value ?? 0,
    until: dosage?.timing?.repeat?.boundsPeriod?.end ?? '',
    ...(instruction ? { instruction } : {}),
    ...(issue ? { allergy: { text: (issue.implicated ?? []).map(({ display }) => display ?? '').join(', '), reason: issue.mitigation?.[0]?.action.text ?? '' } } : {}),
  };
}
