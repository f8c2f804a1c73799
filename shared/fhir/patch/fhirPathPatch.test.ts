import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { applyFhirPathPatch } from './fhirPathPatch.ts';
import { readOperations } from './operations.ts';

type Part = Record<string, unknown>;
const operation = (type: string, path: string, more: Record<string, Part> = {}) => ({
  name: 'operation',
  part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...Object.entries(more).map(([name, part]) => ({ name, ...part }))],
});
const parameters = (...operations: unknown[]) => ({ resourceType: 'Parameters', parameter: operations });
const patched = (resource: unknown, ...operations: unknown[]) => {
  const read = readOperations(parameters(...operations));
  return read.ok ? applyFhirPathPatch(resource as Resource, read.value) : { ok: false, error: `unreadable ${read.error}` };
};
const name = (text: string) => ({ name: { valueString: text } });
const index = (n: number): Part => ({ valueInteger: n });
const identifiers = (...values: string[]) => values.map((value) => ({ system: 'http://example.org', value }));

const patient = { resourceType: 'Patient', id: 'p', birthDate: '1920-01-01', identifier: identifiers('a', 'b', 'c', 'd'), name: [{ use: 'official', given: ['Thị', 'Hoà'] }, { use: 'usual', text: 'Hoà' }] };
const observation = { resourceType: 'Observation', status: 'final', valueQuantity: { value: 1, unit: 'mg' } };

describe('a FHIRPath Patch', () => {
  it.each([
    ['adds a simple element', { resourceType: 'Patient' }, [operation('add', 'Patient', { ...name('birthDate'), value: { valueDate: '1930-01-01' } })], { birthDate: '1930-01-01' }],
    ['adds to a list that is not there', { resourceType: 'Patient' }, [operation('add', 'Patient', { ...name('name'), value: { valueHumanName: { text: 'Hoà' } } })], { name: [{ text: 'Hoà' }] }],
    ['adds at the end of a list', patient, [operation('add', 'Patient', { ...name('name'), value: { valueHumanName: { text: 'mới' } } })], { name: [...patient.name, { text: 'mới' }] }],
    ['adds within one of a list', patient, [operation('add', "Patient.name.where(use = 'usual')", { ...name('given'), value: { valueString: 'Hoà' } })], { name: [patient.name[0], { use: 'usual', text: 'Hoà', given: ['Hoà'] }] }],
    ['adds a choice by its short name', { resourceType: 'Observation' }, [operation('add', 'Observation', { ...name('value'), value: { valueQuantity: { value: 2 } } })], { valueQuantity: { value: 2 } }],
    ['adds an element without a type of its own, in parts', { resourceType: 'Patient' }, [operation('add', 'Patient', { ...name('contact'), value: { part: [{ name: 'name', valueHumanName: { text: 'Vàng' } }, { name: 'telecom', valueContactPoint: { value: '1' } }, { name: 'telecom', valueContactPoint: { value: '2' } }] } })], { contact: [{ name: { text: 'Vàng' }, telecom: [{ value: '1' }, { value: '2' }] }] }],
    ['adds an extension', { resourceType: 'Patient' }, [operation('add', 'Patient', { ...name('extension'), value: { valueExtension: { url: 'http://x', valueCode: 'y' } } })], { extension: [{ url: 'http://x', valueCode: 'y' }] }],
    ['replaces a simple element', patient, [operation('replace', 'Patient.birthDate', { value: { valueDate: '1930-01-01' } })], { birthDate: '1930-01-01' }],
    ['replaces one of a list of simple values', patient, [operation('replace', 'Patient.name[0].given[1]', { value: { valueString: 'An' } })], { name: [{ use: 'official', given: ['Thị', 'An'] }, patient.name[1]] }],
    ['replaces a complex element found by a condition', patient, [operation('replace', "Patient.identifier.where(value = 'b')", { value: { valueIdentifier: { value: 'x' } } })], { identifier: [patient.identifier[0], { value: 'x' }, patient.identifier[2], patient.identifier[3]] }],
    ['replaces a choice by another type', observation, [operation('replace', 'Observation.value', { value: { valueString: 'không rõ' } })], { valueString: 'không rõ', valueQuantity: undefined }],
    ['replaces within a choice', observation, [operation('replace', 'Observation.value.unit', { value: { valueString: 'g' } })], { valueQuantity: { value: 1, unit: 'g' } }],
    ['deletes a simple element', patient, [operation('delete', 'Patient.birthDate')], { birthDate: undefined }],
    ['deletes one of a list', patient, [operation('delete', 'Patient.identifier[1]')], { identifier: identifiers('a', 'c', 'd') }],
    ['leaves no empty list', { resourceType: 'Patient', identifier: identifiers('a') }, [operation('delete', 'Patient.identifier[0]')], { identifier: undefined }],
    ['leaves no element without content', { resourceType: 'Patient', gender: 'male', contact: [{ name: { text: 'Vàng' } }] }, [operation('delete', 'Patient.contact[0].name.text')], { contact: undefined }],
    ['keeps what still has content', { resourceType: 'Patient', contact: [{ gender: 'male', name: { text: 'Vàng' } }] }, [operation('delete', 'Patient.contact[0].name.text')], { contact: [{ gender: 'male' }] }],
    ['changes nothing when nothing is asked for', patient, [], patient],
    ['deletes nothing where nothing is', patient, [operation('delete', 'Patient.photo')], patient],
    ['inserts into a list', patient, [operation('insert', 'Patient.identifier', { value: { valueIdentifier: { value: 'x' } }, index: index(1) })], { identifier: [patient.identifier[0], { value: 'x' }, ...patient.identifier.slice(1)] }],
    ['inserts a simple value', patient, [operation('insert', 'Patient.name[0].given', { value: { valueString: 'An' }, index: index(0) })], { name: [{ use: 'official', given: ['An', 'Thị', 'Hoà'] }, patient.name[1]] }],
    ['inserts into a list that is not there', { resourceType: 'Patient' }, [operation('insert', 'Patient.identifier', { value: { valueIdentifier: { value: 'x' } }, index: index(0) })], { identifier: [{ value: 'x' }] }],
    ['moves forwards', patient, [operation('move', 'Patient.identifier', { source: index(0), destination: index(2) })], { identifier: identifiers('b', 'c', 'a', 'd') }],
    ['moves backwards', patient, [operation('move', 'Patient.identifier', { source: index(3), destination: index(1) })], { identifier: identifiers('a', 'd', 'b', 'c') }],
    ['does one after the other', patient, [operation('delete', 'Patient.identifier[0]'), operation('replace', 'Patient.identifier[0].value', { value: { valueString: 'z' } })], { identifier: identifiers('z', 'c', 'd') }],
    ['keeps what stands beside simple values with them', { resourceType: 'Patient', name: [{ given: ['a', 'b'], _given: [{ id: '1' }, null] }] }, [operation('delete', 'Patient.name.given[0]')], { name: [{ given: ['b'], _given: [null] }] }],
  ])('%s', (_, resource, operations, expected) => {
    const before = structuredClone(resource);
    expect(patched(resource, ...operations)).toEqual({ ok: true, value: { ...resource, ...expected } });
    expect(resource).toEqual(before);
  });

  it.each([
    ['a path to several elements', [operation('delete', 'Patient.identifier')], 0],
    ['a path to nothing to replace', [operation('replace', 'Patient.gender', { value: { valueCode: 'male' } })], 0],
    ['an element that is there already', [operation('add', 'Patient', { ...name('birthDate'), value: { valueDate: '1930-01-01' } })], 0],
    ['a name that R4 does not know', [operation('delete', 'Patient.photo'), operation('add', 'Patient', { ...name('nom'), value: { valueString: 'x' } })], 1],
    ['a way into the prototype', [operation('add', 'Patient', { ...name('__proto__'), value: { valueString: 'x' } })], 0],
    ['a place behind the end', [operation('insert', 'Patient.identifier', { value: { valueIdentifier: {} }, index: index(5) })], 0],
    ['a move from nowhere', [operation('move', 'Patient.identifier', { source: index(4), destination: index(0) })], 0],
    ['what is no path', [operation('delete', 'Patient..name')], 0],
    ['a value that is computed', [operation('replace', "'a' & 'b'", { value: { valueString: 'x' } })], 0],
    ['the resource itself', [operation('delete', 'Patient')], 0],
  ])('refuses %s, by its number', (_, operations, at) => {
    expect(patched(patient, ...operations)).toEqual({ ok: false, error: at });
  });

  it.each([
    ['no operation', {}],
    ['an unknown type', operation('copy', 'Patient')],
    ['no path', { name: 'operation', part: [{ name: 'type', valueCode: 'delete' }] }],
    ['an index below 0', operation('insert', 'Patient.name', { value: { valueString: 'x' }, index: index(-1) })],
    ["a client's regular expression", operation('delete', "Patient.name.where(text.matches('(a+)+$'))")],
    ['a way to other resources', operation('delete', 'Patient.managingOrganization.resolve().name')],
    ['a path of 10,000 letters', operation('delete', 'x'.repeat(10_000))],
  ])('does not take %s for an operation', (_, odd) => {
    expect(patched(patient, odd)).toEqual({ ok: false, error: 'unreadable 0' });
  });
});
