import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { personKey, staffRoles, type Principal } from '../policy.ts';
import type { StepUpHelp } from './contract.ts';
import { challengeSeconds, requestOptions, type RelyingParty } from './options.ts';
import type { ConfirmationStore, PasskeyStore } from './ports.ts';

/** How long a confirmation, or a fresh sign-in where that is enough, stands. */
export const stepUpSeconds = 300;
/** A challenge is not handed out again in its last minute. */
const leastSeconds = 60;

export type StepUpDeps = {
  readonly passkeys: PasskeyStore;
  readonly confirmations: ConfirmationStore;
  readonly party: RelyingParty;
  /** This deployment lets nobody sign without a passkey; otherwise a fresh sign-in does for whoever has none. */
  readonly passkeysRequired: boolean;
  readonly newChallenge: () => string;
  readonly clock: Clock;
};

/** `to-register`: a fresh sign-in does for the first passkey of anybody, whatever the deployment wants otherwise. */
export type StepUpDemand = 'always' | 'to-register';

/** One command: its Idempotency-Key and what is sent, so that a confirmation is of this content and no other. */
export const matterOf = ({ key, bodyHash }: { readonly key: string; readonly bodyHash: string }): string =>
  createHash('sha256').update(`${key}\n${bodyHash}`).digest('base64url');

/**
 * Why the command may not be taken yet, or undefined. Staff confirm it by a passkey; somebody who has none, by having
 * signed in a moment ago (RFC 9470). Patients and service clients have neither and are left to the policy, which gives
 * none of these commands to them.
 */
export async function stepUpNeeded(deps: StepUpDeps, principal: Principal, matter: string, demand: StepUpDemand): Promise<Refusal<'HTTP_STEP_UP_NEEDED' | 'HTTP_PASSKEY_REQUIRED'> | undefined> {
  if (!principal.roles.some((role) => staffRoles.includes(role))) return undefined;
  const now = deps.clock.now();
  const person = personKey(principal);
  const known = await deps.passkeys.list(person);
  if (known.length === 0) {
    if (deps.passkeysRequired && demand === 'always') return refusal('HTTP_PASSKEY_REQUIRED');
    return signedInAMomentAgo(principal, now) ? undefined : needed({ method: 'sign-in', max_age: stepUpSeconds });
  }
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const { made, challenge } = await deps.confirmations.open(person, matter, { challenge: deps.newChallenge(), expiresAt: after(challengeSeconds) }, { now, usableUntil: after(leastSeconds) });
  return made ? undefined : needed({ method: 'passkey', id: matter, options: requestOptions(deps.party, known, challenge) });
}

const needed = (help: StepUpHelp) => refusal('HTTP_STEP_UP_NEEDED' as const, { params: { seconds: stepUpSeconds }, help });

/** Only the time that the issuer vouches for counts (`auth_time`), which a refreshed token keeps. */
const signedInAMomentAgo = ({ signedInAt }: Principal, now: Date): boolean => signedInAt !== undefined && now.getTime() - signedInAt.getTime() <= stepUpSeconds * 1000;
