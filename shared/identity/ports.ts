import type { Reference } from '../fhir/repository.ts';

/** A one-time code that was sent (or seems to have been), waiting to be typed. */
export type Challenge = {
  readonly id: string;
  readonly salt: string;
  /** HMAC-SHA-256 of the code under the salt, base64url. The code itself is kept nowhere. */
  readonly codeHash: string;
  /** Absent where nobody stands behind the number: the challenge then only looks like one. */
  readonly patient?: Reference;
  readonly expiresAt: Date;
};

export type Attempt =
  | { readonly kind: 'taken'; readonly challenge: Challenge; readonly attemptsLeft: number }
  /** Unknown, used, or past its time. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'exhausted' };

/** Challenges and their counters. Every count is a conditional write: parallel guesses get no extra tries. */
export interface ChallengeStore {
  /**
   * Counts one code for a number (given as a hash) in the window that begins at `windowStart`; false when `limit`
   * were counted before.
   */
  countCode(numberHash: string, windowStart: Date, limit: number): Promise<boolean>;
  save(challenge: Challenge, attempts: number): Promise<void>;
  /** Uses up one attempt before the code is compared. */
  takeAttempt(id: string, now: Date): Promise<Attempt>;
  /** Ends the challenge; true for exactly one caller. */
  consume(id: string): Promise<boolean>;
}

/** Sends a text message to a Vietnamese mobile number ("0900000101"). Throws when the gateway does not take it. */
export interface SmsGateway {
  send(message: { readonly to: string; readonly text: string }): Promise<void>;
}

/** Signs access tokens; KeySigner of shared/signing is one. */
export interface TokenSigner {
  signJws(payload: Uint8Array, header: { readonly typ: string }): Promise<string>;
}

/** When a person last signed out of everything: whoever signed in before that has to sign in again. */
export interface SignOutStore {
  /** Undefined where nobody did. `subject` is unique over issuers: "<issuer> <sub>". */
  signedOutAt(subject: string): Promise<Date | undefined>;
  signOut(subject: string, at: Date): Promise<void>;
}
