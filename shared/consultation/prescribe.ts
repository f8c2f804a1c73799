import type { Bundle } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Prescribing, PrescribingHelp, PrescriptionView } from '../prescription/contract.ts';
import { planMove, refusedMove } from './act.ts';
import { documentsOf, prescriptionsOf, type Consultation } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import type { ConsultationView, SignedDocuments } from './contract.ts';
import { is, loadCase } from './load.ts';
import { planAndSave } from './save.ts';
import { permitted } from './transitions.ts';
import { detailsOf, readerOf, viewOf } from './view.ts';

/**
 * Prescribes after the conclusion is signed, or with `replaces` writes a new prescription in the place of one: what was
 * prescribed is never changed, and an amended conclusion does not touch it. The station acknowledges it anew.
 */
export async function prescribe(context: CareContext, ask: Ask, id: string, { replaces, reason, ...prescription }: Prescribing): Promise<Result<ConsultationView, Refusal>> {
  return await planAndSave(context, async () => {
    const found = await loadCase(context, ask, id, { event: 'consultation-prescribe', kind: 'move' });
    if (!found.ok) return found;
    const { consultation: c, sides } = found.value;
    const allowed = permitted(c, 'prescribe', sides);
    if (!allowed.ok) return await refusedMove(context, ask, c, 'prescribe', allowed.error);
    const author = { id: ask.principal.practitioner?.slice('Practitioner/'.length) ?? '', name: ask.principal.name };
    const written = await context.prescriptions.write({
      consultationId: c.id, patient: c.patient, facility: c.facility, author, at: context.clock.now().toISOString(), prescription, diagnoses: await diagnosesOf(context, c),
      earlier: prescriptionsOf(c), at0: '', ...(replaces !== undefined && reason !== undefined ? { replaces: { documentId: replaces, reason } } : {}),
    });
    if (!written.ok) return written;
    const { documents, ...rest } = written.value;
    return await planMove(context, ask, found.value, { action: { action: 'prescribe', prescriptions: documents.map((one) => one.id), ...(reason === undefined ? {} : { reason }) }, prescriptions: documents, ...rest });
  });
}

/** Those of the newest conclusion, the main one first. */
async function diagnosesOf({ repository, documents }: CareContext, c: Consultation): Promise<readonly { readonly code: string; readonly display: string }[]> {
  const newest = documentsOf(c).at(-1);
  const document = newest === undefined ? undefined : await repository.read<Bundle>(`Bundle/${newest}`);
  return document ? documents.content(document).diagnoses.map(({ code, display }) => ({ code, display })) : [];
}

/** What the doctor has to know before writing a line: for whoever may write one. Audited as a reading of the record. */
export async function prescribingHelp(context: CareContext, ask: Ask, id: string): Promise<Result<PrescribingHelp, Refusal>> {
  const found = await loadCase(context, ask, id, { event: 'prescribing-read', kind: 'read' });
  if (!found.ok) return found;
  const { consultation: c, sides } = found.value;
  if (!sides.includes('specialist')) return await refusedMove(context, ask, c, 'prescribe', refusal('CONSULTATION_NOT_YOURS', { params: { action: 'prescribe', state: c.state } }));
  const help = await context.prescriptions.help({ consultationId: c.id, patient: c.patient, facility: c.facility, at: context.clock.now().toISOString() });
  await context.repository.recordAccess(auditOf(ask, { action: 'read', event: 'prescribing-read', patient: `Patient/${c.patient.id}`, entities: [`Task/${id}`] }));
  return ok(help);
}

export type ReadPrescription = { readonly consultation: ConsultationView; readonly prescription: PrescriptionView; /** The chain that it ends, oldest first. */ readonly documents: readonly Stored<Bundle>[] };

/** One prescription with its signed documents: that of `documentId`, or the newest. */
export async function readPrescription(context: CareContext, ask: Ask, id: string, documentId?: string): Promise<Result<ReadPrescription, Refusal>> {
  const event = 'prescription-downloaded';
  const found = await loadCase(context, ask, id, { event, kind: 'read' });
  if (!found.ok) return found;
  const { consultation: c, serviceRequest, task, sides } = found.value;
  const wanted = documentId ?? prescriptionsOf(c).at(-1);
  if (wanted === undefined || !prescriptionsOf(c).includes(wanted)) return refuse(refusal('PRESCRIPTION_UNKNOWN'));
  const details = await detailsOf(context, c, serviceRequest);
  const prescription = details.prescriptions.find((one) => one.documentId === wanted);
  if (!prescription) throw new Error('a prescription has its document');
  const documents = (await context.repository.readMany(chainOf(details.prescriptions, prescription))).filter((one): one is Stored<Bundle> => is('Bundle', one));
  await context.repository.recordAccess(auditOf(ask, { action: 'read', event, patient: `Patient/${c.patient.id}`, entities: [`Task/${id}`, `Bundle/${wanted}`] }));
  return ok({ consultation: viewOf(c, details, { version: task.meta.versionId, sides, now: context.clock.now(), ...readerOf(ask.principal) }), prescription, documents });
}

function chainOf(all: readonly PrescriptionView[], one: PrescriptionView): readonly Reference[] {
  const before = all.find(({ documentId }) => documentId === one.replaces?.documentId);
  return [...(before ? chainOf(all, before) : []), `Bundle/${one.documentId}`];
}

/** The signed prescriptions themselves, oldest first, for whoever checks the signatures by their own means. */
export async function readPrescriptionDocuments(context: CareContext, ask: Ask, id: string): Promise<Result<SignedDocuments, Refusal>> {
  const found = await loadCase(context, ask, id, { event: 'prescription-read', kind: 'read' });
  if (!found.ok) return found;
  const wanted = prescriptionsOf(found.value.consultation).map((one): Reference => `Bundle/${one}`);
  if (wanted.length === 0) return refuse(refusal('PRESCRIPTION_UNKNOWN'));
  const documents = (await context.repository.readMany(wanted)).filter((one): one is Stored<Bundle> => is('Bundle', one));
  await context.repository.recordAccess(auditOf(ask, { action: 'read', event: 'prescription-read', patient: `Patient/${found.value.consultation.patient.id}`, entities: [`Task/${id}`, ...wanted] }));
  return ok({ documents });
}
