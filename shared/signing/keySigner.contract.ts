import { expect, it } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import type { KeySigner } from './ports.ts';

/** What every KeySigner keeps to; run by the fake, by the KMS adapter, and by the adapter on the local emulator. */
export function keySignerContract(make: () => Promise<KeySigner>): void {
  it('signs a JWS of any length that its published key verifies, with the header asked for', async () => {
    const signer = await make();
    // KMS takes 4096 bytes of a message as it is; a conclusion is longer.
    for (const text of ['', 'nội dung', 'x'.repeat(100_000)]) {
      const jws = await signer.signJws(new TextEncoder().encode(text), { typ: 'at+jwt' });
      const verified = await compactVerify(jws, await importJWK(await signer.publicJwk(), 'ES256'), { algorithms: ['ES256'] });
      expect(new TextDecoder().decode(verified.payload)).toBe(text);
      expect(verified.protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: await signer.kid() });
    }
  });

  it('signs bare bytes of any length for formats that are not JOSE', async () => {
    const signer = await make();
    const key = createPublicKey({ key: { kty: 'EC', ...(await signer.publicJwk()) }, format: 'jwk' });
    for (const text of ['', 'nội dung', 'x'.repeat(100_000)]) {
      const signature = await signer.signBytes(new TextEncoder().encode(text));
      expect(signature).toHaveLength(64);
      expect(verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    }
  });

  it('publishes the public half only, under its thumbprint', async () => {
    const signer = await make();
    const jwk = await signer.publicJwk();
    expect(jwk).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: await signer.kid() });
    expect(jwk).not.toHaveProperty('d');
  });
}
