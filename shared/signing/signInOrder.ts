import type { Basic, Bundle, Task } from '@medplum/fhirtypes';
import type { FhirRepository, OutboxEvent, Stored, Write } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { digestOf } from './canonical.ts';
import type { Signer, SigningState } from './contract.ts';
import type { SigningErrorCode } from './errors.ts';
import { heldIn, holderOf, requestBecomes, requestIn, requestsOf, signatureRequest, type About } from './pendingDocument.ts';
import { documentReleased, type KeySigner, type SigningOrder, type SigningStep } from './ports.ts';
import { releaseOf } from './release.ts';
import { signAs, signingState } from './signAs.ts';
import { signersOf, withSigners } from './signers.ts';
import { verifyDocument, type Trust } from './verify.ts';

type WithId<T> = T & { readonly id: string };
type Refused<T> = Promise<Result<T, Refusal<SigningErrorCode>>>;

export type SigningDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany'>;
  readonly keySigner: KeySigner;
  readonly base: string;
  /** The keys that may have made the signatures before. */
  readonly trust: () => Promise<Trust>;
};

/**
 * Begins the signing of a document by these signers in this order. Whoever begins signs at once where it is their turn.
 * With one signer the document is complete and released by that; otherwise the others are asked, one after the other.
 */
export async function beginSigning(deps: SigningDeps, order: SigningOrder): Refused<SigningStep> {
  const { base, keySigner } = deps;
  const { signers, by, at } = order;
  const repeated = signers.findIndex(({ id }, index) => signers.findIndex((one) => one.id === id) !== index);
  if (repeated >= 0) return refuse(refusal('SIGNING_SIGNER_REPEATED', { params: { number: repeated + 1 } }));
  const named = signers.length > 1 ? withSigners(order.document, signers, base) : order.document;
  // The key is the house's: whom it signs for stands in what is signed, and must be those who were confirmed.
  if (!isSignedBy(named, signers)) throw new Error('a document names those who sign it');
  const document = signers[0]?.id === by ? await signAs(keySigner, named, { kind: order.kind, at, ...previousIn(order) }) : named;
  const state = signingState(document);
  if (!state.next) return ok({ document, state, writes: releasedWrites(document, base), events: released(document) });
  const digest = await digestOf(document);
  const author = signers[0] as Signer;
  const asked = signers.flatMap((signer, index): Write[] => {
    if (state.signers[index]?.signedAt !== undefined) return [];
    return [created(signatureRequest(document.id, signer, index + 1, { ...aboutOf(order), digest, turn: signer.id === state.next?.id, at, author, base }))];
  });
  return ok({ document, state, writes: [held(holderOf(document, base)), ...asked], events: [] });
}

const isSignedBy = (document: Bundle, signers: readonly Signer[]): boolean => {
  const key = ({ id, name, role, facility }: Signer) => JSON.stringify([id, name, role, facility.id]);
  return signersOf(document).map(key).join() === signers.map(key).join();
};

const aboutOf = ({ kind, about, patient, previous }: SigningOrder): About => ({ kind, about, ...(patient ? { patient } : {}), ...(previous === undefined ? {} : { previous }) });

/** The next signature, by this person, if it is their turn. The last one releases the document. */
export async function signNext(deps: SigningDeps, { documentId, by, at }: { readonly documentId: string; readonly by: string; readonly at: string }): Refused<SigningStep> {
  const { base, keySigner } = deps;
  const pending = await loadPending(deps, documentId);
  if (!pending) return refuse(refusal('SIGNING_COMPLETE'));
  const { holder, document, requests } = pending;
  const before = signingState(document);
  const turn = mayNowSign(before, by);
  if (!turn.ok) return turn;
  const request = requests[before.signers.findIndex(({ id }) => id === by)];
  const asked = request && requestIn(request, base);
  if (!request || !asked || !(await isUnchanged(deps, document, asked.digest))) return refuse(refusal('SIGNING_DOCUMENT_CHANGED'));
  const signed = await signAs(keySigner, document, { kind: asked.kind, at, ...previousIn(asked) });
  const state = signingState(signed);
  const following = state.next && requests[before.signers.findIndex(({ id }) => id === state.next?.id)];
  return ok({
    document: signed,
    state,
    events: state.next ? [] : released(signed),
    writes: [
      requestBecomes(request, 'completed', at),
      ...(following ? [requestBecomes(following, 'requested', at)] : []),
      ...(state.next ? [changed(holderOf(signed, base), holder)] : [gone(holder), ...releasedWrites(signed, base)]),
    ],
  });
}

/** Takes a document back that not all have signed: nobody is asked any more, and it is never released. Undefined when there is none. */
export async function recallDocument(deps: Pick<SigningDeps, 'repository' | 'base'>, documentId: string, at: string): Promise<readonly Write[] | undefined> {
  const pending = await loadPending(deps, documentId);
  if (!pending) return undefined;
  const open = pending.requests.filter((request): request is Stored<Task> => request !== undefined && request.status !== 'completed');
  return [gone(pending.holder), ...open.map((request) => requestBecomes(request, 'cancelled', at))];
}

/** The document as it stands, for those who are to sign it. */
export async function pendingDocument(deps: Pick<SigningDeps, 'repository' | 'base'>, documentId: string): Promise<WithId<Bundle> | undefined> {
  const holder = await deps.repository.read<Basic>(`Basic/${documentId}`);
  return holder && heldIn(holder, deps.base);
}

/** Whether this person may sign now, or why not. Pure. */
export function mayNowSign({ signers, next }: SigningState, by: string): Result<Signer, Refusal<SigningErrorCode>> {
  const place = signers.findIndex(({ id }) => id === by);
  const signer = signers[place];
  if (!signer) return refuse(refusal('SIGNING_NOT_A_SIGNER'));
  if (signer.signedAt !== undefined) return refuse(refusal('SIGNING_ALREADY_SIGNED'));
  if (next?.id !== by) return refuse(refusal('SIGNING_NOT_YOUR_TURN', { params: { yours: place + 1, now: signers.findIndex(({ id }) => id === next?.id) + 1 } }));
  return ok(signer);
}

/** Still what everybody was asked to sign, with the signatures before it good. */
async function isUnchanged({ trust }: SigningDeps, document: Bundle, digest: string): Promise<boolean> {
  if ((await digestOf(document)) !== digest) return false;
  const { fault } = await verifyDocument(document, await trust());
  return fault === 'incomplete' || fault === 'no-signature';
}

async function loadPending({ repository, base }: Pick<SigningDeps, 'repository' | 'base'>, documentId: string) {
  const holder = await repository.read<Basic>(`Basic/${documentId}`);
  const document = holder && heldIn(holder, base);
  if (!document) return undefined;
  const requests = (await repository.readMany(requestsOf(documentId, signingState(document)))).map((r) => (r?.resourceType === 'Task' ? (r as Stored<Task>) : undefined));
  return { holder, document, requests };
}

/** One event for one document: it is released once. */
const released = ({ id }: WithId<Bundle>): readonly OutboxEvent[] => [{ id: `${id}-released`, type: documentReleased, data: { documentId: id } }];

const previousIn = ({ previous }: { readonly previous?: string }) => (previous === undefined ? {} : { previous });

const created = (resource: Task): Write => ({ kind: 'put', resource: resource as WithId<Task>, precondition: { kind: 'absent' } });
const held = (resource: WithId<Basic>): Write => ({ kind: 'put', resource, precondition: { kind: 'absent' }, signed: true });
const changed = (resource: WithId<Basic>, before: Stored<Basic>): Write => ({ kind: 'put', resource, precondition: { kind: 'version', versionId: before.meta.versionId }, signed: true });
const gone = (holder: Stored<Basic>): Write => ({ kind: 'delete', reference: `Basic/${holder.id}`, precondition: { kind: 'version', versionId: holder.meta.versionId }, signed: true });

const releasedWrites = (document: WithId<Bundle>, base: string): readonly Write[] =>
  [document, ...releaseOf(document, base)].map((resource) => ({ kind: 'put', resource, precondition: { kind: 'absent' }, signed: true }));
