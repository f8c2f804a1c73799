/**
 * Writes validation/definitions.bin: the schemas of all R4 types as @medplum/core wants them, and the codes of the
 * required bindings, each packed by itself, so that a cold start unpacks only the types that it meets.
 *
 *     node shared/fhir/generate/dataTypes.ts
 */
import { getAllDataTypes, indexStructureDefinitionBundle, type InternalTypeSchema } from '@medplum/core';
import type { Bundle, CodeSystem, CodeSystemConcept, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { definition, definitions } from './definitions.ts';
import { pack } from './pack.ts';

const files = ['profiles-types.json', 'profiles-resources.json'];
for (const file of files) {
  const bundle = definition<Bundle>(file);
  indexStructureDefinitionBundle({ ...bundle, entry: bundle.entry?.filter((e) => (e.resource as StructureDefinition).derivation !== 'constraint') });
}

const all = getAllDataTypes();
/** Descriptions are for people; nothing at run time reads them. */
function slim(schema: InternalTypeSchema): InternalTypeSchema {
  schema.description = '';
  for (const element of Object.values(schema.elements)) element.description = '';
  return schema;
}
const rootOf = (schema: InternalTypeSchema): string => (schema.parentType ? rootOf(schema.parentType) : schema.name);

const groups = new Map<string, Record<string, InternalTypeSchema>>();
for (const [name, schema] of Object.entries(all)) {
  const root = rootOf(schema);
  groups.set(root, { ...groups.get(root), [name]: slim(schema) });
}

/** The codes of value sets that are plain lists of codes; sets by filter (languages, MIME types) can't be checked here. */
const terminology = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'].flatMap((file) => definitions<Resource>(file));
const systems = new Map(terminology.filter((r): r is CodeSystem => r.resourceType === 'CodeSystem').map((r) => [r.url, r]));
const sets = new Map(terminology.filter((r): r is ValueSet => r.resourceType === 'ValueSet').map((r) => [r.url, r]));

const flat = (concepts: readonly CodeSystemConcept[] = []): string[] => concepts.flatMap((c) => [c.code ?? '', ...flat(c.concept)]);

function codesOf(url: string): string[] | undefined {
  const set = sets.get(url);
  if (!set?.compose || set.compose.exclude) return undefined;
  const codes: string[] = [];
  for (const { system, concept, filter, valueSet } of set.compose.include ?? []) {
    const inner = valueSet?.map((v) => codesOf(v.split('|')[0] ?? ''));
    if (filter || inner?.some((i) => i === undefined)) return undefined;
    const listed = concept?.map((c) => c.code ?? '') ?? (system ? flat(systems.get(system)?.concept) : []);
    if (system && listed.length === 0) return undefined;
    codes.push(...listed.map((code) => `${system}|${code}`), ...(inner?.flatMap((i) => i ?? []) ?? []));
  }
  return codes;
}

const required = new Set(
  Object.values(all).flatMap((s) => Object.values(s.elements)).flatMap(({ binding }) => (binding?.strength === 'required' && binding.valueSet ? [binding.valueSet.split('|')[0] ?? ''] : [])),
);
const bindings: Record<string, string[]> = {};
const unchecked: string[] = [];
for (const url of [...required].toSorted()) {
  const codes = codesOf(url);
  if (codes && codes.length > 0 && codes.length < 1500) bindings[url] = codes;
  else unchecked.push(url);
}

const size = pack(
  [
    ...[...groups.keys()].toSorted().map((name) => ({ names: Object.keys(groups.get(name) ?? {}), value: groups.get(name) })),
    ...Object.entries(bindings).map(([url, codes]) => ({ names: [`binding ${url}`], value: codes })),
  ],
  new URL('../validation/definitions.bin', import.meta.url),
);
process.stdout.write(`${groups.size} types, ${Object.keys(bindings).length} bindings, ${Math.round(size / 1024)} KB; bindings not checked: ${unchecked.join(', ')}\n`);
