import type { Bundle } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { documentsOf } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import type { ConclusionView, ConsultationView, SignedDocuments } from './contract.ts';
import { is, loadCase } from './load.ts';
import { detailsOf, readerOf, viewOf } from './view.ts';

export type ReadConclusion = { readonly consultation: ConsultationView; readonly conclusion: ConclusionView; /** Oldest first; the last is the newest. */ readonly documents: readonly Stored<Bundle>[] };

/** The signed conclusion, its signature checked now. `event` tells in the audit whether it was read or taken along. */
export async function readConclusion(context: CareContext, ask: Ask, id: string, event: 'conclusion-read' | 'conclusion-downloaded'): Promise<Result<ReadConclusion, Refusal>> {
  const found = await loadCase(context, ask, id, { event, kind: 'read' });
  if (!found.ok) return found;
  const { consultation: c, serviceRequest, task, sides } = found.value;
  const wanted = documentsOf(c).map((document): Reference => `Bundle/${document}`);
  const newest = wanted.at(-1);
  if (newest === undefined) return refuse(refusal('CONCLUSION_NOT_SIGNED', { params: { state: c.state } }));
  const [details, bundles] = await Promise.all([detailsOf(context, c, serviceRequest), context.repository.readMany(wanted)]);
  const documents = bundles.filter((document): document is Stored<Bundle> => is('Bundle', document));
  if (!details.conclusion || documents.length < wanted.length) throw new Error('a signed consultation has its documents');
  await context.repository.recordAccess(
    auditOf(ask, { action: 'read', event, patient: `Patient/${c.patient.id}`, entities: [`Task/${id}`, newest] }),
  );
  const consultation = viewOf(c, details, { version: task.meta.versionId, sides, now: context.clock.now(), ...readerOf(ask.principal) });
  return ok({ consultation, conclusion: details.conclusion, documents });
}

/** The signed documents themselves, for whoever checks the signatures by their own means. */
export async function readDocuments(context: CareContext, ask: Ask, id: string): Promise<Result<SignedDocuments, Refusal>> {
  const read = await readConclusion(context, ask, id, 'conclusion-read');
  return read.ok ? ok({ documents: read.value.documents }) : read;
}
