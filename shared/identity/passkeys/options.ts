import { createHash } from 'node:crypto';
import type { Principal } from '../policy.ts';
import type { CreationOptions, RequestOptions } from './contract.ts';
import type { Passkey } from './ports.ts';

/** The relying party: the host that browsers bind passkeys to, and pages that may ask for them. */
export type RelyingParty = { readonly id: string; readonly name: string; readonly origin: string };

/** How long the person has for the finger, the PIN or the phone. */
export const challengeSeconds = 300;

/** COSE algorithms (IANA): ES256, EdDSA, RS256. */
const algorithms = [-7, -8, -257] as const;

const descriptor = ({ id, transports }: Passkey) => ({ type: 'public-key' as const, id, ...(transports.length > 0 ? { transports } : {}) });

/** `person` becomes the user handle only as a digest: an authenticator may show it to whoever holds it. */
export const creationOptions = (rp: RelyingParty, { name, subject }: Pick<Principal, 'name' | 'subject'>, person: string, known: readonly Passkey[], challenge: string): CreationOptions => ({
  rp: { id: rp.id, name: rp.name },
  user: { id: createHash('sha256').update(person).digest('base64url'), name: subject, displayName: name },
  challenge,
  pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
  timeout: challengeSeconds * 1000,
  excludeCredentials: known.map(descriptor),
  authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  attestation: 'none',
});

export const requestOptions = (rp: RelyingParty, known: readonly Passkey[], challenge: string): RequestOptions => ({
  challenge, rpId: rp.id, timeout: challengeSeconds * 1000, userVerification: 'required', allowCredentials: known.map(descriptor),
});
