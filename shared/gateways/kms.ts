import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { calculateJwkThumbprint, exportJWK, importSPKI, type JWK } from 'jose';
import type { KeySigner } from '../signing/ports.ts';
import { joseSignature } from './ecdsa.ts';

/** A KeySigner on a KMS key (ECC_NIST_P256, SIGN_VERIFY). The public key is fetched once a container. */
export function kmsKeySigner(kms: KMSClient, keyId: string): KeySigner {
  let fetched: Promise<JWK & { readonly kid: string }> | undefined;
  const key = () => (fetched ??= publicKeyOf(kms, keyId).catch((error: unknown) => {
    fetched = undefined; // a fault of the moment must not stay for the life of the container
    throw error;
  }));
  async function signBytes(data: Uint8Array): Promise<Uint8Array> {
    const { Signature } = await kms.send(new SignCommand({ KeyId: keyId, SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'DIGEST', Message: createHash('sha256').update(data).digest() }));
    if (!Signature) throw new Error('KMS Sign gave no signature');
    return joseSignature(Signature);
  }
  return {
    signBytes,
    kid: async () => (await key()).kid,
    publicJwk: key,
    async signJws(payload, header = {}) {
      const { kid } = await key();
      const input = `${base64url(JSON.stringify({ ...header, alg: 'ES256', kid }))}.${base64url(payload)}`;
      return `${input}.${base64url(await signBytes(Buffer.from(input)))}`;
    },
  };
}

async function publicKeyOf(kms: KMSClient, keyId: string) {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!PublicKey) throw new Error('KMS GetPublicKey gave no key');
  const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(PublicKey).toString('base64')}\n-----END PUBLIC KEY-----`;
  const jwk = await exportJWK(await importSPKI(pem, 'ES256', { extractable: true }));
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

const base64url = (data: string | Uint8Array): string => Buffer.from(data as Uint8Array).toString('base64url');
