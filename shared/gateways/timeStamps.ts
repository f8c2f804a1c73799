import { refuse, ok, type Result } from '../kernel/result.ts';
import type { TimeStampFailure, TimeStamper } from '../signing/ports.ts';

export type TimeStampAuthority = {
  readonly url: string;
  /** Certificates that are trusted, base64 of DER. */
  readonly authorities: readonly string[];
  readonly timeoutMilliseconds: number;
  readonly fetchImplementation?: typeof fetch;
};

/** PKIStatus (RFC 3161 2.4.2): granted, grantedWithMods. */
const granted: ReadonlySet<number> = new Set([0, 1]);

/**
 * A time-stamp authority over HTTP (RFC 3161 3.4). A token is taken only if it is granted, carries our nonce (so that an
 * old answer can't be passed off), and verifies over what was sent.
 */
export function timeStampAuthority({ url, authorities, timeoutMilliseconds, fetchImplementation = fetch }: TimeStampAuthority): TimeStamper {
  return {
    async stamp(covered) {
      const [{ Integer, OctetString, fromBER }, { AlgorithmIdentifier, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo }, { checkTimeStamp, toBase64 }] = await Promise.all([import('asn1js'), import('pkijs'), import('../signing/timeStampToken.ts')]);
      // A positive integer of at most 64 bits: the first bit stays clear.
      const nonce = crypto.getRandomValues(new Uint8Array(8)).map((byte, index) => (index === 0 ? (byte & 0x7f) | 0x40 : byte));
      const hashedMessage = new OctetString({ valueHex: await crypto.subtle.digest('SHA-256', covered) });
      const query = new TimeStampReq({
        version: 1,
        messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }), hashedMessage }),
        nonce: new Integer({ valueHex: nonce.buffer }),
        certReq: true,
      });
      const answer = await ask({ url, timeoutMilliseconds, fetchImplementation }, query.toSchema().toBER());
      if (!answer.ok) return answer;
      try {
        const { status, timeStampToken } = new TimeStampResp({ schema: fromBER(answer.value).result });
        if (!granted.has(Number(status.status)) || !timeStampToken) return refuse('refused');
        const content = new SignedData({ schema: timeStampToken.content }).encapContentInfo.eContent;
        const info = content && TSTInfo.fromBER(content.getValue());
        const token = toBase64(new Uint8Array(timeStampToken.toSchema().toBER()));
        const isOurs = info?.nonce && equal(new Uint8Array(info.nonce.valueBlock.valueHexView), nonce);
        return isOurs && (await checkTimeStamp(token, covered, authorities)).state === 'good' ? ok(token) : refuse('wrong');
      } catch {
        return refuse('wrong');
      }
    },
  };
}

type Place = Required<Pick<TimeStampAuthority, 'url' | 'timeoutMilliseconds' | 'fetchImplementation'>>;

async function ask({ url, timeoutMilliseconds, fetchImplementation }: Place, body: ArrayBuffer): Promise<Result<ArrayBuffer, TimeStampFailure>> {
  try {
    const response = await fetchImplementation(url, { method: 'POST', headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }, body, signal: AbortSignal.timeout(timeoutMilliseconds) });
    return response.ok ? ok(await response.arrayBuffer()) : refuse('unavailable');
  } catch {
    return refuse('unavailable');
  }
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);
