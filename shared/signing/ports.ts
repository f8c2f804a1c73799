import type { JWK, JWSHeaderParameters } from 'jose';

/** A private key that can be used and never seen (AWS KMS, ECC_NIST_P256). Signs ES256. */
export interface KeySigner {
  /** RFC 7638 thumbprint of the public key; the `kid` of everything it signs. */
  kid(): Promise<string>;
  /** With `kid`, `alg` and `use`, as it stands in GET /api/keys. */
  publicJwk(): Promise<JWK>;
  /** A compact JWS (RFC 7515) over the payload; `alg` and `kid` are added to the header. */
  signJws(payload: Uint8Array, header?: Readonly<Omit<JWSHeaderParameters, 'alg' | 'kid'>>): Promise<string>;
}
