import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { KeySigner } from './ports.ts';

/** A signer with a real ES256 key made on the spot: its signatures verify like those of KMS. */
export async function fakeKeySigner(): Promise<KeySigner> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid: () => Promise.resolve(kid),
    publicJwk: () => Promise.resolve({ ...jwk, kid, alg: 'ES256', use: 'sig' }),
    signBytes: async (data) => new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new Uint8Array(data))),
    signJws: (payload, header = {}) => new CompactSign(payload).setProtectedHeader({ ...header, alg: 'ES256', kid }).sign(privateKey),
  };
}
