import { zstdCompressSync, zstdDecompressSync, type ZstdOptions } from 'node:zlib';
import { jsonText, parseJson } from '../fhir/decimals.ts';
import { dictionary2 } from './dictionary.ts';

/**
 * The stored form of a JSON body: one byte that names the form, then the bytes. A new form (another dictionary)
 * gets a new number; items already stored stay readable.
 */
const forms = { plain: 0, zstd: 1, zstdWithDictionary2: 2 } as const;

const withDictionary2: ZstdOptions & { readonly dictionary: Buffer } = { dictionary: dictionary2 };

/** Beyond this a body is not copied into index partitions: a page of them must stay one cheap read. */
export const inlineLimit = 8 * 1024;

/** DynamoDB's item limit is 400 KB; the rest is room for keys. */
export const largestBody = 380 * 1024;

export function packBody(value: unknown): Uint8Array {
  const json = Buffer.from(jsonText(value));
  const packed = zstdCompressSync(json, withDictionary2);
  return packed.length < json.length ? Buffer.concat([Buffer.of(forms.zstdWithDictionary2), packed]) : Buffer.concat([Buffer.of(forms.plain), json]);
}

export function unpackBody(bytes: Uint8Array): unknown {
  const rest = bytes.subarray(1);
  if (bytes[0] === forms.plain) return parseJson(Buffer.from(rest).toString('utf8'));
  if (bytes[0] === forms.zstdWithDictionary2) return parseJson(zstdDecompressSync(rest, withDictionary2).toString('utf8'));
  if (bytes[0] === forms.zstd) return parseJson(zstdDecompressSync(rest).toString('utf8'));
  throw new Error(`stored form ${bytes[0]} is not known`);
}
