import type { JWK } from 'jose';

/**
 * The keys in force and those retired, each once: while a rotation is under way a key may be in both lists, and a
 * verifier that finds one `kid` twice takes neither.
 */
export const publishedKeys = (current: readonly JWK[], retired: readonly JWK[]): JWK[] => [...current, ...retired.filter(({ kid }) => !current.some((key) => key.kid === kid))];
