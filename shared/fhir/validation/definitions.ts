import './withoutWebSocket.ts';
import { getAllDataTypes, type InternalTypeSchema } from '@medplum/core';
import { openPacked } from '../packed.ts';

const packed = openPacked(new URL('./definitions.bin', import.meta.url));

let installed = false;

/** Gives @medplum/core the schemas of all R4 types; each is unpacked when it is first looked at. */
export function installDataTypes(): void {
  if (installed) return;
  installed = true;
  const types = getAllDataTypes();
  for (const name of packed.names()) {
    if (name.startsWith('binding ')) continue;
    Object.defineProperty(types, name, {
      configurable: true,
      enumerable: true,
      get() {
        const group = packed.part(name) as Record<string, InternalTypeSchema>;
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
    const codes = packed.part(`binding ${url}`) as readonly string[] | undefined;
    bindings.set(url, codes && new Set(codes));
  }
  return bindings.get(url);
}
