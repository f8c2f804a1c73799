import type { Bundle } from '@medplum/fhirtypes';
import type { Stored } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { documentsOf } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import type { ConclusionView, ConsultationView } from './contract.ts';
import { is, loadCase } from './load.ts';
import { detailsOf, viewOf } from './view.ts';

export type ReadConclusion = { readonly consultation: ConsultationView; readonly conclusion: ConclusionView; /** The newest. */ readonly document: Stored<Bundle> };

/** The signed conclusion, its signature checked now. `event` tells in the audit whether it was read or taken along. */
export async function readConclusion(context: CareContext, ask: Ask, id: string, event: 'conclusion-read' | 'conclusion-downloaded'): Promise<Result<ReadConclusion, Refusal>> {
  const found = await loadCase(context, ask, id, { event, kind: 'read' });
  if (!found.ok) return found;
  const { consultation: c, serviceRequest, task, sides } = found.value;
  const newest = documentsOf(c).at(-1);
  if (newest === undefined) return refuse(refusal('CONCLUSION_NOT_SIGNED', { params: { state: c.state } }));
  const [details, document] = await Promise.all([detailsOf(context, c, serviceRequest), context.repository.read<Bundle>(`Bundle/${newest}`)]);
  if (!details.conclusion || !is('Bundle', document)) throw new Error('a signed consultation has its document');
  await context.repository.recordAccess(
    auditOf(ask, { action: 'read', event, patient: `Patient/${c.patient.id}`, entities: [`Task/${id}`, `Bundle/${newest}`] }),
  );
  const consultation = viewOf(c, details, { version: task.meta.versionId, sides, now: context.clock.now() });
  return ok({ consultation, conclusion: details.conclusion, document });
}
