import type { AuditFact, FhirRepository, Reference } from '../fhir/repository.ts';
import { actorOf, decide, type Interaction, type Principal } from '../identity/policy.ts';
import { relationsToPatient } from '../identity/relations.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';

export type Caller = { readonly principal: Principal; readonly correlationId: string };
type Deps = { readonly repository: Pick<FhirRepository, 'readMany' | 'search' | 'recordAccess'>; readonly clock: Clock };

/**
 * May the caller do this to the insurance of the patient? Gives the audit fact to go on with; a refusal is audited
 * and looks like an unknown patient, because who is whose patient is private.
 */
export async function insuranceAccess(deps: Deps, { principal, correlationId }: Caller, patient: Reference, interaction: Interaction, event = interaction === 'create' ? 'insurance-checked' : 'insurance-read'): Promise<Result<AuditFact, Refusal<'HTTP_NOT_FOUND'>>> {
  const relations = await relationsToPatient(deps.repository, principal, patient, deps.clock);
  const audit: Omit<AuditFact, 'outcome'> = {
    actor: actorOf(principal),
    action: interaction === 'create' ? 'execute' : 'read',
    event,
    patient,
    entities: [patient],
    correlationId,
  };
  if (decide({ principal, interaction, resourceType: 'CoverageEligibilityResponse', relations }).allowed) return ok({ ...audit, outcome: 'success' });
  await deps.repository.recordAccess({ ...audit, outcome: 'refused' });
  return refuse(refusal('HTTP_NOT_FOUND'));
}
