import type { Resource } from '@medplum/fhirtypes';
import type { Codes } from '../../../shared/fhir/codes.ts';
import { withCodes } from './withCodes.ts';
import type { AliasTable } from '../../../shared/fhir/identifierAliases.ts';
import { referenceTo } from '../../../shared/fhir/references.ts';
import type { FhirRepository, Reading, Reference, SearchPage, SearchRefusal, Stored, Visible } from '../../../shared/fhir/repository.ts';
import { matches } from '../../../shared/fhir/search/match.ts';
import { parseSearch } from '../../../shared/fhir/search/parse.ts';
import { resolveChains } from '../../../shared/fhir/search/resolveChains.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';

/** Types among which there are built-in resources. */
const types: ReadonlySet<string> = new Set(['StructureDefinition', 'CodeSystem', 'ValueSet']);
export const mayBeBuiltIn = (reference: string): boolean => types.has(reference.split('/')[0] ?? '');

/** `load` is asked only for the types above: nothing of it is needed for the rest. */
export type BuiltIn = () => Promise<readonly Stored[]>;

/**
 * The repository with the built-in definitions among what it reads and finds, and with identifiers searched under our
 * own systems whatever system they are asked under. Built-in resources come first on the first page.
 */
export function withBuiltIn(repository: FhirRepository, load: BuiltIn, aliases: AliasTable, codes: () => Promise<Codes>): FhirRepository {
  const byReference = async (reference: Reference): Promise<Stored | undefined> => (mayBeBuiltIn(reference) ? (await load()).find((r) => referenceTo(r) === reference) : undefined);
  const all: FhirRepository = {
    ...repository,
    read: async <T extends Resource = Resource>(reference: Reference, reading?: Reading) => ((await byReference(reference)) as Stored<T> | undefined) ?? (await repository.read<T>(reference, reading)),
    async readMany(references) {
      const own = await Promise.all(references.map(byReference));
      const rest = await repository.readMany(references);
      return own.map((one, i) => one ?? rest[i]);
    },
    readVersion: async (reference, versionId) => (versionId === '1' ? await byReference(reference) : undefined) ?? (await repository.readVersion(reference, versionId)),
    async history(reference) {
      const own = await byReference(reference);
      return own ? [own] : await repository.history(reference);
    },
    async search<T extends Resource = Resource>(type: T['resourceType'], query: string | URLSearchParams, cursor?: string, visible?: Visible, reading?: Reading) {
      const asked = new URLSearchParams([...new URLSearchParams(query)].map(([name, value]) => [name, name.includes('identifier') ? aliases.searched(value) : value]));
      const found = await repository.search<T>(type, await withCodes(type, asked, codes), cursor, visible, reading);
      if (!found.ok || cursor !== undefined || !types.has(type)) return found;
      const parsed = parseSearch(type, asked);
      // Chains, lists and value sets lead through what is stored.
      const resolved = parsed.ok ? await resolveChains(parsed.value, async (inner, q) => wholeOf(await all.search(inner, q, undefined, visible), visible), async () => ok([])) : parsed;
      const own = resolved.ok ? (await load()).filter((r) => r.resourceType === type && matches(r, resolved.value)) : [];
      return ok({ ...found.value, resources: [...(own as Stored<T>[]), ...found.value.resources] } satisfies SearchPage<T>);
    },
  };
  return all;
}

/** A part would look like the whole; and a condition goes only through what the caller may read. */
const wholeOf = async (page: Result<SearchPage, SearchRefusal>, visible: Visible | undefined): Promise<Result<readonly Stored[], SearchRefusal>> => {
  if (!page.ok) return page;
  return page.value.next === undefined ? ok(visible ? await visible(page.value.resources) : page.value.resources) : refuse({ kind: 'too-costly', add: ['_id'] });
};
