import * as z from 'zod';
import { isBinary } from './event.ts';

export type WireAnswer = { readonly status: number; readonly headers: readonly (readonly [string, string])[]; readonly body: Buffer };

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** What API Gateway takes from a function behind a proxy integration; anything else is answered with 502. */
const proxyResult = z.object({
  statusCode: z.union([z.int(), z.string().regex(/^\d{3}$/).transform(Number)]).pipe(z.int().min(100).max(599)),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Headers that API Gateway keeps to itself; a function's value comes out under another name. */
const remapped = new Set(['www-authenticate', 'connection', 'content-length', 'date', 'server', 'transfer-encoding']);

/** Undefined: malformed. `accept` decides, as in API Gateway, whether base64 is turned into bytes. */
export function wireAnswer(result: unknown, accept: string | undefined, binaryMediaTypes: readonly string[]): WireAnswer | undefined {
  const parsed = proxyResult.safeParse(result);
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const multi = Object.entries(multiValueHeaders ?? {});
  const names = new Set(multi.map(([name]) => name.toLowerCase()));
  const pairs = [
    ...Object.entries(headers ?? {}).filter(([name]) => !names.has(name.toLowerCase())),
    ...multi.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  ].map(([name, value]): [string, string] => [remapped.has(name.toLowerCase()) ? `x-amzn-remapped-${name.toLowerCase()}` : name, value]);
  if (!pairs.some(([name]) => name.toLowerCase() === 'content-type')) pairs.push(['content-type', 'application/json']);
  const wanted = accept?.split(',')[0]?.trim() || 'application/json';
  const decoded = isBase64Encoded === true && isBinary(wanted, binaryMediaTypes);
  return { status: statusCode, headers: pairs, body: Buffer.from(body ?? '', decoded ? 'base64' : 'utf8') };
}
