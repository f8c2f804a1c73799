/**
 * Writes validation/definitions.bin: the schemas of all R4 types as @medplum/core wants them, and the codes of the
 * required bindings, each packed by itself, so that a cold start unpacks only the types that it meets.
 *
 *     node shared/fhir/generate/dataTypes.ts
 *
 * Layout: 4 bytes length of the directory (big endian), the directory as JSON { name: [offset, length] }, then the
 * parts: v8-serialised (they hold sets, cycles and Infinity), zstd.
 */
import { writeFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import { constants, zstdCompressSync } from 'node:zlib';
import { getAllDataTypes, indexStructureDefinitionBundle, type InternalTypeSchema } from '@medplum/core';
import type { Bundle, CodeSystem, CodeSystemConcept, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { definition, definitions } from './definitions.ts';

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

const parts: Buffer[] = [];
const directory: Record<string, [number, number]> = {};
let offset = 0;
function add(names: readonly string[], value: unknown): void {
  const packed = zstdCompressSync(serialize(value), { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
  for (const name of names) directory[name] = [offset, packed.length];
  parts.push(packed);
  offset += packed.length;
}
for (const name of [...groups.keys()].toSorted()) add(Object.keys(groups.get(name) ?? {}), groups.get(name));
for (const [url, codes] of Object.entries(bindings)) add([`binding ${url}`], codes);

const head = Buffer.from(JSON.stringify(directory));
const length = Buffer.alloc(4);
length.writeUInt32BE(head.length);
writeFileSync(new URL('../validation/definitions.bin', import.meta.url), Buffer.concat([length, head, ...parts]));
process.stdout.write(`${groups.size} types, ${Object.keys(bindings).length} bindings, ${Math.round((head.length + offset) / 1024)} KB; bindings not checked: ${unchecked.join(', ')}\n`);
