import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Binary, Bundle, CapabilityStatement, Observation, OperationOutcome, Patient, Resource } from '@medplum/fhirtypes';
import { Client, type FhirResource } from 'fhir-kit-client';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { patients } from '../../local/story.ts';
import { clientFor } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { act, aConclusion, aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

/** fhir-kit-client is written in terms of its own loose type; the product's resources are the typed ones. */
const sent = (resource: unknown): FhirResource => resource as FhirResource;
const got = <T extends Resource>(resource: FhirResource): T & { id: string } => resource as unknown as T & { id: string };

const client = async (user: string): Promise<Client> => new Client({ baseUrl: `${target().baseUrl}/fhir`, bearerToken: await accessToken(user) });

type Refused = { readonly status: number; readonly code: string | undefined; readonly outcome: OperationOutcome };

/** The refusal of a call that must fail: its status and our code in the OperationOutcome. */
async function refused(call: Promise<unknown>): Promise<Refused> {
  try {
    await call;
  } catch (error) {
    const { response } = error as { response?: { status: number; data: OperationOutcome } };
    if (!response) throw error;
    return { status: response.status, code: response.data.issue?.[0]?.details?.coding?.[0]?.code, outcome: response.data };
  }
  throw new Error('expected a refusal');
}

const statusOf = (resource: FhirResource): number | undefined => Client.httpFor(resource).response?.status;
const headerOf = (resource: FhirResource, name: string): string | null | undefined => Client.httpFor(resource).response?.headers.get(name);
const resourcesOf = (bundle: FhirResource): Resource[] => (got<Bundle>(bundle).entry ?? []).flatMap((e) => e.resource ?? []);

const aPulse = (patient: string, more: Partial<Observation> = {}): FhirResource =>
  sent({
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    subject: { reference: patient },
    effectiveDateTime: '2026-11-20T09:00:00+07:00',
    valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
    ...more,
  });

let system: Client;
let patient: Patient & { id: string };
const marker = `khảo-sát-${randomUUID()}`;

beforeAll(async () => {
  system = await client('system');
  patient = got<Patient>(await system.create({ resourceType: 'Patient', body: sent({ resourceType: 'Patient', identifier: [{ system: 'urn:test', value: marker }], name: [{ text: 'Đặng Thị Hoà', family: 'Đặng', given: ['Thị', 'Hoà'] }], birthDate: '1990-02-03' }) }));
});

describe('a FHIR client that knows nothing of this server', () => {
  it('reads what the server can do, and finds it true', async () => {
    const statement = got<CapabilityStatement>(await system.capabilityStatement());
    expect(statement).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', kind: 'instance' });
    const observation = statement.rest?.[0]?.resource?.find((r) => r.type === 'Observation');
    expect(observation?.interaction?.map((i) => i.code)).toEqual(expect.arrayContaining(['create', 'read', 'vread', 'update', 'delete', 'history-instance', 'search-type']));
    expect(observation?.searchParam?.map((p) => p.name)).toEqual(expect.arrayContaining(['patient', 'code', 'date', 'value-quantity']));
  });

  it('creates, reads, updates, meets a conflict, reads versions and deletes', async () => {
    const created = await system.create({ resourceType: 'Observation', body: aPulse(`Patient/${patient.id}`) });
    const observation = got<Observation>(created);
    expect([statusOf(created), headerOf(created, 'etag')]).toEqual([201, 'W/"1"']);
    expect(headerOf(created, 'location')).toBe(`${target().baseUrl}/fhir/Observation/${observation.id}/_history/1`);
    const place = { resourceType: 'Observation', id: observation.id };
    const read = await system.read(place);
    expect(read).toMatchObject(aPulse(`Patient/${patient.id}`));
    const changed = sent({ ...read, status: 'amended' });
    const update = (etag: string) => system.update({ ...place, body: changed, options: { headers: { 'if-match': etag } } });
    expect(statusOf(await update('W/"1"'))).toBe(200);
    expect(await refused(update('W/"1"'))).toMatchObject({ status: 412, code: 'FHIR_VERSION_CONFLICT' });
    expect(await system.vread({ ...place, version: '1' })).toMatchObject({ status: 'final' });
    expect(resourcesOf(await system.history(place)).map((r) => r.meta?.versionId)).toEqual(['2', '1']);
    expect(statusOf(await system.delete(place))).toBe(204);
    expect(await refused(system.read(place))).toMatchObject({ status: 410, code: 'FHIR_GONE' });
    expect(resourcesOf(await system.search({ resourceType: 'Observation', searchParams: { _id: observation.id } }))).toEqual([]);
  });

  it('patches, updates and creates by condition', async () => {
    const { id } = got<Observation>(await system.create({ resourceType: 'Observation', body: aPulse(`Patient/${patient.id}`) }));
    const options = { headers: { 'content-type': 'application/json-patch+json', 'if-match': 'W/"1"' } };
    const patch = (path: string) => system.patch({ resourceType: 'Observation', id, jsonPatch: [{ op: 'test', path, value: 'final' }, { op: 'replace', path, value: 'corrected' }], options });
    expect(await refused(patch('/code'))).toMatchObject({ status: 422, code: 'FHIR_PATCH_FAILED' });
    expect(await patch('/status')).toMatchObject({ id, status: 'corrected', meta: { versionId: '2' } });
    expect(await refused(patch('/status'))).toMatchObject({ status: 412, code: 'FHIR_VERSION_CONFLICT' });
    const searchParams = { identifier: `urn:test|${marker}` };
    const same = await system.update({ resourceType: 'Patient', searchParams, body: sent({ ...patient, active: true }) });
    expect([statusOf(same), got<Patient>(same).id]).toEqual([200, patient.id]);
    const found = await system.create({ resourceType: 'Patient', body: sent({ resourceType: 'Patient' }), options: { headers: { 'if-none-exist': new URLSearchParams(searchParams).toString() } } });
    expect([statusOf(found), got<Patient>(found).id]).toEqual([200, patient.id]);
  });

  it('finds what it has just written, by GET and POST, with folded names, references and includes', async () => {
    const { id } = got<Observation>(await system.create({ resourceType: 'Observation', body: aPulse(`Patient/${patient.id}`) }));
    const search = async (resourceType: string, searchParams: Record<string, string>, options = {}) => resourcesOf(await system.search({ resourceType, searchParams, options }));
    expect((await search('Patient', { identifier: `urn:test|${marker}` })).map((r) => r.id)).toEqual([patient.id]);
    expect((await search('Patient', { name: 'hoa', birthdate: '1990-02-03' })).map((r) => r.id)).toContain(patient.id);
    expect((await search('Patient', { 'name:exact': 'hoa', birthdate: '1990-02-03' })).map((r) => r.id)).not.toContain(patient.id);
    expect((await search('Observation', { patient: patient.id, code: 'http://loinc.org|8867-4', date: 'ge2026-11-20', 'value-quantity': 'gt70' })).map((r) => r.id)).toContain(id);
    expect((await search('Observation', { 'patient.identifier': `urn:test|${marker}` }, { postSearch: true })).map((r) => r.id)).toContain(id);
    expect((await search('Observation', { patient: patient.id, _include: 'Observation:patient' })).map((r) => r.resourceType)).toContain('Patient');
    expect((await search('Patient', { _id: patient.id, _revinclude: 'Observation:patient' })).map((r) => r.id)).toContain(id);
  });

  it('turns pages to the end, each resource once', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => got<Observation>(await system.create({ resourceType: 'Observation', body: aPulse(`Patient/${patient.id}`, { code: { text: marker } }) })).id));
    const seen: string[] = [];
    let page: FhirResource | undefined = await system.search({ resourceType: 'Observation', searchParams: { patient: patient.id, 'code:text': marker, _count: 1, _total: 'accurate' } });
    expect(page).toMatchObject({ total: ids.length });
    while (page) {
      seen.push(...resourcesOf(page).map((r) => r.id ?? ''));
      page = await system.nextPage({ bundle: page as FhirResource & { link: { relation: string; url: string }[] } });
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  it('sends a batch, in which each entry stands for itself', async () => {
    const answer = got<Bundle>(await system.batch({ body: sent({ resourceType: 'Bundle', type: 'batch', entry: [
      { request: { method: 'GET', url: `Patient/${patient.id}` } },
      { request: { method: 'GET', url: 'Patient/nobody' } },
      { request: { method: 'POST', url: 'Observation' }, resource: aPulse(`Patient/${patient.id}`) },
    ] }) }));
    expect(answer.entry?.map((e) => e.response?.status)).toEqual(['200', '404', '201']);
  });

  it('sends a transaction: all with references rewritten, or nothing', async () => {
    const key = randomUUID();
    const body = (status: string) => sent({ resourceType: 'Bundle', type: 'transaction', entry: [
      { fullUrl: 'urn:uuid:p', request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient', identifier: [{ system: 'urn:test', value: key }] } },
      { fullUrl: 'urn:uuid:o', request: { method: 'POST', url: 'Observation' }, resource: { ...aPulse('urn:uuid:p'), status } },
    ] });
    const stored = async () => resourcesOf(await system.search({ resourceType: 'Patient', searchParams: { identifier: `urn:test|${key}` } }));
    expect(await refused(system.transaction({ body: body('no-such-status') }))).toMatchObject({ status: 422, code: 'FHIR_RESOURCE_INVALID' });
    expect(await stored()).toEqual([]);
    const answer = got<Bundle>(await system.transaction({ body: body('final') }));
    expect(answer.entry?.map((e) => e.response?.status)).toEqual(['201', '201']);
    const [person] = await stored();
    expect(answer.entry?.[1]?.resource).toMatchObject({ subject: { reference: `Patient/${person?.id}` } });
  });

  it('stores a file and gets the same bytes back', async () => {
    const bytes = Buffer.from('89504e470d0a1a0a00010203', 'hex');
    const created = got<Binary>(await system.create({ resourceType: 'Binary', body: sent({ resourceType: 'Binary', contentType: 'image/png', data: bytes.toString('base64'), securityContext: { reference: `Patient/${patient.id}` } }) }));
    expect(await system.read({ resourceType: 'Binary', id: created.id })).toMatchObject({ contentType: 'image/png', data: bytes.toString('base64') });
    const raw = await fetch(`${target().baseUrl}/fhir/Binary/${created.id}`, { headers: { authorization: `Bearer ${await accessToken('system')}`, accept: 'image/png' } });
    expect([raw.headers.get('content-type'), Buffer.from(await raw.arrayBuffer()).toString('hex')]).toEqual(['image/png', bytes.toString('hex')]);
  });
});

describe('what cannot be', () => {
  it('is told by a code and the place, and nothing is stored', async () => {
    expect(await refused(system.read({ resourceType: 'Wizard', id: '1' }))).toMatchObject({ status: 404, code: 'FHIR_TYPE_UNKNOWN' });
    const unknown = await refused(system.search({ resourceType: 'Patient', searchParams: { nom: 'x' } }));
    expect(unknown).toMatchObject({ status: 400, code: 'FHIR_PARAMETER_UNKNOWN' });
    expect(unknown.outcome.issue?.[0]?.diagnostics).toContain('nom');
    expect(await refused(system.search({ resourceType: 'Patient', searchParams: { birthdate: 'hôm qua' } }))).toMatchObject({ status: 400, code: 'FHIR_PARAMETER_INVALID' });
    expect(await refused(system.search({ resourceType: 'Observation', searchParams: { 'value-quantity': '72' } }))).toMatchObject({ status: 400, code: 'FHIR_SEARCH_TOO_COSTLY' });
    expect(await refused(system.read({ resourceType: 'Patient', id: patient.id, options: { headers: { accept: 'application/fhir+xml' } } }))).toMatchObject({ status: 406, code: 'FHIR_FORMAT_UNSUPPORTED' });
    const broken = await refused(system.request('Patient', { method: 'POST', body: '{"resourceType": "Patient", ', options: { headers: { 'content-type': 'application/fhir+json' } } }));
    expect(broken).toMatchObject({ status: 400, code: 'HTTP_BODY_NOT_JSON' });
    const invalid = await refused(system.create({ resourceType: 'Observation', body: aPulse(`Patient/${patient.id}`, { valueQuantity: { value: 1, code: '/min' } }) }));
    expect(invalid).toMatchObject({ status: 422, code: 'FHIR_RESOURCE_INVALID' });
    expect(invalid.outcome.issue?.[1]?.expression).toEqual(['Observation.value', 'Observation.value.ofType(Quantity)']);
  });
});

describe('a record, signed and closed to others', () => {
  let id: string;

  beforeAll(async () => {
    const nurse = clientFor(await accessToken('nurse'));
    const specialist = clientFor(await accessToken('specialist'));
    ({ id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest() }));
    await act(specialist, id, { action: 'accept' });
    await act(nurse, id, { action: 'wait' });
    for (const action of ['call', 'start-call', 'end-call']) await act(specialist, id, { action });
    await specialist.must('conclusionSigning', { params: { id }, body: aConclusion() });
  });

  it('comes whole to the patient: with the signed document and its signature, without the log of who looked', async () => {
    const own = await client('patient');
    const all = resourcesOf(await own.operation({ name: '$everything', resourceType: 'Patient', id: patients.patient.id, method: 'GET' }));
    const types = new Set(all.map((r) => r.resourceType));
    expect([...types].toSorted()).toEqual(expect.arrayContaining(['Bundle', 'Provenance']));
    expect(types.has('AuditEvent')).toBe(false);
    expect(all.some((r) => r.resourceType === 'Bundle' && r.type === 'document' && r.entry?.[0]?.resource?.resourceType === 'Composition')).toBe(true);
    expect(all.some((r) => r.resourceType === 'Provenance' && (r.signature ?? []).length > 0)).toBe(true);
  });

  it.each(['patient2', 'nurse2'])('gives %s nothing of it, and does not say that it is there', async (user) => {
    const other = await client(user);
    const missing = { status: 404, code: 'HTTP_NOT_FOUND' };
    expect(await refused(other.read({ resourceType: 'Patient', id: patients.patient.id }))).toMatchObject(missing);
    expect(await refused(other.read({ resourceType: 'ServiceRequest', id }))).toMatchObject(missing);
    expect(await refused(other.history({ resourceType: 'Patient', id: patients.patient.id }))).toMatchObject(missing);
    expect(await refused(other.operation({ name: '$everything', resourceType: 'Patient', id: patients.patient.id, method: 'GET' }))).toMatchObject(missing);
    expect(resourcesOf(await other.search({ resourceType: 'Observation', searchParams: { patient: patients.patient.id } }))).toEqual([]);
    expect(resourcesOf(await other.search({ resourceType: 'Patient', searchParams: { _id: patients.patient.id } }))).toEqual([]);
    expect((await refused(other.create({ resourceType: 'Observation', body: aPulse(`Patient/${patients.patient.id}`) }))).status).toBe(403);
  });

  it('does not let even the service client change what is signed', async () => {
    const [document] = resourcesOf(await system.search({ resourceType: 'DocumentReference', searchParams: { patient: patients.patient.id } }));
    expect(await refused(system.update({ resourceType: 'DocumentReference', id: document?.id ?? '', body: sent(document) }))).toMatchObject({ status: 409, code: 'FHIR_DOCUMENT_SIGNED' });
  });
});
