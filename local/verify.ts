/**
 * Checks a signed conclusion with nothing but the file and the public keys: `npm run verify -- <file>... [keys]`. A file
 * is a PDF of ours, a FHIR Bundle, or what GET /api/consultations/{id}/documents gave; several are put into their chain.
 * `keys` is a file or an address; without it http://127.0.0.1:8080/api/keys/history is asked. The list of keys is signed itself;
 * `--signed-by <kid>` demands the key that you know from elsewhere (a paper, a call). Exit code 0 only when valid.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Bundle } from '@medplum/fhirtypes';
import { digestOf } from '../shared/signing/canonical.ts';
import { fingerprintOf, type KeyHistory, type SignedKeyHistory, type SignatureCheck, type SignatureFault, type Verification } from '../shared/signing/contract.ts';
import { statedKeys, type StatementFault } from '../shared/signing/keyStatement.ts';
import { documentsIn } from '../shared/signing/signedFile.ts';
import { inChain, verifyChain } from '../shared/signing/verifyChain.ts';

const words: Readonly<Record<SignatureFault, string>> = {
  'no-signature': 'the document carries no signature',
  'unknown-key': 'it was signed with a key that is not among these',
  malformed: 'the signature can not be read',
  'does-not-match': 'the document is not what was signed',
  'out-of-order': 'a signature was taken out, exchanged or moved',
  'key-not-in-force': 'the key was not in force when it was signed',
  'key-revoked': 'the key was revoked, and no time-stamp says that the signature is older',
  incomplete: 'somebody who is to sign it has not signed',
};

const statementWords: Readonly<Record<Exclude<StatementFault, 'unsigned'>, string>> = {
  malformed: 'the list of keys can not be read',
  'does-not-match': 'the list of keys is not the one that was signed',
  'key-not-in-force': 'the list of keys is signed by a key that is not in force by its own word',
  'other-signer': 'the list of keys is signed by another key than the one you know',
};

/** The lines to print and whether the newest document and all before it are valid. */
export async function verifyFiles(files: readonly string[], keysAt: string, signedBy?: string): Promise<{ readonly valid: boolean; readonly lines: readonly string[] }> {
  const answer = await keysFrom(keysAt);
  const stated = await statedKeys(answer, signedBy);
  if (!stated.ok && (stated.error !== 'unsigned' || signedBy !== undefined)) return { valid: false, lines: [`NOT VALID: ${stated.error === 'unsigned' ? 'the list of keys is not signed' : statementWords[stated.error]}`] };
  const trust = stated.ok ? stated.value.history : answer;
  const keysLine = stated.ok ? `keys as of ${stated.value.at}, signed by ${stated.value.by}` : 'keys: a list that nobody signed, as good as the place it came from';
  const found: Bundle[] = [];
  for (const file of files) {
    const documents = await documentsIn(new Uint8Array(await readFile(file)));
    if (!documents) return { valid: false, lines: [`NOT VALID: ${file} carries no signed document`] };
    found.push(...documents);
  }
  const documents = await inChain(found, trust);
  const { valid, chained, checks } = await verifyChain(documents, trust);
  const lines = await Promise.all(documents.map(async (document, index) => await linesOf(document, checks[index], index < documents.length - 1)));
  return { valid, lines: [...(chained ? [] : ['NOT VALID: these documents do not follow each other: one was exchanged or left out']), ...lines.flat(), keysLine] };
}

async function linesOf(document: Bundle, check: Verification | undefined, older: boolean): Promise<readonly string[]> {
  const digest = await digestOf(document);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['document', document.identifier?.value],
    ...(check?.signatures ?? []).map((one) => ['signed', signatureLine(one)] as const),
    ...(check?.missing ?? []).map(({ name, role }) => ['not signed', `${name} (${role})`] as const),
    ['key', check?.keyId || undefined],
    ['algorithm', check?.algorithm || undefined],
    ['digest', digest],
    // As it is printed on the paper.
    ['fingerprint', fingerprintOf(digest)],
    ['amends digest', check?.previous],
    ['newer', older ? 'an amendment follows below' : undefined],
  ];
  const verdict = check?.valid ? 'VALID' : `NOT VALID: ${check?.fault ? words[check.fault] : ''}`;
  return [verdict, ...facts.flatMap(([name, value]) => (value ? [`  ${name.padEnd(14)}${value}`] : []))];
}

function signatureLine({ signer, signedAt, timeStamp, fault }: SignatureCheck): string {
  const stamp = timeStamp.state === 'good' ? `time-stamped ${timeStamp.at} by ${timeStamp.authority}` : timeStamp.state === 'bad' ? 'WRONG TIME-STAMP' : 'not time-stamped';
  return `${signedAt ?? '?'} by ${signer.name} (${signer.role}, ${signer.facility.name}); ${stamp}${fault ? `; ${words[fault]}` : ''}`;
}

/** A JWKS will do: then no time-stamp authority is trusted. */
async function keysFrom(place: string): Promise<KeyHistory & Partial<SignedKeyHistory>> {
  const read = async (): Promise<unknown> => {
    if (!/^https?:/.test(place)) return JSON.parse(await readFile(place, 'utf8'));
    const answer = await fetch(place, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${place} answered ${answer.status}`);
    return await answer.json();
  };
  const { keys, authorities = [], signed } = (await read()) as Pick<KeyHistory, 'keys'> & Partial<SignedKeyHistory>;
  return { keys, authorities, ...(signed === undefined ? {} : { signed }) };
}

/** The one that is an address, or a file of keys; the rest is to be checked. */
async function isKeys(argument: string): Promise<boolean> {
  if (/^https?:/.test(argument)) return true;
  return await readFile(argument, 'utf8').then((text) => Array.isArray((JSON.parse(text) as { keys?: unknown }).keys), () => false);
}

if (import.meta.main) {
  const { values, positionals: given } = parseArgs({ options: { 'signed-by': { type: 'string' } }, allowPositionals: true });
  const keys = await Promise.all(given.map(isKeys));
  const files = given.filter((_, index) => !keys[index]);
  if (files.length === 0) {
    console.error('npm run verify -- <file.pdf | file.json>... [keys.json | address of the keys] [--signed-by <kid>]');
    process.exitCode = 2;
  } else {
    const { valid, lines } = await verifyFiles(files, given.find((_, index) => keys[index]) ?? `${process.env['BASE_URL'] ?? 'http://127.0.0.1:8080'}/api/keys/history`, values['signed-by']);
    console.log(lines.join('\n'));
    process.exitCode = valid ? 0 : 1;
  }
}
