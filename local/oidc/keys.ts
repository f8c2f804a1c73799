import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JWK } from 'jose';

export type ProviderKeys = { readonly jwks: { readonly keys: readonly JWK[] }; readonly cookieKeys: readonly string[] };

/** The provider's signing key (ES256) and cookie key, made on the first start: tokens stay valid over restarts. */
export async function loadKeys(file: string): Promise<ProviderKeys> {
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return JSON.parse(known) as ProviderKeys;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') };
  const made: ProviderKeys = { jwks: { keys: [jwk] }, cookieKeys: [randomBytes(32).toString('base64url')] };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
