import type { Bundle, DocumentReference } from '@medplum/fhirtypes';
import type { Reference, Write } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { ConclusionFacts } from '../signing/contract.ts';
import { planMove, refusedMove } from './act.ts';
import { checkConclusion } from './conclude.ts';
import { documentsOf } from './consultation.ts';
import type { Ask, CareContext } from './context.ts';
import type { Conclusion, ConsultationView } from './contract.ts';
import { is, loadCase, type Case } from './load.ts';
import { planAndSave } from './save.ts';
import { permitted } from './transitions.ts';

/**
 * Signs the conclusion, or with a reason amends a signed one by a further signed document. The document and the
 * change of state are saved in one commit: there is no signature without the state, and no state without it.
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
    const before = reason === undefined ? undefined : await previousOf(context, found.value);
    const amends = before && reason !== undefined ? { documentId: before.document.id, digest: await context.documents.digest(before.document), reason } : undefined;
    const facts = factsOf(context, ask, found.value, conclusion);
    const signed = await context.documents.sign({ ...facts, ...(amends ? { amends } : {}) });
    if (!signed.ok) return signed;
    const { document, writes } = signed.value;
    const action = amends ? ({ action: 'amend', documentId: document.id, reason: amends.reason } as const) : ({ action: 'sign', documentId: document.id } as const);
    const planned = await planMove(context, ask, found.value, { action, writes: [...writes, ...(before?.superseded ?? [])], document });
    return planned.ok ? ok(planned.value) : planned;
  });
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
async function previousOf({ repository }: CareContext, { consultation }: Case): Promise<{ document: Bundle & { id: string }; superseded: readonly Write[] }> {
  const id = documentsOf(consultation).at(-1) ?? '';
  const wanted: readonly Reference[] = [`Bundle/${id}`, `DocumentReference/${id}`];
  const [document, entry] = await repository.readMany(wanted);
  if (!is('Bundle', document) || !is('DocumentReference', entry)) throw new Error('a signed consultation has its document');
  const { meta, ...rest } = entry;
  const resource: DocumentReference & { id: string } = { ...rest, ...(meta.tag ? { meta: { tag: meta.tag } } : {}), status: 'superseded' };
  return { document, superseded: [{ kind: 'put', resource, precondition: { kind: 'version', versionId: meta.versionId } }] };
}
