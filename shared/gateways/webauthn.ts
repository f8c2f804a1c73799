import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { RelyingParty } from '../identity/passkeys/options.ts';
import type { Assertion, AuthenticatorChecks } from '../identity/passkeys/ports.ts';

type Transports = NonNullable<Parameters<typeof verifyAuthenticationResponse>[0]['credential']['transports']>;

/** Web Authentication Level 3, sections 7.1 and 7.2, by @simplewebauthn/server. Its refusals are thrown errors: all of them mean no. */
export function authenticatorChecks({ id, origin }: Pick<RelyingParty, 'id' | 'origin'>): AuthenticatorChecks {
  const expected = { expectedOrigin: origin, expectedRPID: id, requireUserVerification: true };
  return {
    async created(credential, challenge) {
      const response = { ...credential, response: { ...credential.response, transports: [...(credential.response.transports ?? [])] as Transports }, clientExtensionResults: {} };
      const verified = await verifyRegistrationResponse({ ...expected, response, expectedChallenge: challenge, supportedAlgorithmIDs: [-7, -8, -257] }).catch(() => undefined);
      if (!verified?.verified) return undefined;
      const { credential: made, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
      return { id: made.id, publicKey: made.publicKey, counter: made.counter, transports: made.transports ?? [], backupEligible: credentialDeviceType === 'multiDevice', backedUp: credentialBackedUp };
    },
    async asserted(assertion, challenge, passkey) {
      const credential = { id: passkey.id, publicKey: passkey.publicKey, counter: passkey.counter };
      const verified = await verifyAuthenticationResponse({ ...expected, response: responseOf(assertion), expectedChallenge: challenge, credential }).catch(() => undefined);
      return verified?.verified ? { counter: verified.authenticationInfo.newCounter, backedUp: verified.authenticationInfo.credentialBackedUp } : undefined;
    },
  };
}

const responseOf = ({ response: { userHandle, ...response }, ...rest }: Assertion) => ({ ...rest, response: { ...response, ...(userHandle === undefined ? {} : { userHandle }) }, clientExtensionResults: {} });
