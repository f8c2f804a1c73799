import type { Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import type { AuditFact, FhirRepository, Reference } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { SignInTokenAnswer } from './contract.ts';
import { isCode } from './oneTimeCode.ts';
import type { ChallengeStore, TokenSigner } from './ports.ts';
import { firstPartyScope } from './smartScopes.ts';

/** Whether it is used or not: nothing renews it, so a session that nobody touches is over for the server too (docs/adr/0134). */
export const tokenLifeSeconds = 30 * 60;

export type RedeemDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'recordAccess'>;
  readonly challenges: ChallengeStore;
  readonly signer: TokenSigner;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Issuer of the token and the audience that this API asks for. */
  readonly issuer: string;
  readonly audience: string;
  /** Told to the client, which locks after so long without a touch. */
  readonly idleMinutes: number;
};

type RedeemCode = 'IDENTITY_CODE_WRONG' | 'IDENTITY_CODE_EXPIRED' | 'IDENTITY_CODE_ATTEMPTS';

/**
 * An access token for the one-time code. Each try is used up before the code is looked at, the right one ends the
 * challenge for everybody else, and a challenge with nobody behind it answers like a wrong code.
 */
export async function redeemSignInCode(
  deps: RedeemDeps,
  { challengeId, code }: { readonly challengeId: string; readonly code: string },
  correlationId: string,
): Promise<Result<SignInTokenAnswer, Refusal<RedeemCode>>> {
  const { repository, challenges, clock } = deps;
  const attempt = await challenges.takeAttempt(challengeId, clock.now());
  if (attempt.kind === 'gone') return refuse(refusal('IDENTITY_CODE_EXPIRED'));
  if (attempt.kind === 'exhausted') return refuse(refusal('IDENTITY_CODE_ATTEMPTS'));
  const { challenge, attemptsLeft } = attempt;
  const right = isCode(code, challenge.salt, challenge.codeHash);
  if (!right || !challenge.patient) {
    if (challenge.patient) await repository.recordAccess(signInFact(challenge.patient, 'Patient', 'refused', correlationId));
    return refuse(attemptsLeft > 0 ? refusal('IDENTITY_CODE_WRONG', { params: { left: attemptsLeft }, at: '/code' }) : refusal('IDENTITY_CODE_ATTEMPTS'));
  }
  if (!(await challenges.consume(challengeId))) return refuse(refusal('IDENTITY_CODE_EXPIRED'));
  const patient = await repository.read<Patient>(challenge.patient);
  if (!patient) return refuse(refusal('IDENTITY_CODE_EXPIRED'));
  await repository.recordAccess(signInFact(challenge.patient, nameOf(patient), 'success', correlationId));
  return ok({ accessToken: await issue(deps, challenge.patient, nameOf(patient)), expiresIn: tokenLifeSeconds, idleMinutes: deps.idleMinutes });
}

/** RFC 9068: the access token of a patient, who may be nobody else (ownIssuer in shared/gateways checks that again). */
async function issue({ signer, clock, newId, issuer, audience }: RedeemDeps, patient: Reference, name: string): Promise<string> {
  const issuedAt = Math.floor(clock.now().getTime() / 1000);
  const claims = { iss: issuer, aud: audience, sub: patient, name, roles: ['patient'], patient, scope: firstPartyScope, iat: issuedAt, exp: issuedAt + tokenLifeSeconds, jti: newId() };
  return await signer.signJws(new TextEncoder().encode(JSON.stringify(claims)), { typ: 'at+jwt' });
}

const signInFact = (patient: Reference, name: string, outcome: AuditFact['outcome'], correlationId: string): AuditFact => ({
  actor: { subject: patient, name, role: 'patient' }, action: 'execute', outcome, event: 'patient-signed-in', patient, entities: [patient], correlationId,
});
