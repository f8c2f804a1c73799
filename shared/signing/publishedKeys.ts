import type { JWK } from 'jose';
import type { KeyStanding } from './contract.ts';

type Key = JWK & KeyStanding;

/**
 * The keys in force and those retired, each once: while a rotation is under way a key may be in both lists, and a
 * verifier that finds one `kid` twice takes neither. A revoked key is not among them: whoever asks no further must not
 * take it for good.
 */
export const publishedKeys = (current: readonly Key[], retired: readonly Key[]): Key[] => keyHistory(current, retired).filter(({ revoked }) => !revoked);

/**
 * Every key that ever signed documents, with the time for which it holds. A key in force that stands in the list of the
 * others too has what is said of it there: since when, or that it was just revoked. It ends when another takes its place.
 */
export function keyHistory(current: readonly Key[], retired: readonly Key[]): Key[] {
  const inForce = current.map((key): Key => {
    const said = retired.find(({ kid }) => kid === key.kid);
    return { ...key, ...(said?.nbf === undefined ? {} : { nbf: said.nbf }), ...(said?.revoked ? { revoked: said.revoked } : {}) };
  });
  return [...inForce, ...retired.filter(({ kid }) => !current.some((key) => key.kid === kid))];
}
