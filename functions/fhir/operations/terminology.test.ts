import { describe, expect, it } from '@jest/globals';
import type { Parameters, Resource, ValueSet } from '@medplum/fhirtypes';
import { setting } from '../handler.test.support.ts';

const base = 'https://lien-tuyen.example';
const icd10 = 'http://hl7.org/fhir/sid/icd-10';
const encoded = (query: Record<string, string>) => new URLSearchParams(query).toString();

function world(...seeds: (Resource & { id: string })[]) {
  const { call, codeOf, repository } = setting();
  repository.seed(...seeds);
  const ask = async (operation: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) => await call('GET', `/${operation}?${encoded(query)}`, { headers });
  const codes = async (query: Record<string, string>, operation = 'ValueSet/$expand') => ((await ask(operation, query)).json as unknown as ValueSet).expansion?.contains?.map(({ code }) => code);
  const out = async (operation: string, query: Record<string, string>, headers?: Record<string, string>) => Object.fromEntries((((await ask(operation, query, headers)).json as unknown as Parameters).parameter ?? []).map((p) => [p.name ?? '', Object.entries(p).find(([n]) => n.startsWith('value'))?.[1] ?? p.part]));
  return { ask, codes, out, call, codeOf };
}
const own: ValueSet & { id: string } = { resourceType: 'ValueSet', id: 'own', url: 'https://example.org/ValueSet/own', status: 'active', compose: { include: [{ system: icd10, filter: [{ property: 'concept', op: 'is-a', value: 'E11' }] }], exclude: [{ system: icd10, concept: [{ code: 'E11.9' }] }] } };

describe('ValueSet/$expand', () => {
  it('lists by url, by instance and given whole', async () => {
    const { codes, call } = world(own);
    expect(await codes({ url: 'http://hl7.org/fhir/ValueSet/administrative-gender' })).toEqual(['male', 'female', 'other', 'unknown']);
    expect(await codes({}, 'ValueSet/own/$expand')).toEqual(['E11.2', 'E11.3', 'E11.4', 'E11.5']);
    const whole = await call('POST', '/ValueSet/$expand', { body: { resourceType: 'Parameters', parameter: [{ name: 'valueSet', resource: { ...own, id: undefined } }] } });
    expect((whole.json as unknown as ValueSet).expansion?.total).toBe(4);
    expect(await codes({}, 'ValueSet/consultation-state/$expand')).toHaveLength(24);
  });
  it('finds by words of either language without accents, and pages', async () => {
    const { codes, ask } = world();
    const url = `${base}/ValueSet/diagnosis`;
    expect(await codes({ url, filter: 'tang huyet ap' })).toContain('I10');
    expect(await codes({ url, filter: 'huyet ap tang' })).toContain('I10');
    expect(await codes({ url, filter: 'tuberculosis' })).toContain('A15.0');
    expect(await codes({ url, filter: 'khong co benh nay' })).toBeUndefined();
    const page = async (offset: string) => await codes({ url, offset, count: '3' });
    expect(new Set([...((await page('0')) ?? []), ...((await page('3')) ?? [])]).size).toBe(6);
    expect(((await ask('ValueSet/$expand', { url, count: '0' })).json as unknown as ValueSet).expansion).toMatchObject({ total: expect.any(Number) });
  });
  it('names in the language asked for', async () => {
    const { ask } = world();
    const first = async (query: Record<string, string>, headers: Record<string, string> = {}) => ((await ask('ValueSet/$expand', { url: `${base}/ValueSet/specialty`, ...query }, headers)).json as unknown as ValueSet).expansion?.contains?.[1]?.display;
    expect(await first({})).toBe('Tim mạch');
    expect(await first({ displayLanguage: 'en' })).toBe('Cardiology');
    expect(await first({}, { 'accept-language': 'en' })).toBe('Cardiology');
  });
  it('knows hierarchies of HL7, and takes no grouper', async () => {
    const { codes } = world();
    expect(await codes({ url: 'http://terminology.hl7.org/ValueSet/v3-ActEncounterCode' })).toEqual(expect.arrayContaining(['AMB', 'VR']));
  });
  it('refuses what is not here, never a part of it', async () => {
    const { ask, codeOf, call } = world();
    expect(codeOf(await ask('ValueSet/$expand', { url: 'https://example.org/none' }))).toBe('TERMINOLOGY_VALUE_SET_UNKNOWN');
    expect(codeOf(await ask('ValueSet/$expand'))).toBe('TERMINOLOGY_INPUT_MISSING');
    const of = async (include: object) => codeOf(await call('POST', '/ValueSet/$expand', { body: { resourceType: 'Parameters', parameter: [{ name: 'valueSet', resource: { resourceType: 'ValueSet', status: 'active', compose: { include: [include] } } }] } }));
    expect(await of({ system: 'http://snomed.info/sct' })).toBe('TERMINOLOGY_SYSTEM_UNKNOWN');
    expect(await of({ system: icd10, filter: [{ property: 'code', op: 'regex', value: '(a+)+$' }] })).toBe('TERMINOLOGY_FILTER_UNSUPPORTED');
    expect(await of({ valueSet: ['https://example.org/none'] })).toBe('TERMINOLOGY_VALUE_SET_UNKNOWN');
    expect((await ask('ValueSet/$expand', { url: 'x', wrong: '1' })).status).toBe(400);
    expect((await ask('ValueSet/$expand', { url: 'x', count: 'viele' })).status).toBe(400);
  });
  it('ends where value sets include each other', async () => {
    const circle = (id: string, to: string): ValueSet & { id: string } => ({ resourceType: 'ValueSet', id, url: `https://example.org/${id}`, status: 'active', compose: { include: [{ valueSet: [`https://example.org/${to}`] }] } });
    const { ask, codeOf } = world(circle('a', 'b'), circle('b', 'a'));
    expect(codeOf(await ask('ValueSet/a/$expand'))).toBe('TERMINOLOGY_EXPANSION_TOO_LARGE');
  });
});

describe('$validate-code', () => {
  it('of a value set: by code and system, by Coding, by concept', async () => {
    const { out, call } = world();
    const url = 'http://hl7.org/fhir/ValueSet/administrative-gender';
    expect(await out('ValueSet/$validate-code', { url, system: 'http://hl7.org/fhir/administrative-gender', code: 'male' })).toMatchObject({ result: true, display: 'Male' });
    expect(await out('ValueSet/$validate-code', { url, system: 'http://hl7.org/fhir/administrative-gender', code: 'm' })).toMatchObject({ result: false });
    expect(await out('ValueSet/$validate-code', { url, system: 'http://hl7.org/fhir/administrative-gender', code: 'male', display: 'Frau' })).toMatchObject({ result: false, display: 'Male' });
    const concept = await call('POST', '/ValueSet/$validate-code', { body: { resourceType: 'Parameters', parameter: [{ name: 'url', valueUri: `${base}/ValueSet/diagnosis` }, { name: 'codeableConcept', valueCodeableConcept: { coding: [{ system: 'https://example.org', code: 'x' }, { system: icd10, code: 'I10' }] } }] } });
    expect((concept.json as unknown as Parameters).parameter?.[0]).toEqual({ name: 'result', valueBoolean: true });
  });
  it('of a code system: says when only a part is kept', async () => {
    const { out, ask, codeOf } = world();
    expect(await out('CodeSystem/$validate-code', { url: icd10, code: 'I10' })).toMatchObject({ result: true, display: 'Tăng huyết áp vô căn (nguyên phát)' });
    expect(await out('CodeSystem/$validate-code', { url: icd10, code: 'Q99.9' })).toMatchObject({ result: false, message: expect.stringContaining('có thể vẫn đúng') });
    expect(await out('CodeSystem/specialty/$validate-code', { code: 'surgery' })).toMatchObject({ result: false, message: 'Hệ mã không có mã này' });
    expect(codeOf(await ask('CodeSystem/$validate-code', { url: 'http://snomed.info/sct', code: '1' }))).toBe('TERMINOLOGY_SYSTEM_UNKNOWN');
  });
});

describe('CodeSystem/$lookup', () => {
  it('tells names in both languages and properties', async () => {
    const { ask, out, codeOf } = world();
    const { json } = await ask('CodeSystem/$lookup', { system: 'http://loinc.org', code: '8480-6' });
    const parameter = (json as unknown as Parameters).parameter ?? [];
    expect(parameter).toContainEqual({ name: 'display', valueString: 'Huyết áp tâm thu' });
    expect(parameter).toContainEqual({ name: 'designation', part: [{ name: 'language', valueCode: 'en' }, { name: 'value', valueString: 'Systolic blood pressure' }] });
    expect(parameter).toContainEqual({ name: 'property', part: [{ name: 'code', valueCode: 'parent' }, { name: 'value', valueCode: '85354-9' }] });
    expect(await out('CodeSystem/$lookup', { system: 'http://loinc.org', code: '8480-6' }, { 'accept-language': 'en' })).toMatchObject({ display: 'Systolic blood pressure' });
    expect(codeOf(await ask('CodeSystem/$lookup', { system: 'http://loinc.org', code: '1' }))).toBe('TERMINOLOGY_CODE_UNKNOWN');
  });
  it('knows that a province code meant another place before July 2025', async () => {
    const { ask } = world();
    const name = async (system: string) => ((await ask('CodeSystem/$lookup', { system: `${base}/CodeSystem/${system}`, code: '24' })).json as unknown as Parameters).parameter?.find((p) => p.name === 'display')?.valueString;
    expect([await name('province-2024'), await name('province')]).toEqual(['Bắc Giang', 'Tỉnh Bắc Ninh']);
    const { json } = await ask('CodeSystem/$lookup', { system: `${base}/CodeSystem/province-2024`, code: '27' });
    expect(JSON.stringify(json)).toContain('{"name":"value","valueCode":"24"}');
  });
});

describe('CodeSystem/$subsumes', () => {
  it.each([
    [icd10, 'E11', 'E11.9', 'subsumes'], [icd10, 'E11.9', 'E11', 'subsumed-by'], [icd10, 'I10', 'E11.9', 'not-subsumed'], [icd10, 'I10', 'I10', 'equivalent'],
    ['http://loinc.org', '85354-9', '8480-6', 'subsumes'], ['http://terminology.hl7.org/CodeSystem/v3-ActCode', '_ActEncounterCode', 'VR', 'subsumes'],
  ])('%s: %s %s is %s', async (system, codeA, codeB, expected) => {
    const { out } = world();
    expect(await out('CodeSystem/$subsumes', { system, codeA, codeB })).toEqual({ outcome: expected });
  });
  it('refuses codes that are not there', async () => {
    const { ask, codeOf } = world();
    expect(codeOf(await ask('CodeSystem/$subsumes', { system: icd10, codeA: 'Z', codeB: 'I10' }))).toBe('TERMINOLOGY_CODE_UNKNOWN');
    expect(codeOf(await ask('CodeSystem/$subsumes', { codeA: 'Z', codeB: 'I10' }))).toBe('TERMINOLOGY_INPUT_MISSING');
  });
});

describe('built-in definitions', () => {
  it('are read and found like stored ones, and never written', async () => {
    const { call, codeOf } = world();
    expect((await call('GET', '/CodeSystem/specialty')).status).toBe(200);
    expect((await call('GET', `/CodeSystem?${encoded({ url: `${base}/CodeSystem/specialty` })}`, { who: 'nurse' })).json.entry).toHaveLength(1);
    expect((await call('GET', '/ValueSet?url=https://example.org/none')).json.entry ?? []).toHaveLength(0);
    const body = { resourceType: 'CodeSystem', id: 'specialty', url: 'https://example.org/other', status: 'active', content: 'complete' };
    expect(codeOf(await call('PUT', '/CodeSystem/specialty', { body }))).toBe('FHIR_NOT_WRITABLE');
    expect(codeOf(await call('PUT', '/CodeSystem/mine', { body: { ...body, id: 'mine', url: `${base}/CodeSystem/specialty` } }))).toBe('FHIR_NOT_WRITABLE');
    expect(codeOf(await call('DELETE', '/CodeSystem/specialty'))).toBe('FHIR_NOT_WRITABLE');
    expect((await call('PUT', '/CodeSystem/mine', { body: { ...body, id: 'mine' } })).status).toBe(201);
  });
});
