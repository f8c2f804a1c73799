import type { Bundle } from '@medplum/fhirtypes';
import canonicalize from 'canonicalize';
import { base64url } from 'jose';

/**
 * The bytes that a document's signature covers: the Bundle in the JSON Canonicalization Scheme (RFC 8785), without
 * what a server adds or what can't cover itself: `id`, `meta` and `signature` of the Bundle (FHIR R4 2.6.3, the method
 * "http://hl7.org/fhir/canonicalization/json#document"). Everything inside the entries is covered, their ids included.
 */
export function canonicalDocument(document: Bundle): Uint8Array<ArrayBuffer> {
  const { id: _id, meta: _meta, signature: _signature, ...covered } = document;
  const text = canonicalize(covered);
  if (text === undefined) throw new Error('a document has a canonical form');
  return new TextEncoder().encode(text);
}

/** SHA-256 by WebCrypto, which the functions, the command line and the browser have alike. */
export const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** SHA-256 of the canonical document, base64url: what an amendment names its predecessor by. */
export const digestOf = async (document: Bundle): Promise<string> => base64url.encode(await sha256(canonicalDocument(document)));
