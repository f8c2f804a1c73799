import { execFile } from 'node:child_process';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { patients } from '../../local/story.ts';
import { target } from './target.ts';

const run = promisify(execFile);
const tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>();

/** Tokens live ten minutes at the least; a suite may take longer. */
const keptMilliseconds = 5 * 60_000;
/** Staff sign and break glass with a sign-in of the last five minutes where they have no passkey. */
const keptForStaff = 2 * 60_000;

/** An access token of one of the story's people, got as the README says: `npm run --silent token -- <user>`. */
export function accessToken(user: string): Promise<string> {
  const known = tokens.get(user);
  if (known && known.until > Date.now()) return known.token;
  const fresh = kept(user, () => fetched(user));
  const entry = { token: fresh, until: Date.now() + (user in patients ? keptMilliseconds : keptForStaff) };
  tokens.set(user, entry);
  // What failed is tried anew by the next who asks, not refused for minutes.
  fresh.catch(() => tokens.get(user) === entry && tokens.delete(user));
  return fresh;
}

/** A fresh sign-in of whose token it is, as a client makes it when a command asks for one (HTTP_STEP_UP_NEEDED). */
export async function signedInAgain(token: string): Promise<string> {
  const user = decodeJwt(token).sub ?? '';
  tokens.delete(user);
  return await accessToken(user);
}

async function fetched(user: string): Promise<string> {
  const { baseUrl, smsUrl, issuerUrl } = target();
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, '../../local/token.ts'), user], {
    env: { ...process.env, BASE_URL: baseUrl, SMS_URL: smsUrl, ...(issuerUrl && { OIDC_URL: issuerUrl }), NODE_OPTIONS: '' },
  });
  return stdout.trim();
}

/**
 * A patient may ask for few codes in an hour, so the files of a run, which know nothing of each other, share a patient's
 * token. Staff's they don't: one of them signs out everywhere.
 */
async function kept(user: string, fetch: () => Promise<string>): Promise<string> {
  const { dataDir } = target();
  if (!dataDir || !(user in patients)) return await fetch();
  const file = join(dataDir, `token-${user}`);
  const age = await stat(file).then(({ mtimeMs }) => Date.now() - mtimeMs, () => Infinity);
  if (age < keptMilliseconds) return await readFile(file, 'utf8');
  const token = await fetch();
  await writeFile(`${file}.new`, token);
  await rename(`${file}.new`, file);
  return token;
}
