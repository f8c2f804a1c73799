const size = 32;

/**
 * The signature of a P-256 key as KMS gives it (DER, RFC 3279 2.2.3: SEQUENCE of two INTEGERs) turned into what JOSE
 * wants (RFC 7518 3.4: r and s, 32 bytes each). Throws on anything else, because then it is not such a signature.
 */
export function joseSignature(der: Uint8Array): Uint8Array {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw new Error('not a DER signature of P-256');
  const r = integerAt(der, 2);
  const s = integerAt(der, r.end);
  if (s.end !== der.length) throw new Error('not a DER signature of P-256');
  const raw = new Uint8Array(2 * size);
  raw.set(r.bytes, size - r.bytes.length);
  raw.set(s.bytes, 2 * size - s.bytes.length);
  return raw;
}

function integerAt(der: Uint8Array, offset: number): { readonly bytes: Uint8Array; readonly end: number } {
  const length = der[offset + 1];
  if (der[offset] !== 0x02 || length === undefined || length === 0) throw new Error('not a DER signature of P-256');
  const end = offset + 2 + length;
  let bytes = der.subarray(offset + 2, end);
  // A leading zero only keeps the number positive; shorter numbers are padded by the caller.
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1);
  if (bytes.length > size || end > der.length) throw new Error('not a DER signature of P-256');
  return { bytes, end };
}
