/**
 * Checks a signed conclusion with nothing but the document and the public keys: `npm run verify -- <bundle.json>
 * [jwks.json | address of a JWKS]`. Without keys it asks http://127.0.0.1:8080/api/keys. Exit code 0 only when valid.
 */
import { readFile } from 'node:fs/promises';
import type { Bundle } from '@medplum/fhirtypes';
import type { JSONWebKeySet } from 'jose';
import { digestOf } from '../shared/signing/canonical.ts';
import { fingerprintOf, type Verification } from '../shared/signing/contract.ts';
import { verifyDocument } from '../shared/signing/verify.ts';

const words: Readonly<Record<NonNullable<Verification['fault']>, string>> = {
  'no-signature': 'the document carries no signature',
  'unknown-key': 'it was signed with a key that is not among these',
  malformed: 'the signature can not be read',
  'does-not-match': 'the document is not what was signed',
  'out-of-order': 'a signature was taken out, exchanged or moved',
  'key-not-in-force': 'the key was not in force when it was signed',
  'key-revoked': 'the key was revoked, and no time-stamp says that the signature is older',
  incomplete: 'somebody who is to sign it has not signed',
};

/** The lines to print and whether the document is valid. */
export async function verifyFile(bundleFile: string, keysAt: string): Promise<{ readonly valid: boolean; readonly lines: readonly string[] }> {
  const document = JSON.parse(await readFile(bundleFile, 'utf8')) as Bundle;
  const checked = await verifyDocument(document, await keysFrom(keysAt));
  const digest = await digestOf(document);
  const verdict = checked.valid ? 'VALID' : `NOT VALID: ${checked.fault ? words[checked.fault] : ''}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['document', document.identifier?.value],
    ['signed at', checked.signedAt],
    ['key', checked.keyId || undefined],
    ['algorithm', checked.algorithm || undefined],
    ['digest', digest],
    // As it is printed on the paper.
    ['fingerprint', fingerprintOf(digest)],
    ['amends digest', checked.previous],
  ];
  return { valid: checked.valid, lines: [verdict, ...facts.flatMap(([name, value]) => (value ? [`  ${name.padEnd(14)}${value}`] : []))] };
}

async function keysFrom(place: string): Promise<JSONWebKeySet> {
  if (!/^https?:/.test(place)) return JSON.parse(await readFile(place, 'utf8')) as JSONWebKeySet;
  const answer = await fetch(place, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${place} answered ${answer.status}`);
  return (await answer.json()) as JSONWebKeySet;
}

if (import.meta.main) {
  const [bundleFile, keysAt = `${process.env['BASE_URL'] ?? 'http://127.0.0.1:8080'}/api/keys`] = process.argv.slice(2);
  if (!bundleFile) {
    console.error('npm run verify -- <bundle.json> [jwks.json | address of a JWKS]');
    process.exitCode = 2;
  } else {
    const { valid, lines } = await verifyFile(bundleFile, keysAt);
    console.log(lines.join('\n'));
    process.exitCode = valid ? 0 : 1;
  }
}
