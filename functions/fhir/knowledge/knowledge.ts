import type { CodeSystem, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { guideDefinitions } from '../../../shared/fhir/guide/index.ts';
import { isPublished, publishedDefinition } from '../../../shared/fhir/profiles/published.ts';
import type { Definitions } from '../../../shared/fhir/profiles/validateAgainst.ts';
import type { FhirRepository, Stored } from '../../../shared/fhir/repository.ts';
import { ownCodeSystems, ownValueSets } from '../../../shared/terminology/own/index.ts';
import { terminologyOn, type Terminology } from '../../../shared/terminology/terminology.ts';

/** What the endpoint knows beside what is stored: its guide, HL7's definitions, and terminology. */
export type Knowledge = {
  readonly definitions: Definitions;
  readonly terminology: Terminology;
  /** Our own profiles, code systems and value sets as resources that can be read and found, and never written. */
  readonly builtIn: readonly Stored[];
};

const made = new WeakMap<FhirRepository, Map<string, Knowledge>>();

export function knowledgeOf(repository: FhirRepository, base: string): Knowledge {
  const before = made.get(repository)?.get(base);
  if (before) return before;
  const knowledge = build(repository, base);
  made.set(repository, (made.get(repository) ?? new Map<string, Knowledge>()).set(base, knowledge));
  return knowledge;
}

function build(repository: FhirRepository, base: string): Knowledge {
  const stored = async <T extends CodeSystem | ValueSet | StructureDefinition>(type: T['resourceType'], url: string): Promise<T | undefined> => {
    const found = await repository.search<T>(type, new URLSearchParams({ url }));
    // Several versions of one url: the one changed last.
    return found.ok ? found.value.resources.toSorted((a, b) => b.meta.lastUpdated.localeCompare(a.meta.lastUpdated))[0] : undefined;
  };
  const terminology = terminologyOn(base, { codeSystem: async (url) => await stored<CodeSystem>('CodeSystem', url), valueSet: async (url) => await stored<ValueSet>('ValueSet', url) });
  const guide = guideDefinitions(base);
  return {
    terminology,
    definitions: {
      find: async (url) => guide.find((d) => d.url === url) ?? publishedDefinition(url) ?? (await stored<StructureDefinition>('StructureDefinition', url)),
      // Only those that are built in: an extension that nobody knows costs no search.
      judges: (url) => guide.some((d) => d.url === url) || isPublished(url),
      codes: terminology.codesOf,
    },
    builtIn: [...guide, ...ownCodeSystems(base), ...ownValueSets(base)].map(asStored),
  };
}

/** The moment of a release stands for that of writing. */
const released = '2026-11-22T00:00:00.000Z';
const asStored = (resource: Resource): Stored => ({ ...resource, id: resource.id ?? '', meta: { ...resource.meta, versionId: '1', lastUpdated: released } });
