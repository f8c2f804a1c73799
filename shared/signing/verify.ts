import type { Bundle, Signature } from '@medplum/fhirtypes';
import { createLocalJWKSet, errors, flattenedVerify, base64url, type JSONWebKeySet } from 'jose';
import { canonicalDocument } from './canonical.ts';
import { documentKinds, type KeyHistory, type SignatureCheck, type SignatureFault, type Signer, type TimeStampCheck, type Verification } from './contract.ts';
import { keyFault } from './keyStanding.ts';
import { headerOf, linkOf, readSignatures, type SignatureEntry, type SignatureHeader } from './signatures.ts';
import { signersOf } from './signers.ts';

/** What a check relies on. `authorities`: certificates (base64 of DER) of the time-stamp authorities that are trusted. */
export type Trust = Pick<KeyHistory, 'keys'> & Partial<KeyHistory>;

/** Checks an RFC 3161 token over these bytes; another file, because it is only needed where there is a token. */
type CheckToken = (token: string, covered: Uint8Array<ArrayBuffer>, authorities: readonly string[]) => Promise<TimeStampCheck>;
const checkToken: CheckToken = async (token, covered, authorities) => await (await import('./timeStampToken.ts')).checkTimeStamp(token, covered, authorities);

const types: ReadonlySet<string> = new Set(documentKinds.map((kind) => `${kind}+jws`));

/**
 * Checks the signatures of a document against public keys: detached JWS (RFC 7515, appendix F), ES256, each over the
 * same canonical form and over the signature before it. Needs nothing but the document and the keys.
 */
export async function verifyDocument(document: Bundle, trust: Trust): Promise<Verification> {
  const entries = readSignatures(document);
  const signers = readSigners(document);
  if (!entries || signers.length === 0) return nothing('malformed');
  if (entries.length > signers.length) return nothing('out-of-order');
  if (entries.length === 0) return nothing('no-signature', signers);
  const payload = base64url.encode(canonicalDocument(document));
  const links = await Promise.all(entries.map(linkOf));
  const signatures = await Promise.all(entries.map(async (entry, index) => await checkOne({ entry, payload, trust, signer: signers[index] as Signer, order: index + 1, of: signers.length, after: links[index - 1] })));
  const missing = signers.slice(entries.length);
  const last = signatures.at(-1);
  const beside = last && document.signature && !saysTheSame(document.signature, last) ? 'does-not-match' : undefined;
  const fault = signatures.find((one) => one.fault)?.fault ?? beside ?? (missing.length > 0 ? 'incomplete' : undefined);
  const previous = entries[0] && headerOf(entries[0])?.previous;
  return {
    valid: fault === undefined,
    keyId: last?.keyId ?? '',
    algorithm: last?.algorithm ?? '',
    ...(last?.signedAt ? { signedAt: last.signedAt } : {}),
    ...(typeof previous === 'string' ? { previous } : {}),
    ...(fault ? { fault } : {}),
    signatures,
    missing,
  };
}

/**
 * FHIR names the last signer beside the signatures too, where none of them covers it: another name, facility or time there
 * than in what was signed is no part of what was signed.
 */
function saysTheSame({ who, onBehalfOf, when }: Signature, { signer, signedAt }: SignatureCheck): boolean {
  const said: readonly (readonly [string | undefined, string | undefined])[] = [
    [who?.reference, `Practitioner/${signer.id}`], [who?.display, signer.name], [onBehalfOf?.reference, `Organization/${signer.facility.id}`], [onBehalfOf?.display, signer.facility.name], [when, signedAt],
  ];
  return said.every(([beside, signed]) => beside === undefined || signed === undefined || beside === signed);
}

/** Whoever asks may hold any file: one whose signers can't be read names none. */
function readSigners(document: Bundle): readonly Signer[] {
  try {
    return signersOf(document);
  } catch {
    return [];
  }
}

const nothing = (fault: SignatureFault, missing: readonly Signer[] = []): Verification => ({ valid: false, keyId: '', algorithm: '', fault, signatures: [], missing });

type One = { readonly entry: SignatureEntry; readonly payload: string; readonly trust: Trust; readonly signer: Signer; readonly order: number; readonly of: number; readonly after: string | undefined };

async function checkOne(one: One): Promise<SignatureCheck> {
  const { entry, trust, signer } = one;
  const header = headerOf(entry);
  if (!header || !types.has(header.typ ?? '')) return { signer, keyId: header?.kid ?? '', algorithm: header?.alg ?? '', timeStamp: { state: 'none' }, fault: 'malformed' };
  const fault = inPlace(header, one) ? await cryptoFault(one) : 'out-of-order';
  const timeStamp = await timeStampOf(entry, trust.authorities ?? []);
  const standing = fault ?? keyFault(trust.keys.find(({ kid }) => kid === header.kid), { signedAt: header.sigT, stampedAt: timeStamp.state === 'good' ? timeStamp.at : undefined });
  return {
    signer,
    keyId: header.kid ?? '',
    algorithm: header.alg ?? '',
    ...(typeof header.sigT === 'string' ? { signedAt: header.sigT } : {}),
    timeStamp,
    ...(standing ? { fault: standing } : {}),
  };
}

/** Whether the signature says of itself that it stands where it stands. One of one may say nothing, as it did before there were several. */
function inPlace({ signer, order, after }: SignatureHeader, one: One): boolean {
  if (after !== one.after) return false;
  if (one.of === 1 && signer === undefined && order === undefined) return true;
  return order === one.order && signer === `Practitioner/${one.signer.id}`;
}

async function cryptoFault({ entry, payload, trust }: One): Promise<SignatureFault | undefined> {
  try {
    const keys: JSONWebKeySet = { keys: [...trust.keys] };
    await flattenedVerify({ protected: entry.protected, payload, signature: entry.signature }, createLocalJWKSet(keys), { algorithms: ['ES256'] });
    return undefined;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'unknown-key';
    if (error instanceof errors.JOSEError) return error instanceof errors.JWSSignatureVerificationFailed ? 'does-not-match' : 'malformed';
    throw error;
  }
}

/** The earliest good token counts; JAdES has it over the base64url text of the signature's value. */
async function timeStampOf({ signature, timeStamps }: SignatureEntry, authorities: readonly string[]): Promise<TimeStampCheck> {
  const checks = await Promise.all(timeStamps.map(async (token) => await checkToken(token, new TextEncoder().encode(signature), authorities)));
  const good = checks.filter((check) => check.state === 'good').toSorted((a, b) => a.at.localeCompare(b.at));
  return good[0] ?? { state: checks.length > 0 ? 'bad' : 'none' };
}
