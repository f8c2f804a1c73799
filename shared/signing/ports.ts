import type { Bundle, Task } from '@medplum/fhirtypes';
import type { JWK, JWSHeaderParameters } from 'jose';
import type { OutboxEvent, Reference, Write } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { DocumentKind, Signer, SigningState } from './contract.ts';
import type { SigningErrorCode } from './errors.ts';

/** A private key that can be used and never seen (AWS KMS, ECC_NIST_P256). Signs ES256. */
export interface KeySigner {
  /** RFC 7638 thumbprint of the public key; the `kid` of everything it signs. */
  kid(): Promise<string>;
  /** With `kid`, `alg` and `use`, as it stands in GET /api/keys. */
  publicJwk(): Promise<JWK>;
  /** A compact JWS (RFC 7515) over the payload; `alg` and `kid` are added to the header. */
  signJws(payload: Uint8Array, header?: Readonly<Omit<JWSHeaderParameters, 'alg' | 'kid'>>): Promise<string>;
  /** The bare signature over data of any length: r and s, 32 bytes each, as JOSE and XML signatures have it. */
  signBytes(data: Uint8Array): Promise<Uint8Array>;
}

/** The outbox event of a document that all have signed. */
export const documentReleased = 'document-released';

/** Tasks that ask somebody for a signature: a search by owner and status `requested` finds those whose turn it is. */
export const signingTasks = (base: string): string => `${base}/CodeSystem/signing-task`;

/** What a Task that asks for a signature is about; undefined for a Task of another kind. */
export const askedToSign = (task: Task, base: string): Reference | undefined =>
  task.code?.coding?.some(({ system, code }) => system === signingTasks(base) && code === 'signature') ? ((task.basedOn?.[0]?.reference ?? '') as Reference) : undefined;

/** A document that is to be signed by several in order, or by one. `document`: unsigned, its Composition first. */
export type SigningOrder = {
  readonly document: Bundle & { readonly id: string };
  readonly kind: DocumentKind;
  /** In the order of signing; each once. */
  readonly signers: readonly Signer[];
  /** Who begins: signs at once where they are the first. Practitioner id. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  /** The consultation's Task, the room's Encounter: whatever the document is of. */
  readonly about: Reference;
  readonly patient?: { readonly reference: string; readonly display?: string };
  /** Digest of the document that this one amends. */
  readonly previous?: string;
};

/** The document after a step, and what is to be committed with the caller's own change: all of it or nothing. */
export type SigningStep = { readonly document: Bundle & { readonly id: string }; readonly state: SigningState; readonly writes: readonly Write[]; /** For the same commit: a released document is time-stamped. */ readonly events: readonly OutboxEvent[] };

/**
 * "Sign this document by these signers": for every slice whose documents are signed. Nothing is stored by it; the caller
 * commits `writes` with its own. While somebody has not signed the document stands in no record; the last signature
 * releases it (state.next is absent): Bundle, Composition, DocumentReference, Provenance.
 */
export interface SigningInOrder {
  begin(order: SigningOrder): Promise<Result<SigningStep, Refusal<SigningErrorCode>>>;
  /** SIGNING_NOT_YOUR_TURN, SIGNING_NOT_A_SIGNER, SIGNING_ALREADY_SIGNED, SIGNING_COMPLETE, SIGNING_DOCUMENT_CHANGED. */
  next(sign: { readonly documentId: string; readonly by: string; readonly at: string }): Promise<Result<SigningStep, Refusal<SigningErrorCode>>>;
  /** Takes back what not all have signed; undefined where nothing is pending. */
  recall(documentId: string, at: string): Promise<readonly Write[] | undefined>;
  /** As it stands, for those who are to sign it. */
  pending(documentId: string): Promise<(Bundle & { readonly id: string }) | undefined>;
  state(document: Bundle): SigningState;
}

/** Why there is no time-stamp: nobody answered, the authority refused, or its answer was not to what was asked. */
export type TimeStampFailure = 'unavailable' | 'refused' | 'wrong';

/** A time-stamp authority (RFC 3161). */
export interface TimeStamper {
  /** A token over these bytes, base64 of DER, checked against the trusted authorities. */
  stamp(covered: Uint8Array<ArrayBuffer>): Promise<Result<string, TimeStampFailure>>;
}
