import { writeFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import { constants, zstdCompressSync } from 'node:zlib';

/** A part with all names that it can be had by. */
export type Part = { readonly names: readonly string[]; readonly value: unknown };

/**
 * Writes the file that packed.ts reads: 4 bytes length of the directory (big endian), the directory as JSON
 * { name: [offset, length] }, then the parts: v8-serialised (they hold sets, cycles and Infinity), zstd.
 * Resolves to its size in bytes.
 */
export function pack(parts: readonly Part[], file: URL): number {
  const directory: Record<string, [number, number]> = {};
  const packed: Buffer[] = [];
  let offset = 0;
  for (const { names, value } of parts) {
    const part = zstdCompressSync(serialize(value), { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
    for (const name of names) directory[name] = [offset, part.length];
    packed.push(part);
    offset += part.length;
  }
  const head = Buffer.from(JSON.stringify(directory));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const all = Buffer.concat([length, head, ...packed]);
  writeFileSync(file, all);
  return all.length;
}
