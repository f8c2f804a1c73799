import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Bundle, DocumentReference, OperationOutcome, Patient, Resource } from '@medplum/fhirtypes';
import { fakeBlobStore } from '../../shared/fhir/blobs.ts';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { fhirFunction } from './handler.ts';

const people: Record<string, Principal> = {
  system: { subject: 'system', name: 'Bộ kiểm thử', roles: ['system'] },
  nurse: { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/tyt-muong-mau' },
  nurse2: { subject: 'nurse2', name: 'Giàng A Thử', roles: ['station'], practitioner: 'Practitioner/n2', organization: 'Organization/tyt-ban-thu' },
  patient: { subject: 'p', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p1' },
  patient2: { subject: 'p2', name: 'Đặng Văn Mẫu', roles: ['patient'], patient: 'Patient/p2' },
};
const aPatient = (id: string, more: Partial<Patient> = {}): Patient & { id: string } => ({ resourceType: 'Patient', id, birthDate: '1985-03-14', managingOrganization: { reference: 'Organization/tyt-muong-mau' }, ...more });
const anObservation = { resourceType: 'Observation', id: 'o1', status: 'final', code: { text: 'mạch' }, subject: { reference: 'Patient/p1' } } as const;
const png = Buffer.from('89504e470d0a1a0a0000', 'hex');

type Body = Pick<Bundle, 'entry' | 'total' | 'link'> & Partial<Pick<OperationOutcome, 'issue'>> & { resourceType: string; id?: string };
type Call = { who?: string; headers?: Record<string, string>; body?: unknown };

function setting() {
  const repository = fakeRepository({ clock: fixedClock('2026-11-22T00:00:00Z') });
  const blobs = fakeBlobStore();
  const handler = fhirFunction({
    repository, blobs, clock: fixedClock('2026-11-22T00:00:00Z'), newId: countingIds('new'), address: 'https://x.example/fhir', identifierBase: 'https://lien-tuyen.example', isTooLarge: () => false,
    authenticate: async (token) => ok(people[token] ?? { subject: token, name: token, roles: [] }),
  });
  async function call(method: string, address: string, { who = 'system', headers = {}, body }: Call = {}) {
    const url = new URL(`https://x.example/fhir${address}`);
    const multi: Record<string, string[]> = {};
    for (const [name, value] of url.searchParams) (multi[name] ??= []).push(value);
    const path = url.pathname.slice('/fhir/'.length);
    const raw = Buffer.isBuffer(body) ? body : typeof body === 'string' ? Buffer.from(body) : body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const event = {
      httpMethod: method, path: url.pathname, resource: path === 'metadata' ? '/fhir/metadata' : path ? '/fhir/{path+}' : '/fhir', pathParameters: path ? { path } : null,
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/fhir+json', ...headers }, multiValueQueryStringParameters: multi, body: raw?.toString('base64') ?? null, isBase64Encoded: true, requestContext: {},
    } as unknown as APIGatewayProxyEvent;
    const result = (await handler(event, {} as Context)) as APIGatewayProxyResult;
    return { status: result.statusCode, headers: result.headers ?? {}, result, json: (result.isBase64Encoded || !result.body ? undefined : JSON.parse(result.body)) as Body };
  }
  const codeOf = ({ json }: Awaited<ReturnType<typeof call>>) => json.issue?.[0]?.details?.coding?.[0]?.code;
  return { repository, blobs, call, codeOf };
}

describe('the FHIR endpoint', () => {
  it('creates, reads, updates with If-Match, shows versions and deletes', async () => {
    const { call } = setting();
    const created = await call('POST', '/Observation', { body: { ...anObservation, id: undefined } });
    expect([created.status, created.headers['etag'], created.headers['location']]).toEqual([201, 'W/"1"', 'https://x.example/fhir/Observation/new-1/_history/1']);
    const changed = { ...anObservation, id: 'new-1', status: 'amended' };
    expect((await call('PUT', '/Observation/new-1', { body: changed, headers: { 'if-match': 'W/"7"' } })).status).toBe(412);
    expect((await call('PUT', '/Observation/new-1', { body: changed, headers: { 'if-match': 'W/"1"' } })).status).toBe(200);
    expect((await call('GET', '/Observation/new-1')).json).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
    expect((await call('GET', '/Observation/new-1', { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(304);
    expect((await call('GET', '/Observation/new-1/_history/1')).json).toMatchObject({ status: 'final' });
    expect((await call('GET', '/Observation/new-1/_history')).json.entry).toHaveLength(2);
    const newest = (await call('GET', '/Observation/new-1/_history?_count=1')).json;
    expect([newest.total, newest.entry?.length, newest.link?.[1]]).toEqual([2, 1, { relation: 'next', url: 'https://x.example/fhir/Observation/new-1/_history?_count=1&_offset=1' }]);
    expect((await call('GET', '/Observation/new-1/_history?_count=1&_offset=1')).json.entry?.[0]?.resource).toMatchObject({ meta: { versionId: '1' } });
    expect((await call('GET', '/Observation/new-1/_history?_since=2026-11-23T00:00:00Z')).json.total).toBe(0);
    expect((await call('GET', '/Observation/new-1/_history?_sort=x')).status).toBe(400);
    for (const tag of ['"2"', 'W/"1", W/"2"', '*']) expect((await call('GET', '/Observation/new-1', { headers: { 'if-none-match': tag } })).status).toBe(304);
    expect((await call('DELETE', '/Observation/new-1')).status).toBe(204);
    expect((await call('GET', '/Observation/new-1')).status).toBe(410);
  });
  it('creates by update and by condition only once', async () => {
    const { call } = setting();
    expect((await call('PUT', '/Patient/p9', { body: aPatient('p9', { identifier: [{ value: 'x' }] }) })).status).toBe(201);
    const again = await call('POST', '/Patient', { body: { resourceType: 'Patient' }, headers: { 'if-none-exist': 'identifier=x' } });
    expect([again.status, again.json.id]).toEqual([200, 'p9']);
  });
  it('updates and deletes by condition: none, one, several', async () => {
    const { call, codeOf, repository } = setting();
    const body = { resourceType: 'Patient', identifier: [{ value: 'x' }] };
    const created = await call('PUT', '/Patient?identifier=x', { body });
    expect([created.status, created.json.id]).toEqual([201, 'new-1']);
    const updated = await call('PUT', '/Patient?identifier=x', { body: { ...body, active: true } });
    expect([updated.status, updated.json]).toEqual([200, expect.objectContaining({ id: 'new-1', active: true, meta: expect.objectContaining({ versionId: '2' }) })]);
    expect(codeOf(await call('PUT', '/Patient?identifier=x', { body: { ...body, id: 'other' } }))).toBe('FHIR_ID_MISMATCH');
    repository.seed(aPatient('p7', { identifier: [{ value: 'x' }] }));
    for (const method of ['PUT', 'DELETE']) expect(codeOf(await call(method, '/Patient?identifier=x', { body }))).toBe('FHIR_MULTIPLE_MATCHES');
    expect((await call('DELETE', '/Patient?identifier=x&_id=p7')).status).toBe(204);
    expect((await call('DELETE', '/Patient?identifier=x&_id=p7')).status).toBe(204);
    expect(await repository.read('Patient/p7')).toBeUndefined();
  });
  it('searches by GET and POST with links and modes', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'), anObservation);
    const found = await call('GET', '/Observation?patient=p1&_include=Observation:patient');
    expect(found.json.entry?.map((e) => [e.search?.mode, e.resource?.id])).toEqual([['match', 'o1'], ['include', 'p1']]);
    const posted = await call('POST', '/Observation/_search', { body: 'patient=p1', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect([posted.status, posted.json.total]).toEqual([200, 1]);
    expect((await call('GET', '/Observation?patient=p1&_elements=status')).json.entry?.[0]?.resource).not.toHaveProperty('subject');
    for (const counting of ['_summary=count', '_count=0']) {
      const counted = await call('GET', `/Observation?patient=p1&${counting}`);
      expect([counted.json.total, counted.json.entry]).toEqual([1, undefined]);
    }
  });
  it('tells the total of a page when asked', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'), anObservation, { ...anObservation, id: 'o2' }, { ...anObservation, id: 'o3' });
    const total = async (more: string) => (await call('GET', `/Observation?patient=p1&_count=2${more}`)).json.total;
    expect([await total(''), await total('&_total=none'), await total('&_total=estimate'), await total('&_total=accurate')]).toEqual([undefined, undefined, 3, 3]);
  });
  it.each<[string, string, string, Call, number, string]>([
    ['XML', 'GET', '/Patient/p1', { headers: { accept: 'application/fhir+xml' } }, 406, 'FHIR_FORMAT_UNSUPPORTED'],
    ['broken JSON', 'POST', '/Patient', { body: '{"resourceType": ' }, 400, 'HTTP_BODY_NOT_JSON'],
    ['another type in the body', 'POST', '/Patient', { body: { resourceType: 'Slot' } }, 400, 'FHIR_BODY_NOT_RESOURCE'],
    ['an unknown type', 'GET', '/Wizard/1', {}, 404, 'FHIR_TYPE_UNKNOWN'],
    ['an unknown parameter', 'GET', '/Patient?nom=x', {}, 400, 'FHIR_PARAMETER_UNKNOWN'],
    ['a wrong date', 'GET', '/Patient?birthdate=x', {}, 400, 'FHIR_PARAMETER_INVALID'],
    ['an id that is not that of the address', 'PUT', '/Patient/a', { body: aPatient('b') }, 400, 'FHIR_ID_MISMATCH'],
    ['a method without meaning', 'PUT', '', { body: {} }, 405, 'HTTP_METHOD_NOT_ALLOWED'],
    ['a patch in another form', 'PATCH', '/Patient?identifier=x', { body: {} }, 404, 'HTTP_NOT_FOUND'],
    ['an update without id or condition', 'PUT', '/Patient', { body: aPatient('b') }, 400, 'FHIR_CONDITION_MISSING'],
    ['a deletion of everything', 'DELETE', '/Patient', {}, 400, 'FHIR_CONDITION_MISSING'],
    ['an unknown _total', 'GET', '/Patient?identifier=x&_total=all', {}, 400, 'FHIR_PARAMETER_INVALID'],
    ['an invalid resource', 'POST', '/Observation', { body: { resourceType: 'Observation', status: 'done' } }, 422, 'FHIR_RESOURCE_INVALID'],
    ['a body of 7 MB', 'POST', '/Patient', { body: Buffer.alloc(7 * 1024 * 1024, 32) }, 413, 'HTTP_BODY_TOO_LARGE'],
    ['a text as content', 'POST', '/Patient', { body: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'FHIR_MEDIA_TYPE_UNSUPPORTED'],
  ])('refuses %s with an OperationOutcome and stores nothing', async (_, method, address, what, status, code) => {
    const { call, codeOf, repository } = setting();
    const refused = await call(method, address, what);
    expect([refused.status, refused.json.resourceType, codeOf(refused)]).toEqual([status, 'OperationOutcome', code]);
    expect(repository.all()).toEqual([]);
  });
  it('lists each fault of an invalid resource with its place, in the language asked for', async () => {
    const { call } = setting();
    const { json } = await call('POST', '/Observation', { body: { resourceType: 'Observation', status: 'done', code: { text: 'x' } }, headers: { 'accept-language': 'en' } });
    expect(json.issue?.map((i) => i.expression?.[0])).toEqual(['Observation.status', 'Observation.status']);
    expect(json.issue?.[0]?.details?.text).toBe('The resource is not valid');
  });

  describe('JSON Patch', () => {
    const patch = { 'content-type': 'application/json-patch+json' };
    const amend = [{ op: 'test', path: '/status', value: 'final' }, { op: 'replace', path: '/status', value: 'amended' }, { op: 'add', path: '/note', value: [{ text: 'x' }] }];
    it('changes what it names, by id or condition, if the version is still the one seen', async () => {
      const { call, repository } = setting();
      repository.seed(aPatient('p1'), anObservation);
      expect((await call('PATCH', '/Observation/o1', { body: amend, headers: { ...patch, 'if-match': 'W/"3"' } })).status).toBe(412);
      const changed = await call('PATCH', '/Observation/o1', { body: amend, headers: { ...patch, 'if-match': 'W/"1"' } });
      expect([changed.status, changed.json]).toEqual([200, expect.objectContaining({ id: 'o1', status: 'amended', note: [{ text: 'x' }] })]);
      expect((await call('PATCH', '/Observation?patient=p1', { body: [{ op: 'remove', path: '/note' }], headers: patch })).json).not.toHaveProperty('note');
    });
    it.each<[string, unknown, number, string]>([
      ['a test that fails', [{ op: 'test', path: '/status', value: 'x' }], 422, 'FHIR_PATCH_FAILED'],
      ['a place that is not there', [{ op: 'replace', path: '/note/0/text', value: 'x' }], 422, 'FHIR_PATCH_FAILED'],
      ['a result that is not valid', [{ op: 'remove', path: '/status' }], 422, 'FHIR_RESOURCE_INVALID'],
      ['another id', [{ op: 'replace', path: '/id', value: 'o2' }], 400, 'FHIR_ID_MISMATCH'],
      ['another type', [{ op: 'replace', path: '/resourceType', value: 'Slot' }], 400, 'FHIR_ID_MISMATCH'],
      ['the whole', [{ op: 'replace', path: '', value: 1 }], 422, 'FHIR_PATCH_FAILED'],
      ['an unknown operation', [{ op: 'inc', path: '/status' }], 400, 'FHIR_PATCH_INVALID'],
      ['a way into the prototype', [{ op: 'add', path: '/__proto__/polluted', value: true }], 400, 'FHIR_PATCH_INVALID'],
      ['no list', { op: 'remove', path: '/note' }, 400, 'FHIR_PATCH_INVALID'],
      ['no JSON', '[{', 400, 'HTTP_BODY_NOT_JSON'],
    ])('refuses %s and changes nothing', async (_, body, status, code) => {
      const { call, codeOf, repository } = setting();
      repository.seed(aPatient('p1'), anObservation);
      const refused = await call('PATCH', '/Observation/o1', { body, headers: patch });
      expect([refused.status, codeOf(refused)]).toEqual([status, code]);
      expect(await repository.read('Observation/o1')).toMatchObject({ ...anObservation, meta: { versionId: '1' } });
      expect({}).not.toHaveProperty('polluted');
    });
    it('tells nobody by a failing test what stands in a record that is not theirs', async () => {
      const { call, codeOf, repository } = setting();
      repository.seed(aPatient('p1'), anObservation);
      for (const value of ['final', 'amended']) expect(codeOf(await call('PATCH', '/Observation/o1', { who: 'nurse2', body: [{ op: 'test', path: '/status', value }], headers: patch }))).toBe('HTTP_NOT_FOUND');
    });
  });

  describe('access', () => {
    it('gives nobody by a conditional create what they may not read', async () => {
      const { call, repository } = setting();
      repository.seed(aPatient('p1'), anObservation);
      const answer = await call('POST', '/Observation', { who: 'nurse2', body: { ...anObservation, id: undefined }, headers: { 'if-none-exist': 'patient=p1' } });
      expect([answer.status, answer.json.id]).toEqual([403, undefined]);
      expect(repository.audits.map((a) => [a.patient, a.outcome])).toContainEqual(['Patient/p1', 'refused']);
    });
    it('shows a signature to those who may read what it signs', async () => {
      const { call, repository } = setting();
      const document = { resourceType: 'DocumentReference', id: 'd', status: 'current', subject: { reference: 'Patient/p1' }, content: [{ attachment: { title: 'x' } }] } satisfies DocumentReference;
      repository.seed(aPatient('p1'), document, { resourceType: 'Provenance', id: 'd', target: [{ reference: 'DocumentReference/d' }], recorded: '2026-11-22T00:00:00Z', agent: [{ who: { display: 'x' } }] });
      const types = async (who: string) => (await call('GET', '/Patient/p1/$everything', { who })).json.entry?.map((e) => e.resource?.resourceType);
      expect(await types('patient')).toEqual(['Patient', 'DocumentReference', 'Provenance']);
      expect((await call('GET', '/Provenance/d', { who: 'patient' })).status).toBe(200);
      expect((await call('GET', '/Provenance/d', { who: 'patient2' })).status).toBe(404);
    });
    const records = () => {
      const all = setting();
      all.repository.seed(aPatient('p1'), aPatient('p2', { managingOrganization: { reference: 'Organization/tyt-ban-thu' } }), anObservation, { ...anObservation, id: 'o2', subject: { reference: 'Patient/p2' } });
      return all;
    };
    it('shows a patient the own record only, and another like one that does not exist', async () => {
      const { call, codeOf } = records();
      expect((await call('GET', '/Observation/o1', { who: 'patient' })).status).toBe(200);
      const [other, none] = [await call('GET', '/Observation/o2', { who: 'patient' }), await call('GET', '/Observation/none', { who: 'patient' })];
      expect([other.status, codeOf(other)]).toEqual([none.status, codeOf(none)]);
    });
    it('leaves out of a search what the caller may not read, without a trace in the count', async () => {
      const { call } = records();
      const { json } = await call('GET', '/Patient?birthdate=1985-03-14', { who: 'nurse' });
      expect([json.entry?.map((e) => e.resource?.id), json.total, json.link?.length]).toEqual([['p1'], 1, 1]);
      expect((await call('GET', '/Observation?patient=p2', { who: 'nurse' })).json.total).toBe(0);
    });
    it('tells nobody by a condition for creating what they may not read, alone or in a transaction', async () => {
      const { call, repository } = records();
      repository.seed(aPatient('p3', { identifier: [{ system: 's', value: '012' }] }));
      const ifNoneExist = 'identifier=s|012';
      const alone = await call('POST', '/Patient', { who: 'patient', body: { resourceType: 'Patient' }, headers: { 'if-none-exist': ifNoneExist } });
      const together = await call('POST', '', { who: 'patient', body: { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient', ifNoneExist } }] } });
      expect([alone.status, together.status]).toEqual([403, 403]);
    });
    it('leads no chain and no _has through what the caller may not read', async () => {
      const { call, repository } = records();
      repository.seed({ resourceType: 'Organization', id: 'tyt-muong-mau' }, { resourceType: 'Practitioner', id: 'n' }, { ...anObservation, id: 'o3', performer: [{ reference: 'Practitioner/n' }] });
      const totals = async (who: string) =>
        await Promise.all(['/Organization?_has:Patient:organization:birthdate=1985-03-14', '/Practitioner?_has:Observation:performer:patient=p1', '/Practitioner?_has:Observation:performer:subject:Patient.birthdate=1985-03-14'].map(async (q) => (await call('GET', q, { who })).json.total));
      expect([await totals('nurse'), await totals('patient2')]).toEqual([[1, 1, 1], [0, 0, 0]]);
    });
    it('answers a stranger who writes like where nothing is, whatever version is guessed', async () => {
      const { call, codeOf } = records();
      for (const headers of [{}, { 'if-match': 'W/"1"' }, { 'if-match': 'W/"9"' }] as Record<string, string>[]) {
        const put = await call('PUT', '/Observation/o2', { who: 'nurse', body: { ...anObservation, id: 'o2' }, headers });
        const gone = await call('DELETE', '/Patient/p2', { who: 'nurse', headers });
        expect([put.status, codeOf(put), gone.status, codeOf(gone)]).toEqual([404, 'HTTP_NOT_FOUND', 404, 'HTTP_NOT_FOUND']);
      }
    });
    it('writes into the records of all patients named, or not at all', async () => {
      const { call } = records();
      const body = { ...anObservation, id: undefined, subject: { reference: 'Patient/p2' }, performer: [{ reference: 'Patient/p1' }] };
      expect((await call('POST', '/Observation', { who: 'nurse', body })).status).toBe(403);
      expect((await call('POST', '/RelatedPerson', { who: 'nurse', body: { resourceType: 'RelatedPerson', patient: { reference: 'Patient/p2' } } })).status).toBe(403);
      expect((await call('POST', '/RelatedPerson', { who: 'nurse', body: { resourceType: 'RelatedPerson', patient: { reference: 'Patient/p1' } } })).status).toBe(201);
    });
    it('lets nobody put words into the messages of a consultation', async () => {
      const { call, codeOf } = records();
      const body = { resourceType: 'Communication', status: 'completed', subject: { reference: 'Patient/p1' }, sender: { reference: 'Practitioner/dr' } };
      expect(codeOf(await call('POST', '/Communication', { who: 'nurse', body }))).toBe('FHIR_NOT_WRITABLE');
    });
    it('records every access with its patient, refused ones too', async () => {
      const { call, repository } = records();
      await call('GET', '/Observation/o2', { who: 'nurse' });
      await call('GET', '/Observation?patient=p1', { who: 'nurse' });
      expect(repository.audits.map((a) => [a.event, a.patient, a.outcome])).toEqual([['fhir-read', 'Patient/p2', 'refused'], ['fhir-search-Observation', 'Patient/p1', 'success']]);
    });
    it.each([['Task', { resourceType: 'Task', status: 'requested', intent: 'order', for: { reference: 'Patient/p1' } }], ['Slot', { resourceType: 'Slot', status: 'free', schedule: { reference: 'Schedule/s' }, start: '2026-11-22T00:00:00Z', end: '2026-11-22T01:00:00Z' }], ['AuditEvent', { resourceType: 'AuditEvent' }]])(
      'lets no person write %s behind the back of the use cases', async (type, body) => {
        const { call, codeOf } = records();
        const refused = await call('POST', `/${type}`, { who: 'nurse', body });
        expect(refused.status).toBeGreaterThanOrEqual(403);
        expect(['FHIR_NOT_WRITABLE', 'FHIR_RESOURCE_INVALID']).toContain(codeOf(refused));
      });
    it('lets a station write the clinical data of its own patients only', async () => {
      const { call } = records();
      const body = { ...anObservation, id: undefined };
      expect((await call('POST', '/Observation', { who: 'nurse', body })).status).toBe(201);
      expect((await call('POST', '/Observation', { who: 'nurse2', body })).status).toBe(403);
      expect((await call('POST', '/Observation', { who: 'patient', body })).status).toBe(403);
    });
    it('changes no signed document, not even for the service client', async () => {
      const { call, codeOf, repository } = records();
      repository.seed({ resourceType: 'Bundle', id: 'd1', type: 'document' }, { resourceType: 'Provenance', id: 'v1', target: [{ reference: 'Bundle/d1' }], recorded: '2026-11-22T00:00:00Z', agent: [{ who: { display: 'x' } }], signature: [{ type: [{ code: 'x' }], when: '2026-11-22T00:00:00Z', who: { display: 'x' } }] });
      expect(codeOf(await call('DELETE', '/Bundle/d1'))).toBe('FHIR_DOCUMENT_SIGNED');
      expect(codeOf(await call('DELETE', '/Provenance/v1'))).toBe('FHIR_DOCUMENT_SIGNED');
    });
    it('gives the whole record to whom it belongs', async () => {
      const { call } = records();
      const { json } = await call('GET', '/Patient/p1/$everything', { who: 'patient' });
      expect(json.entry?.map((e) => e.resource?.id)).toEqual(['p1', 'o1']);
      expect((await call('GET', '/Patient/p1/$everything', { who: 'patient2' })).status).toBe(404);
    });
  });

  describe('files', () => {
    const upload = { who: 'nurse', body: png, headers: { 'content-type': 'image/png', 'x-security-context': 'Patient/p1' } };
    it('keeps a picture for the patient and gives its bytes back', async () => {
      const { call, repository, blobs } = setting();
      repository.seed(aPatient('p1'));
      const created = await call('POST', '/Binary', upload);
      expect([created.status, blobs.blobs.size]).toEqual([201, 1]);
      const read = await call('GET', `/Binary/${created.json.id}`, { who: 'patient', headers: { accept: 'image/*' } });
      expect([read.headers['content-type'], read.result.body]).toEqual(['image/png', png.toString('base64')]);
      expect((await call('GET', `/Binary/${created.json.id}`, { who: 'patient2', headers: { accept: 'image/*' } })).status).toBe(404);
      expect((await call('GET', `/Binary/${created.json.id}`, { who: 'patient', headers: { accept: 'application/fhir+json' } })).json).toMatchObject({ data: png.toString('base64') });
    });
    it('lets nobody name the bytes of a file', async () => {
      const { call, repository } = setting();
      repository.seed(aPatient('p1'));
      const { json } = await call('POST', '/Binary', upload);
      const stolen = { resourceType: 'Binary', id: 'mine', contentType: 'image/png', securityContext: { reference: 'Patient/p1' }, meta: (await repository.read(`Binary/${json.id}`))?.meta };
      expect((await call('PUT', '/Binary/mine', { who: 'nurse', body: stolen })).status).toBe(403);
    });
    it.each([{ contentType: 'text/html\r\nx-evil: 1' }, { contentType: { a: 1 } }, { data: 1 }, { data: {} }])('refuses a Binary with %j', async (what) => {
      const { call, repository } = setting();
      repository.seed(aPatient('p1'));
      const body = { resourceType: 'Binary', contentType: 'text/plain', data: 'eA==', securityContext: { reference: 'Patient/p1' }, ...what };
      expect((await call('POST', '/Binary', { who: 'nurse', body })).status).toBeLessThan(500);
      expect((await call('POST', '/Binary', { who: 'nurse', body })).status).toBeGreaterThanOrEqual(400);
    });
    it.each([
      ['bytes of another kind', { ...upload, headers: { ...upload.headers, 'content-type': 'image/jpeg' } }, 'FHIR_BINARY_MISMATCH'],
      ['a kind that is not taken', { ...upload, headers: { ...upload.headers, 'content-type': 'text/html' } }, 'FHIR_MEDIA_TYPE_UNSUPPORTED'],
      ['no patient', { ...upload, headers: { 'content-type': 'image/png' } }, 'FHIR_BINARY_WITHOUT_PATIENT'],
      ['a stranger', { ...upload, who: 'nurse2' }, 'HTTP_FORBIDDEN'],
      ['more than 4.5 MB', { ...upload, body: Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]) }, 'HTTP_BODY_TOO_LARGE'],
    ])('refuses %s and keeps no bytes', async (_, what, code) => {
      const { call, codeOf, repository, blobs } = setting();
      repository.seed(aPatient('p1'));
      expect(codeOf(await call('POST', '/Binary', what))).toBe(code);
      expect(blobs.blobs.size).toBe(0);
    });
  });

  it('refuses what is nested 10,000 levels deep before anything walks it', async () => {
    const { call } = setting();
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    expect((await call('POST', '/Observation', { body: `{"resourceType":"Observation","note":${deep}}` })).status).toBe(422);
    expect((await call('POST', '/Observation', { body: { ...anObservation, id: undefined, note: [{ text: '['.repeat(200) }] } })).status).toBe(201);
  });

  describe('bundles', () => {
    it.each([null, 1, {}, { request: null }, { request: { method: 'GET', url: {} } }, { request: { method: 'POST', url: 'Patient', ifNoneExist: {} } }, { request: { method: 'POST', url: '' }, resource: { resourceType: 'Bundle', type: 'batch' } }])('refuses an entry like %j', async (odd) => {
      const { call, codeOf } = setting();
      for (const type of ['batch', 'transaction']) expect(codeOf(await call('POST', '', { body: { resourceType: 'Bundle', type, entry: [odd] } }))).toBe('FHIR_BUNDLE_INVALID');
    });
    const entry = (fullUrl: string, resource: unknown, method = 'POST') => ({ fullUrl, resource, request: { method, url: (resource as Resource).resourceType } });
    it('commits a transaction as one and rewrites its references', async () => {
      const { call, repository } = setting();
      const { status, json } = await call('POST', '', { body: { resourceType: 'Bundle', type: 'transaction', entry: [entry('urn:uuid:a', { ...anObservation, id: undefined, subject: { reference: 'urn:uuid:b' } }), entry('urn:uuid:b', { resourceType: 'Patient' })] } });
      expect([status, json.entry?.map((e) => e.response?.status)]).toEqual([200, ['201', '201']]);
      expect(await repository.read('Observation/new-1')).toMatchObject({ subject: { reference: 'Patient/new-2' } });
    });
    it('stores nothing of a transaction with one bad entry', async () => {
      const { call, repository } = setting();
      const refused = await call('POST', '', { body: { resourceType: 'Bundle', type: 'transaction', entry: [entry('urn:uuid:b', { resourceType: 'Patient' }), entry('urn:uuid:a', { resourceType: 'Observation' })] } });
      expect([refused.status, repository.all()]).toEqual([422, []]);
    });
    it('updates and deletes by condition in a transaction', async () => {
      const { call, repository } = setting();
      repository.seed(aPatient('p1', { identifier: [{ value: 'x' }] }), aPatient('p2', { identifier: [{ value: 'y' }] }));
      const { status, json } = await call('POST', '', { body: { resourceType: 'Bundle', type: 'transaction', entry: [
        { fullUrl: 'urn:uuid:p', request: { method: 'PUT', url: 'Patient?identifier=x' }, resource: { resourceType: 'Patient', active: true, identifier: [{ value: 'x' }] } },
        { request: { method: 'DELETE', url: 'Patient?identifier=y' } },
        entry('urn:uuid:o', { ...anObservation, id: undefined, subject: { reference: 'urn:uuid:p' } }),
      ] } });
      expect([status, json.entry?.map((e) => e.response?.status)]).toEqual([200, ['200', '204', '201']]);
      expect(await repository.read('Patient/p1')).toMatchObject({ active: true });
      expect(await repository.read('Patient/p2')).toBeUndefined();
      expect(json.entry?.[2]?.resource).toMatchObject({ subject: { reference: 'Patient/p1' } });
    });
    it('does each entry of a batch for itself', async () => {
      const { call } = setting();
      const { json } = await call('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry: [entry('urn:uuid:b', { resourceType: 'Patient' }), { request: { method: 'GET', url: 'Patient/none' } }] } });
      expect(json.entry?.map((e) => e.response?.status)).toEqual(['201', '404']);
    });
  });

  it('says truly what it can do', async () => {
    const { call } = setting();
    const { json } = await call('GET', '/metadata');
    expect(json).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
  });
});
