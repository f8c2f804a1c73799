import type { Consent, DocumentReference } from '@medplum/fhirtypes';
import { consentReference } from '../consent/ports.ts';
import type { AuditFact, Reference, Write } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { RoomContext } from './join.ts';
import { claimsOfPass } from './passProof.ts';
import type { RecordingReport } from './recording.ts';
import { consentToRecording, recordingBinary, recordingDocument, recordingReference, type Answered, type RecordingPlace } from './recordingResources.ts';

/** What is made of it in ids of resources stays within their 64 characters (R4 2.24.0.1). */
const isRecordingId = (id: string): boolean => /^[A-Za-z0-9-]{1,50}$/.test(id);

/**
 * Stores who in the room agreed to a recording and who did not, and in the end the recording itself, in the patient's
 * record. The passes are the proof of who answered: they were signed here. Repeatable; what is over does not change. Audited.
 */
export async function storeRecording(context: RoomContext, id: string, report: RecordingReport, correlationId: string): Promise<Result<undefined, Refusal>> {
  if (context.recording !== 'with-consent') return refuse(refusal('ROOM_RECORDING_OFF'));
  const answers = await answersIn(context, report);
  const asker = answers?.[0];
  const found = asker?.claims.consultation === undefined || !isRecordingId(id) ? undefined : await context.consultations.roomOf(asker.claims.consultation);
  if (answers === undefined || asker === undefined || found === undefined) return refuse(refusal('ROOM_REPORT_REFUSED'));
  const place: RecordingPlace = { id, consultationId: found.consultationId, patientId: found.patientId, base: context.base };
  const patient: Reference = `Patient/${found.patientId}`;
  const fact: AuditFact = {
    actor: { subject: asker.claims.sub, name: asker.claims.name, role: asker.claims.role }, action: 'update', outcome: 'success',
    event: report.state === 'refused' ? 'call-recording-refused' : 'call-recording-stored', patient, entities: [recordingReference(id)], correlationId,
  };
  const [standing, decision] = await context.repository.readMany([recordingReference(id), consentReference(patient, 'recording')]);
  const before = standing as DocumentReference | undefined;
  if (before && before.context?.encounter?.[0]?.reference !== `Encounter/${found.consultationId}`) return refuse(refusal('ROOM_REPORT_REFUSED'));
  if (before?.docStatus === 'final') return ok(undefined);
  if (report.state === 'recording' && isDenied(decision as Consent | undefined)) {
    await context.repository.recordAccess({ ...fact, event: 'call-recording-refused', outcome: 'refused' });
    return refuse(refusal('ROOM_RECORDING_REFUSED'));
  }
  const committed = await context.repository.commit({ writes: writesOf(place, { answers, asker, report }), audit: fact });
  return committed.ok ? ok(undefined) : refuse(refusal('HTTP_CONTENTION'));
}

/** All of one room, each person once, the first one allowed to ask; undefined when any is not. */
async function answersIn(context: RoomContext, { answers }: RecordingReport): Promise<readonly Answered[] | undefined> {
  const proved = await Promise.all(answers.map(async ({ pass, choice, at }) => ({ claims: await claimsOfPass(context, pass), choice, at })));
  const known = proved.flatMap(({ claims, ...answer }) => (claims ? [{ claims, ...answer }] : []));
  const [first] = known;
  const isOneRoom = known.every(({ claims }) => claims.room === first?.claims.room && claims.consultation === first.claims.consultation);
  const isEachOnce = new Set(known.map(({ claims }) => claims.sub)).size === answers.length;
  return first?.claims.record === true && isOneRoom && isEachOnce ? known : undefined;
}

/** Nobody having decided is no no: each one in the room is asked. A no in the list of purposes is. */
const isDenied = (decision: Consent | undefined): boolean => decision?.status === 'active' && decision.provision?.type === 'deny';

function writesOf(place: RecordingPlace, { answers, asker, report }: { readonly answers: readonly Answered[]; readonly asker: Answered; readonly report: RecordingReport }): Write[] {
  const consents = answers.map((answer) => consentToRecording(place, answer, report.state));
  const documents = report.state === 'refused' ? [] : [recordingDocument(place, asker, report), ...(report.file ? [recordingBinary(place)] : [])];
  return [...consents, ...documents].map((resource) => ({ kind: 'put', resource, precondition: { kind: 'any' } }));
}
