import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { aPatient, anObservation, setting, type Call } from './handler.test.support.ts';

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
    expect([newest.total, newest.entry?.length, newest.link?.[1]]).toEqual([2, 1, { relation: 'next', url: 'https://x.example/fhir/Observation/new-1/_history?_count=1&_cursor=2' }]);
    expect((await call('GET', '/Observation/new-1/_history?_count=1&_cursor=2')).json.entry?.[0]?.resource).toMatchObject({ meta: { versionId: '1' } });
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
