/** A public key that a member of staff registered: what signs stays on their device (Web Authentication Level 3). */
export type Passkey = {
  /** Credential id, base64url. */
  readonly id: string;
  /** COSE_Key (RFC 9052 7), as the authenticator gave it. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Signatures that the authenticator counted; 0 for ever where it counts none. */
  readonly counter: number;
  /** How a browser may reach it: "internal", "hybrid", "usb" … */
  readonly transports: readonly string[];
  /** Kept by a provider that may copy it to the person's other devices, and whether it was. */
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  /** The person's own words for it. */
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
};

/** Passkeys by person (`personKey`). An id is looked up under its person only, so that nobody else's key can stand in. */
export interface PasskeyStore {
  /** Oldest first; read consistently: a key that was removed counts no more. */
  list(person: string): Promise<readonly Passkey[]>;
  /** False where the person has this one already. */
  add(person: string, passkey: Passkey): Promise<boolean>;
  /** Notes a use; does nothing where the passkey was removed meanwhile. */
  used(person: string, id: string, use: { readonly counter: number; readonly backedUp: boolean; readonly at: Date }): Promise<void>;
  /** False where there was none. */
  remove(person: string, id: string): Promise<boolean>;
}

/**
 * That a person was asked, by a random challenge, to confirm one matter with a passkey, and whether they did. The
 * matter is the command itself (`matterOf`), or the registration of a passkey.
 */
export type Confirmation = {
  /** 32 random bytes, base64url. */
  readonly challenge: string;
  readonly expiresAt: Date;
  readonly made?: { readonly passkey: string; /** SHA-256 of the assertion: sent again it is answered as before. */ readonly assertion: string };
};

/** One confirmation for each person and matter; every step is a conditional write. */
export interface ConfirmationStore {
  /**
   * What is kept of the matter; where there is nothing, or nothing that lasts until `usableUntil`, `fresh` is kept and
   * given. A confirmation that was made stands until its end.
   */
  open(person: string, matter: string, fresh: Confirmation, times: { readonly now: Date; readonly usableUntil: Date }): Promise<Confirmation>;
  find(person: string, matter: string, now: Date): Promise<Confirmation | undefined>;
  /** Makes the confirmation; true for exactly one caller for a challenge, and only in its time. */
  make(person: string, matter: string, challenge: string, made: NonNullable<Confirmation['made']>, times: { readonly now: Date; readonly until: Date }): Promise<boolean>;
}

/** What a browser gives back from navigator.credentials.create() and get(), as JSON (`RegistrationResponseJSON`, `AuthenticationResponseJSON`). */
export type CreatedCredential = { readonly id: string; readonly rawId: string; readonly type: 'public-key'; readonly response: { readonly clientDataJSON: string; readonly attestationObject: string; readonly transports?: readonly string[] | undefined } };
export type Assertion = { readonly id: string; readonly rawId: string; readonly type: 'public-key'; readonly response: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string; readonly userHandle?: string | undefined } };

/**
 * Checks what authenticators say: challenge, origin, RP ID, that the person was verified (PIN, finger, face), and the
 * signature. Undefined where anything does not hold.
 */
export interface AuthenticatorChecks {
  created(credential: CreatedCredential, challenge: string): Promise<Omit<Passkey, 'name' | 'createdAt' | 'lastUsedAt'> | undefined>;
  asserted(assertion: Assertion, challenge: string, passkey: Passkey): Promise<{ readonly counter: number; readonly backedUp: boolean } | undefined>;
}
