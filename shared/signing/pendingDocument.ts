import type { Basic, Bundle, Task } from '@medplum/fhirtypes';
import type { Stored, Write, Reference } from '../fhir/repository.ts';
import { documentKinds, type DocumentKind, type Signer, type SigningState } from './contract.ts';
import { askedToSign, signingTasks } from './ports.ts';

type WithId<T> = T & { readonly id: string };

/** What a document is about, for whom its signatures are asked. */
export type About = {
  readonly kind: DocumentKind;
  /** The consultation's Task, or whatever the document is of. */
  readonly about: Reference;
  readonly patient?: { readonly reference: string; readonly display?: string };
  /** Digest of the document that this one amends. */
  readonly previous?: string;
};

const holderUrl = (base: string): string => `${base}/StructureDefinition/pending-document`;

/**
 * A document that not everybody has signed yet. It stands in no record and in nobody's compartment: a Basic of the same
 * id holds it as text, and goes when the last signature makes it a Bundle.
 */
export function holderOf(document: WithId<Bundle>, base: string): WithId<Basic> {
  return {
    resourceType: 'Basic',
    id: document.id,
    code: { coding: [{ system: `${base}/CodeSystem/basic`, code: 'pending-document' }] },
    extension: [{ url: holderUrl(base), valueString: JSON.stringify(document) }],
  };
}

export function heldIn(holder: Basic, base: string): WithId<Bundle> | undefined {
  const text = holder.extension?.find(({ url }) => url === holderUrl(base))?.valueString;
  return text === undefined ? undefined : (JSON.parse(text) as WithId<Bundle>);
}

export const requestId = (documentId: string, order: number): string => `${documentId}-sign-${order}`;

/** Asks a signer: a Task of theirs, `requested` when it is their turn and `draft` before. It carries what is to be signed only as its digest. */
export function signatureRequest(documentId: string, signer: Signer, order: number, { digest, turn, at, author, base, ...of }: About & { readonly digest: string; readonly turn: boolean; readonly at: string; readonly author: Signer; readonly base: string }): WithId<Task> {
  const input = (name: string, valueString: string) => ({ type: { coding: [{ system: `${base}/CodeSystem/task-input`, code: name }] }, valueString });
  return {
    resourceType: 'Task',
    id: requestId(documentId, order),
    status: turn ? 'requested' : 'draft',
    intent: 'order',
    code: { coding: [{ system: signingTasks(base), code: 'signature' }] },
    focus: { reference: `Bundle/${documentId}` },
    basedOn: [{ reference: of.about }],
    ...(of.patient ? { for: of.patient } : {}),
    authoredOn: at,
    lastModified: at,
    requester: { reference: `Practitioner/${author.id}`, display: author.name },
    owner: { reference: `Practitioner/${signer.id}`, display: signer.name },
    executionPeriod: { start: at },
    input: [input('digest', digest), input('kind', of.kind), ...(of.previous === undefined ? [] : [input('previous', of.previous)])],
  };
}

/** What a request to sign says; undefined for a Task of another kind. */
export function requestIn(task: Task, base: string): (Pick<About, 'kind' | 'previous'> & { readonly digest: string; readonly documentId: string; readonly about: Reference }) | undefined {
  const about = askedToSign(task, base);
  if (about === undefined) return undefined;
  const input = (name: string) => task.input?.find(({ type }) => type.coding?.[0]?.code === name)?.valueString;
  const previous = input('previous');
  return {
    documentId: task.focus?.reference?.split('/')[1] ?? '',
    about,
    digest: input('digest') ?? '',
    kind: documentKinds.find((kind) => kind === input('kind')) ?? 'conclusion',
    ...(previous === undefined ? {} : { previous }),
  };
}

/** The request in its next state, unless somebody changed it meanwhile. */
export function requestBecomes(task: Stored<Task>, status: 'requested' | 'completed' | 'cancelled', at: string): Write {
  const { meta, ...rest } = task;
  const resource: WithId<Task> = {
    ...rest,
    ...(meta.tag ? { meta: { tag: meta.tag } } : {}),
    status,
    lastModified: at,
    executionPeriod: { ...task.executionPeriod, ...(status === 'requested' ? {} : { end: at }) },
  };
  return { kind: 'put', resource, precondition: { kind: 'version', versionId: meta.versionId } };
}

/** Requests are known by their ids: one for each signer who does not sign at the beginning. */
export const requestsOf = (documentId: string, { signers }: SigningState): readonly Reference[] => signers.map((_, index): Reference => `Task/${requestId(documentId, index + 1)}`);
