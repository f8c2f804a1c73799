import type { Observation } from '@medplum/fhirtypes';
import { decodeJwt, errors, importJWK, jwtVerify } from 'jose';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { roomClaims, type RoomClaims } from './contract.ts';
import { factOf, type RoomContext } from './join.ts';
import type { RoomAsk } from './ports.ts';
import type { CallReport, Calls } from './quality.ts';
import { callQualityCode, stayIn, stayObservation } from './qualityObservation.ts';

/** A call is reported on for as long after its pass was given. */
const REPORTED_WITHIN_MS = 24 * 3_600_000;

/**
 * Stores how one stay in a call has gone so far; the last one is `over`. The pass is the proof: it was signed here, for
 * this person in this room, and whoever holds it can only say how this very call went. Audited.
 */
export async function storeCallReport(context: RoomContext, stay: string, report: CallReport, correlationId: string): Promise<Result<undefined, Refusal>> {
  const claims = await claimsOf(context, report.pass);
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

/** How the calls of a consultation went, for those who have a place in its room by their work. Audited. */
export async function readCalls(context: RoomContext, ask: RoomAsk, consultationId: string): Promise<Result<Calls, Refusal>> {
  const found = await context.consultations.roomFor(ask, consultationId);
  if (!found.ok) return found;
  const isStaff = ask.principal.practitioner !== undefined;
  await context.repository.recordAccess({ ...factOf(ask, consultationId, found.value.patientId), action: 'read', event: 'call-quality-read', outcome: isStaff ? 'success' : 'refused' });
  if (!isStaff) return refuse(refusal('ROOM_NOT_FOR_YOU'));
  const page = await context.repository.search<Observation>('Observation', new URLSearchParams({ patient: `Patient/${found.value.patientId}`, encounter: `Encounter/${consultationId}`, code: callQualityCode(context.base), _count: '100' }));
  if (!page.ok) throw new Error(`calls can't be searched: ${page.error.kind}`);
  const stays = page.value.resources.flatMap((each) => stayIn(each, context.base) ?? []);
  return ok({ stays: stays.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from)) });
}

/** The claims of a pass of ours, used or expired, not older than a day. */
async function claimsOf({ signer, issuer, clock }: RoomContext, pass: string): Promise<RoomClaims | undefined> {
  try {
    const issuedAt = new Date((decodeJwt(pass).iat ?? 0) * 1000);
    const { payload } = await jwtVerify(pass, await importJWK(await signer.publicJwk(), 'ES256'), { issuer, audience: 'sfu', algorithms: ['ES256'], currentDate: issuedAt });
    const age = clock.now().getTime() - issuedAt.getTime();
    return age >= -60_000 && age <= REPORTED_WITHIN_MS ? roomClaims.safeParse(payload).data : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
