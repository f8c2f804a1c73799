import type { KeyStanding, SignatureFault } from './contract.ts';

/** When a signature says it was made, and when an authority saw it; ISO instants. */
export type SignatureTimes = { readonly signedAt: string | undefined; readonly stampedAt: string | undefined };

/**
 * Whether a key may have made a signature at its time. A key that is only retired made what it says it made; of one that
 * was revoked nothing counts but what an authority saw before: whoever holds it can write any date. Pure.
 */
export function keyFault(key: KeyStanding | undefined, { signedAt, stampedAt }: SignatureTimes): SignatureFault | undefined {
  if (!key) return 'unknown-key';
  if (key.revoked && !(stampedAt !== undefined && seconds(stampedAt) < key.revoked.revoked_at)) return 'key-revoked';
  const at = seconds(signedAt);
  if ((key.nbf !== undefined && !(at >= key.nbf)) || (key.exp !== undefined && !(at <= key.exp))) return 'key-not-in-force';
  return undefined;
}

const seconds = (iso: string | undefined): number => Date.parse(iso ?? '') / 1000;
