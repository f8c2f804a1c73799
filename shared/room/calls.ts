import type { DocumentReference, Observation } from '@medplum/fhirtypes';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { factOf, type RoomContext } from './join.ts';
import { claimsOfPass } from './passProof.ts';
import type { RoomAsk } from './ports.ts';
import type { CallReport, Calls } from './quality.ts';
import { recordingIn, recordingType } from './recordingResources.ts';
import { callQualityCode, stayIn, stayObservation } from './qualityObservation.ts';

/**
 * Stores how one stay in a call has gone so far; the last one is `over`. The pass is the proof: it was signed here, for
 * this person in this room, and whoever holds it can only say how this very call went. Audited.
 */
export async function storeCallReport(context: RoomContext, stay: string, report: CallReport, correlationId: string): Promise<Result<undefined, Refusal>> {
  const claims = await claimsOfPass(context, report.pass);
  if (!claims || claims.jti !== stay || claims.consultation === undefined) return refuse(refusal('ROOM_REPORT_REFUSED'));
  const found = await context.consultations.roomOf(claims.consultation);
  if (found === undefined) return refuse(refusal('ROOM_REPORT_REFUSED'));
  const resource = stayObservation({ claims, patientId: found.patientId, consultationId: found.consultationId, base: context.base }, report);
  const committed = await context.repository.commit({
    writes: [{ kind: 'put', resource, precondition: { kind: 'any' } }],
    audit: {
      actor: { subject: claims.sub, name: claims.name, role: claims.role },
      action: 'update', outcome: 'success', event: 'call-quality-stored', patient: `Patient/${found.patientId}`, entities: [`Observation/${resource.id}`], correlationId,
    },
  });
  return committed.ok ? ok(undefined) : refuse(refusal('HTTP_CONTENTION'));
}

/** How the calls of a consultation went, and their recordings, for those who have a place in its room by their work. Audited. */
export async function readCalls(context: RoomContext, ask: RoomAsk, consultationId: string): Promise<Result<Calls, Refusal>> {
  const found = await context.consultations.roomFor(ask, consultationId);
  if (!found.ok) return found;
  const isStaff = ask.principal.practitioner !== undefined;
  await context.repository.recordAccess({ ...factOf(ask, consultationId, found.value.patientId), action: 'read', event: 'call-quality-read', outcome: isStaff ? 'success' : 'refused' });
  if (!isStaff) return refuse(refusal('ROOM_NOT_FOR_YOU'));
  const ofVisit = { patient: `Patient/${found.value.patientId}`, encounter: `Encounter/${consultationId}`, _count: '100' };
  const [page, documents] = await Promise.all([
    context.repository.search<Observation>('Observation', new URLSearchParams({ ...ofVisit, code: callQualityCode(context.base) })),
    context.repository.search<DocumentReference>('DocumentReference', new URLSearchParams({ ...ofVisit, type: recordingType(context.base) })),
  ]);
  if (!page.ok || !documents.ok) throw new Error('calls can’t be searched');
  const recordings = documents.value.resources.flatMap((each) => recordingIn(each) ?? []);
  const stays = page.value.resources.flatMap((each) => stayIn(each, context.base) ?? []);
  return ok({ stays: stays.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from)), recordings: recordings.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)) });
}
