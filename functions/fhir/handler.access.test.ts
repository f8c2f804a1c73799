import { describe, expect, it } from '@jest/globals';
import type { Binary, DocumentReference } from '@medplum/fhirtypes';
import { aPatient, anObservation, png, setting } from './handler.test.support.ts';

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
    expect([json.entry?.map((e) => e.resource?.id), json.total, json.link?.map((l) => l.relation)]).toEqual([['p1'], 1, ['self', 'first']]);
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
    // A RelatedPerson may be a carer, who sees the record: named by a step of the product, with its proof.
    expect((await call('POST', '/RelatedPerson', { who: 'nurse', body: { resourceType: 'RelatedPerson', patient: { reference: 'Patient/p1' } } })).status).toBe(403);
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
  it('changes nothing that a signed conclusion rests on, and takes new findings beside it', async () => {
    const { call, codeOf, repository } = records();
    const visit = { encounter: { reference: 'Encounter/c1' } };
    repository.seed({ ...anObservation, id: 'signed', ...visit }, { resourceType: 'Task', id: 'c1', status: 'in-progress', intent: 'order', for: { reference: 'Patient/p1' }, output: [{ type: { coding: [{ code: 'conclusion' }] }, valueReference: { reference: 'Bundle/d' } }] });
    const changed = { ...anObservation, id: 'signed', ...visit, status: 'amended' };
    for (const who of ['nurse', 'system']) {
      expect(codeOf(await call('PUT', '/Observation/signed', { who, body: changed }))).toBe('FHIR_CONSULTATION_SIGNED');
      expect(codeOf(await call('PATCH', '/Observation/signed', { who, body: [{ op: 'remove', path: '/encounter' }], headers: { 'content-type': 'application/json-patch+json' } }))).toBe('FHIR_CONSULTATION_SIGNED');
      expect(codeOf(await call('PUT', '/Observation/o1', { who, body: { ...anObservation, ...visit } }))).toBe('FHIR_CONSULTATION_SIGNED');
    }
    expect(codeOf(await call('DELETE', '/Observation/signed'))).toBe('FHIR_CONSULTATION_SIGNED');
    expect((await call('POST', '/Observation', { who: 'nurse', body: { ...anObservation, id: undefined, ...visit } })).status).toBe(201);
  });
  it('lets no person choose an id: one that is free is answered like one of another', async () => {
    const { call, codeOf } = records();
    const put = async (id: string, who = 'nurse') => await call('PUT', `/Observation/${id}`, { who, body: { ...anObservation, id } });
    const [free, taken] = [await put('free'), await put('o2')];
    expect([free.status, codeOf(free)]).toEqual([taken.status, codeOf(taken)]);
    const together = async (id: string) => await call('POST', '', { who: 'nurse', body: { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: { ...anObservation, id }, request: { method: 'PUT', url: `Observation/${id}` } }] } });
    expect([codeOf(await together('free')), codeOf(await together('o2'))]).toEqual(['HTTP_NOT_FOUND', 'HTTP_NOT_FOUND']);
    const byCondition = async (id: string) => await call('PUT', '/Observation?patient=p1&code=none', { who: 'nurse', body: { ...anObservation, id } });
    expect([codeOf(await byCondition('free')), codeOf(await byCondition('o2'))]).toEqual(['FHIR_ID_MISMATCH', 'FHIR_ID_MISMATCH']);
    expect((await put('free', 'system')).status).toBe(201);
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
    expect((await call('PUT', '/Binary/mine', { who: 'nurse', body: stolen })).status).toBe(404);
    expect((await call('PUT', `/Binary/${json.id}`, { who: 'nurse', body: { ...stolen, id: json.id } })).status).toBe(403);
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

it('another compartment shows what the caller may read of it, says nothing of the rest, and is audited by patient', async () => {
  const { call, repository } = setting();
  const by = { performer: [{ reference: 'Practitioner/n' }] };
  repository.seed(aPatient('p1'), aPatient('p2', { managingOrganization: { reference: 'Organization/tyt-ban-thu' } }), { ...anObservation, ...by }, { ...anObservation, ...by, id: 'o2', subject: { reference: 'Patient/p2' } });
  const seen = async (who: string) => (await call('GET', '/Practitioner/n/Observation', { who })).json.entry?.map(({ resource }) => resource?.id);
  expect([await seen('nurse'), await seen('nurse2'), (await seen('system'))?.toSorted()]).toEqual([['o1'], ['o2'], ['o1', 'o2']]);
  const read = repository.all().flatMap((r) => (r.resourceType === 'AuditEvent' ? [JSON.stringify(r)] : []));
  expect(read.filter((event) => event.includes('fhir-search-Observation')).map((event) => /Patient\/p\d/.exec(event)?.[0] ?? '').toSorted()).toEqual(['Patient/p1', 'Patient/p1', 'Patient/p2', 'Patient/p2']);
});

it('gives a recording of a call by a link alone, to those who may read the record, and writes down who asked', async () => {
  const { call, repository } = setting();
  const binary = { resourceType: 'Binary', id: 'recording-r1', contentType: 'video/webm', securityContext: { reference: 'Patient/p1' }, meta: { extension: [{ url: 'https://lien-tuyen.example/StructureDefinition/blob', valueString: 'recording-r1' }] } } satisfies Binary;
  const entry = { resourceType: 'DocumentReference', id: 'recording-r1', status: 'current', subject: { reference: 'Patient/p1' }, content: [{ attachment: { contentType: 'video/webm', url: 'Binary/recording-r1' } }] } satisfies DocumentReference;
  repository.seed(aPatient('p1'), binary, entry);
  for (const who of ['nurse', 'patient']) {
    const link = (await call('GET', '/Binary/recording-r1/$link', { who })).json as unknown as { parameter: { valueUrl: string }[] };
    expect(link.parameter[0]?.valueUrl).toMatch(/recording-r1\?contentType=video%2Fwebm&shown=true$/);
    const raw = await call('GET', '/Binary/recording-r1', { who, headers: { accept: 'video/webm' } });
    expect([raw.status, String(raw.headers['location'])]).toEqual([307, link.parameter[0]?.valueUrl]);
    expect((await call('GET', '/Binary/recording-r1', { who, headers: { accept: 'application/fhir+json' } })).status).toBe(200);
  }
  expect(repository.audits.at(-1)).toMatchObject({ patient: 'Patient/p1', outcome: 'success', entities: ['Binary/recording-r1'] });
  for (const who of ['nurse2', 'patient2']) {
    for (const address of ['/Binary/recording-r1', '/Binary/recording-r1/$link', '/DocumentReference/recording-r1']) expect((await call('GET', address, { who })).status).toBe(404);
    expect(repository.audits.at(-1)).toMatchObject({ patient: 'Patient/p1', outcome: 'refused' });
  }
});
