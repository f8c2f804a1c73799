import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Bundle, CapabilityStatement, Observation, Patient, Resource } from '@medplum/fhirtypes';
import { patients } from '../../local/story.ts';
import { validate } from '../../shared/fhir/validation/validate.ts';
import { brokenRules } from '../../shared/summary/rules.ts';
import { fhirAs, type FhirCaller } from '../support/fhir.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

let [system, own, other, nurse, coordinator]: FhirCaller[] = [];
let patient: Patient & { id: string };
const as = (caller: FhirCaller | undefined): FhirCaller => {
  if (!caller) throw new Error('not signed in');
  return caller;
};
const record = patients.patient.id;

beforeAll(async () => {
  [system, own, other, nurse, coordinator] = await Promise.all(['system', 'patient', 'patient2', 'nurse', 'coordinator'].map(fhirAs));
  ({ json: patient } = await as(system)<Patient & { id: string }>('POST', '/Patient', { body: { resourceType: 'Patient', name: [{ text: 'Dài Thử' }] } }));
  const entry = Array.from({ length: 30 }, (_, i): NonNullable<Bundle['entry']>[number] => ({ request: { method: 'POST', url: 'Observation' }, resource: { resourceType: 'Observation', status: 'final', code: { text: `${i}` }, subject: { reference: `Patient/${patient.id}` }, effectiveDateTime: `2026-10-${String(i + 1).padStart(2, '0')}`, note: [{ text: 'x'.repeat(1000) }] } satisfies Observation }));
  await as(system)('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry } });
});

it('the statement lists every operation, and each of them is there', async () => {
  const { json } = await as(system)<CapabilityStatement>('GET', '/metadata');
  const rest = json.rest?.[0];
  expect(rest?.operation?.map(({ name }) => name)).toEqual(expect.arrayContaining(['export', 'graphql']));
  const ofPatient = rest?.resource?.find(({ type }) => type === 'Patient')?.operation?.map(({ name }) => name);
  expect(ofPatient).toEqual(expect.arrayContaining(['everything', 'export', 'summary', 'graphql']));
  for (const path of ['/$export', `/Patient/${record}/$everything?_count=1`, `/Patient/${record}/$summary`, `/Patient/${record}/$graphql?query={id}`, '/Patient/$export']) expect((await as(system)('GET', path)).status).not.toBe(404);
});

describe('$everything', () => {
  it('comes page by page and is the same as all at once', async () => {
    const seen: string[] = [];
    let path: string | undefined = `/Patient/${patient.id}/$everything?_count=7`;
    while (path) {
      const { json }: { json: Bundle } = await as(system)<Bundle>('GET', path);
      seen.push(...(json.entry ?? []).filter(({ search }) => search?.mode === 'match').map(({ resource }) => resource?.id ?? ''));
      path = json.link?.find(({ relation }) => relation === 'next')?.url;
    }
    expect([seen.length, new Set(seen).size]).toEqual([31, 31]);
    const { json } = await as(system)<Bundle>('GET', `/Patient/${patient.id}/$everything?_type=Observation&start=2026-10-10&end=2026-10-12`);
    expect(json.entry).toHaveLength(3);
  });
});

describe('$summary', () => {
  it('of the story\'s patient is a valid IPS document, for the patient and the station', async () => {
    for (const who of [own, nurse]) {
      const { status, json } = await as(who)<Bundle>('GET', `/Patient/${record}/$summary`);
      expect([status, validate(json), brokenRules(json)]).toEqual([200, [], []]);
    }
  });
  it('is for nobody who may not read all of it', async () => {
    expect((await as(other)('GET', `/Patient/${record}/$summary`)).status).toBe(404);
    expect([403, 404]).toContain((await as(coordinator)('GET', `/Patient/${record}/$summary`)).status);
  });
});

describe('$graphql', () => {
  const ask = async (who: FhirCaller | undefined, query: string, path = '') => await as(who)<{ data: Record<string, unknown> }>('POST', `${path}/$graphql`, { body: { query }, headers: { 'content-type': 'application/json' } });
  it('reads a record with what points to it in one request', async () => {
    const { status, json } = await ask(own, '{ id name { text } ObservationList(_reference: patient, _count: 3) { code { text } subject { resource { id } } } }', `/Patient/${record}`);
    expect([status, (json.data as { id?: string }).id]).toEqual([200, record]);
  });
  it('shows a stranger what a reading shows: nothing', async () => {
    const { json } = await ask(other, `{ Patient(id: "${record}") { id } ObservationList(patient: "${record}") { id } }`);
    expect(json.data).toEqual({ Patient: null, ObservationList: [] });
    expect((await ask(other, '{ id }', `/Patient/${record}`)).status).toBe(404);
  });
});

it('no parameters of an operation give a 5xx or change anything', async () => {
  const word = fc.oneof(fc.constantFrom('2026', '', '-1', '0', '9'.repeat(30), '%00', 'Patient', 'Observation,Patient', 'null', '{', 'https://x.example/?a=b', '_since', 'Patient?name=x', 'x'.repeat(3000)), fc.string({ maxLength: 30 }));
  const name = fc.constantFrom('_since', '_type', 'start', 'end', '_count', '_cursor', '_jobId', '_file', '_typeFilter', '_outputFormat', 'profile', 'identifier', 'query', 'variables', 'x');
  const path = fc.constantFrom(`/Patient/${record}/$everything`, `/Patient/${record}/$summary`, '/Patient/$summary', '/$graphql', `/Patient/${record}/$graphql`, '/$export-poll-status', '/$export-file', '/Group/x/$export', '/Patient/$export', '/$export');
  const marker = randomUUID();
  await fc.assert(fc.asyncProperty(path, fc.array(fc.tuple(name, word), { maxLength: 3 }), fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'), fc.oneof(fc.constant(undefined), fc.string(), fc.json()), async (at, parameters, method, body) => {
    // Asked without Prefer, an export is refused before it begins.
    const { status } = await as(system)(method, `${at}?${new URLSearchParams(parameters).toString()}`, method === 'GET' ? {} : { ...(body === undefined ? {} : { body: body === '' ? ' ' : body }), headers: { 'x-correlation-id': marker } });
    expect(status).toBeLessThan(500);
  }), { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) });
  const { json } = await as(system)<Resource>('GET', `/Patient/${record}`);
  expect(json.id).toBe(record);
}, 180_000);
