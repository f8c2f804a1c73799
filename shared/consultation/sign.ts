import type { Bundle, DocumentReference, PractitionerRole } from '@medplum/fhirtypes';
import type { Reference, Write } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Prescribed } from '../prescription/ports.ts';
import type { ConclusionFacts, Signer } from '../signing/contract.ts';
import type { SigningStep } from '../signing/ports.ts';
import { planMove, refusedMove } from './act.ts';
import { checkConclusion } from './conclude.ts';
import { documentsOf, type Consultation, type PendingConclusion } from './consultation.ts';
import type { Ask, CareContext } from './context.ts';
import type { Conclusion, ConsultationView, Countersignature } from './contract.ts';
import { is, loadCase, type Case } from './load.ts';
import { planAndSave } from './save.ts';
import { named } from './taskRead.ts';
import { permitted } from './transitions.ts';

/**
 * Signs the conclusion, or with a reason amends a signed one by a further signed document. The document and the
 * change of state are saved in one commit: there is no signature without the state, and no state without it. Where
 * others are to sign after the author, the document waits for them and nothing of it is released.
 */
export async function signConclusion(context: CareContext, ask: Ask, id: string, conclusion: Conclusion, reason?: string): Promise<Result<ConsultationView, Refusal>> {
  const name = reason === undefined ? 'sign' : 'amend';
  return await planAndSave(context, async () => {
    const found = await loadCase(context, ask, id, { event: `consultation-${name}`, kind: 'move' });
    if (!found.ok) return found;
    const { consultation, sides } = found.value;
    const allowed = permitted(consultation, name, sides);
    if (!allowed.ok) return await refusedMove(context, ask, consultation, name, allowed.error);
    const complete = checkConclusion(consultation.questions, conclusion);
    if (!complete.ok) return complete;
    const cosigners = await cosignersOf(context, conclusion.cosigners ?? []);
    if (!cosigners.ok) return cosigners;
    const before = reason === undefined ? undefined : await previousOf(context, consultation);
    const amends = before && reason !== undefined ? { documentId: before.document.id, digest: await context.documents.digest(before.document), reason } : undefined;
    const facts = factsOf(context, ask, found.value, conclusion);
    const prescribed = conclusion.prescription && (await prescribedWith(context, found.value, facts, conclusion));
    if (prescribed && !prescribed.ok) return prescribed;
    const signed = await context.documents.sign({ ...facts, ...(amends ? { amends } : {}), ...(cosigners.value.length > 0 ? { cosigners: cosigners.value } : {}) });
    if (!signed.ok) return signed;
    const { document } = signed.value;
    const pending = await pendingOf(context, signed.value, reason);
    const action = amends
      ? ({ action: 'amend', documentId: document.id, reason: amends.reason, ...(pending ? { pending } : {}) } as const)
      : ({ action: 'sign', documentId: document.id, ...(pending ? { pending } : {}), ...(prescribed ? { prescriptions: prescribed.value.documents.map(({ id: one }) => one) } : {}) } as const);
    const superseded = pending ? [] : (before?.superseded ?? []);
    const { documents: prescriptions = [], writes = [], claims = [], events = [] } = prescribed?.value ?? {};
    return await planMove(context, ask, found.value, { action, writes: [...signed.value.writes, ...superseded, ...writes], claims, events: [...signed.value.events, ...events], prescriptions, ...(pending ? { draft: document } : { document }) });
  });
}

/** The signature of the one whose turn it is, under just the document that was shown. The last one releases it. */
export async function countersign(context: CareContext, ask: Ask, id: string, { documentId, digest }: Countersignature): Promise<Result<ConsultationView, Refusal>> {
  return await planAndSave(context, async () => {
    const found = await loadCase(context, ask, id, { event: 'consultation-countersign', kind: 'move' });
    if (!found.ok) return found;
    const { consultation, sides } = found.value;
    const allowed = permitted(consultation, 'countersign', sides);
    if (!allowed.ok) return await refusedMove(context, ask, consultation, 'countersign', allowed.error);
    const { pending } = consultation;
    if (pending?.documentId !== documentId || pending.digest !== digest) return refuse(refusal('SIGNING_DOCUMENT_CHANGED'));
    const by = ask.principal.practitioner?.slice('Practitioner/'.length) ?? '';
    const step = await context.documents.next({ documentId, by, at: context.clock.now().toISOString() });
    if (!step.ok) return step;
    const { document, state, writes, events } = step.value;
    const before = !state.next && pending.reason !== undefined ? await previousOf(context, consultation) : undefined;
    return await planMove(context, ask, found.value, { action: { action: 'countersign', signers: state.signers }, writes: [...writes, ...(before?.superseded ?? [])], events, ...(state.next ? { draft: document } : { document }) });
  });
}

/** A prescription is one doctor's: where others sign the conclusion too, it is written when all of them have. */
async function prescribedWith({ prescriptions }: CareContext, { consultation: c }: Case, { author, signedAt, diagnoses }: ConclusionFacts, { prescription, cosigners = [] }: Conclusion): Promise<Result<Prescribed, Refusal>> {
  if (!prescription) throw new Error('asked for where something is prescribed');
  if (cosigners.length > 0) return refuse(refusal('PRESCRIPTION_BY_ONE', { at: '/prescription' }));
  return await prescriptions.write({ consultationId: c.id, patient: c.patient, facility: c.facility, author, at: signedAt, prescription, diagnoses: mainFirst(diagnoses), earlier: [], at0: '/prescription' });
}

const mainFirst = (diagnoses: ConclusionFacts['diagnoses']) => diagnoses.toSorted((a, b) => Number(b.main) - Number(a.main)).map(({ code, display }) => ({ code, display }));

async function pendingOf({ documents }: CareContext, { document, state }: SigningStep, reason: string | undefined): Promise<PendingConclusion | undefined> {
  if (!state.next) return undefined;
  return { documentId: document.id, digest: await documents.digest(document), signers: state.signers, ...(reason === undefined ? {} : { reason }) };
}

/** Those who are to sign after the author, as the directory knows them. */
async function cosignersOf({ repository }: CareContext, asked: NonNullable<Conclusion['cosigners']>): Promise<Result<readonly Signer[], Refusal>> {
  if (asked.length === 0) return ok([]);
  const roles = await repository.readMany(asked.map(({ practitionerId }): Reference => `PractitionerRole/role-${practitionerId}`));
  const signers: Signer[] = [];
  for (const [index, { practitionerId, role }] of asked.entries()) {
    const entry = roles[index] as PractitionerRole | undefined;
    const facility = named(entry?.organization);
    if (!facility || entry?.active === false) return refuse(refusal('SIGNING_SIGNER_UNKNOWN', { at: `/cosigners/${index}/practitionerId`, params: { number: index + 2 } }));
    signers.push({ id: practitionerId, name: entry?.practitioner?.display ?? '', role, facility });
  }
  return ok(signers);
}

function factsOf({ clock, newId, isKnownDiagnosis }: CareContext, { principal }: Ask, { consultation: c }: Case, conclusion: Conclusion): ConclusionFacts {
  const { answers, diagnoses, advice, followUp } = conclusion;
  return {
    documentId: newId(),
    consultationId: c.id,
    patient: c.patient,
    author: { id: principal.practitioner?.slice('Practitioner/'.length) ?? '', name: principal.name },
    facility: c.facility,
    station: c.station,
    specialty: c.specialty,
    signedAt: clock.now().toISOString(),
    answers: answers.toSorted((a, b) => a.number - b.number).map(({ number, text }) => ({ number, text, question: c.questions[number - 1] ?? '' })),
    diagnoses: diagnoses.map((d) => ({ ...d, known: isKnownDiagnosis(d.code) })),
    advice,
    ...(followUp ? { followUp } : {}),
  };
}

/** The document that is amended stays as it is; its entry in the list of documents is marked as superseded. */
async function previousOf({ repository }: CareContext, consultation: Consultation): Promise<{ document: Bundle & { id: string }; superseded: readonly Write[] }> {
  const id = documentsOf(consultation).at(-1) ?? '';
  const wanted: readonly Reference[] = [`Bundle/${id}`, `DocumentReference/${id}`];
  const [document, entry] = await repository.readMany(wanted);
  if (!is('Bundle', document) || !is('DocumentReference', entry)) throw new Error('a signed consultation has its document');
  const { meta, ...rest } = entry;
  const resource: DocumentReference & { id: string } = { ...rest, ...(meta.tag ? { meta: { tag: meta.tag } } : {}), status: 'superseded' };
  return { document, superseded: [{ kind: 'put', resource, precondition: { kind: 'version', versionId: meta.versionId }, signed: true }] };
}
