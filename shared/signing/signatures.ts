import type { Bundle, Signature } from '@medplum/fhirtypes';
import { base64url, decodeProtectedHeader } from 'jose';
import { sha256 } from './canonical.ts';

/** One signature of a document: header and value as in a JWS (base64url), and RFC 3161 tokens over it (base64 of DER). */
export type SignatureEntry = { readonly protected: string; readonly signature: string; readonly timeStamps: readonly string[] };

/**
 * What a signature says of itself, covered by it. `signer` and `order` (from 1) name one of the document's signers;
 * `after` is the link of the signature before it, so that none before it can be taken out or exchanged; `previous` is
 * the digest of the document that this one amends.
 */
export type SignatureHeader = {
  readonly typ?: string;
  readonly alg?: string;
  readonly kid?: string;
  readonly sigT?: string;
  readonly signer?: string;
  readonly order?: number;
  readonly after?: string;
  readonly previous?: string;
};

/**
 * The signatures of a document, oldest first; undefined where they can't be read. Bundle.signature.data is base64 of a
 * detached JWS (RFC 7515 appendix F): compact while there is one signature and no time-stamp, otherwise the JSON
 * serialization with a member for each (7.2.1), time-stamps in its unprotected header as JAdES has them (ETSI TS 119
 * 182-1, 5.3.4: etsiU/sigTst).
 */
export function readSignatures(document: Bundle): readonly SignatureEntry[] | undefined {
  const data = document.signature?.data;
  if (data === undefined) return [];
  try {
    const text = atob(data);
    return text.startsWith('{') ? fromJson(JSON.parse(text)) : fromCompact(text);
  } catch {
    return undefined;
  }
}

function fromCompact(text: string): readonly SignatureEntry[] | undefined {
  const [header = '', payload, signature = '', ...rest] = text.split('.');
  return payload === '' && rest.length === 0 && header && signature ? [{ protected: header, signature, timeStamps: [] }] : undefined;
}

function fromJson(value: unknown): readonly SignatureEntry[] | undefined {
  const { signatures } = value as { signatures?: readonly { protected?: unknown; signature?: unknown; header?: unknown }[] };
  if (!Array.isArray(signatures) || signatures.length === 0) return undefined;
  const entries = signatures.flatMap((one): SignatureEntry[] =>
    typeof one.protected === 'string' && typeof one.signature === 'string' ? [{ protected: one.protected, signature: one.signature, timeStamps: tokensIn(one.header) }] : []);
  return entries.length === signatures.length ? entries : undefined;
}

type EtsiHeader = { readonly etsiU?: readonly { readonly sigTst?: { readonly tstTokens?: readonly { readonly val?: string }[] } }[] };

const tokensIn = (header: unknown): string[] => ((header as EtsiHeader | undefined)?.etsiU ?? []).flatMap(({ sigTst }) => (sigTst?.tstTokens ?? []).flatMap(({ val }) => (typeof val === 'string' ? [val] : [])));

/** The signatures as FHIR stores them; one alone without a time-stamp stays in the compact form. */
export function writeSignatures(entries: readonly SignatureEntry[]): Pick<Signature, 'data' | 'sigFormat'> {
  const [only] = entries;
  if (entries.length === 1 && only?.timeStamps.length === 0) return { sigFormat: 'application/jose', data: btoa(`${only.protected}..${only.signature}`) };
  const signatures = entries.map(({ protected: header, signature, timeStamps }) => ({
    protected: header,
    ...(timeStamps.length > 0 ? { header: { etsiU: [{ sigTst: { tstTokens: timeStamps.map((val) => ({ val })) } }] } } : {}),
    signature,
  }));
  return { sigFormat: 'application/jose+json', data: btoa(JSON.stringify({ signatures })) };
}

/** What the next signature covers of this one: SHA-256 of its header and value, base64url. Time-stamps may come later. */
export const linkOf = async ({ protected: header, signature }: SignatureEntry): Promise<string> => base64url.encode(await sha256(new TextEncoder().encode(`${header}.${signature}`)));

/** What a signature says of itself, without a look at whether it is good; undefined where that can't be read. */
export function headerOf(entry: SignatureEntry): SignatureHeader | undefined {
  try {
    const header: unknown = decodeProtectedHeader({ protected: entry.protected, payload: '', signature: '' });
    return header as SignatureHeader;
  } catch {
    return undefined;
  }
}
