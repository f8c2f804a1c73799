import type { FhirRepository } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { SignedOut } from './contract.ts';
import { actorOf, type Principal } from './policy.ts';
import type { SignOutStore } from './ports.ts';

export type SignOutDeps = { readonly repository: Pick<FhirRepository, 'recordAccess'>; readonly signOuts: SignOutStore; readonly clock: Clock };

/**
 * Ends every session of the caller on every device. Whatever issuer vouches for the person, tokens and refreshed tokens
 * of sessions from before are refused: at once by a fresh container, within half a minute by every other.
 */
export async function signOutEverywhere({ repository, signOuts, clock }: SignOutDeps, { principal, correlationId }: { readonly principal: Principal; readonly correlationId: string }): Promise<Result<SignedOut, Refusal<'HTTP_FORBIDDEN'>>> {
  // Programs have no sessions: their keys are withdrawn at the issuer.
  if (!principal.issuer || principal.roles.includes('system') || principal.roles.includes('research')) return refuse(refusal('HTTP_FORBIDDEN'));
  const at = clock.now();
  await repository.recordAccess({ actor: actorOf(principal), action: 'execute', outcome: 'success', event: 'signed-out-everywhere', ...(principal.patient ? { patient: principal.patient } : {}), entities: [], correlationId });
  await signOuts.signOut(`${principal.issuer} ${principal.subject}`, at);
  return ok({ signedOutAt: at.toISOString() });
}
