import { describe, expect, it } from '@jest/globals';
import type { OperationOutcome, Resource } from '@medplum/fhirtypes';
import { aPatient, setting } from '../handler.test.support.ts';

const url = 'https://example.org/StructureDefinition/named';
const definition = {
  resourceType: 'StructureDefinition', id: 'named', url, name: 'Named', status: 'active', kind: 'resource', abstract: false, type: 'Patient', baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient', derivation: 'constraint',
  differential: { element: [{ id: 'Patient.name', path: 'Patient.name', min: 1 }] },
};
const patient = { resourceType: 'Patient', meta: { profile: [url] } };

describe('$validate', () => {
  async function ask(address: string, body?: unknown) {
    const { call, repository } = setting();
    repository.seed(definition as Resource & { id: string }, aPatient('p1'));
    const { status, json } = await call(body === undefined ? 'GET' : 'POST', address, { body });
    return { status, severities: (json as unknown as OperationOutcome).issue.map((i) => i.severity), issue: (json as unknown as OperationOutcome).issue[0], stored: repository.all().length };
  }
  it('answers 200 with what it found: nothing, or each fault with its place and words in both languages', async () => {
    expect(await ask('/Patient/$validate', { resourceType: 'Patient' })).toMatchObject({ status: 200, severities: ['information'] });
    const { status, issue } = await ask('/Patient/$validate', { resourceType: 'Patient', gender: 'x' });
    expect(status).toBe(200);
    expect(issue).toMatchObject({ severity: 'error', code: 'code-invalid', expression: ['Patient.gender'], details: { text: expect.stringContaining('Không phải mã') }, diagnostics: expect.stringContaining('not a code') });
  });
  it('takes Parameters with the resource, the mode and a profile', async () => {
    const parameters = (resource: object, ...more: object[]) => ({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource }, ...more] });
    expect(await ask('/Patient/$validate', parameters({ resourceType: 'Patient' }, { name: 'profile', valueUri: url }))).toMatchObject({ severities: ['error'], issue: { expression: ['Patient.name'] } });
    expect(await ask('/Patient/$validate', parameters({ resourceType: 'Patient', name: [{ text: 'a' }] }, { name: 'profile', valueUri: url }, { name: 'mode', valueCode: 'create' }))).toMatchObject({ severities: ['information'] });
    expect(await ask('/Patient/p1/$validate', parameters({ resourceType: 'Patient', id: 'other' }, { name: 'mode', valueCode: 'update' }))).toMatchObject({ severities: ['error'] });
    expect(await ask('/Patient/$validate', parameters({ resourceType: 'Patient' }, { name: 'mode', valueCode: 'x' }))).toMatchObject({ status: 400 });
    expect(await ask('/Patient/$validate', parameters({ resourceType: 'Observation' }))).toMatchObject({ status: 400 });
  });
  it('is asked of the system too, with a resource of any type in Parameters', async () => {
    const parameters = (...resource: unknown[]) => ({ resourceType: 'Parameters', parameter: resource.map((one) => ({ name: 'resource', resource: one })) });
    expect(await ask('/$validate', parameters({ resourceType: 'Patient' }))).toMatchObject({ status: 200, severities: ['information'], stored: 2 });
    expect(await ask('/$validate', parameters({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, valueInteger: 'ba' }))).toMatchObject({ status: 200, issue: { expression: ['Observation.value', 'Observation.value.ofType(integer)'] } });
    for (const nothing of [parameters(), parameters('Patient'), parameters({ resourceType: 'Nothing' }), { resourceType: 'Patient' }, parameters([])]) {
      const { status, severities } = await ask('/$validate', nothing);
      expect([status === 200 || status === 400, severities.includes('error')]).toEqual([true, true]);
    }
  });
  it('looks at a stored instance, and says whether it may be deleted', async () => {
    expect(await ask('/Patient/p1/$validate')).toMatchObject({ status: 200, severities: ['information'] });
    expect(await ask(`/Patient/p1/$validate?profile=${encodeURIComponent(url)}`)).toMatchObject({ severities: ['error'] });
    expect(await ask('/Patient/p1/$validate?mode=delete')).toMatchObject({ status: 200 });
    expect(await ask('/Patient/nobody/$validate')).toMatchObject({ status: 404 });
  });
  it('stores nothing', async () => {
    expect((await ask('/Patient/$validate', { resourceType: 'Patient' })).stored).toBe(2);
  });
  it('judges a Parameters resource as one where that is the type', async () => {
    expect(await ask('/Parameters/$validate', { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Parameters', parameter: [{}] } }] })).toMatchObject({ status: 200, severities: ['error'] });
  });
});

describe('a write', () => {
  it('keeps to the stored profiles that it claims', async () => {
    const { call } = setting();
    expect((await call('PUT', '/StructureDefinition/named', { body: definition })).status).toBe(201);
    const refused = await call('POST', '/Patient', { body: patient });
    expect(refused.status).toBe(422);
    expect(refused.json.issue?.[1]).toMatchObject({ expression: ['Patient.name'], diagnostics: 'named: at least 1 values are needed' });
    expect((await call('POST', '/Patient', { body: { ...patient, name: [{ text: 'a' }] } })).status).toBe(201);
  });
  it('tells that a claimed profile is not known, and takes the rest', async () => {
    const { call } = setting();
    const stored = await call('POST', '/Patient', { body: patient });
    expect([stored.status, stored.headers['x-profile-unchecked']]).toEqual([201, '1']);
    const told = await call('POST', '/Patient', { body: patient, headers: { prefer: 'return=OperationOutcome' } });
    expect(told.json.issue).toContainEqual(expect.objectContaining({ severity: 'warning', code: 'not-found', diagnostics: expect.stringContaining(url) }));
  });
  it('refuses a profile that could not be enforced, with the element and the reason', async () => {
    const { call } = setting();
    const body = { ...definition, differential: { element: [{ id: 'Patient.name', path: 'Patient.name', slicing: { rules: 'open', discriminator: [{ type: 'value', path: 'where(a)' }] } }] } };
    const { status, json } = await call('PUT', '/StructureDefinition/named', { body });
    expect([status, json.issue?.[1]?.diagnostics]).toEqual([422, expect.stringContaining('Patient.name: discriminator path: where(a)')]);
  });
  it('judges extensions that HL7 publishes, and where they stand', async () => {
    const { call } = setting();
    const born = (value: object) => ({ resourceType: 'Patient', birthDate: '1985', _birthDate: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', ...value }] } });
    expect((await call('POST', '/Patient', { body: born({ valueDateTime: '1985-03-14T05:00:00+07:00' }) })).status).toBe(201);
    expect((await call('POST', '/Patient', { body: born({ valueString: 'sáng' }) })).status).toBe(422);
    const misplaced = await call('POST', '/Observation', { headers: { prefer: 'return=OperationOutcome' }, body: { resourceType: 'Observation', status: 'final', code: { text: 'x' }, extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: '1985-03-14T05:00:00+07:00' }] } });
    expect(misplaced.json.issue).toContainEqual(expect.objectContaining({ severity: 'warning', code: 'extension' }));
  });
  it('judges R4 profiles by name, as that of vital signs', async () => {
    const { call } = setting();
    const pulse = (more: object) => ({ resourceType: 'Observation', meta: { profile: ['http://hl7.org/fhir/StructureDefinition/heartrate'] }, status: 'final', category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }], code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, subject: { reference: 'Patient/p1' }, effectiveDateTime: '2026-11-22', ...more });
    expect((await call('POST', '/Observation', { body: pulse({ valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' } }) })).status).toBe(201);
    expect((await call('POST', '/Observation', { body: pulse({ valueQuantity: { value: 72, unit: 'lần', system: 'http://unitsofmeasure.org', code: 'bpm' } }) })).status).toBe(422);
    expect((await call('POST', '/Observation', { body: pulse({ valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' }, category: undefined }) })).status).toBe(422);
  });
});

describe('identifiers of other name spaces', () => {
  const body = (system: string, value: string) => ({ resourceType: 'Patient', identifier: [{ system, value }] });
  it('are kept under our own systems, and found under both', async () => {
    const { call } = setting();
    const stored = await call('POST', '/Patient', { body: body('http://fhir.vn/sid/cccd', '012185000011') });
    expect((stored.json as { identifier?: object[] }).identifier).toEqual([{ system: 'https://lien-tuyen.example/sid/citizen-id', value: '012185000011' }]);
    for (const system of ['http://fhir.vn/sid/cccd', 'http://moh.gov.vn/fhir/core/sid/citizen_id', 'https://lien-tuyen.example/sid/citizen-id'])
      expect((await call('GET', `/Patient?identifier=${encodeURIComponent(`${system}|012185000011`)}`)).json.entry).toHaveLength(1);
    expect((await call('GET', `/Patient?identifier=${encodeURIComponent('http://fhir.vn/sid/bhyt|012185000011')}`)).json.entry ?? []).toHaveLength(0);
  });
  it('of nine digits are the number of an old card', async () => {
    const { call } = setting();
    const { json } = await call('POST', '/Patient', { body: body('http://fhir.vn/sid/cccd', '040123456') });
    expect((json as { identifier?: object[] }).identifier).toEqual([{ system: 'https://lien-tuyen.example/sid/previous-id', value: '040123456' }]);
  });
});
