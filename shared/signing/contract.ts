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
  /** The document that this one takes the place of, with the reason; absent for the first. */
  readonly amends?: { readonly documentId: string; readonly digest: string; readonly reason: string };
};

/**
 * A digest as people compare it, on paper and on a screen: the first 16 hexadecimal digits in fours, "3f2a 90bc …".
 * For finding a mix-up; whether a document is genuine is said by its signature, which covers all of it.
 */
export const fingerprintOf = (digest: string): string => Buffer.from(digest, 'base64url').toString('hex').slice(0, 16).replace(/.{4}(?=.)/g, '$& ');

/** What a check of a signed document found. `previous`: digest of the document that it amends, as it was signed. */
export type Verification = {
  readonly valid: boolean;
  readonly keyId: string;
  readonly algorithm: string;
  readonly signedAt?: string;
  readonly previous?: string;
  readonly fault?: 'no-signature' | 'unknown-key' | 'malformed' | 'does-not-match';
};
