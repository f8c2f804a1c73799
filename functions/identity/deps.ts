import { setTimeout as wait } from 'node:timers/promises';
import type { JWK } from 'jose';
import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { smsGateway } from '../../shared/gateways/sms.ts';
import type { ClientConfiguration } from '../../shared/identity/contract.ts';
import { newCode } from '../../shared/identity/oneTimeCode.ts';
import type { Naming } from '../../shared/identity/naming.ts';
import type { ChallengeStore, SmsGateway } from '../../shared/identity/ports.ts';
import type { KeyStanding } from '../../shared/signing/contract.ts';
import { challengeStore } from '../../shared/store/challengeStore.ts';
import type { AuthenticatorChecks } from '../../shared/identity/passkeys/ports.ts';
import { commonDeps, type CommonDeps } from '../_http/deps.ts';
import { later } from '../_http/later.ts';
import { log } from '../_http/log.ts';

export type IdentityDeps = Omit<CommonDeps, 'environment' | 'dynamo'> & {
  readonly naming: Naming;
  /** Public keys that signed conclusions before a rotation. */
  readonly retiredKeys: readonly (JWK & KeyStanding)[];
  readonly challenges: ChallengeStore;
  readonly sms: SmsGateway;
  readonly checks: AuthenticatorChecks;
  readonly newCode: () => string;
  readonly untilAnswer: () => Promise<void>;
  readonly onSmsFailure: (challengeId: string) => void;
  readonly oidc: ClientConfiguration['oidc'];
  /** Minutes without a touch until the client locks. */
  readonly idleMinutes: { readonly staff: number; readonly patient: number };
  readonly issuer: string;
  readonly audience: string;
};

/** Every request for a code is answered after this time; the message is given up a little before it. */
const answerAfterMilliseconds = 1500;
const smsMilliseconds = 1300;

export function identityDeps(): IdentityDeps {
  const { environment, dynamo, ...common } = commonDeps();
  const { IDENTIFIER_BASE, BASE_URL, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_AUDIENCE, SMS_URL, SMS_CREDENTIALS, TABLE_NAME, TENANT, RETIRED_KEYS, STAFF_IDLE_MINUTES, PATIENT_IDLE_MINUTES } = environment;
  return {
    ...common,
    retiredKeys: RETIRED_KEYS,
    naming: { base: IDENTIFIER_BASE, systems: identifierSystems(IDENTIFIER_BASE) },
    challenges: challengeStore(dynamo, TABLE_NAME, TENANT),
    // The library is a third of the function; few requests need it.
    checks: later(async () => (await import('../../shared/gateways/webauthn.ts')).authenticatorChecks(common.passkeys.party)),
    sms: smsGateway(SMS_URL, SMS_CREDENTIALS, smsMilliseconds),
    newCode,
    untilAnswer: () => wait(answerAfterMilliseconds),
    onSmsFailure: (challengeId) => log.warn('sign-in-code-not-sent', { challengeId }),
    oidc: { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, scope: 'openid profile api', audience: OIDC_AUDIENCE },
    idleMinutes: { staff: STAFF_IDLE_MINUTES, patient: PATIENT_IDLE_MINUTES },
    issuer: BASE_URL,
    audience: OIDC_AUDIENCE,
  };
}
