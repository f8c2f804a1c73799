import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Group, Observation, OperationOutcome, Patient, Resource } from '@medplum/fhirtypes';
import { patients } from '../../local/story.ts';
import { eventually, fhirAs, type FhirAnswer, type FhirCaller } from '../support/fhir.ts';

type File = { readonly type: string; readonly url: string; readonly count: number };
type Manifest = { readonly transactionTime: string; readonly request: string; readonly requiresAccessToken: boolean; readonly output: readonly File[]; readonly deleted: readonly File[]; readonly error: readonly File[] };

const async = { prefer: 'respond-async' };
let system: FhirCaller;
let own: FhirCaller;
let nurse: FhirCaller;
let first: Patient & { id: string };
let group: Group & { id: string };

const began = ({ status, headers }: FhirAnswer<unknown>): string => {
  expect(status).toBe(202);
  return headers.get('content-location') ?? '';
};
const done = async (who: FhirCaller, status: string): Promise<Manifest> => (await eventually(async () => await who<Manifest>('GET', status), (now) => now.status !== 202, 50_000)).json;
const resourcesIn = async (who: FhirCaller, files: readonly File[]): Promise<Resource[]> => {
  const texts = await Promise.all(files.map(async ({ url, count }) => {
    // A busy machine may say to come again (503), as a busy service may.
    const { status, text, headers } = await eventually(async () => await who('GET', url, { headers: { accept: 'application/fhir+ndjson' } }), (now) => now.status !== 503);
    const lines = text.split('\n').filter(Boolean);
    expect([status, headers.get('content-type'), lines.length]).toEqual([200, 'application/fhir+ndjson', count]);
    return lines;
  }));
  return texts.flat().map((line) => JSON.parse(line) as Resource);
};
const pulse = (patient: string, value: number): Observation => ({ resourceType: 'Observation', status: 'final', code: { text: 'mạch' }, subject: { reference: `Patient/${patient}` }, valueInteger: value });

beforeAll(async () => {
  [system, own, nurse] = await Promise.all(['system', 'patient', 'nurse'].map(fhirAs)) as [FhirCaller, FhirCaller, FhirCaller];
  ({ json: first } = await system<Patient & { id: string }>('POST', '/Patient', { body: { resourceType: 'Patient', name: [{ text: 'Xuất Thử' }] } }));
  for (const value of [1, 2, 3]) await system('POST', '/Observation', { body: pulse(first.id, value) });
  ({ json: group } = await system<Group & { id: string }>('POST', '/Group', { body: { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: { reference: `Patient/${first.id}` } }, { entity: { reference: `Patient/${patients.patient2.id}` }, inactive: true }] } }));
});

describe('a bulk export', () => {
  it('of a group brings the records of its members as they stood when it was asked for', async () => {
    const before = Date.now();
    const status = began(await system('GET', `/Group/${group.id}/$export`, { headers: async }));
    const after = Date.now();
    const { json: later } = await system<Observation>('POST', '/Observation', { body: pulse(first.id, 4) });
    const manifest = await done(system, status);
    expect(manifest).toMatchObject({ requiresAccessToken: true, deleted: [], error: [], request: expect.stringContaining(`/fhir/Group/${group.id}/$export`) });
    // When it was asked for, however long it took; clocks of two machines may differ.
    const skew = 60_000;
    expect(Date.parse(manifest.transactionTime)).toBeGreaterThan(before - skew);
    expect(Date.parse(manifest.transactionTime)).toBeLessThan(after + skew);
    const resources = await resourcesIn(system, manifest.output);
    expect(resources.map(({ resourceType }) => resourceType).toSorted()).toEqual(['Group', 'Observation', 'Observation', 'Observation', 'Patient']);
    expect(resources.map(({ id }) => id)).not.toContain(later.id);
  });
  it('of the system brings every patient, tells what was deleted since, and keeps to the types and filters asked for', async () => {
    const since = new Date().toISOString();
    const marker = randomUUID();
    const { json: kept } = await system<Patient & { id: string }>('POST', '/Patient', { body: { resourceType: 'Patient', gender: 'female', identifier: [{ system: 'urn:test', value: marker }] } });
    const { json: other } = await system<Patient & { id: string }>('POST', '/Patient', { body: { resourceType: 'Patient', gender: 'male' } });
    const { json: gone } = await system<Patient & { id: string }>('POST', '/Patient', { body: { resourceType: 'Patient', gender: 'female' } });
    await system('DELETE', `/Patient/${gone.id}`);
    const [all, filtered] = await Promise.all([
      system('GET', '/$export?_type=Patient', { headers: async }),
      system('GET', `/$export?_type=Patient&_since=${encodeURIComponent(since)}&_typeFilter=${encodeURIComponent('Patient?gender=female')}`, { headers: async }),
    ]);
    const whole = await resourcesIn(system, (await done(system, began(all))).output);
    expect(whole.map(({ id }) => id)).toEqual(expect.arrayContaining([patients.patient.id, patients.patient2.id, kept.id, other.id]));
    expect(new Set(whole.map(({ resourceType }) => resourceType))).toEqual(new Set(['Patient']));
    const manifest = await done(system, began(filtered));
    const some = await resourcesIn(system, manifest.output);
    expect(some.map(({ id }) => id)).toContain(kept.id);
    expect(some.map(({ id }) => id)).not.toContain(other.id);
    expect(JSON.stringify(await resourcesIn(system, manifest.deleted))).toContain(`Patient/${gone.id}`);
  });
  it('of a patient is the own record, and nobody else may begin, see, read or cancel it', async () => {
    const status = began(await own('GET', '/Patient/$export', { headers: async }));
    for (const who of [nurse, system]) {
      expect((await who('GET', status)).status).toBe(404);
      expect((await who('DELETE', status)).status).toBe(404);
    }
    const { output } = await done(own, status);
    const resources = await resourcesIn(own, output);
    expect(resources.filter(({ resourceType }) => resourceType === 'Patient').map(({ id }) => id)).toEqual([patients.patient.id]);
    expect(JSON.stringify(resources)).not.toContain(patients.patient2.id);
    expect((await nurse('GET', output[0]?.url ?? '')).status).toBe(404);
  });
  it.each(['/$export', '/Patient/$export', '/Group/any/$export'])('%s is refused to those who may not', async (path) => {
    for (const who of ['nurse', 'specialist', 'coordinator', 'viewer', 'auditor']) expect((await (await fhirAs(who))('GET', path, { headers: async })).status).toBe(403);
    if (path !== '/Patient/$export') expect((await own('GET', path, { headers: async })).status).toBe(403);
  });
  it('that was cancelled is gone, with its files', async () => {
    const status = began(await system('GET', '/Patient/$export', { headers: async }));
    expect((await system('DELETE', status)).status).toBe(202);
    expect((await system('GET', status)).status).toBe(404);
  });
  it.each([
    ['without Prefer', '/$export', {}, 'FHIR_EXPORT_NOT_ASYNC'],
    ['in another format', '/$export?_outputFormat=application/xml', async, 'FHIR_PARAMETER_INVALID'],
    ['of no type', '/$export?_type=Nothing', async, 'FHIR_PARAMETER_INVALID'],
    ['of a type that is in no record', '/Patient/$export?_type=Organization', async, 'FHIR_PARAMETER_INVALID'],
    ['since never', '/$export?_since=never', async, 'FHIR_PARAMETER_INVALID'],
    ['by a filter of another type', '/$export?_type=Patient&_typeFilter=Observation%3Fcode%3Dx', async, 'FHIR_PARAMETER_INVALID'],
    ['by what is not known', '/$export?includeAssociatedData=x', async, 'FHIR_PARAMETER_UNKNOWN'],
  ])('%s is refused by name', async (_, path, headers, code) => {
    const { status, json } = await system<OperationOutcome>('GET', path, { headers });
    expect([status, json.issue[0]?.details?.coding?.[0]?.code]).toEqual([400, code]);
  });
});
