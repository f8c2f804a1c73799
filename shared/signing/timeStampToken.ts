import { Certificate, ContentInfo, ExtKeyUsage, SignedData } from 'pkijs';
import type { TimeStampCheck } from './contract.ts';

/** RFC 3161 2.3: the certificate of an authority is for time-stamping. */
const timeStamping = '1.3.6.1.5.5.7.3.8';
/** id-ct-TSTInfo: what the token must hold, and not just anything that the authority signed. */
const tstInfoType = '1.2.840.113549.1.9.16.1.4';
const extendedKeyUsage = '2.5.29.37';
const commonName = '2.5.4.3';

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
export const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/**
 * Checks a time-stamp token (RFC 3161 2.4.2; DER as base64) over these bytes: its imprint, its signature, and that the
 * authority's certificate is for this and stems from one that is trusted (base64 of DER), as it stood at that moment.
 */
export async function checkTimeStamp(token: string, covered: Uint8Array<ArrayBuffer>, authorities: readonly string[]): Promise<TimeStampCheck> {
  try {
    const signed = new SignedData({ schema: ContentInfo.fromBER(fromBase64(token)).content });
    if (signed.encapContentInfo.eContentType !== tstInfoType) return { state: 'bad' };
    const { signatureVerified, signerCertificateVerified, signerCertificate, date } = await signed.verify({
      signer: 0,
      data: covered.buffer.slice(covered.byteOffset, covered.byteOffset + covered.byteLength),
      checkChain: true,
      trustedCerts: authorities.map((authority) => Certificate.fromBER(fromBase64(authority))),
      // A token carries no answer of its authority's revocation service.
      passedWhenNotRevValues: true,
      extendedMode: true,
    });
    if (!signatureVerified || !signerCertificateVerified || !signerCertificate || !date || !isForTimeStamps(signerCertificate)) return { state: 'bad' };
    return { state: 'good', at: date.toISOString(), authority: nameOf(signerCertificate) };
  } catch {
    return { state: 'bad' };
  }
}

const isForTimeStamps = ({ extensions = [] }: Certificate): boolean =>
  extensions.some(({ extnID, parsedValue }) => extnID === extendedKeyUsage && parsedValue instanceof ExtKeyUsage && parsedValue.keyPurposes.includes(timeStamping));

const nameOf = ({ subject }: Certificate): string => String(subject.typesAndValues.find(({ type }) => type === commonName)?.value.valueBlock.value ?? '');
