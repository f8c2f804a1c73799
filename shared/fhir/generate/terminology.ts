/**
 * Writes shared/terminology/terminology.bin: the code systems and value sets that HL7 publishes with R4 (FHIR's own, v2, v3),
 * each packed by itself. Without their prose, and without what others hold the rights to (LOINC, SNOMED CT, DICOM, ISO).
 *
 *     node shared/fhir/generate/terminology.ts
 */
import type { CodeSystem, CodeSystemConcept, Resource, ValueSet } from '@medplum/fhirtypes';
import { definitions } from './definitions.ts';
import { pack } from './pack.ts';

const all = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'].flatMap((file) => definitions<Resource>(file));
const isHl7 = (url = ''): boolean => /^http:\/\/(hl7\.org\/fhir|terminology\.hl7\.org)\//.test(url);

const slimConcept = ({ code, display, property, concept }: CodeSystemConcept): CodeSystemConcept => ({
  code,
  ...(display ? { display } : {}),
  ...(property ? { property } : {}),
  ...(concept ? { concept: concept.map(slimConcept) } : {}),
});

const slimSystem = ({ resourceType, id, url, version, name, title, status, content, caseSensitive, hierarchyMeaning, concept = [] }: CodeSystem): CodeSystem =>
  JSON.parse(JSON.stringify({ resourceType, id, url, version, name, title, status, content, caseSensitive, hierarchyMeaning, concept: concept.map(slimConcept) })) as CodeSystem;
const slimSet = ({ resourceType, id, url, version, name, title, status, compose }: ValueSet): ValueSet => JSON.parse(JSON.stringify({ resourceType, id, url, version, name, title, status, compose })) as ValueSet;

const systems = all.filter((r): r is CodeSystem => r.resourceType === 'CodeSystem' && isHl7(r.url) && r.content === 'complete' && (r.concept ?? []).length > 0);
const sets = all.filter((r): r is ValueSet => r.resourceType === 'ValueSet' && isHl7(r.url) && r.compose !== undefined);
const size = pack([...systems.map((s) => ({ names: [`CodeSystem ${s.url}`], value: slimSystem(s) })), ...sets.map((s) => ({ names: [`ValueSet ${s.url}`], value: slimSet(s) }))], new URL('../../terminology/terminology.bin', import.meta.url));
process.stdout.write(`${systems.length} code systems, ${sets.length} value sets, ${Math.round(size / 1024)} KB\n`);
