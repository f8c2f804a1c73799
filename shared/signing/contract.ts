import { base64url, type JWK } from 'jose';

/** As what somebody signs. The author writes the document and signs first. */
export const signerRoles = ['author', 'member', 'secretary', 'chair', 'countersigner'] as const;
export type SignerRole = (typeof signerRoles)[number];

/** Somebody who is to sign: a Practitioner (`id`, FHIR logical id) of a facility, by the names of that moment. */
export type Signer = { readonly id: string; readonly name: string; readonly role: SignerRole; readonly facility: { readonly id: string; readonly name: string } };

/** What is signed; explicit typing of its signatures (RFC 8725 3.11): "conclusion+jws". */
export const documentKinds = ['conclusion', 'minutes', 'prescription'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** One signature; `timeStamp` is `none` until an authority has seen it, `bad` where its word does not hold. */
export type SignedBy = Signer & { readonly keyId: string; readonly signedAt?: string; readonly timeStamp: { readonly at: string; readonly authority: string } | 'none' | 'bad' };

/** The signatures of a document as they are shown, checked against the public keys; `by` in the order of signing. */
export type SignatureView = { readonly valid: boolean; readonly keyId: string; readonly algorithm: string; readonly by: readonly SignedBy[] };

/** How far the signing of a document is. Pure facts of the document; whether the signatures are good says `Verification`. */
export type SigningState = {
  readonly signers: readonly (Signer & { readonly signedAt?: string })[];
  /** Whose turn it is; absent when all have signed. */
  readonly next?: Signer;
};

/** Names and facts of a conclusion that is to become a signed document. Ids are FHIR logical ids, instants ISO. */
export type ConclusionFacts = {
  readonly documentId: string;
  readonly consultationId: string;
  readonly patient: { readonly id: string; readonly name: string; readonly birthDate?: string; readonly sex?: string };
  readonly author: { readonly id: string; readonly name: string };
  readonly facility: { readonly id: string; readonly name: string };
  readonly station: { readonly id: string; readonly name: string };
  readonly specialty: string;
  readonly signedAt: string;
  readonly answers: readonly { readonly number: number; readonly question: string; readonly text: string }[];
  readonly diagnoses: readonly { readonly code: string; readonly display: string; readonly main: boolean; readonly known: boolean }[];
  readonly advice: string;
  readonly followUp?: string;
  /** Who is to sign after the author, in this order; none where the author alone signs. */
  readonly cosigners?: readonly Signer[];
  /** The document that this one takes the place of, with the reason; absent for the first. */
  readonly amends?: { readonly documentId: string; readonly digest: string; readonly reason: string };
};

/**
 * A digest as people compare it, on paper and on a screen: the first 16 hexadecimal digits in fours, "3f2a 90bc …".
 * For finding a mix-up; whether a document is genuine is said by its signature, which covers all of it.
 */
export const fingerprintOf = (digest: string): string => [...base64url.decode(digest)].slice(0, 8).map((byte) => byte.toString(16).padStart(2, '0')).join('').replace(/.{4}(?=.)/g, '$& ');

/**
 * A public key with the time for which it holds, in the members of OpenID Federation 1.0 (8.7, historical keys), in
 * seconds since 1970: signed with from `nbf` until `exp`; after `revoked.revoked_at` nothing counts that is not
 * time-stamped from before.
 */
export type KeyStanding = {
  /** Signs nothing any more. */
  readonly retired?: boolean;
  readonly nbf?: number;
  readonly exp?: number;
  readonly revoked?: { readonly revoked_at: number; readonly reason: 'compromised' | 'superseded' | 'unspecified' };
};

/** GET /api/keys/history. `authorities`: certificates of trusted time-stamp authorities, base64 of DER. */
export type KeyHistory = { readonly keys: readonly (JWK & KeyStanding)[]; readonly authorities: readonly string[] };

/** The same once more as a compact JWS by the key that signs now: keyStatement.ts says what it is worth. */
export type SignedKeyHistory = KeyHistory & { readonly signed: string };

/** Why a signature is not good. `incomplete`: those that are there are good, and somebody has not signed (or was taken out at the end). */
export type SignatureFault = 'no-signature' | 'unknown-key' | 'malformed' | 'does-not-match' | 'out-of-order' | 'key-not-in-force' | 'key-revoked' | 'incomplete';

/** `none`: not yet time-stamped. `bad`: the token is not one over this signature by an authority that is trusted. */
export type TimeStampCheck = { readonly state: 'none' | 'bad' } | { readonly state: 'good'; /** ISO instant. */ readonly at: string; readonly authority: string };

/** The check of one signature, in the order of signing. */
export type SignatureCheck = {
  readonly signer: Signer;
  readonly keyId: string;
  readonly algorithm: string;
  readonly signedAt?: string;
  readonly timeStamp: TimeStampCheck;
  readonly fault?: SignatureFault;
};

/**
 * What a check of a signed document found. Valid: everybody who is to sign has signed, and each signature is good.
 * `keyId`, `algorithm` and `signedAt` are those of the last signature; `previous` is the digest of the document that
 * it amends, as it was signed.
 */
export type Verification = {
  readonly valid: boolean;
  readonly keyId: string;
  readonly algorithm: string;
  readonly signedAt?: string;
  readonly previous?: string;
  readonly fault?: SignatureFault;
  readonly signatures: readonly SignatureCheck[];
  /** Who has not signed yet. */
  readonly missing: readonly Signer[];
};

/** The name under which a PDF carries the signed documents that it is a copy of (read by signedFile.ts). */
export const attachmentName = 'ban-goc-co-chu-ky.json';
