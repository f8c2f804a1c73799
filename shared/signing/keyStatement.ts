import { base64url, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { Clock } from '../kernel/clock.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { KeyHistory, KeyStanding, SignedKeyHistory } from './contract.ts';
import type { KeySigner } from './ports.ts';
import { keyHistory } from './publishedKeys.ts';

/** Historical keys of OpenID Federation 1.0 (8.7.2): a JWT of this type, signed by the key that signs now. */
const type = 'jwk-set+jwt';

/** How long one statement is given out before the next is made, in milliseconds: a signature of KMS for each container in five minutes. */
const givenOut = 5 * 60_000;

export type StatementDeps = {
  readonly signer: Pick<KeySigner, 'publicJwk' | 'signJws'>;
  readonly retired: readonly (JWK & KeyStanding)[];
  /** Base64 of DER. */
  readonly authorities: readonly string[];
  /** `iss`: the address of the deployment. */
  readonly issuer: string;
  readonly clock: Clock;
};

/** Every key that ever signed a document, vouched for by the one that signs now (ADR 123). */
export function keyStatements({ signer, retired, authorities, issuer, clock }: StatementDeps): () => Promise<SignedKeyHistory> {
  let last: { readonly until: number; readonly statement: Promise<SignedKeyHistory> } | undefined;
  const make = async (now: number): Promise<SignedKeyHistory> => {
    const history: KeyHistory = { keys: keyHistory([await signer.publicJwk()], retired), authorities };
    const payload = new TextEncoder().encode(JSON.stringify({ iss: issuer, iat: Math.floor(now / 1000), ...history }));
    return { ...history, signed: await signer.signJws(payload, { typ: type }) };
  };
  return async () => {
    const now = clock.now().getTime();
    if (last && last.until > now) return await last.statement;
    const statement = make(now);
    last = { until: now + givenOut, statement };
    // A fault of the moment must not stay for five minutes.
    statement.catch(() => (last = undefined));
    return await statement;
  };
}

export type StatementFault = 'unsigned' | 'malformed' | 'does-not-match' | 'key-not-in-force' | 'other-signer';

/** The keys as they were signed, by which key, and when (ISO instant). */
export type StatedKeys = { readonly history: KeyHistory; readonly by: string; readonly at: string };

/**
 * What is signed of an answer of GET /api/keys/history; what stands beside the signature is not looked at. The signer
 * must be in its own list and in force. `signedBy`: the `kid` that the reader knows from elsewhere; without it the
 * statement is as good as the way by which it came.
 */
export async function statedKeys(answer: Partial<SignedKeyHistory>, signedBy?: string): Promise<Result<StatedKeys, StatementFault>> {
  if (typeof answer.signed !== 'string') return refuse('unsigned');
  const claims = claimsOf(answer.signed);
  if (!claims) return refuse('malformed');
  const key = claims.history.keys.find(({ kid }) => kid === claims.by);
  if (!key || key.retired === true || key.revoked || key.exp !== undefined) return refuse('key-not-in-force');
  if (signedBy !== undefined && signedBy !== claims.by) return refuse('other-signer');
  try {
    await compactVerify(answer.signed, await importJWK(key, 'ES256'), { algorithms: ['ES256'] });
    return ok(claims);
  } catch {
    return refuse('does-not-match');
  }
}

function claimsOf(jws: string): StatedKeys | undefined {
  try {
    const { typ, kid } = decodeProtectedHeader(jws);
    const { iat, keys, authorities } = JSON.parse(new TextDecoder().decode(base64url.decode(jws.split('.')[1] ?? ''))) as { readonly iat?: unknown } & Partial<KeyHistory>;
    if (typ !== type || typeof kid !== 'string' || typeof iat !== 'number' || !Array.isArray(keys) || !Array.isArray(authorities)) return undefined;
    return { history: { keys: keys as KeyHistory['keys'], authorities: authorities as KeyHistory['authorities'] }, by: kid, at: new Date(iat * 1000).toISOString() };
  } catch {
    return undefined;
  }
}
