import type { Bundle, DocumentReference, Provenance, Resource, Signature } from '@medplum/fhirtypes';
import { fhirSignature, signingState } from './signAs.ts';
import { readSignatures } from './signatures.ts';
import { compositionOf } from './signers.ts';

type WithId<T extends Resource = Resource> = T & { readonly id: string };

/** Resources of a document that also stand in the record by themselves. */
const kept: ReadonlySet<string> = new Set(['Composition', 'Condition', 'MedicationRequest']);

/**
 * What stands for a signed document in the record, all of it new: its Composition, diagnoses and prescriptions, the
 * entry in the list of documents, and the Provenance with everybody's signature. Made of the document alone, when
 * all have signed: nothing is released before.
 */
export function releaseOf(document: WithId<Bundle>, base: string): readonly WithId[] {
  const parts = (document.entry ?? []).flatMap(({ resource }) => (resource && kept.has(resource.resourceType) && resource.id !== undefined ? [resource as WithId] : []));
  return [...parts, referenceOf(document, base), provenanceOf(document)];
}

const amendedIn = (document: Bundle): { readonly id: string; readonly reason: string } | undefined => {
  const { relatesTo, extension } = compositionOf(document);
  const id = relatesTo?.find(({ code }) => code === 'replaces')?.targetReference?.reference?.split('/')[1];
  return id === undefined ? undefined : { id, reason: extension?.find(({ url }) => url.endsWith('/amendment-reason'))?.valueString ?? '' };
};

/** When the document became binding: with the last signature. */
const signedAtOf = (document: Bundle): string => document.signature?.when ?? compositionOf(document).date;

/** The entry in the list of documents. */
function referenceOf(document: WithId<Bundle>, base: string): WithId<DocumentReference> {
  const { id } = document;
  const { type, subject, encounter, author, custodian, title } = compositionOf(document);
  const amends = amendedIn(document);
  const at = signedAtOf(document);
  return {
    resourceType: 'DocumentReference',
    id,
    masterIdentifier: { system: `${base}/sid/document`, value: id },
    status: 'current',
    docStatus: amends ? 'amended' : 'final',
    type,
    ...(subject ? { subject: subject as NonNullable<DocumentReference['subject']> } : {}),
    date: at,
    author: author.slice(0, 1),
    ...(custodian ? { custodian } : {}),
    ...(amends ? { relatesTo: [{ code: 'replaces' as const, target: { reference: `DocumentReference/${amends.id}` } }], description: amends.reason } : {}),
    content: [{ attachment: { contentType: 'application/fhir+json', url: `Bundle/${id}`, title, creation: at } }],
    ...(encounter ? { context: { encounter: [{ reference: encounter.reference ?? '' }] } } : {}),
  };
}

function provenanceOf(document: WithId<Bundle>): WithId<Provenance> {
  const { id } = document;
  const at = signedAtOf(document);
  const amends = amendedIn(document);
  const { signers } = signingState(document);
  return {
    resourceType: 'Provenance',
    id,
    target: ['Bundle', 'Composition', 'DocumentReference'].map((type) => ({ reference: `${type}/${id}` })),
    occurredDateTime: at,
    recorded: at,
    activity: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion', code: 'LA', display: 'legally authenticated' }] },
    ...(amends ? { reason: [{ text: amends.reason }], entity: [{ role: 'revision' as const, what: { reference: `Bundle/${amends.id}` } }] } : {}),
    agent: signers.map(({ id: who, name, facility, role }) => ({
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: role === 'author' ? 'author' : 'attester' }] },
      who: { reference: `Practitioner/${who}`, display: name },
      onBehalfOf: { reference: `Organization/${facility.id}`, display: facility.name },
    })),
    signature: signaturesOf(document),
  };
}

/** One FHIR Signature for each signer. */
function signaturesOf(document: Bundle): Signature[] {
  const { signers } = signingState(document);
  return (readSignatures(document) ?? []).flatMap((entry, index) => {
    const signer = signers[index];
    return signer ? [fhirSignature([{ ...entry, timeStamps: [] }], signer, { at: signer.signedAt ?? document.timestamp ?? '' })] : [];
  });
}
