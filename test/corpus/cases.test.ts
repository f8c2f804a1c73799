import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { validate } from '../../shared/fhir/validation/validate.ts';
import { dataTypeCases } from './cases/dataTypes.ts';
import { primitiveCases } from './cases/primitives.ts';
import { resourceCases } from './cases/resources.ts';

const cases = [...primitiveCases, ...dataTypeCases, ...resourceCases];
/** As it would come over the wire: what is undefined is not there. */
const check = (resource: unknown) => validate(JSON.parse(JSON.stringify(resource)) as Resource);

describe('cases from the text of R4', () => {
  it.each(cases.filter((c) => c.at === undefined))('accept $title', ({ resource }) => {
    expect(check(resource)).toEqual([]);
  });
  it.each(cases.filter((c) => c.at !== undefined))('refuse $title, at $at', ({ resource, at }) => {
    expect(check(resource).map(({ expression }) => expression)).toContain(at);
  });
  it('are many', () => {
    expect(cases.length).toBeGreaterThan(400);
  });
  it('tell in two languages what is wrong and never repeat the value', () => {
    const secret = 'NguyenVanMau001099000001';
    const told = validate({ resourceType: 'Patient', birthDate: secret, gender: secret, identifier: [{ system: secret, value: 5 }], maritalStatus: { coding: secret }, text: { status: secret, div: `<div xmlns="http://www.w3.org/1999/xhtml">${secret} & </div>` } } as unknown as Resource);
    expect(told.length).toBeGreaterThan(5);
    for (const { text, diagnostics } of told) {
      expect(`${text} ${diagnostics}`).not.toContain(secret);
      expect(text).toMatch(/[ạ-ỹđôơưếáà]/i);
    }
  });
});
