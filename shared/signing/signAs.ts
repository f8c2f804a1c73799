import type { Bundle, Signature } from '@medplum/fhirtypes';
import { canonicalDocument } from './canonical.ts';
import type { DocumentKind, Signer, SigningState } from './contract.ts';
import type { KeySigner } from './ports.ts';
import { headerOf, linkOf, readSignatures, writeSignatures, type SignatureEntry } from './signatures.ts';
import { signersOf } from './signers.ts';

/** How far a document is: who has signed, and whose turn it is. Pure; says nothing of whether the signatures are good. */
export function signingState(document: Bundle): SigningState {
  const signers = signersOf(document);
  const entries = readSignatures(document) ?? [];
  const next = signers[entries.length];
  return {
    signers: signers.map((signer, index) => {
      const entry = entries[index];
      const signedAt = entry && headerOf(entry)?.sigT;
      return { ...signer, ...(signedAt ? { signedAt } : {}) };
    }),
    ...(next ? { next } : {}),
  };
}

export type SignAs = { readonly kind: DocumentKind; /** ISO instant. */ readonly at: string; /** Digest of the document that this one amends. */ readonly previous?: string };

/**
 * The document with one signature more: that of the one whose turn it is. It covers the canonical form, which stays the
 * same from the first signature to the last, and by its link all signatures before it.
 */
export async function signAs<T extends Bundle>(keySigner: KeySigner, document: T, { kind, at, previous }: SignAs): Promise<T> {
  const { next } = signingState(document);
  const entries = readSignatures(document);
  if (!next || !entries) throw new Error('a document is signed by the one whose turn it is');
  const before = entries.at(-1);
  const jws = await keySigner.signJws(canonicalDocument(document), {
    typ: `${kind}+jws`,
    cty: 'application/fhir+json',
    iat: Math.floor(Date.parse(at) / 1000),
    sigT: at,
    signer: `Practitioner/${next.id}`,
    order: entries.length + 1,
    ...(before ? { after: await linkOf(before) } : {}),
    ...(previous === undefined ? {} : { previous }),
  });
  const [header = '', , signature = ''] = jws.split('.');
  return { ...document, signature: fhirSignature([...entries, { protected: header, signature, timeStamps: [] }], next, { at }) };
}

/** ASTM E1762-95. */
const purposes = {
  author: { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" },
  coauthor: { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.2', display: "Coauthor's Signature" },
} as const;

/** As FHIR keeps it: all signatures in `data`; `who` and `when` are those of the last. */
export function fhirSignature(entries: readonly SignatureEntry[], { id, name, facility, role }: Signer, { at }: { readonly at: string }): Signature {
  return {
    type: [role === 'author' ? purposes.author : purposes.coauthor],
    when: at,
    who: { reference: `Practitioner/${id}`, display: name },
    onBehalfOf: { reference: `Organization/${facility.id}`, display: facility.name },
    targetFormat: 'application/fhir+json;canonicalization=http://hl7.org/fhir/canonicalization/json#document',
    ...writeSignatures(entries),
  };
}
