import type { Bundle } from '@medplum/fhirtypes';
import type { JWK } from 'jose';
import type { ConclusionView } from '../consultation/contract.ts';
import type { Reference } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import { digestOf } from './canonical.ts';
import { conclusionView, contentOf, signatureView } from './conclusionView.ts';
import type { ConclusionFacts, KeyStanding, SignatureView, Signer } from './contract.ts';
import { documentOf } from './document.ts';
import type { SigningErrorCode } from './errors.ts';
import type { KeySigner, SigningInOrder, SigningStep } from './ports.ts';
import { keyHistory } from './publishedKeys.ts';
import { signingState } from './signAs.ts';
import { beginSigning, pendingDocument, recallDocument, signNext, type SigningDeps } from './signInOrder.ts';
import type { Trust } from './verify.ts';

export type DocumentsDeps = {
  readonly repository: SigningDeps['repository'];
  readonly signer: KeySigner;
  readonly base: string;
  /** Public keys that signed before a rotation; they verify what they signed and sign nothing any more. */
  readonly retired?: readonly (JWK & KeyStanding)[];
  /** Certificates of trusted time-stamp authorities, base64 of DER. */
  readonly authorities?: readonly string[];
};

/** Signing and checking by these keys. */
export function signingInOrder({ repository, signer, base, retired = [], authorities = [] }: DocumentsDeps): SigningInOrder {
  const trust = async (): Promise<Trust> => ({ keys: keyHistory([await signer.publicJwk()], retired), authorities });
  const deps: SigningDeps = { repository, keySigner: signer, base, trust };
  return {
    begin: async (order) => await beginSigning(deps, order),
    next: async (sign) => await signNext(deps, sign),
    recall: async (documentId, at) => await recallDocument(deps, documentId, at),
    pending: async (documentId) => await pendingDocument(deps, documentId),
    state: signingState,
  };
}

/** Signed conclusions as the consultation uses them: make one, let the next one sign, show them, name one by its digest. */
export function documents(deps: DocumentsDeps) {
  const { signer, base, retired = [], authorities = [] } = deps;
  const inOrder = signingInOrder(deps);
  return {
    /** By its author, and where there are further signers it waits for them. */
    async sign(facts: ConclusionFacts): Promise<Result<SigningStep, Refusal<SigningErrorCode>>> {
      const author: Signer = { ...facts.author, role: 'author', facility: facts.facility };
      const about: Reference = `Task/${facts.consultationId}`;
      const patient = { reference: `Patient/${facts.patient.id}`, display: facts.patient.name };
      const order = { kind: 'conclusion', signers: [author, ...(facts.cosigners ?? [])], by: author.id, at: facts.signedAt, about, patient, ...(facts.amends ? { previous: facts.amends.digest } : {}) } as const;
      return await inOrder.begin({ document: documentOf(facts, base), ...order });
    },
    begin: async (order: Parameters<SigningInOrder['begin']>[0]) => await inOrder.begin(order),
    next: async (sign: Parameters<SigningInOrder['next']>[0]) => await inOrder.next(sign),
    recall: async (documentId: string, at: string) => await inOrder.recall(documentId, at),
    pending: async (documentId: string) => await inOrder.pending(documentId),
    async view(bundles: readonly Bundle[]): Promise<ConclusionView> {
      return await conclusionView(bundles, { keys: keyHistory([await signer.publicJwk()], retired), authorities });
    },
    content: contentOf,
    digest: digestOf,
    /** Of a chain of documents of any kind, oldest first: the signatures of its last. */
    async check(chain: readonly Bundle[]): Promise<SignatureView> {
      return await signatureView(chain, { keys: keyHistory([await signer.publicJwk()], retired), authorities });
    },
  };
}
