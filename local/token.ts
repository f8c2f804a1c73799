/**
 * `npm run --silent token -- <user>`: prints an access token, from the running product, of one of the story's people
 * (nurse, specialist, … patient, patient2) or of the service clients `system` and `research`. BASE_URL and SMS_URL name another
 * product than the one started here, OIDC_URL an issuer of ours that is not on the product's own origin. A product with
 * another issuer: TOKEN_NURSE=… and so on give the tokens that it issued.
 */
import { resolve } from 'node:path';
import { patients, researchClient, staff, systemClient } from './story.ts';
import { serviceToken, signInAs } from './oidc/signInAs.ts';
import { patientToken } from './product/patientToken.ts';
import { readRunning } from './product/running.ts';

const user = process.argv[2] ?? '';
const people = [...Object.keys(staff), ...Object.keys(patients).filter((name) => name !== 'newcomer'), systemClient.subject, researchClient.subject];

try {
  if (!people.includes(user)) throw new Error(`who? npm run --silent token -- <${people.join(' | ')}>`);
  const running = await readRunning(resolve(import.meta.dirname, '..', process.env['DATA_DIR'] ?? '.local/data'));
  console.log(await tokenOf(user, process.env['BASE_URL'] ?? running?.baseUrl, process.env['SMS_URL'] ?? running?.smsUrl));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function tokenOf(name: string, baseUrl: string | undefined, smsUrl: string | undefined): Promise<string> {
  const given = process.env[`TOKEN_${name.toUpperCase()}`];
  if (given) return given;
  if (!baseUrl || !smsUrl) throw new Error('the product is not running: npm start');
  const issuer = process.env['OIDC_URL'] ?? baseUrl;
  if (name === systemClient.subject || name === researchClient.subject) return await serviceToken(issuer, name);
  if (name in staff) return await signInAs(issuer, name);
  return await patientToken(baseUrl, smsUrl, patients[name as keyof typeof patients]);
}
