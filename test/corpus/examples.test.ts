import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { setting } from '../../functions/fhir/handler.test.support.ts';
import { validate } from '../../shared/fhir/validation/validate.ts';

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));

/** HL7's examples that break R4's own rules, each with what is wrong in it. */
const defective: Readonly<Record<string, string>> = {
  'DeviceMetric-example.json': 'parent points to a DeviceDefinition; R4 allows a Device only',
  'DeviceUseStatement-example.json': 'reasonReference points to a Procedure, which R4 does not allow',
  'MedicationRequest-medrx0301.json': 'dispenseRequest.performer points to a Practitioner; R4 allows an Organization only',
  'Observation-clinical-gender.json': 'performer points to an Encounter, which R4 does not allow',
  'Questionnaire-qs1.json': 'items without the required linkId',
};

/** Defects among the specification's own definitions, by the beginning of the file's name. */
const defectiveDefinitions: readonly (readonly [RegExp, string])[] = [
  [/^(ImplementationGuide-fhir|ig-r4)\.json/, 'the specification itself, without the required name and status'],
  [/^SearchParameter-(codesystem|valueset)-extensions-(CodeSystem|ValueSet)-(author|effective|end|keyword|workflow)\./, 'without the required base'],
  [/^SearchParameter-questionnaireresponse-extensions-QuestionnaireResponse-item-subject\./, 'an id of more than 64 characters'],
  [/^StructureDefinition-(Definition|Event|FiveWs|Request)\./, 'sdf-4: not abstract and without a base'],
  [/^CodeSystem-v2-0550\./, 'codes with blanks around them, and an empty display'],
];

/** What the endpoint takes as one resource; the larger files are the specification's own definitions in one Bundle. */
const largestBody = 1024 * 1024;
const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.') && name !== 'package.json' && statSync(join(folder, name)).size <= largestBody);

const read = (name: string): Resource => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Resource;

const isDefective = (name: string): boolean => name in defective || defectiveDefinitions.some(([pattern]) => pattern.test(name));
/** Thousands of files of one kind that belong to the specification, not to its examples. */
const definitionTypes = /^(SearchParameter|ValueSet|CodeSystem|StructureDefinition|ConceptMap|OperationDefinition)-/;

describe('the examples of HL7 for R4', () => {
  it('are accepted, all but the defective ones', () => {
    expect(files.length).toBeGreaterThan(5000);
    const refused = files.filter((name) => !isDefective(name)).flatMap((name) => validate(read(name)).map(({ diagnostics, expression }) => `${name} ${expression}: ${diagnostics}`));
    expect(refused).toEqual([]);
  });
  it.each(Object.keys(defective).filter((name) => files.includes(name)))('leave %s out for a fault that is found', (name) => {
    expect(validate(read(name)).length).toBeGreaterThan(0);
  });
  it('come back equal through the API, each put and read again', async () => {
    const { call } = setting();
    const examples = files.filter((name) => !isDefective(name) && !definitionTypes.test(name) && read(name).id !== undefined);
    const changed: string[] = [];
    for (const name of examples) {
      const { meta, ...given } = read(name);
      const address = `/${given.resourceType}/${given.id}`;
      const put = await call('PUT', address, { body: { ...given, ...(meta ? { meta } : {}) } });
      const { status, json } = await call('GET', address, { headers: { accept: 'application/fhir+json' } });
      const { meta: stored, ...back } = (json ?? {}) as unknown as Resource;
      const { versionId: _, lastUpdated: __, ...kept } = stored ?? {};
      const { versionId: ___, lastUpdated: ____, ...asked } = meta ?? {};
      if (![200, 201].includes(put.status) || status !== 200 || !isDeepStrictEqual(back, given) || !isDeepStrictEqual(kept, asked)) changed.push(`${name}: ${put.status} ${status} ${JSON.stringify(put.json?.issue?.at(-1))}`);
    }
    expect(examples.length).toBeGreaterThan(700);
    expect(changed).toEqual([]);
  });
});
