import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { openPacked } from '../fhir/packed.ts';
import { ownCodeSystems, ownValueSets } from './own/index.ts';
import type { StoredTerminology } from './ports.ts';
import { indexSystem, type SystemIndex } from './systemIndex.ts';

const hl7 = openPacked(new URL('./terminology.bin', import.meta.url));

/** HL7's are the same for every request: indexed once a container, when first asked for. */
const indexed = new Map<string, SystemIndex>();

export type TerminologySource = {
  readonly system: (url: string) => Promise<SystemIndex | undefined>;
  readonly valueSet: (url: string) => Promise<ValueSet | undefined>;
};

const bare = (url: string): string => url.split('|')[0] ?? '';

/** Our own first, then HL7's, then what was stored: nobody can store another meaning of a code that is built in. */
export function terminologySource(base: string, stored: StoredTerminology): TerminologySource {
  const own = new Map<string, SystemIndex>();
  return {
    async system(asked) {
      const url = bare(asked);
      const before = own.get(url) ?? indexed.get(url);
      if (before) return before;
      const ours = ownCodeSystems(base).find((s) => s.url === url);
      const index = ours ? indexSystem(ours) : undefined;
      if (index) own.set(url, index);
      if (index) return index;
      const published = hl7.part(`CodeSystem ${url}`) as CodeSystem | undefined;
      if (!published) {
        const found = await stored.codeSystem(url);
        return found && indexSystem(found);
      }
      const made = indexSystem(published);
      indexed.set(url, made);
      return made;
    },
    async valueSet(asked) {
      const url = bare(asked);
      const implicit = /^(.+)(\?fhir_vs|\/vs)$/.exec(url)?.[1];
      const found = ownValueSets(base).find((s) => s.url === url) ?? (hl7.part(`ValueSet ${url}`) as ValueSet | undefined) ?? (await stored.valueSet(url));
      return found ?? (implicit ? { resourceType: 'ValueSet', url, status: 'active', compose: { include: [{ system: implicit }] } } : undefined);
    },
  };
}
