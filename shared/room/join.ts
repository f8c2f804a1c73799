import type { AuditFact, FhirRepository } from '../fhir/repository.ts';
import { actorOf } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { refuse, type Result } from '../kernel/result.ts';
import type { RoomPass } from './contract.ts';
import { passFor, type PassMaker } from './pass.ts';
import type { Consultations, RoomAsk, RoomTalk } from './ports.ts';

export type RoomContext = PassMaker & {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'commit' | 'recordAccess' | 'repeated'>;
  readonly consultations: Consultations;
  readonly talk: RoomTalk;
  /** 32 random bytes, base64url. */
  readonly newSecret: () => string;
  readonly base: string;
};

/** A pass into the room of a consultation for somebody who is signed in. Audited, given or not. */
export async function joinRoom(context: RoomContext, ask: RoomAsk, consultationId: string): Promise<Result<RoomPass, Refusal>> {
  const found = await context.consultations.roomFor(ask, consultationId);
  if (!found.ok) return found;
  const { role, patientId } = found.value;
  const { subject, practitioner, patient, name } = ask.principal;
  const pass = role ? await passFor(context, found.value, { sub: practitioner ?? patient ?? subject, role, name }) : refuse(refusal('ROOM_NOT_FOR_YOU'));
  await context.repository.recordAccess({ ...factOf(ask, consultationId, patientId), event: 'room-joined', outcome: pass.ok ? 'success' : 'refused' });
  return pass;
}

/** The part of the audit entry that is the same for everything done about a room. */
export const factOf = ({ principal, correlationId }: RoomAsk, consultationId: string, patientId: string): Omit<AuditFact, 'event' | 'outcome'> => ({
  actor: actorOf(principal),
  action: 'execute',
  patient: `Patient/${patientId}`,
  entities: [`Task/${consultationId}`],
  correlationId,
});
