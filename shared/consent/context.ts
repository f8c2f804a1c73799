import type { AuditFact, FhirRepository, Idempotency, Reference, UnitOfWork } from '../fhir/repository.ts';
import { actorOf, mayCommand, type Command, type Principal, type Relation } from '../identity/policy.ts';
import { relationsToPatient } from '../identity/relations.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';

/** What every use case of this slice is given; built once at cold start. */
export type PrivacyContext = {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'commit' | 'recordAccess'>;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Base of our identifier systems (IDENTIFIER_BASE). */
  readonly base: string;
};

export type Ask = { readonly principal: Principal; readonly correlationId: string; readonly command?: Omit<Idempotency, 'answer'> };

export type AskedFact = Pick<AuditFact, 'action' | 'event'> & Partial<Pick<AuditFact, 'entities' | 'reason' | 'outcome' | 'patient'>>;

export const factOf = ({ principal, correlationId }: Ask, fact: AskedFact): AuditFact => ({ actor: actorOf(principal), outcome: 'success', entities: [], correlationId, ...fact });

/** What is done with whose record, for the policy and for the log. */
export type Step = { readonly patient: Reference; readonly command: Command; readonly fact: AskedFact };

/**
 * The caller's relations, where they allow the step. A role that never takes it is told so; to anybody else there is
 * no such patient. Either attempt is in the log.
 */
export async function mayDo({ repository, clock }: Pick<PrivacyContext, 'repository' | 'clock'>, ask: Ask, { patient, command, fact }: Step): Promise<Result<readonly Relation[], Refusal<'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'>>> {
  const held = await relationsToPatient(repository, ask.principal, patient, clock);
  const decision = mayCommand(ask.principal, command, held);
  if (decision.allowed) return ok(held);
  await repository.recordAccess(factOf(ask, { ...fact, patient, outcome: 'refused' }));
  return refuse(refusal(decision.reason === 'relation' ? 'HTTP_NOT_FOUND' : 'HTTP_FORBIDDEN'));
}

export type SaveRefusal = Refusal<'HTTP_CONTENTION' | 'HTTP_IDEMPOTENCY_KEY_REUSED'>;

/** One commit, with the answer kept for a repetition of the command. */
export async function save<T>({ repository }: Pick<PrivacyContext, 'repository'>, ask: Ask, answer: T, unit: Omit<UnitOfWork, 'idempotency'>): Promise<Result<T, SaveRefusal>> {
  const saved = await repository.commit({ ...unit, ...(ask.command ? { idempotency: { ...ask.command, answer } } : {}) });
  if (saved.ok) return ok(answer);
  switch (saved.error.kind) {
    case 'repeated':
      return ok(saved.error.answer as T);
    case 'key-reused':
      return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
    case 'precondition-failed':
    case 'claim-taken':
    case 'contention':
      return refuse(refusal('HTTP_CONTENTION'));
  }
}

/** Whether it is the patient (or the carer) who acts, not somebody of the staff for them. */
export const isThePatient = ({ roles }: Principal): boolean => roles.includes('patient');
