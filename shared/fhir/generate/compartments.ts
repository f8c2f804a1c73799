/** `node shared/fhir/generate/compartments.ts`: R4's compartments beside the patient's, from HL7's published definitions. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CompartmentDefinition } from '@medplum/fhirtypes';

const require = createRequire(import.meta.url);
const lines = ['encounter', 'practitioner', 'relatedPerson', 'device'].map((name) => {
  const { code, resource = [] } = JSON.parse(readFileSync(require.resolve(`hl7.fhir.r4.examples/CompartmentDefinition-${name}.json`), 'utf8')) as CompartmentDefinition;
  return `  ${code}: '${resource.filter(({ param }) => param).map((one) => `${one.code}:${(one.param ?? []).join(',')}`).join(' ')}',`;
});
writeFileSync(new URL('../search/compartments.generated.ts', import.meta.url), `/** Made by generate/compartments.ts from HL7's R4 definitions; do not edit. {def}: the resource itself. */\nexport const encodedCompartments: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n`);
