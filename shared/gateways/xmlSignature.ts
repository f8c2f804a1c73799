import { callbackify } from 'node:util';
import { SignedXml, type SignatureAlgorithm } from 'xml-crypto';
import type { KeySigner } from '../signing/ports.ts';

/** The algorithms of an enveloped XML signature with a P-256 key (XMLDSIG 1.1, sections 6.2, 6.4 and 6.6; RFC 9231). */
export const xmlAlgorithms = {
  signature: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  canonical: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
} as const;

/**
 * The document with a signature over the whole of it, in the element `into`. Named by the key's thumbprint, with the public
 * key, and with the certificate (base64 of DER) where there is one. Throws where the key can't be used.
 */
export async function signXml(xml: string, { into, signer, certificate }: { readonly into: string; readonly signer: KeySigner; readonly certificate: string }): Promise<string> {
  const keyInfo = await keyInfoOf(signer, certificate);
  const { signature, digest, canonical, enveloped } = xmlAlgorithms;
  // The library asks for a private key; ours can be used and never seen.
  const signed = new SignedXml({ signatureAlgorithm: signature, canonicalizationAlgorithm: canonical, privateKey: 'kept by the signer', getKeyInfoContent: () => keyInfo });
  signed.SignatureAlgorithms = { [signature]: algorithmOf(signer) };
  signed.addReference({ xpath: '/*', uri: '', isEmptyUri: true, transforms: [enveloped, canonical], digestAlgorithm: digest });
  await new Promise<void>((resolve, reject) => {
    signed.computeSignature(xml, { location: { reference: `//*[local-name()='${into}']`, action: 'append' } }, (error) => (error ? reject(error) : resolve()));
  });
  return signed.getSignedXml();
}

/** The value of an XML signature with ECDSA is r and s side by side, as JOSE has it. */
function algorithmOf(signer: KeySigner): new () => SignatureAlgorithm {
  type Given = Parameters<SignatureAlgorithm['getSignature']>;
  return class implements SignatureAlgorithm {
    getAlgorithmName(): string {
      return xmlAlgorithms.signature;
    }
    getSignature(signedInfo: Given[0], key: Given[1]): string;
    getSignature(signedInfo: Given[0], key: Given[1], callback?: Given[2]): void;
    getSignature(signedInfo: Given[0], _key: Given[1], callback?: Given[2]): string | void {
      if (!callback || typeof signedInfo !== 'string') throw new Error('a key that is kept elsewhere signs text, and answers later');
      callbackify(async () => Buffer.from(await signer.signBytes(new TextEncoder().encode(signedInfo))).toString('base64'))(callback);
    }
    verifySignature(): never {
      throw new Error('this side only signs');
    }
  };
}

async function keyInfoOf(signer: KeySigner, certificate: string): Promise<string> {
  const { kid, x = '', y = '' } = await signer.publicJwk();
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64');
  const value = `<KeyValue><ECKeyValue xmlns="http://www.w3.org/2009/xmldsig11#"><NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><PublicKey>${point}</PublicKey></ECKeyValue></KeyValue>`;
  return `<KeyName>${kid ?? ''}</KeyName>${value}${certificate ? `<X509Data><X509Certificate>${certificate}</X509Certificate></X509Data>` : ''}`;
}
