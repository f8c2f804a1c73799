import type { StructureDefinition } from '@medplum/fhirtypes';
import { rulesOf } from '../validation/rules.ts';
import { compileProfile, type Unsupported } from './compile.ts';
import { isCoreType, type Node, type Profile } from './profile.ts';

/** Finds a definition by its canonical url, without version, or none. */
export type FindDefinition = (url: string) => Promise<StructureDefinition | undefined>;

export type Loaded = {
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Named by a resource or by another profile, and not found. */
  readonly unknown: readonly string[];
  /** Found, and not to be enforced. */
  readonly unsupported: ReadonlyMap<string, readonly Unsupported[]>;
};

/** More profiles than any resource brings with it. */
const most = 100;

const bare = (url: string): string => url.split('|')[0] ?? '';

/** The profiles of these urls and all that they stand on: their bases, the profiles of their elements' types. */
export async function loadProfiles(urls: readonly string[], find: FindDefinition): Promise<Loaded> {
  const profiles = new Map<string, Profile>();
  const unknown: string[] = [];
  const unsupported = new Map<string, readonly Unsupported[]>();
  const asked = new Set<string>();
  let next = urls.map(bare);
  while (next.length > 0 && asked.size < most) {
    const round = [...new Set(next)].filter((url) => !asked.has(url) && !isCoreType(url, (name) => rulesOf(name) !== undefined)).slice(0, most - asked.size);
    round.forEach((url) => asked.add(url));
    const found = await Promise.all(round.map(find));
    next = [];
    for (const [i, url] of round.entries()) {
      const definition = found[i];
      const compiled = definition && compileProfile(definition);
      if (!compiled) unknown.push(url);
      else if (!compiled.ok) unsupported.set(url, compiled.error);
      else {
        profiles.set(url, compiled.value);
        next.push(...[...(compiled.value.base ? [compiled.value.base] : []), ...profilesIn(compiled.value.root)].map(bare));
      }
    }
  }
  return { profiles, unknown, unsupported };
}

function* profilesIn({ types = [], slices, children }: Node): Generator<string> {
  for (const { profile = [], targetProfile = [] } of types) yield* [...profile, ...targetProfile];
  for (const inner of [...slices, ...children.values()]) yield* profilesIn(inner);
}

/** The value sets that a profile binds, so that they can be had ready before the check. */
export function* valueSetsIn({ binding, slices, children }: Node): Generator<string> {
  if (binding && (binding.strength === 'required' || binding.strength === 'extensible')) yield binding.valueSet;
  for (const inner of [...slices, ...children.values()]) yield* valueSetsIn(inner);
}
