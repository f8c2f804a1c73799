import type { FhirRepository, Idempotency, Reference } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { insuranceAccess, type Caller } from './access.ts';
import type { InsuranceAnswer, InsuranceCheckRequest } from './contract.ts';
import type { InsuranceErrorCode } from './errors.ts';
import { makeCheck, type MakeDeps } from './makeCheck.ts';
import { parseCardNumber } from './numbers.ts';

export type CheckDeps = MakeDeps & { readonly repository: Pick<FhirRepository, 'readMany' | 'search' | 'alike' | 'commit' | 'recordAccess'> };
export type CheckRefusal = Refusal<InsuranceErrorCode | 'HTTP_NOT_FOUND' | 'HTTP_IDEMPOTENCY_KEY_REUSED' | 'HTTP_CONTENTION'>;

/**
 * Asks the insurer about a patient and keeps question and answer. Whatever the portal does, the visit goes on: no
 * answer is an answer too, "to be confirmed", stored like any other and asked again by itself (confirmWaiting.ts).
 */
export async function checkInsurance(
  deps: CheckDeps, caller: Caller, patientId: string, { cardNumber, compared, fresh = false }: InsuranceCheckRequest, command: Omit<Idempotency, 'answer'>,
): Promise<Result<InsuranceAnswer, CheckRefusal>> {
  const patient: Reference = `Patient/${patientId}`;
  const access = await insuranceAccess(deps, caller, patient, 'create');
  if (!access.ok) return access;
  const typed = cardNumber?.trim() ? parseCardNumber(cardNumber) : undefined;
  if (typed && !typed.ok) return typed;
  const { organization, practitioner } = caller.principal;
  const made = await makeCheck(deps, { patient, fresh, ...(organization ? { organization } : {}), ...(practitioner ? { practitioner } : {}), ...(typed ? { typed: typed.value } : {}), ...(compared ? { compared } : {}) });
  if (!made.ok) return made;
  const { answer, writes, entities, events } = made.value;
  const committed = await deps.repository.commit({ writes, events, audit: { ...access.value, entities }, idempotency: { ...command, answer } });
  if (committed.ok) return ok(answer);
  switch (committed.error.kind) {
    case 'repeated':
      return ok(committed.error.answer as InsuranceAnswer);
    case 'key-reused':
      return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
    case 'contention':
      return refuse(refusal('HTTP_CONTENTION'));
    case 'claim-taken':
    case 'precondition-failed':
      throw new Error('a new id was taken');
  }
}
