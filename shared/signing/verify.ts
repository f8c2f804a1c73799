import type { Bundle } from '@medplum/fhirtypes';
import { createLocalJWKSet, decodeProtectedHeader, errors, flattenedVerify, type JSONWebKeySet } from 'jose';
import { canonicalDocument } from './canonical.ts';
import type { Verification } from './contract.ts';

/**
 * Checks the signature of a document against public keys: a detached JWS (RFC 7515, appendix F), ES256, in
 * Bundle.signature.data (base64 of the compact form without payload). Needs nothing but the document and the keys.
 */
export async function verifyDocument(document: Bundle, keys: JSONWebKeySet): Promise<Verification> {
  const none = { valid: false, keyId: '', algorithm: '' } as const;
  if (!document.signature?.data) return { ...none, fault: 'no-signature' };
  const [protectedHeader = '', payload, signature = '', ...rest] = Buffer.from(document.signature.data, 'base64').toString('utf8').split('.');
  const header = headerOf(protectedHeader);
  if (!header || payload !== '' || rest.length > 0) return { ...none, fault: 'malformed' };
  const told = { keyId: header.kid ?? '', algorithm: header.alg ?? '', ...timed(header) };
  try {
    const covered = Buffer.from(canonicalDocument(document)).toString('base64url');
    await flattenedVerify({ protected: protectedHeader, payload: covered, signature }, createLocalJWKSet(keys), { algorithms: ['ES256'] });
    return { valid: true, ...told };
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return { valid: false, ...told, fault: 'unknown-key' };
    if (error instanceof errors.JOSEError) return { valid: false, ...told, fault: error instanceof errors.JWSSignatureVerificationFailed ? 'does-not-match' : 'malformed' };
    throw error;
  }
}

type Header = { readonly kid?: string; readonly alg?: string; readonly sigT?: unknown; readonly previous?: unknown };

function headerOf(encoded: string): Header | undefined {
  try {
    return decodeProtectedHeader({ protected: encoded, payload: '', signature: '' } as Parameters<typeof decodeProtectedHeader>[0]) as Header;
  } catch {
    return undefined;
  }
}

const timed = ({ sigT, previous }: Header) => ({
  ...(typeof sigT === 'string' ? { signedAt: sigT } : {}),
  ...(typeof previous === 'string' ? { previous } : {}),
});
