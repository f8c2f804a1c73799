import { createECDH, randomBytes, type KeyObject } from 'node:crypto';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * ECDSA P-256 over a digest that is already computed, DER, as KMS does with MessageType DIGEST. Node's own `sign`
 * always hashes first. For simulators and tests only: it makes no attempt to hide its timing.
 */
export function signDigest(digest: Uint8Array, privateKey: KeyObject): Uint8Array {
  const d = number(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'));
  for (;;) {
    const k = number(randomBytes(32)) % order;
    if (k === 0n) continue;
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(bytes(k));
    const r = number(ecdh.getPublicKey().subarray(1, 33)) % order;
    const s = (power(k, order - 2n) * (number(digest.subarray(0, 32)) + r * d)) % order;
    if (r !== 0n && s !== 0n) return der(r, s);
  }
}

const number = (data: Uint8Array): bigint => BigInt(`0x${Buffer.from(data).toString('hex') || '0'}`);
const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** base^exponent mod the group's order; with order - 2 it is the inverse (Fermat). */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base % order, e = exponent; e > 0n; e >>= 1n, b = (b * b) % order) if (e & 1n) result = (result * b) % order;
  return result;
}

function der(r: bigint, s: bigint): Uint8Array {
  const body = Buffer.concat([r, s].map((value) => {
    const hex = value.toString(16);
    const raw = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
    const positive = (raw[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), raw]) : raw;
    return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
  }));
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}
