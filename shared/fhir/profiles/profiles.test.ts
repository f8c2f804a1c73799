import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { isError } from '../validation/issue.ts';
import { compileProfile, stepsOf } from './compile.ts';
import { profileIssues, type Definitions } from './validateAgainst.ts';

type Element = Omit<ElementDefinition, 'path'> & { path?: string; id: string };
const define = (name: string, type: string, elements: readonly Element[], more: Partial<StructureDefinition> = {}): StructureDefinition => ({
  resourceType: 'StructureDefinition', url: `https://example.org/StructureDefinition/${name}`, name, status: 'active', kind: 'resource', abstract: false, type,
  baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`, derivation: 'constraint',
  differential: { element: elements.map((e) => ({ path: e.id.replace(/:[^.]+/g, ''), ...e })) }, ...more,
});
const over = (...list: StructureDefinition[]): Definitions => ({
  find: async (url) => list.find((d) => d.url === url),
  judges: (url) => url.startsWith('https://example.org/StructureDefinition/'),
  codes: async (url) => (url === 'https://example.org/ValueSet/colours' ? new Set(['https://example.org/c|red', 'https://example.org/c|green']) : undefined),
});
const url = (name: string) => `https://example.org/StructureDefinition/${name}`;
async function check(resource: object, name: string, ...definitions: StructureDefinition[]) {
  const found = await profileIssues({ ...resource, meta: { profile: [url(name)] } } as Resource, over(...definitions));
  return found.filter(isError).map(({ expression, diagnostics }) => `${expression}: ${diagnostics.replace(`${name}: `, '')}`);
}
const patient = (more: object = {}) => ({ resourceType: 'Patient', ...more });
const observation = (more: object = {}) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...more });

describe('a profile by its differential', () => {
  it.each<[string, Element, object, string | undefined]>([
    ['asks for an element', { id: 'Patient.birthDate', min: 1 }, {}, 'Patient.birthDate: at least 1 values are needed'],
    ['has it', { id: 'Patient.birthDate', min: 1 }, { birthDate: '1985' }, undefined],
    ['takes one of a list', { id: 'Patient.name', max: '1' }, { name: [{ text: 'a' }, { text: 'b' }] }, 'Patient.name: at most 1 values'],
    ['forbids an element', { id: 'Patient.photo', max: '0' }, { photo: [{ url: 'https://a.example/b' }] }, 'Patient.photo: this element may not be there'],
    ['asks within each of a list', { id: 'Patient.contact.name', min: 1 }, { contact: [{ name: { text: 'a' } }, { gender: 'male', telecom: [{ system: 'phone', value: '1' }] }] }, 'Patient.contact[1].name: at least 1 values are needed'],
    ['asks nothing within what is not there', { id: 'Patient.contact.name', min: 1 }, {}, undefined],
    ['fixes a value', { id: 'Patient.active', fixedBoolean: true }, { active: false }, 'Patient.active: the value is not the one that the profile fixes'],
    ['fixes a whole object', { id: 'Patient.maritalStatus', fixedCodeableConcept: { text: 'a' } }, { maritalStatus: { text: 'a', id: 'b' } }, 'Patient.maritalStatus: the value is not the one that the profile fixes'],
    ['has a pattern', { id: 'Patient.maritalStatus', patternCodeableConcept: { coding: [{ code: 'M' }] } }, { maritalStatus: { coding: [{ code: 'S' }, { code: 'M', system: 'https://example.org' }] } }, undefined],
    ['has a pattern that does not fit', { id: 'Patient.maritalStatus', patternCodeableConcept: { coding: [{ code: 'M' }] } }, { maritalStatus: { coding: [{ code: 'S' }] } }, 'Patient.maritalStatus: the value is not the one that the profile fixes'],
    ['bounds a text', { id: 'Patient.name.text', maxLength: 3 }, { name: [{ text: 'Đặng' }] }, 'Patient.name[0].text: at most 3 characters'],
    ['bounds a number', { id: 'Patient.multipleBirth[x]', maxValueInteger: 4 }, { multipleBirthInteger: 5 }, 'Patient.multipleBirth: outside the limits of the profile'],
    ['narrows a choice', { id: 'Patient.deceased[x]', type: [{ code: 'dateTime' }] }, { deceasedBoolean: true }, 'Patient.deceased: the type must be dateTime'],
    ['names one type of a choice', { id: 'Patient.deceasedBoolean', fixedBoolean: false }, { deceasedBoolean: true }, 'Patient.deceased: the value is not the one that the profile fixes'],
    ['narrows a target', { id: 'Patient.generalPractitioner', type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Organization'] }] }, { generalPractitioner: [{ reference: 'Practitioner/a' }] }, 'Patient.generalPractitioner[0]: may point to Organization only'],
    ['binds a code of its own', { id: 'Patient.maritalStatus', binding: { strength: 'required', valueSet: 'https://example.org/ValueSet/colours' } }, { maritalStatus: { coding: [{ system: 'https://example.org/c', code: 'blue' }] } }, 'Patient.maritalStatus: not a code of https://example.org/ValueSet/colours'],
    ['binds to a set of R4', { id: 'Patient.maritalStatus', binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/condition-clinical' } }, { maritalStatus: { coding: [{ system: 'https://example.org/c', code: 'blue' }] } }, 'Patient.maritalStatus: not a code of http://hl7.org/fhir/ValueSet/condition-clinical'],
    ['states an invariant', { id: 'Patient', constraint: [{ key: 'own-1', severity: 'error', human: 'a name or a birth date', expression: 'name.exists() or birthDate.exists()' }] }, { active: true }, 'Patient: own-1: a name or a birth date'],
    ['states an invariant of an element', { id: 'Patient.name', constraint: [{ key: 'own-2', severity: 'error', human: 'text', expression: 'text.exists()' }] }, { name: [{ family: 'a' }] }, 'Patient.name[0]: own-2: text'],
  ])('%s', async (_, element, more, expected) => {
    expect(await check(patient(more), 'p', define('p', 'Patient', [element]))).toEqual(expected ? [expected] : []);
  });
  it('stands on the profile that it narrows', async () => {
    const base = define('base', 'Patient', [{ id: 'Patient.birthDate', min: 1 }]);
    const own = define('own', 'Patient', [{ id: 'Patient.name', min: 1 }], { baseDefinition: url('base') });
    expect(await check(patient(), 'own', base, own)).toEqual(['Patient.birthDate: base: at least 1 values are needed', 'Patient.name: at least 1 values are needed']);
  });
  it('has a profile for the type of an element', async () => {
    const full = define('full-name', 'HumanName', [{ id: 'HumanName.text', min: 1 }], { kind: 'complex-type' });
    const own = define('own', 'Patient', [{ id: 'Patient.name', type: [{ code: 'HumanName', profile: [url('full-name')] }] }]);
    expect(await check(patient({ name: [{ family: 'a' }] }), 'own', full, own)).toEqual(['Patient.name[0].text: full-name: at least 1 values are needed']);
  });
  it('is for one type', async () => {
    expect(await check(observation(), 'p', define('p', 'Patient', []))).toEqual(['Observation: p is for Patient'.replace('p is', 'p is')]);
  });
  it('works by its snapshot alone, without R4 own rules a second time', async () => {
    const { differential, ...rest } = define('s', 'Patient', [{ id: 'Patient.birthDate', min: 1 }]);
    const snapshot = { element: (differential?.element ?? []).map((e) => ({ ...e, constraint: [{ key: 'ele-1', severity: 'error' as const, human: 'x', expression: 'false' }] })) };
    expect(await check(patient(), 's', { ...rest, snapshot })).toEqual(['Patient.birthDate: at least 1 values are needed']);
  });
  it('works without ids of elements, by paths and slice names', async () => {
    const definition = define('noid', 'Patient', []);
    definition.differential = { element: [
      { path: 'Patient.identifier', slicing: { rules: 'closed', discriminator: [{ type: 'value', path: 'system' }] } },
      { path: 'Patient.identifier', sliceName: 'a', min: 1 }, { path: 'Patient.identifier.system', fixedUri: 'urn:a' },
      { path: 'Patient.identifier', sliceName: 'b' }, { path: 'Patient.identifier.system', fixedUri: 'urn:b' },
    ] };
    expect(await check(patient({ identifier: [{ system: 'urn:b', value: '1' }] }), 'noid', definition)).toEqual(['Patient.identifier: slice a needs at least 1 values']);
    expect(await check(patient({ identifier: [{ system: 'urn:a', value: '1' }, { system: 'urn:c', value: '1' }] }), 'noid', definition)).toEqual(['Patient.identifier[1]: belongs to none of the slices allowed here']);
  });
});

describe('slices', () => {
  const sliced = (type: string, path: string, discriminator: [string, string], slices: Element[], rules: 'open' | 'closed' | 'openAtEnd' = 'open', ordered = false) =>
    define('sl', type, [{ id: path, slicing: { rules, ordered, discriminator: [{ type: discriminator[0] as 'value', path: discriminator[1] }] } }, ...slices]);
  const bySystem = (rules: 'open' | 'closed' | 'openAtEnd' = 'open', ordered = false) => sliced('Patient', 'Patient.identifier', ['value', 'system'], [
    { id: 'Patient.identifier:a', sliceName: 'a', min: 1, max: '1' }, { id: 'Patient.identifier:a.system', fixedUri: 'urn:a' }, { id: 'Patient.identifier:a.value', constraint: [{ key: 'a-1', severity: 'error', human: 'twelve digits', expression: "matches('^[0-9]{12}$')" }] },
    { id: 'Patient.identifier:b', sliceName: 'b' }, { id: 'Patient.identifier:b.system', fixedUri: 'urn:b' }, { id: 'Patient.identifier:b.period', min: 1 },
  ], rules, ordered);
  const ids = (...systems: string[]) => patient({ identifier: systems.map((system) => ({ system: `urn:${system}`, value: '001099000001', ...(system === 'b' ? { period: { start: '2020' } } : {}) })) });
  it('by value: each has its own count and content', async () => {
    expect(await check(ids('a', 'b', 'c'), 'sl', bySystem())).toEqual([]);
    expect(await check(ids('b'), 'sl', bySystem())).toEqual(['Patient.identifier: slice a needs at least 1 values']);
    expect(await check(ids('a', 'a'), 'sl', bySystem())).toEqual(['Patient.identifier: slice a takes at most 1 values']);
    expect(await check(patient({ identifier: [{ system: 'urn:a', value: '1' }, { system: 'urn:b', value: '1' }] }), 'sl', bySystem())).toEqual(['Patient.identifier[0].value: a-1: twelve digits', 'Patient.identifier[1].period: at least 1 values are needed']);
  });
  it('closed: nothing else; open at the end: nothing else between; ordered: in their order', async () => {
    expect(await check(ids('a', 'c'), 'sl', bySystem('closed'))).toEqual(['Patient.identifier[1]: belongs to none of the slices allowed here']);
    expect(await check(ids('c', 'a'), 'sl', bySystem('openAtEnd'))).toEqual(['Patient.identifier: the slices are not in their order']);
    expect(await check(ids('a', 'c'), 'sl', bySystem('openAtEnd'))).toEqual([]);
    expect(await check(ids('b', 'a'), 'sl', bySystem('open', true))).toEqual(['Patient.identifier: the slices are not in their order']);
  });
  it('by pattern of the value itself', async () => {
    const d = sliced('Observation', 'Observation.category', ['pattern', '$this'], [{ id: 'Observation.category:vs', sliceName: 'vs', min: 1, patternCodeableConcept: { coding: [{ code: 'vital-signs' }] } }]);
    expect(await check(observation({ category: [{ coding: [{ code: 'vital-signs' }] }] }), 'sl', d)).toEqual([]);
    expect(await check(observation({ category: [{ coding: [{ code: 'other' }] }] }), 'sl', d)).toHaveLength(1);
  });
  it('by a value deep in a pattern', async () => {
    const d = sliced('Observation', 'Observation.component', ['value', 'code.coding.code'], [{ id: 'Observation.component:s', sliceName: 's', min: 1 }, { id: 'Observation.component:s.code', patternCodeableConcept: { coding: [{ code: '8480-6' }] } }, { id: 'Observation.component:s.value[x]', min: 1 }]);
    expect(await check(observation({ component: [{ code: { coding: [{ code: '8480-6' }] }, valueInteger: 1 }] }), 'sl', d)).toEqual([]);
    expect(await check(observation({ component: [{ code: { coding: [{ code: '8480-6' }] } }] }), 'sl', d)).toEqual(['Observation.component[0].value: at least 1 values are needed']);
  });
  it('by a binding', async () => {
    const d = sliced('Observation', 'Observation.category', ['value', '$this'], [{ id: 'Observation.category:colour', sliceName: 'colour', min: 1, binding: { strength: 'required', valueSet: 'https://example.org/ValueSet/colours' } }]);
    expect(await check(observation({ category: [{ coding: [{ system: 'https://example.org/c', code: 'red' }] }] }), 'sl', d)).toEqual([]);
    expect(await check(observation({ category: [{ coding: [{ system: 'https://example.org/c', code: 'blue' }] }] }), 'sl', d)).toHaveLength(1);
  });
  it('by whether something exists', async () => {
    const d = sliced('Patient', 'Patient.identifier', ['exists', 'period'], [{ id: 'Patient.identifier:old', sliceName: 'old', max: '1' }, { id: 'Patient.identifier:old.period', min: 1 }, { id: 'Patient.identifier:now', sliceName: 'now', min: 1 }, { id: 'Patient.identifier:now.period', max: '0' }]);
    expect(await check(ids('a', 'b'), 'sl', d)).toEqual([]);
    expect(await check(ids('b', 'b'), 'sl', d)).toEqual(['Patient.identifier: slice old takes at most 1 values', 'Patient.identifier: slice now needs at least 1 values']);
  });
  it('by type, of a choice and of what is pointed to', async () => {
    const choice = define('sl', 'Observation', [{ id: 'Observation.value[x]' }, { id: 'Observation.value[x]:valueQuantity', sliceName: 'valueQuantity', type: [{ code: 'Quantity' }] }, { id: 'Observation.value[x]:valueQuantity.unit', min: 1 }]);
    expect(await check(observation({ valueQuantity: { value: 1 } }), 'sl', choice)).toEqual(['Observation.value.unit: at least 1 values are needed']);
    expect(await check(observation({ valueString: 'x' }), 'sl', choice)).toEqual([]);
    const pointed = sliced('Observation', 'Observation.performer', ['type', 'resolve()'], [{ id: 'Observation.performer:org', sliceName: 'org', min: 1, type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Organization'] }] }]);
    expect(await check(observation({ performer: [{ reference: 'Organization/a' }] }), 'sl', pointed)).toEqual([]);
    expect(await check(observation({ performer: [{ reference: 'Practitioner/a' }] }), 'sl', pointed)).toHaveLength(1);
  });
  it('by profile, as entries of a document', async () => {
    const named = define('named', 'Patient', [{ id: 'Patient.name', min: 1 }]);
    const d = sliced('Bundle', 'Bundle.entry', ['profile', 'resource'], [{ id: 'Bundle.entry:p', sliceName: 'p', min: 1 }, { id: 'Bundle.entry:p.resource', type: [{ code: 'Patient', profile: [url('named')] }] }]);
    const of = (resource: object) => ({ resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520', resource }] });
    expect(await check(of(patient({ name: [{ text: 'a' }] })), 'sl', d, named)).toEqual([]);
    expect(await check(of(patient()), 'sl', d, named)).toEqual(['Bundle.entry: slice p needs at least 1 values']);
  });
  it('within a slice', async () => {
    const d = sliced('Patient', 'Patient.identifier', ['value', 'system'], [
      { id: 'Patient.identifier:a', sliceName: 'a', slicing: { rules: 'open', discriminator: [{ type: 'value', path: 'use' }] } }, { id: 'Patient.identifier:a.system', fixedUri: 'urn:a' },
      { id: 'Patient.identifier:a/official', sliceName: 'a/official', min: 1 }, { id: 'Patient.identifier:a/official.use', fixedCode: 'official' },
    ]);
    expect(await check(patient({ identifier: [{ system: 'urn:a', use: 'official' }, { system: 'urn:a', use: 'old' }] }), 'sl', d)).toEqual([]);
    expect(await check(patient({ identifier: [{ system: 'urn:a', use: 'old' }] }), 'sl', d)).toEqual(['Patient.identifier: slice a/official needs at least 1 values']);
  });
});

describe('extensions', () => {
  const colour = define('colour', 'Extension', [{ id: 'Extension.url', fixedUri: url('colour') }, { id: 'Extension.value[x]', min: 1, type: [{ code: 'code' }] }], { kind: 'complex-type', context: [{ type: 'element', expression: 'Patient' }] });
  const asked = define('asked', 'Patient', [{ id: 'Patient.extension:colour', sliceName: 'colour', min: 1, type: [{ code: 'Extension', profile: [url('colour')] }] }]);
  const having = (value: object) => patient({ extension: [{ url: url('colour'), ...value }] });
  it('are slices by their url, with their own definition', async () => {
    expect(await check(having({ valueCode: 'red' }), 'asked', asked, colour)).toEqual([]);
    expect(await check(patient(), 'asked', asked, colour)).toEqual(['Patient.extension: slice colour needs at least 1 values']);
    expect(await check(having({ valueString: 'red' }), 'asked', asked, colour)).toContain('Patient.extension[0].value: colour: the type must be code');
  });
  it('stand where their definition lets them, whether or not a profile names them', async () => {
    const judged = async (resource: object) => (await profileIssues(resource as Resource, over(colour))).map(({ code, expression }) => `${code} ${expression}`);
    expect(await judged(having({ valueCode: 'red' }))).toEqual([]);
    expect(await judged(patient({ name: [{ text: 'a', extension: [{ url: url('colour'), valueCode: 'red' }] }] }))).toEqual(['extension Patient.name[0].extension[0]']);
    expect(await judged(patient({ birthDate: '1985', _birthDate: { extension: [{ url: url('colour'), valueString: 'red' }] } }))).toEqual(['structure Patient.birthDate.extension[0].value', 'extension Patient.birthDate.extension[0]']);
  });
});

describe('what can not be checked', () => {
  it('is told as a warning: an unknown profile', async () => {
    expect(await profileIssues({ resourceType: 'Patient', meta: { profile: [url('nobody')] } }, over())).toMatchObject([{ severity: 'warning', code: 'not-found' }]);
  });
  it('is told as a warning: a value set that is not here', async () => {
    const d = define('p', 'Patient', [{ id: 'Patient.maritalStatus', binding: { strength: 'required', valueSet: 'https://example.org/ValueSet/other' } }]);
    expect(await profileIssues({ resourceType: 'Patient', maritalStatus: { text: 'x' }, meta: { profile: [url('p')] } }, over(d))).toMatchObject([{ severity: 'warning' }]);
  });
  it('is refused with the reason when it is defined', () => {
    const sliced = (type: string, path: string) => define('p', 'Patient', [{ id: 'Patient.name', slicing: { rules: 'open', discriminator: [{ type: type as 'value', path }] } }]);
    expect(compileProfile(sliced('value', 'where(use = 1)'))).toMatchObject({ ok: false, error: [{ at: 'Patient.name', reason: 'discriminator path: where(use = 1)' }] });
    expect(compileProfile(sliced('position', '$this'))).toMatchObject({ ok: false });
    expect(compileProfile(define('p', 'Wizard', []))).toMatchObject({ ok: false });
    expect(compileProfile({ ...define('p', 'Patient', []), differential: { element: [{ id: 'Observation.code', path: 'Observation.code' }] } })).toMatchObject({ ok: false, error: [{ reason: 'path' }] });
  });
  it.each<[string, number | undefined]>([['$this', 0], ['code.coding.code', 3], ["extension('https://a.example/b').value", 2], ['resolve().code', 2], ['value.ofType(Quantity)', 2], ['a..b', undefined], ['a[0]', undefined]])('a path %s has %s steps', (path, steps) => {
    expect(stepsOf(path)?.length).toBe(steps);
  });
});
