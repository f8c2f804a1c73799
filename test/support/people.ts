import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { target } from './target.ts';

const run = promisify(execFile);
const tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>();

/** Tokens live ten minutes at the least; a suite may take longer. */
const keptMilliseconds = 5 * 60_000;

/** An access token of one of the story's people, got as the README says: `npm run --silent token -- <user>`. */
export function accessToken(user: string): Promise<string> {
  const known = tokens.get(user);
  if (known && known.until > Date.now()) return known.token;
  const { baseUrl, smsUrl, issuerUrl } = target();
  const fresh = run(process.execPath, [join(import.meta.dirname, '../../local/token.ts'), user], {
    env: { ...process.env, BASE_URL: baseUrl, SMS_URL: smsUrl, ...(issuerUrl && { OIDC_URL: issuerUrl }), NODE_OPTIONS: '' },
  }).then(({ stdout }) => stdout.trim());
  tokens.set(user, { token: fresh, until: Date.now() + keptMilliseconds });
  return fresh;
}
