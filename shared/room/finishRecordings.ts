import type { DocumentReference } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { inParallel } from '../kernel/inParallel.ts';
import { leftDocument, recordingBinary, recordingReference } from './recordingResources.ts';
import { keepEveryMs, type UnfinishedRecordings } from './recordingStore.ts';

export type FinishContext = { readonly repository: FhirRepository; readonly clock: Clock; readonly base: string; readonly unfinished: UnfinishedRecordings };
export type FinishReport = { readonly recordingsSaved: number };

/** A media server that is alive gives a sign every two seconds; one that is only slow must not lose its recording to us. */
const SILENT_MS = 45 * keepEveryMs;

/** A host that dies may leave a hundred; the end of each is 5 MB in memory. */
const atOnce = 4;

const actor: AuditFact['actor'] = { subject: 'housekeeping', name: 'Hệ thống', role: 'system' };

/**
 * Finishes recordings whose media server died before it could: what it kept becomes a file, linked from the patient's
 * record with how far it goes. What the record never agreed to is deleted. Doing it twice changes nothing more. Audited.
 */
export async function finishRecordings(context: FinishContext, correlationId: string): Promise<FinishReport> {
  const { clock, unfinished } = context;
  const silent = await unfinished.silentSince(new Date(clock.now().getTime() - SILENT_MS));
  const ended = await inParallel(silent, atOnce, async (id) => await Promise.allSettled([finish(context, id, correlationId)]));
  const failed = ended.flat().find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return { recordingsSaved: ended.flat().filter((each) => each.status === 'fulfilled' && each.value === 'saved').length };
}

async function finish({ repository, base, unfinished }: FinishContext, id: string, correlationId: string): Promise<'saved' | 'nothing'> {
  const reference = recordingReference(id);
  const [found] = await repository.readMany([reference]);
  const entry = found as Stored<DocumentReference> | undefined;
  if (entry?.docStatus === 'preliminary') {
    const left = await unfinished.finish(id);
    const patient = (entry.subject?.reference ?? '') as Reference;
    const place = { id, base, patientId: patient.slice('Patient/'.length) };
    const committed = await repository.commit({
      writes: [
        { kind: 'put', resource: leftDocument(entry, place, left), precondition: { kind: 'version', versionId: entry.meta.versionId } },
        ...(left ? [{ kind: 'put', resource: recordingBinary(place), precondition: { kind: 'any' } } as const] : []),
      ],
      audit: { actor, action: 'update', outcome: 'success', event: 'call-recording-saved', patient, entities: [reference], correlationId },
    });
    // Told meanwhile by who seemed dead: looked at again in the next minute.
    if (!committed.ok) return 'nothing';
    await unfinished.forget(id, left ? 'kept' : 'unwanted');
    return left ? 'saved' : 'nothing';
  }
  // Final: told to the record, not yet tidied up. Otherwise nobody's yes was ever stored, or it is marked as lost.
  await unfinished.forget(id, entry?.docStatus === 'final' ? 'kept' : 'unwanted');
  return 'nothing';
}
