/**
 * Writes profiles/published.bin: the profiles and extensions that HL7 publishes with R4, each packed by itself, with what
 * the check of a profile reads.
 *
 *     node shared/fhir/generate/profiles.ts
 */
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { definitions } from './definitions.ts';
import { pack } from './pack.ts';

/** Prose and mappings are for people; nothing at run time reads them. */
const slim = ({ definition: _1, comment: _2, short: _3, requirements: _4, alias: _5, mapping: _6, example: _7, base: _8, isSummary: _9, ...element }: ElementDefinition): ElementDefinition => ({
  ...element,
  ...(element.constraint ? { constraint: element.constraint.map(({ key, severity, human, expression }) => ({ key, severity, human, expression })) } : {}),
});

function slimDefinition({ resourceType, id, url, version, name, title, status, fhirVersion, kind, abstract, context, type, baseDefinition, derivation, differential }: StructureDefinition): StructureDefinition {
  const element = (differential?.element ?? []).map(slim);
  return JSON.parse(JSON.stringify({ resourceType, id, url, version, name, title, status, fhirVersion, kind, abstract, context, type, baseDefinition, derivation, differential: { element } })) as StructureDefinition;
}

const chosen = [...definitions<StructureDefinition>('profiles-others.json'), ...definitions<StructureDefinition>('extension-definitions.json')].filter(
  (d) => d.resourceType === 'StructureDefinition' && d.derivation === 'constraint' && d.url.startsWith('http://hl7.org/fhir/StructureDefinition/') && (d.differential?.element ?? []).length > 0,
);
const size = pack(chosen.map((d) => ({ names: [d.url], value: slimDefinition(d) })), new URL('../profiles/published.bin', import.meta.url));
process.stdout.write(`${chosen.length} profiles and extensions, ${Math.round(size / 1024)} KB\n`);
