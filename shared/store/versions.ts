import type { Reference } from '../fhir/repository.ts';
import type { Connection } from './connection.ts';
import { keyText } from './indexing.ts';
import { versionOf, type Version } from './items.ts';
import type { Key, Keys } from './keys.ts';
import { getSeen } from './pending.ts';

export type Numbered = { readonly reference: Reference; readonly version: number };

/**
 * Versions by their number; undefined where there is none. A version never changes, so a cheap reading that finds it is
 * as good as a strong one; only what it does not find is asked for again strongly.
 */
export async function readVersions({ connection, keys }: { readonly connection: Connection; readonly keys: Keys }, wanted: readonly Numbered[]): Promise<readonly (Version | undefined)[]> {
  const found = new Map<string, Version>();
  const textOf = ({ reference, version }: Numbered) => `${reference} ${version}`;
  const missing = () => wanted.filter((w) => !found.has(textOf(w)));
  type Place = readonly [Numbered, ...Key[]];
  const places = (at: readonly Place[]): Key[] => at.flatMap(([, ...keysOfOne]) => keysOfOne);
  const look = async (at: readonly Place[], consistent: boolean) => {
    if (at.length === 0) return;
    const items = await (consistent ? getSeen({ connection, keys }, 'readVersion', places(at)) : connection.getMany('readVersion', places(at), false));
    for (const [one, ...keysOfOne] of at)
      for (const place of keysOfOne) {
        const item = items.get(keyText(place));
        const version = item && versionOf(item);
        if (version?.version === one.version) found.set(textOf(one), version);
      }
  };
  await look(wanted.map((w) => [w, keys.current(w.reference)]), false);
  await look(missing().map((w) => [w, keys.version(w.reference, w.version)]), false);
  await look(missing().map((w) => [w, keys.current(w.reference), keys.version(w.reference, w.version)]), true);
  return wanted.map((w) => found.get(textOf(w)));
}
