import type { Bundle, DocumentReference, Provenance, Signature } from '@medplum/fhirtypes';
import { canonicalDocument } from './canonical.ts';
import type { ConclusionFacts } from './contract.ts';
import { documentOf, documentType, type DocumentParts } from './document.ts';
import type { KeySigner } from './ports.ts';

/** Explicit typing (RFC 8725 3.11): a signature made for a conclusion can't pass for one of another kind. */
const jwsType = 'conclusion+jws';

type WithId<T> = T & { readonly id: string };

export type SignedParts = DocumentParts & { readonly reference: WithId<DocumentReference>; readonly provenance: WithId<Provenance> };

/** The conclusion as a signed document, with the resources that stand for it in the record. */
export async function signConclusion(signer: KeySigner, facts: ConclusionFacts, base: string): Promise<SignedParts> {
  const parts = documentOf(facts, base);
  const jws = await signer.signJws(canonicalDocument(parts.document), {
    typ: jwsType,
    cty: 'application/fhir+json',
    iat: Math.floor(Date.parse(facts.signedAt) / 1000),
    sigT: facts.signedAt,
    ...(facts.amends ? { previous: facts.amends.digest } : {}),
  });
  const signature = signatureOf(facts, jws);
  const document: WithId<Bundle> = { ...parts.document, signature };
  return { ...parts, document, reference: referenceOf(facts, base), provenance: provenanceOf(facts, signature) };
}

/** Detached: the payload can be made again from the document, so only header and signature are kept. */
function signatureOf({ signedAt, author, facility }: ConclusionFacts, jws: string): Signature {
  const [header, , value] = jws.split('.');
  return {
    // ASTM E1762-95: author's signature
    type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" }],
    when: signedAt,
    who: { reference: `Practitioner/${author.id}`, display: author.name },
    onBehalfOf: { reference: `Organization/${facility.id}`, display: facility.name },
    targetFormat: 'application/fhir+json;canonicalization=http://hl7.org/fhir/canonicalization/json#document',
    sigFormat: 'application/jose',
    data: Buffer.from(`${header}..${value}`).toString('base64'),
  };
}

/** The entry in the list of documents. */
function referenceOf(facts: ConclusionFacts, base: string): WithId<DocumentReference> {
  const { documentId, patient, author, facility, consultationId, signedAt, amends } = facts;
  return {
    resourceType: 'DocumentReference',
    id: documentId,
    masterIdentifier: { system: `${base}/sid/document`, value: documentId },
    status: 'current',
    docStatus: amends ? 'amended' : 'final',
    type: documentType,
    subject: { reference: `Patient/${patient.id}`, display: patient.name },
    date: signedAt,
    author: [{ reference: `Practitioner/${author.id}`, display: author.name }],
    custodian: { reference: `Organization/${facility.id}`, display: facility.name },
    ...(amends ? { relatesTo: [{ code: 'replaces' as const, target: { reference: `DocumentReference/${amends.documentId}` } }] } : {}),
    ...(amends ? { description: amends.reason } : {}),
    content: [{ attachment: { contentType: 'application/fhir+json', url: `Bundle/${documentId}`, title: 'Biên bản hội chẩn / tư vấn từ xa', creation: signedAt } }],
    context: { encounter: [{ reference: `Encounter/${consultationId}` }] },
  };
}

function provenanceOf({ documentId, signedAt, author, facility, amends }: ConclusionFacts, signature: Signature): WithId<Provenance> {
  return {
    resourceType: 'Provenance',
    id: documentId,
    target: ['Bundle', 'Composition', 'DocumentReference'].map((type) => ({ reference: `${type}/${documentId}` })),
    occurredDateTime: signedAt,
    recorded: signedAt,
    activity: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion', code: 'LA', display: 'legally authenticated' }] },
    ...(amends ? { reason: [{ text: amends.reason }] } : {}),
    agent: [{
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'author' }] },
      who: { reference: `Practitioner/${author.id}`, display: author.name },
      onBehalfOf: { reference: `Organization/${facility.id}`, display: facility.name },
    }],
    ...(amends ? { entity: [{ role: 'revision' as const, what: { reference: `Bundle/${amends.documentId}` } }] } : {}),
    signature: [signature],
  };
}
