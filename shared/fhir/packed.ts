import { existsSync, readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { zstdDecompressSync } from 'node:zlib';

type Directory = Readonly<Record<string, readonly [number, number]>>;

/** A file of parts that are unpacked one by one, when they are first asked for (generate/pack.ts writes it). */
export type Packed = {
  readonly names: () => readonly string[];
  /** The part of that name; undefined when there is none. Each call unpacks it anew. */
  readonly part: (name: string) => unknown;
};

/** Reads nothing before the first question. In a bundle the file lies beside the code; functions/<name>/assets.json puts it there. */
export function openPacked(file: URL): Packed {
  let loaded: { readonly directory: Directory; readonly bytes: Buffer; readonly start: number } | undefined;
  function open() {
    if (loaded) return loaded;
    if (!existsSync(file)) throw new Error(`${file.pathname} is missing: see shared/fhir/generate`);
    const bytes = readFileSync(file);
    const length = bytes.readUInt32BE(0);
    loaded = { directory: JSON.parse(bytes.toString('utf8', 4, 4 + length)) as Directory, bytes, start: 4 + length };
    return loaded;
  }
  return {
    names: () => Object.keys(open().directory),
    part(name) {
      const { directory, bytes, start } = open();
      if (!Object.hasOwn(directory, name)) return undefined;
      const [offset, size] = directory[name] ?? [0, 0];
      return deserialize(zstdDecompressSync(bytes.subarray(start + offset, start + offset + size)));
    },
  };
}
