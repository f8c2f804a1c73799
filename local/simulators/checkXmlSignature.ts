import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { SignedXml, type SignatureAlgorithm } from 'xml-crypto';

/** The public keys that facilities have registered with the insurer. */
export type RegisteredKeys = () => Promise<readonly JWK[]>;

type Checked = { readonly kind: 'good'; /** What was signed, and nothing else of the message. */ readonly signed: string } | { readonly kind: 'unsigned' | 'unknown-key' | 'does-not-match' };

const method = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** Looks at the one signature of a message that is to cover all of it. By a registered key only, whatever key the message brings along. */
export async function checkXmlSignature(xml: string, registered: RegisteredKeys): Promise<Checked> {
  const [signature, ...others] = xml.match(/<Signature[ >][\s\S]*?<\/Signature>/g) ?? [];
  if (signature === undefined || others.length > 0) return { kind: 'unsigned' };
  const kid = /<KeyName>([^<]*)<\/KeyName>/.exec(signature)?.[1];
  const jwk = (await registered()).find((key) => key.kid === kid);
  if (!jwk) return { kind: 'unknown-key' };
  try {
    const checked = new SignedXml();
    checked.SignatureAlgorithms = { [method]: algorithmWith(createPublicKey({ key: { kty: 'EC', ...jwk }, format: 'jwk' })) };
    checked.HashAlgorithms = { [sha256]: checked.HashAlgorithms[sha256] } as typeof checked.HashAlgorithms;
    checked.publicCert = 'the registered key';
    checked.loadSignature(signature);
    const whole = checked.getReferences().length === 1 && checked.getReferences()[0]?.uri === '';
    const [signed] = checked.checkSignature(xml) ? checked.getSignedReferences() : [];
    return whole && signed !== undefined ? { kind: 'good', signed } : { kind: 'does-not-match' };
  } catch {
    return { kind: 'does-not-match' };
  }
}

function algorithmWith(key: KeyObject): new () => SignatureAlgorithm {
  return class implements SignatureAlgorithm {
    getAlgorithmName(): string {
      return method;
    }
    getSignature(): never {
      throw new Error('this side only checks');
    }
    verifySignature(material: string, _key: unknown, value: string): boolean {
      return verify('sha256', Buffer.from(material), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(value, 'base64'));
    }
  };
}
