import { describe, expect, it } from '@jest/globals';
import { aPatient, anObservation, setting } from './handler.test.support.ts';

const operation = (type: string, path: string, more: Record<string, unknown>[] = []) => ({ name: 'operation', part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...more] });
const parameters = (...parameter: unknown[]) => ({ resourceType: 'Parameters', parameter });
const amended = operation('replace', 'Observation.status', [{ name: 'value', valueCode: 'amended' }]);

describe('FHIRPath Patch', () => {
  it('changes the chosen element, under If-Match, and keeps a version', async () => {
    const { call, codeOf, repository } = setting();
    repository.seed(anObservation);
    expect(codeOf(await call('PATCH', '/Observation/o1', { body: parameters(amended), headers: { 'if-match': 'W/"7"' } }))).toBe('FHIR_VERSION_CONFLICT');
    const done = await call('PATCH', '/Observation/o1', { body: parameters(amended), headers: { 'if-match': 'W/"1"' } });
    expect([done.status, done.json]).toEqual([200, expect.objectContaining({ status: 'amended', meta: expect.objectContaining({ versionId: '2' }) })]);
  });
  it('goes by condition, and in a batch and a transaction, as JSON Patch does', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1', { identifier: [{ value: 'x' }] }), anObservation);
    expect((await call('PATCH', '/Patient?identifier=x', { body: parameters(operation('delete', 'Patient.birthDate')) })).status).toBe(200);
    const jsonPatch = { resourceType: 'Binary', contentType: 'application/json-patch+json', data: Buffer.from(JSON.stringify([{ op: 'add', path: '/active', value: true }])).toString('base64') };
    for (const type of ['batch', 'transaction']) {
      const { json } = await call('POST', '', { body: { resourceType: 'Bundle', type, entry: [
        { request: { method: 'PATCH', url: 'Observation/o1' }, resource: parameters(amended) },
        { request: { method: 'PATCH', url: 'Patient?identifier=x' }, resource: jsonPatch },
      ] } });
      expect([type, json.entry?.map((e) => e.response?.status)]).toEqual([type, ['200', '200']]);
    }
    expect(await repository.read('Observation/o1')).toMatchObject({ status: 'amended', meta: { versionId: '3' } });
    expect(await repository.read('Patient/p1')).toMatchObject({ active: true, meta: { versionId: '4' } });
  });
  it.each([
    ['an invalid outcome', parameters(operation('delete', 'Observation.status')), 422, 'FHIR_RESOURCE_INVALID'],
    ['another id', parameters(operation('replace', 'Observation.id', [{ name: 'value', valueId: 'o2' }])), 400, 'FHIR_ID_MISMATCH'],
    ['a path to nothing', parameters(operation('replace', 'Observation.note', [{ name: 'value', valueAnnotation: { text: 'x' } }])), 422, 'FHIR_PATCH_FAILED'],
    ['no operation', parameters({ name: 'x' }), 400, 'FHIR_PATCH_INVALID'],
    ['another resource', { ...anObservation }, 400, 'FHIR_BODY_NOT_RESOURCE'],
  ])('refuses %s and changes nothing', async (_, body, status, code) => {
    const { call, codeOf, repository } = setting();
    repository.seed(anObservation);
    const refused = await call('PATCH', '/Observation/o1', { body });
    expect([refused.status, codeOf(refused)]).toEqual([status, code]);
    expect(await repository.read('Observation/o1')).toMatchObject({ meta: { versionId: '1' } });
  });
  it('repeats nothing that stands in a condition of its path', async () => {
    const { call, repository } = setting();
    repository.seed(anObservation);
    const { result } = await call('PATCH', '/Observation/o1', { body: parameters(operation('replace', "Observation.note.where(text = 'riêng tư')", [{ name: 'value', valueAnnotation: { text: 'x' } }])) });
    expect(result.body).not.toContain('riêng tư');
  });
});

describe('what HTTP says around a resource', () => {
  it('answers HEAD like GET without the body, and records the reading', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    const { status, headers, result } = await call('HEAD', '/Patient/p1', { who: 'nurse' });
    expect([status, headers['etag'], result.body]).toEqual([200, 'W/"1"', '']);
    expect(repository.audits).toMatchObject([{ event: 'fhir-read', patient: 'Patient/p1' }]);
    expect((await call('HEAD', '/Patient/p1', { who: 'nurse2' })).status).toBe(404);
  });
  it('shows after a change what Prefer asks for', async () => {
    const { call } = setting();
    const create = async (prefer: string) => await call('POST', '/Patient', { body: { resourceType: 'Patient' }, headers: { prefer } });
    expect((await create('return=representation')).json).toMatchObject({ resourceType: 'Patient' });
    expect((await create('return=minimal')).result.body).toBe('');
    const told = await create('respond-async, return=OperationOutcome');
    expect([told.status, told.json]).toMatchObject([201, { resourceType: 'OperationOutcome', issue: [{ severity: 'information' }] }]);
    for (const prefer of ['return=minimal', 'return=OperationOutcome']) expect((await create(prefer)).headers['location']).toMatch(/\/Patient\/new-\d+\/_history\/1$/);
  });
  it('indents when asked', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    expect((await call('GET', '/Patient/p1?_pretty=true')).result.body).toContain('\n  "resourceType": "Patient"');
    expect((await call('GET', '/Patient/p1?_pretty=false&_format=json')).result.body).not.toContain('\n');
  });
  it.each([
    ['application/fhir+xml', 406], ['text/turtle', 406], ['application/fhir+json; fhirVersion=3.0', 406], ['application/fhir+json; fhirVersion=4.0', 200], ['application/fhir+xml, application/fhir+json;q=0.5', 200], ['*/*', 200],
  ])('takes Accept %s for %i', async (accept, status) => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    expect((await call('GET', '/Patient/p1', { headers: { accept } })).status).toBe(status);
  });
  it.each([
    ['an id that is none', '/Patient/a b', { resourceType: 'Patient', id: 'a b' }, 400, 'FHIR_ID_MISMATCH'],
    ['no id', '/Patient/p1', { resourceType: 'Patient' }, 400, 'FHIR_ID_MISMATCH'],
    ['another id', '/Patient/p1', { resourceType: 'Patient', id: 'p2' }, 400, 'FHIR_ID_MISMATCH'],
    ['another type', '/Patient/p1', { ...anObservation, id: 'p1' }, 400, 'FHIR_BODY_NOT_RESOURCE'],
    ['no body', '/Patient/p1', '', 400, 'HTTP_BODY_NOT_JSON'],
  ])('refuses an update with %s', async (_, address, body, status, code) => {
    const { call, codeOf, repository } = setting();
    const refused = await call('PUT', address, { body });
    expect([refused.status, codeOf(refused), repository.all().filter((r) => r.resourceType !== 'AuditEvent')]).toEqual([status, code, []]);
  });
});

describe('history', () => {
  it('goes page by page, stays as it is while versions are added, and takes _since and _at', async () => {
    const { call, repository } = setting();
    const put = async (n: number) => await call('PUT', '/Patient/p1', { body: aPatient('p1', { gender: n % 2 ? 'male' : 'female' }) });
    for (const n of [1, 2, 3]) await put(n);
    const versionsIn = ({ entry = [] }: Awaited<ReturnType<typeof call>>['json']) => entry.map((e) => e.resource?.meta?.versionId);
    const first = (await call('GET', '/Patient/p1/_history?_count=2')).json;
    expect([first.total, versionsIn(first)]).toEqual([3, ['3', '2']]);
    await put(4);
    const next = new URL(first.link?.find((l) => l.relation === 'next')?.url ?? '');
    const second = (await call('GET', `/Patient/p1/_history${next.search}`)).json;
    expect([versionsIn(second), second.link?.map((l) => l.relation)]).toEqual([['1'], ['self']]);
    expect((await call('GET', '/Patient/p1/_history?_at=2026-11-21')).json.total).toBe(0);
    expect(versionsIn((await call('GET', '/Patient/p1/_history?_at=2026-11-22T08:00:00+07:00')).json)).toEqual(['4']);
    expect((await call('GET', '/Patient/p1/_history?_at=hôm-nay')).status).toBe(400);
    expect(repository.all().length).toBeGreaterThan(0);
  });
  it('is cut to what _summary and _elements ask for, as are reads of a version, and says so', async () => {
    const { call, repository } = setting();
    repository.seed({ ...anObservation, note: [{ text: 'x' }] });
    const tagged = { tag: [expect.objectContaining({ code: 'SUBSETTED' })] };
    for (const address of ['/Observation/o1', '/Observation/o1/_history/1']) {
      for (const query of ['_elements=status', '_summary=true', '_summary=text']) {
        const { json } = await call('GET', `${address}?${query}`);
        expect(json).toMatchObject({ status: 'final', meta: tagged });
        expect(json).not.toHaveProperty('note');
      }
    }
    const { json } = await call('GET', '/Observation/o1/_history?_elements=status');
    expect(json.entry?.[0]?.resource).not.toHaveProperty('subject');
    expect((await call('GET', '/Observation/o1/_history?_summary=some')).status).toBe(400);
  });
});

describe('a decimal', () => {
  const weight = (value: string, rest = '') => `{"resourceType":"Observation",${rest}"status":"final","code":{"text":"cân nặng"},"subject":{"reference":"Patient/p1"},"valueQuantity":{"value":${value},"unit":"kg"}}`;
  it('comes back with the precision it was sent with, by every way', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    const made = await call('POST', '/Observation', { body: weight('61.50') });
    expect([made.status, made.result.body.includes('"value":61.50,')]).toEqual([201, true]);
    const id = made.json.id ?? '';
    await call('PUT', '/Observation/kept', { body: weight('0.010', '"id":"kept",') });
    await call('POST', '', { body: `{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:1","request":{"method":"POST","url":"Observation"},"resource":${weight('7.0')}}]}` });
    const bodies = await Promise.all([`/Observation/${id}`, `/Observation/${id}/_history/1`, `/Observation/${id}/_history`, '/Observation?patient=p1', `/Observation/${id}?_elements=valueQuantity`, '/Observation/kept', '/Patient/p1/$everything'].map(async (path) => (await call('GET', path)).result.body));
    expect(bodies.map((body) => body.includes('"value":61.50,'))).toEqual([true, true, true, true, true, false, true]);
    expect([bodies[5]?.includes('"value":0.010,'), bodies[3]?.includes('"value":0.010,'), bodies[3]?.includes('"value":7.0,')]).toEqual([true, true, true]);
  });
  it('keeps it when something else is patched, and has a new one when it is itself', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    const id = (await call('POST', '/Observation', { body: weight('61.50') })).json.id ?? '';
    const patched = async (operation: object) => (await call('PATCH', `/Observation/${id}`, { body: [operation], headers: { 'content-type': 'application/json-patch+json' } })).result.body;
    expect(await patched({ op: 'replace', path: '/status', value: 'amended' })).toContain('"value":61.50,');
    expect(await patched({ op: 'replace', path: '/valueQuantity/value', value: 60.5 })).toContain('"value":60.5,');
  });
  it.each([
    ['a number', '[{"op":"replace","path":"/valueQuantity/value","value":70.00}]', '"value":70.00,'],
    ['the same number, less precise', '[{"op":"replace","path":"/valueQuantity/value","value":61.5}]', '"value":61.5,'],
    ['an object, after a test by value', '[{"op":"test","path":"/valueQuantity/value","value":61.500},{"op":"replace","path":"/valueQuantity","value":{"value":1.0e1,"unit":"kg"}}]', '"value":1.0e1,'],
    ['a number that was copied', '[{"op":"add","path":"/component","value":[{"code":{"text":"x"},"valueQuantity":{"value":3.10}}]},{"op":"copy","from":"/component/0/valueQuantity/value","path":"/valueQuantity/value"}]', '"value":3.10,'],
  ])('has the precision that a JSON Patch gives it: %s', async (_, body, expected) => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    const id = (await call('POST', '/Observation', { body: weight('61.50') })).json.id ?? '';
    const patched = await call('PATCH', `/Observation/${id}`, { body, headers: { 'content-type': 'application/json-patch+json' } });
    expect([patched.status, patched.result.body]).toEqual([200, expect.stringContaining(expected)]);
    expect((await call('GET', `/Observation/${id}`)).result.body).toContain(expected);
  });
  it.each([
    ['a number', '{"name":"path","valueString":"Observation.value.value"},{"name":"value","valueDecimal":70.00}', '"value":70.00,'],
    ['the same number, less precise', '{"name":"path","valueString":"Observation.value.value"},{"name":"value","valueDecimal":61.5}', '"value":61.5,'],
    ['an object', '{"name":"path","valueString":"Observation.value"},{"name":"value","valueQuantity":{"value":0.70,"unit":"kg"}}', '"value":0.70,'],
    ['something else', '{"name":"path","valueString":"Observation.status"},{"name":"value","valueCode":"amended"}', '"value":61.50,'],
  ])('has the precision that a FHIRPath Patch gives it: %s', async (_, parts, expected) => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    const id = (await call('POST', '/Observation', { body: weight('61.50') })).json.id ?? '';
    const patched = await call('PATCH', `/Observation/${id}`, { body: `{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},${parts}]}]}` });
    expect([patched.status, patched.result.body]).toEqual([200, expect.stringContaining(expected)]);
  });
});

describe('a search by terminology', () => {
  const coding = (system: string, code: string) => ({ coding: [{ system, code }] });
  const observed = (id: string, system: string, code: string) => ({ ...anObservation, id, code: coding(system, code) });
  const loinc = 'http://loinc.org';
  const ours = 'https://x.example/CodeSystem/wounds';
  const world = () => {
    const all = setting();
    all.repository.seed(aPatient('p1'), observed('pulse', loinc, '8867-4'), observed('other', loinc, '718-7'), observed('burn', ours, 'burn'), observed('scald', ours, 'scald'), observed('cut', ours, 'cut'),
      { resourceType: 'CodeSystem', id: 'wounds', url: ours, status: 'active', content: 'complete', hierarchyMeaning: 'is-a', concept: [{ code: 'burn', concept: [{ code: 'scald' }] }, { code: 'cut' }] },
      { resourceType: 'ValueSet', id: 'hot', url: 'https://x.example/ValueSet/hot', status: 'active', compose: { include: [{ system: ours, filter: [{ property: 'concept', op: 'is-a', value: 'burn' }] }] } });
    return all;
  };
  it.each([
    ['code:in=http://hl7.org/fhir/ValueSet/observation-vitalsignresult', ['pulse']],
    ['code:not-in=http://hl7.org/fhir/ValueSet/observation-vitalsignresult', ['other', 'burn', 'scald', 'cut']],
    ['code:in=https://x.example/ValueSet/hot', ['burn', 'scald']],
    [`code:below=${ours}|burn`, ['burn', 'scald']],
    [`code:above=${ours}|scald`, ['burn', 'scald']],
    [`code:below=${ours}|cut,${ours}|scald`, ['cut', 'scald']],
  ])('%s', async (query, expected) => {
    const { call } = world();
    const found = await call('GET', `/Observation?patient=p1&${query}`);
    expect([found.status, found.json.entry?.map(({ resource }) => resource?.id).toSorted()]).toEqual([200, expected.toSorted()]);
  });
  it.each(['code:in=https://x.example/ValueSet/nobody', 'code:below=https://x.example/nobody|x', 'code:below=x'])('refuses %s, which nobody here knows, by name', async (query) => {
    const { call, codeOf } = world();
    const refused = await call('GET', `/Observation?patient=p1&${query}`);
    expect([refused.status, codeOf(refused)]).toEqual([400, 'FHIR_PARAMETER_INVALID']);
  });
  it.each([
    ['Patient', '_has:Observation:patient:code:in=https://x.example/ValueSet/hot', ['p1']],
    ['Patient', '_has:Observation:patient:code:in=http://hl7.org/fhir/ValueSet/observation-vitalsignresult', ['p1']],
    ['Observation', 'patient=p1&has-member:Observation.code:in=https://x.example/ValueSet/hot', ['panel']],
    ['Observation', 'patient=p1&has-member.code:in=https://x.example/ValueSet/hot', ['panel']],
    ['Observation', `patient=p1&has-member:Observation.code:below=${ours}|burn`, ['panel']],
    ['Observation', `patient=p1&has-member:Observation.code:above=${ours}|cut`, []],
    ['Observation', 'patient=p1&_has:Observation:has-member:code:not-in=https://x.example/ValueSet/hot', ['scald']],
  ])('in what a chain or _has leads to: %s?%s', async (type, query, expected) => {
    const { call, repository } = world();
    repository.seed({ ...observed('panel', loinc, '1-8'), hasMember: [{ reference: 'Observation/scald' }] });
    const found = await call('GET', `/${type}?${query}`);
    expect([found.status, (found.json.entry ?? []).map((e) => e.resource?.id)]).toEqual([200, expected]);
  });
  it('refuses a chain that is longer than anybody needs before it branches out', async () => {
    const { call } = world();
    // Followed up, any of them would not come to an end within a test.
    for (const name of ['part-of.'.repeat(500) + 'status', 'part-of.'.repeat(500) + 'reason-code:in', '_has:Procedure:part-of:'.repeat(300) + 'status'])
      expect((await call('GET', `/Procedure?${name}=x`)).status).toBe(400);
    expect((await call('GET', `/Procedure?patient=p1&${'part-of.'.repeat(5)}status=completed`)).status).toBe(200);
  });
  it('goes on from page to page, and back', async () => {
    const { call } = world();
    const path = (url: string | undefined) => url?.replace('https://x.example/fhir', '') ?? '';
    const link = ({ json }: Awaited<ReturnType<typeof call>>, relation: string) => json.link?.find((l) => l.relation === relation)?.url;
    const ids = ({ json }: Awaited<ReturnType<typeof call>>) => json.entry?.map(({ resource }) => resource?.id);
    const first = await call('GET', '/Observation?patient=p1&_count=2&_sort=_id');
    const second = await call('GET', path(link(first, 'next')));
    const third = await call('GET', path(link(second, 'next')));
    expect([ids(third)?.length, link(third, 'next')]).toEqual([1, undefined]);
    expect(ids(await call('GET', path(link(third, 'previous'))))).toEqual(ids(second));
    expect(ids(await call('GET', path(link(second, 'previous'))))).toEqual(ids(first));
    expect(link(first, 'previous')).toBeUndefined();
  });
});
