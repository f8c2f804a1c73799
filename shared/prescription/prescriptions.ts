import type { Bundle, DocumentReference, MedicationRequest, Observation, Organization } from '@medplum/fhirtypes';
import type { FhirRepository, Reference, Stored, Write } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import type { NewId } from '../kernel/ids.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Signer } from '../signing/contract.ts';
import { allergiesOf } from './allergies.ts';
import { checkPrescription, isYoung } from './check.ts';
import { isLinkCode, prescriptionCode } from './code.ts';
import type { PrescribingHelp } from './contract.ts';
import { prescriptionDocument } from './document.ts';
import type { PrescriptionFacts } from './facts.ts';
import { byKind } from './kind.ts';
import { names } from './names.ts';
import { prescriptionSigned, type KnownMedicine, type Prescribed, type PrescribingCase, type PrescriptionOrder, type Prescriptions, type PrescriptionSigning } from './ports.ts';
import { prescriptionIn } from './readDocument.ts';
import { viewPrescriptions } from './view.ts';

export type PrescriptionDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search'>;
  readonly base: string;
  readonly newId: NewId;
  /** Seven random characters of [0-9a-z]. */
  readonly newCode: () => string;
  readonly signing: PrescriptionSigning;
  readonly medicines: readonly KnownMedicine[];
};

/** Writing and showing prescriptions by these parts. */
export const prescriptions = (deps: PrescriptionDeps): Prescriptions => ({
  write: async (order) => await writePrescription(deps, order),
  help: async (of) => await prescribingHelp(deps, of),
  view: async (documents, answers) => await viewPrescriptions(deps, documents, answers),
});

/**
 * The signed prescriptions of an order: one for each kind among its lines, each under a code of its own that the commit
 * claims. With `replaces` the earlier one is stopped by the same commit, and the new ones name its digest.
 */
async function writePrescription(deps: PrescriptionDeps, order: PrescriptionOrder): Promise<Result<Prescribed, Refusal>> {
  const { repository, medicines } = deps;
  const link = await linkOf(deps, order.facility.id);
  if (!link) return refuse(refusal('PRESCRIPTION_FACILITY_NOT_LINKED', { at: order.at0 }));
  const allergies = await allergiesOf(repository, order.patient.id, medicines);
  const checked = checkPrescription(order.prescription, { allergies, young: isYoung(order.patient.birthDate, order.at), at0: order.at0 });
  if (!checked.ok) return checked;
  const before = order.replaces && (await earlierOf(deps, order, order.replaces.documentId));
  if (before && !before.ok) return before;
  const replaced = before?.value;
  const done: Prescribed[] = [];
  for (const { kind, lines } of byKind(checked.value, medicines)) {
    const { consultationId, patient, facility, author, at, diagnoses, prescription: { advice, longTerm, weightKg, carer } } = order;
    const facts: PrescriptionFacts = {
      documentId: deps.newId(), code: prescriptionCode(link, deps.newCode(), kind), kind, lines, consultationId, patient, facility, author, at, diagnoses,
      ...(advice ? { advice } : {}), ...(longTerm ? { longTerm } : {}), ...(weightKg === undefined ? {} : { weightKg }), ...(carer ? { carer } : {}),
      ...(replaced && order.replaces ? { replaces: { documentId: order.replaces.documentId, code: replaced.code, reason: order.replaces.reason, lines: replaced.lines } } : {}),
    };
    const signed = await signOne(deps, facts, replaced?.digest);
    if (!signed.ok) return signed;
    done.push(signed.value);
  }
  return ok({ documents: done.flatMap((one) => one.documents), writes: [...done.flatMap((one) => one.writes), ...(replaced?.stopped ?? [])], claims: done.flatMap((one) => one.claims), events: done.flatMap((one) => one.events) });
}

/** A prescription is one doctor's: signed by its author alone, and released by that. */
async function signOne({ signing, base }: PrescriptionDeps, facts: PrescriptionFacts, previous: string | undefined): Promise<Result<Prescribed, Refusal>> {
  const { author, facility, patient, at, consultationId, code, documentId } = facts;
  const signer: Signer = { ...author, role: 'author', facility };
  const step = await signing.begin({
    document: prescriptionDocument(facts, base), kind: 'prescription', signers: [signer], by: author.id, at, about: `Task/${consultationId}`,
    patient: { reference: `Patient/${patient.id}`, display: patient.name }, ...(previous === undefined ? {} : { previous }),
  });
  if (!step.ok) return step;
  const { document, writes, events } = step.value;
  return ok({
    documents: [document],
    writes,
    claims: [{ kind: 'claim', scope: 'prescription-code', key: code, owner: `Bundle/${documentId}` }],
    events: [...events, { id: `${documentId}-prescribed`, type: prescriptionSigned, data: { documentId } }],
  });
}

async function linkOf({ repository, base }: PrescriptionDeps, facility: string): Promise<string | undefined> {
  const organization = await repository.read<Organization>(`Organization/${facility}`);
  const link = organization?.identifier?.find(({ system }) => system === names(base).link)?.value;
  return link !== undefined && isLinkCode(link) ? link : undefined;
}

type Earlier = { readonly code: string; readonly digest: string; readonly lines: readonly string[]; readonly stopped: readonly Write[] };

/** The prescription that is replaced, and the writes that stop it; the signed document itself stays as it is. */
async function earlierOf({ repository, base, signing }: PrescriptionDeps, { earlier, at0 }: PrescriptionOrder, id: string): Promise<Result<Earlier, Refusal>> {
  const unknown = refuse(refusal('PRESCRIPTION_UNKNOWN', { at: `${at0}/replaces` }));
  if (!earlier.includes(id)) return unknown;
  const [document, entry] = await repository.readMany([`Bundle/${id}`, `DocumentReference/${id}`]);
  if (document?.resourceType !== 'Bundle' || entry?.resourceType !== 'DocumentReference') return unknown;
  const listed = entry as Stored<DocumentReference>;
  if (listed.status !== 'current') return refuse(refusal('PRESCRIPTION_REPLACED', { at: `${at0}/replaces` }));
  const { code, lines } = prescriptionIn(document, base);
  const requests = await repository.readMany(lines.map((_, index): Reference => `MedicationRequest/${id}-${index + 1}`));
  const stopped = requests.flatMap((request) => (request?.resourceType === 'MedicationRequest' ? [changed<MedicationRequest>(request as Stored<MedicationRequest>, { status: 'stopped', statusReason: { text: 'Thay bằng đơn khác' } })] : []));
  return ok({ code, lines: lines.map(({ name }) => name), digest: await signing.digest(document as Bundle), stopped: [changed<DocumentReference>(listed, { status: 'superseded' }), ...stopped] });
}

function changed<T extends DocumentReference | MedicationRequest>(before: Stored<T>, change: Partial<T>): Write {
  const { meta, ...rest } = before;
  const resource = { ...rest, ...(meta.tag ? { meta: { tag: meta.tag } } : {}), ...change } as T & { readonly id: string };
  return { kind: 'put', resource, precondition: { kind: 'version', versionId: meta.versionId }, signed: true };
}

/** What a doctor has to know before writing a line. */
async function prescribingHelp(deps: PrescriptionDeps, { patient, facility, at }: PrescribingCase): Promise<PrescribingHelp> {
  const [allergies, link, weightKg] = await Promise.all([allergiesOf(deps.repository, patient.id, deps.medicines), linkOf(deps, facility.id), weightOf(deps, patient.id)]);
  return { allergies: allergies.map(({ text, names: of }) => ({ text, names: of })), young: isYoung(patient.birthDate, at), ...(weightKg === undefined ? {} : { weightKg }), linked: link !== undefined };
}

/** The newest weight in the record, kg. */
async function weightOf({ repository }: PrescriptionDeps, patientId: string): Promise<number | undefined> {
  const page = await repository.search<Observation>('Observation', new URLSearchParams({ patient: `Patient/${patientId}`, code: 'http://loinc.org|29463-7', _sort: '-date', _count: '1' }));
  return page.ok ? page.value.resources[0]?.valueQuantity?.value : undefined;
}
