import type { ResourceType } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, Reference } from '../fhir/repository.ts';
import { actorOf, decide, type Principal, type Relation } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';

/** How the caller stands to a patient's record; shared/identity/relations.ts is one. */
export type RelationsToPatient = (principal: Principal, patient: Reference) => Promise<readonly Relation[]>;

export type RecordDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'recordAccess'>;
  readonly relations: RelationsToPatient;
  /** Base of our identifier systems (IDENTIFIER_BASE). */
  readonly base: string;
};

export type Reader = { readonly principal: Principal; readonly correlationId: string };

/** What is read, for the policy and for the audit. */
export type Reading = { readonly patientId: string; readonly type: ResourceType; readonly event: 'chart-read' | 'accesses-read' };

/** The audit fact of a reading; the answer is given only after it was written. */
export const readingFact = ({ principal, correlationId }: Reader, { patientId, event }: Reading, outcome: AuditFact['outcome']): AuditFact => ({
  actor: actorOf(principal),
  action: 'read',
  outcome,
  event,
  patient: `Patient/${patientId}`,
  entities: [`Patient/${patientId}`],
  correlationId,
});

/**
 * The caller's relations, where they allow the reading. A role that may never read this is told so; anybody else who
 * may not is answered as if there were no such patient. Either attempt is audited.
 */
export async function mayRead({ repository, relations }: RecordDeps, reader: Reader, reading: Reading): Promise<Result<readonly Relation[], Refusal<'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'>>> {
  const { principal } = reader;
  const held = await relations(principal, `Patient/${reading.patientId}`);
  const decision = decide({ principal, interaction: 'read', resourceType: reading.type, relations: held });
  if (decision.allowed) return ok(held);
  await repository.recordAccess(readingFact(reader, reading, 'refused'));
  return refuse(refusal(decision.reason === 'role' ? 'HTTP_FORBIDDEN' : 'HTTP_NOT_FOUND'));
}
