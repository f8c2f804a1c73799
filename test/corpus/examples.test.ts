import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
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
/** 4,400 files of one kind: every fifth is read, to stay quick. */
const definitionTypes = /^(SearchParameter|ValueSet|CodeSystem|StructureDefinition|ConceptMap)-/;

const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.') && name !== 'package.json' && statSync(join(folder, name)).size <= largestBody);
const chosen = files.filter((name, i) => !definitionTypes.test(name) || i % 5 === 0);

const read = (name: string): Resource => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Resource;

describe('the examples of HL7 for R4', () => {
  it('are accepted, all but the defective ones', () => {
    expect(chosen.length).toBeGreaterThan(1600);
    const refused = chosen.filter((name) => !(name in defective) && !defectiveDefinitions.some(([pattern]) => pattern.test(name))).flatMap((name) => validate(read(name)).map(({ diagnostics, expression }) => `${name} ${expression}: ${diagnostics}`));
    expect(refused).toEqual([]);
  });
  it.each(Object.keys(defective).filter((name) => files.includes(name)))('leave %s out for a fault that is found', (name) => {
    expect(validate(read(name)).length).toBeGreaterThan(0);
  });
});
