import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
/** RFC 3986, as Signature Version 4 wants it. */
const escaped = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** What S3 says to a signed link (AWS Signature Version 4 in the query), for the one key pair of this machine; undefined: it holds. */
export function faultOfLink(method: string, url: URL, host: string, secret: string, now: Date): 'SignatureDoesNotMatch' | 'AccessDenied' | undefined {
  const given = url.searchParams;
  const at = given.get('X-Amz-Date') ?? '';
  const [, ...scope] = (given.get('X-Amz-Credential') ?? '').split('/');
  const query = [...given].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${escaped(name)}=${escaped(value)}`).toSorted((a, b) => (a < b ? -1 : 1)).join('&');
  const canonical = [method, url.pathname, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', at, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join('\n');
  const expected = hmac(scope.reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secret}`), toSign);
  const signature = Buffer.from(given.get('X-Amz-Signature') ?? '', 'hex');
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return 'SignatureDoesNotMatch';
  const from = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const age = (now.getTime() - from) / 1000;
  return Number.isFinite(age) && age <= Number(given.get('X-Amz-Expires') ?? 0) ? undefined : 'AccessDenied';
}
