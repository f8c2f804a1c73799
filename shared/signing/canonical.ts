import type { Bundle } from '@medplum/fhirtypes';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/**
 * The bytes that a document's signature covers: the Bundle in the JSON Canonicalization Scheme (RFC 8785), without
 * what a server adds or what can't cover itself: `id`, `meta` and `signature` of the Bundle (FHIR R4 2.6.3, the method
 * "http://hl7.org/fhir/canonicalization/json#document"). Everything inside the entries is covered, their ids included.
 */
export function canonicalDocument(document: Bundle): Uint8Array {
  const { id: _id, meta: _meta, signature: _signature, ...covered } = document;
  const text = canonicalize(covered);
  if (text === undefined) throw new Error('a document has a canonical form');
  return new TextEncoder().encode(text);
}

/** SHA-256 of the canonical document, base64url: what an amendment names its predecessor by. */
export const digestOf = (document: Bundle): string => createHash('sha256').update(canonicalDocument(document)).digest('base64url');
