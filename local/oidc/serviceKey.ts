import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { localPassword } from './accounts.ts';

/**
 * The key of a local service client, made from what is as public as the password on the sign-in page: any tool of the
 * story can sign in as it, and no key lies in the repository. A production issuer is given the public key of each client.
 */
export function serviceKey(clientId: string): { readonly privateKey: KeyObject; readonly publicJwk: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string; readonly kid: string; readonly alg: 'ES256'; readonly use: 'sig' } } {
  const d = createHash('sha256').update(`${localPassword} ${clientId}`).digest();
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const coordinates = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') } as const;
  return {
    privateKey: createPrivateKey({ key: { ...coordinates, d: d.toString('base64url') }, format: 'jwk' }),
    publicJwk: { ...coordinates, kid: `${clientId}-1`, alg: 'ES256', use: 'sig' },
  };
}
