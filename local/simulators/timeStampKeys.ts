import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BitString, Integer, PrintableString } from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension, ExtKeyUsage } from 'pkijs';

/** A time-stamp authority: its certificate, the key of it, and the certificate authority that is trusted. Base64 of DER (PKCS #8). */
export type AuthorityKeys = { readonly authority: string; readonly certificate: string; readonly privateKey: string };

const base64 = (der: ArrayBuffer): string => Buffer.from(der).toString('base64');
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Kept beside the other data, so that time-stamps verify after a restart. */
export async function authorityKeys(file: string): Promise<AuthorityKeys> {
  const kept = await readFile(file, 'utf8').then((text) => JSON.parse(text) as AuthorityKeys, () => undefined);
  if (kept) return kept;
  const made = await newAuthority();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

export async function newAuthority(): Promise<AuthorityKeys> {
  const [root, own] = await Promise.all([keyPair(), keyPair()]);
  const authority = await certificateOf({ serial: 1, subject: 'CA Mau (mo phong)', issuer: 'CA Mau (mo phong)', of: root.publicKey, by: root.privateKey, isAuthority: true });
  const certificate = await certificateOf({ serial: 2, subject: 'TSA Mau (mo phong)', issuer: 'CA Mau (mo phong)', of: own.publicKey, by: root.privateKey, isAuthority: false });
  return { authority: base64(authority), certificate: base64(certificate), privateKey: base64(await crypto.subtle.exportKey('pkcs8', own.privateKey)) };
}

const keyPair = async (): Promise<CryptoKeyPair> => await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

type Made = { readonly serial: number; readonly subject: string; readonly issuer: string; readonly of: CryptoKey; readonly by: CryptoKey; readonly isAuthority: boolean };

async function certificateOf({ serial, subject, issuer, of, by, isAuthority }: Made): Promise<ArrayBuffer> {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: serial });
  const name = (value: string) => new AttributeTypeAndValue({ type: '2.5.4.3', value: new PrintableString({ value }) });
  certificate.subject.typesAndValues.push(name(subject));
  certificate.issuer.typesAndValues.push(name(issuer));
  certificate.notBefore.value = new Date('2026-01-01T00:00:00Z');
  certificate.notAfter.value = new Date('2036-01-01T00:00:00Z');
  certificate.extensions = isAuthority
    ? [new Extension({ extnID: '2.5.29.19', critical: true, extnValue: new BasicConstraints({ cA: true }).toSchema().toBER() }), usage(0x06)]
    : [usage(0x80), new Extension({ extnID: '2.5.29.37', critical: true, extnValue: new ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.8'] }).toSchema().toBER() })];
  await certificate.subjectPublicKeyInfo.importKey(of);
  await certificate.sign(by, 'SHA-256');
  return certificate.toSchema(true).toBER();
}

/** keyUsage: 0x06 signs certificates and revocation lists, 0x80 signs. */
const usage = (bits: number): Extension => new Extension({ extnID: '2.5.29.15', critical: true, extnValue: new BitString({ valueHex: new Uint8Array([bits]).buffer }).toBER() });

export const privateKeyOf = async ({ privateKey }: AuthorityKeys): Promise<CryptoKey> => await crypto.subtle.importKey('pkcs8', Buffer.from(privateKey, 'base64'), algorithm, false, ['sign']);
