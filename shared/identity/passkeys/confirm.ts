import { createHash } from 'node:crypto';
import type { AuditFact, FhirRepository } from '../../fhir/repository.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { actorOf, personKey, type Principal } from '../policy.ts';
import type { StepUpAnswer, StepUpRequest } from './contract.ts';
import { stepUpSeconds, type StepUpDeps } from './demand.ts';
import type { AuthenticatorChecks } from './ports.ts';

export type ConfirmDeps = StepUpDeps & { readonly checks: AuthenticatorChecks; readonly repository: Pick<FhirRepository, 'recordAccess' | 'read'> };
export type Caller = { readonly principal: Principal; readonly correlationId: string };

type ConfirmCode = 'IDENTITY_CONFIRMATION_GONE' | 'IDENTITY_PASSKEY_NOT_ACCEPTED';

/**
 * Takes the passkey's signature for a command that was refused for want of it. The challenge is good once; the same
 * assertion sent again, because the answer was lost on the way, is answered as the first time.
 */
export async function confirmByPasskey(deps: ConfirmDeps, caller: Caller, { id, credential }: StepUpRequest): Promise<Result<StepUpAnswer, Refusal<ConfirmCode>>> {
  const { confirmations, passkeys, checks, clock } = deps;
  const [person, now] = [personKey(caller.principal), clock.now()];
  const waiting = await confirmations.find(person, id, now);
  if (!waiting) return refuse(refusal('IDENTITY_CONFIRMATION_GONE'));
  const assertion = createHash('sha256').update(JSON.stringify(credential)).digest('base64url');
  if (waiting.made) return waiting.made.assertion === assertion ? ok({ until: waiting.expiresAt.toISOString() }) : refuse(refusal('IDENTITY_CONFIRMATION_GONE'));

  const passkey = (await passkeys.list(person)).find((one) => one.id === credential.id);
  const use = passkey && (await checks.asserted(credential, waiting.challenge, passkey));
  await deps.repository.recordAccess(passkeyFact(caller, 'confirmed-by-passkey', use ? 'success' : 'refused'));
  if (!passkey || !use) return refuse(refusal('IDENTITY_PASSKEY_NOT_ACCEPTED'));
  const until = new Date(now.getTime() + stepUpSeconds * 1000);
  if (!(await confirmations.make(person, id, waiting.challenge, { passkey: passkey.id, assertion }, { now, until }))) return refuse(refusal('IDENTITY_CONFIRMATION_GONE'));
  await passkeys.used(person, passkey.id, { ...use, at: now });
  return ok({ until: until.toISOString() });
}

export const passkeyFact = ({ principal, correlationId }: Caller, event: string, outcome: AuditFact['outcome']): AuditFact => ({
  actor: actorOf(principal), action: 'execute', outcome, event, entities: principal.practitioner ? [principal.practitioner] : [], correlationId,
});
