import { existsSync, readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { zstdDecompressSync } from 'node:zlib';
import './withoutWebSocket.ts';
import { getAllDataTypes, type InternalTypeSchema } from '@medplum/core';

/** In a bundle the file lies beside the code; functions/fhir/assets.json puts it there. */
const file = new URL('./definitions.bin', import.meta.url);

type Directory = Readonly<Record<string, readonly [number, number]>>;

let loaded: { readonly directory: Directory; readonly part: (at: readonly [number, number]) => unknown } | undefined;

function open() {
  if (loaded) return loaded;
  if (!existsSync(file)) throw new Error('definitions.bin is missing: node shared/fhir/generate/dataTypes.ts');
  const bytes = readFileSync(file);
  const length = bytes.readUInt32BE(0);
  const directory = JSON.parse(bytes.toString('utf8', 4, 4 + length)) as Directory;
  const part = ([offset, size]: readonly [number, number]): unknown => deserialize(zstdDecompressSync(bytes.subarray(4 + length + offset, 4 + length + offset + size)));
  loaded = { directory, part };
  return loaded;
}

let installed = false;

/** Gives @medplum/core the schemas of all R4 types; each is unpacked when it is first looked at. */
export function installDataTypes(): void {
  if (installed) return;
  installed = true;
  const { directory, part } = open();
  const types = getAllDataTypes();
  for (const [name, at] of Object.entries(directory)) {
    if (name.startsWith('binding ')) continue;
    Object.defineProperty(types, name, {
      configurable: true,
      enumerable: true,
      get() {
        const group = part(at) as Record<string, InternalTypeSchema>;
        for (const [each, schema] of Object.entries(group)) Object.defineProperty(types, each, { configurable: true, enumerable: true, value: schema });
        return group[name];
      },
    });
  }
}

const bindings = new Map<string, ReadonlySet<string> | undefined>();

/** The codes ("system|code") of a value set with a required binding; undefined when it is no plain list. */
export function boundCodes(valueSet: string): ReadonlySet<string> | undefined {
  const url = valueSet.split('|')[0] ?? '';
  if (!bindings.has(url)) {
    const { directory, part } = open();
    const at = directory[`binding ${url}`];
    bindings.set(url, at && new Set(part(at) as string[]));
  }
  return bindings.get(url);
}
