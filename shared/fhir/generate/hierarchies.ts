/**
 * Writes search/hierarchies.generated.ts: which code stands below which in R4's own code systems, for `:above` and
 * `:below` of tokens.
 *
 *     node shared/fhir/generate/hierarchies.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';
import { definitions } from './definitions.ts';

const below = (concepts: readonly CodeSystemConcept[] = []): string[] =>
  concepts.flatMap(({ code, concept }) => [...(concept ?? []).map((child) => `${child.code}<${code}`), ...below(concept)]);

const lines = definitions<CodeSystem>('valuesets.json')
  .filter((d) => d.resourceType === 'CodeSystem' && d.url !== undefined)
  .map(({ url = '', concept }) => ({ url, pairs: below(concept) }))
  .filter(({ pairs }) => pairs.length > 0)
  .map(({ url, pairs }) => `  '${url}': '${pairs.join(' ')}',`)
  .toSorted();
writeFileSync(join(import.meta.dirname, '../search/hierarchies.generated.ts'), `/** Made by generate/hierarchies.ts from HL7's R4 definitions; do not edit. Code system: "child<parent ...". */\nexport const encodedHierarchies: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n`);
