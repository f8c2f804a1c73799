import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Observation } from '@medplum/fhirtypes';
import { aPatient, setting } from '../handler.test.support.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const pulse = (id: string, patient: string, value: number): Observation & { id: string } => ({ resourceType: 'Observation', id, status: 'final', code: { text: 'mạch', coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, subject: { reference: `Patient/${patient}` }, effectiveDateTime: `2026-11-0${value}`, valueQuantity: { value, unit: '/min' } });

function world() {
  const all = setting();
  all.repository.seed(aPatient('p1', { name: [{ use: 'official', text: 'Vàng Thị Mẫu' }, { use: 'nickname', text: 'Mẫu' }] }), aPatient('p2', { managingOrganization: { reference: 'Organization/tyt-ban-thu' } }), pulse('o1', 'p1', 1), pulse('o2', 'p1', 2), pulse('o3', 'p2', 3));
  const ask = async (query: string, { who = 'nurse', path = '', variables }: { who?: string; path?: string; variables?: unknown } = {}) => {
    const { status, json, headers } = await all.call('POST', `${path}/$graphql`, { who, body: { query, variables }, headers: { 'content-type': 'application/json' } });
    return { status, headers, ...(json as unknown as { data?: Record<string, unknown>; errors?: { message: string }[]; issue?: { diagnostics?: string }[] }) };
  };
  return { ...all, ask };
}

describe('$graphql', () => {
  it('reads a resource, its elements by value, and what points to it', async () => {
    const { ask } = world();
    const { status, data } = await ask('query ($id: SearchValue!, $no: Boolean!) { Patient(id: $id) { id birthDate name(use: official) { text } gender @skip(if: $no) ObservationList(_reference: patient, _sort: "date") { valueQuantity { value } subject { resource { id ... on Patient { birthDate } } } } } }', { variables: { id: 'p1', no: true } });
    const subject = { resource: { id: 'p1', birthDate: '1985-03-14' } };
    expect([status, data]).toEqual([200, { Patient: { id: 'p1', birthDate: '1985-03-14', name: [{ text: 'Vàng Thị Mẫu' }], ObservationList: [{ valueQuantity: { value: 1 }, subject }, { valueQuantity: { value: 2 }, subject }] } }]);
  });
  it('answers for one resource by its own address, and over GET', async () => {
    const { ask, call } = world();
    expect((await ask('{ resourceType valueQuantity { value unit } subject { reference } }', { path: '/Observation/o1' })).data).toEqual({ resourceType: 'Observation', valueQuantity: { value: 1, unit: '/min' }, subject: { reference: 'Patient/p1' } });
    const got = await call('GET', `/$graphql?query=${encodeURIComponent('{ PatientConnection(birthdate: "1985-03-14", _count: 10) { pagesize edges { mode resource { id } } } }')}`, { who: 'nurse' });
    expect(got.json).toEqual({ data: { PatientConnection: { pagesize: 1, edges: [{ mode: 'match', resource: { id: 'p1' } }] } } });
  });
  it('shows nobody what a reading would not show: not by id, by list, by reference, nor by an answer that differs', async () => {
    const { ask, repository } = world();
    repository.seed({ ...pulse('mixed', 'p1', 4), performer: [{ reference: 'Patient/p2' }] });
    const query = '{ Patient(id: "p2") { id } none: Patient(id: "none") { id } ObservationList(patient: "p2") { id } PatientList(birthdate: "1985-03-14") { id } Observation(id: "mixed") { performer { resource { id } } } }';
    const { data } = await ask(query);
    expect(data).toEqual({ Patient: null, none: null, ObservationList: [], PatientList: [{ id: 'p1' }], Observation: { performer: [{ resource: null }] } });
    expect((await ask('{ id }', { path: '/Patient/p2' })).status).toBe(404);
  });
  it('writes into the log of each patient of whom something was shown, and of no other', async () => {
    const { ask, repository } = world();
    await ask('{ Observation(id: "o1") { id } other: Observation(id: "o3") { id } }');
    expect(repository.audits.filter(({ event }) => event === 'fhir-graphql').map(({ patient, entities }) => [patient, entities])).toEqual([['Patient/p1', ['Observation/o1']]]);
  });
  it.each([
    ['a field that is none', '{ Patient(id: "p1") { nonsense } }', 'nonsense'], ['an argument that is none', '{ PatientList(nonsense: "x") { id } }', 'nonsense'], ['no query', 'mutation { create }', 'query'],
    ['half a query', '{ Patient(id: "p1") {', 'Syntax'], ['introspection', '{ __schema { types { name } } }', '__schema'], ['a fragment within itself', '{ Patient(id: "p1") { ...a } } fragment a on Patient { id ...a }', 'a'],
    ['an unknown type', '{ NonsenseList { id } }', 'NonsenseList'], ['a missing variable', 'query ($id: SearchValue!) { Patient(id: $id) { id } }', 'id'],
  ])('refuses %s and names it', async (_, query, word) => {
    const { ask } = world();
    const { status, issue } = await ask(query);
    expect([status, issue?.[0]?.diagnostics]).toEqual([400, expect.stringContaining(word)]);
  });
  it.each([
    ['deep', `{ Patient(id: "p1") ${'{ ObservationList(_reference: patient) { subject { resource { ... on Patient '.repeat(6)}{ id }${' } } } }'.repeat(6)} }`],
    ['wide', `{ ${Array.from({ length: 600 }, (_, i) => `a${i}: Patient(id: "p1") { id }`).join(' ')} }`],
    ['made wide by fragments', `{ ...a0 } ${Array.from({ length: 12 }, (_, i) => `fragment a${i} on Query { ...a${i + 1} x${i}: __typename ...a${i + 1} }`).join(' ')} fragment a12 on Query { __typename }`],
    ['long', `{ Patient(id: "p1") { id } } # ${'x'.repeat(30_000)}`],
    ['full of searches', `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: ObservationList(patient: "p1") { id }`).join(' ')} }`],
  ])('refuses a query that is %s, with the limit', async (_, query) => {
    const { ask } = world();
    const { status, issue } = await ask(query);
    expect([status, JSON.stringify(issue)]).toEqual([400, expect.stringContaining('FHIR_GRAPHQL_TOO_COSTLY')]);
  });
  it('tells nothing of the values of a query in what it says is wrong', async () => {
    const { ask } = world();
    for (const query of ['{ PatientList(_count: {a: "Vàng Thị Mẫu"}) { id } }', '{ Patient(id: "p1") { name(_count: "Vàng Thị Mẫu") { text } } }', '{ PatientList(name: "Vàng Thị Mẫu" "x") { id } }', '{ ObservationList(status: "Vàng Thị Mẫu", nonsense: "Vàng Thị Mẫu") { id } }'])
      expect(JSON.stringify(await ask(query))).not.toContain('Vàng');
  });
  it('says in the answer which search was refused, and answers the rest', async () => {
    const { ask } = world();
    const { status, data, errors } = await ask('{ Patient(id: "p1") { id } ObservationList(date: "gestern") { id } }');
    expect([status, data]).toEqual([200, { Patient: { id: 'p1' }, ObservationList: null }]);
    expect(errors?.[0]?.message).toContain('invalid');
  });
  it('answers anything with something below 500', async () => {
    const { call, ask } = world();
    const word = fc.constantFrom('Patient', 'PatientList', 'ObservationConnection', 'id', 'name', 'resource', '_reference', '__typename', '(', ')', '{', '}', '(id: "p1")', '(id: 1)', '(_count: -1)', '(name: [1, "x"])', '... on Patient', '...a', 'fragment a on Patient', 'query', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '@skip(if: true)', '@flatten', '$x', ':', '"');
    await fc.assert(fc.asyncProperty(fc.array(word, { maxLength: 25 }), async (words) => {
      expect((await ask(`{ ${words.join(' ')} }`)).status).toBeLessThan(500);
    }), { numRuns: 400 });
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.json()), fc.constantFrom('application/json', 'application/graphql', 'text/plain'), async (body, type) => {
      expect((await call('POST', '/$graphql', { body: Buffer.from(body), headers: { 'content-type': type } })).status).toBeLessThan(500);
    }), { numRuns: 200 });
  });
});
