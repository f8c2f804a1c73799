import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { randomUUID } from 'node:crypto';
import { patients, staff } from '../../local/story.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { RoomInvitationAnswer, RoomPass } from '../../shared/room/contract.ts';
import { pathOf, routes, type RouteName } from '../../shared/routes.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { validBodies } from '../support/validBodies.ts';
import { act, aConclusion, aRequest, aSignedCase } from '../support/story.ts';
import { target } from '../support/target.ts';

type Fhir = { readonly status: number; readonly code: string; readonly body: Partial<Bundle> & Partial<OperationOutcome> & { readonly id?: string } };

/** FHIR as one of the story's people, or as nobody. A string is sent as it is. */
async function fhir(user: string | undefined, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Fhir> {
  const token: Record<string, string> = user === undefined ? {} : { authorization: `Bearer ${await accessToken(user)}` };
  const answer = await fetch(`${target().baseUrl}/fhir${path}`, {
    method,
    headers: { ...token, 'content-type': 'application/fhir+json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Fhir['body'];
  return { status: answer.status, code: json.issue?.[0]?.details?.coding?.[0]?.code ?? '', body: json };
}

const mine = patients.patient.id;
const strangers = ['nurse2', 'specialist3', 'patient2', 'viewer'] as const;
const anObservation = { resourceType: 'Observation', status: 'final', code: { text: 'mạch' }, subject: { reference: `Patient/${mine}` } };

let nurse: ApiClient;
let specialist: ApiClient;
let open: ConsultationView;
let signed: ConsultationView;
let observation = '';
let binary = '';

beforeAll(async () => {
  nurse = clientFor(await accessToken('nurse'));
  specialist = clientFor(await accessToken('specialist'));
  await Promise.all([...strangers, 'coordinator', 'auditor', 'patient'].map(accessToken));
  open = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest() });
  signed = await aSignedCase(nurse, specialist);
  observation = (await fhir('nurse', 'POST', '/Observation', anObservation)).body.id ?? '';
  binary = (await fhir('nurse', 'POST', '/Binary', { resourceType: 'Binary', contentType: 'text/plain', data: 'eA==', securityContext: { reference: `Patient/${mine}` } })).body.id ?? '';
}, 60_000);

/** Breaking the glass is for whoever stands before a patient in danger: tested in its own suite. */
const byReason: ReadonlySet<RouteName> = new Set(['emergencyAccess']);
const purpose = 'treatment';
const ofARecord = (Object.keys(routes) as RouteName[]).filter((name) => /\{(id|patientId)\}/.test(routes[name].path) && !byReason.has(name));

describe('every route of a record', () => {
  it.each(strangers)('is closed to %s', async (user) => {
    const client = clientFor(await accessToken(user));
    for (const route of ofARecord) {
      const { status } = await client.refused(route, { params: { id: signed.id, patientId: mine, purpose }, ...(validBodies[route] ? { body: validBodies[route] } : {}) });
      expect([route, [403, 404].includes(status)]).toEqual([route, true]);
    }
  });
  it('is closed to nobody in particular', async () => {
    for (const name of Object.keys(routes) as RouteName[]) {
      if (routes[name].auth === 'public') continue;
      const { status } = await clientFor().call(name, { params: { id: signed.id, patientId: mine, purpose, path: `Patient/${mine}` } });
      expect([name, status]).toEqual([name, 401]);
    }
  });
  it.each(['a b', '../x', '%2e%2e%2f', 'x'.repeat(2000), 'é', '\u202E', '\u0000', 'a#b', '💥', '__proto__'])('finds nothing at the id %j, and reaches no store', async (id) => {
    for (const route of ofARecord) {
      const answers = await Promise.all([nurse, specialist].map((who) => who.refused(route, { params: { id, patientId: id, purpose }, ...(validBodies[route] ? { body: validBodies[route] } : {}) })));
      expect([route, ...answers.map((a) => a.status)]).toEqual([route, 404, 404]);
    }
  });
});

describe('steps that are not the own', () => {
  it('a patient does nothing that staff do', async () => {
    const patient = clientFor(await accessToken('patient'));
    expect((await patient.refused('personLookup', { body: { kind: 'number', citizenId: patients.patient2.citizenId } })).status).toBe(403);
    expect((await patient.refused('patientRegistration', { body: { name: 'Người Thử', birthDate: '2000-01-01', sex: 'male', source: 'typed' } })).status).toBe(403);
    expect((await patient.refused('consultationRequest', { body: aRequest() })).status).toBe(403);
    expect((await patient.refused('consultations', { query: { list: 'station' } })).status).toBe(403);
    expect((await patient.refused('duty', { body: { state: 'off' } })).status).toBe(403);
    expect((await patient.refused('conclusionSigning', { params: { id: open.id }, body: aConclusion() })).status).toBe(403);
  });
  it('a coordinator directs requests and does not read the chart', async () => {
    const coordinator = clientFor(await accessToken('coordinator'));
    expect((await coordinator.refused('chart', { params: { patientId: mine } })).status).toBe(403);
    expect((await fhir('coordinator', 'GET', `/Observation?patient=${mine}`)).status).toBe(403);
    expect((await coordinator.refused('conclusionSigning', { params: { id: open.id }, body: aConclusion() })).status).toBe(403);
  });
  it('nobody is let into the room of others, and a closed room lets in nobody', async () => {
    for (const user of strangers) expect((await clientFor(await accessToken(user)).refused('roomToken', { params: { id: open.id } })).status).toBe(404);
    expect((await nurse.refused('roomToken', { params: { id: signed.id } })).status).toBe(410);
    expect((await nurse.refused('roomInvitation', { params: { id: signed.id }, body: validBodies.roomInvitation })).code).toBe('ROOM_CLOSED');
  });
});

describe('FHIR reading', () => {
  it.each([...strangers, 'auditor'])('answers %s about the record of another like about one that is not there', async (user) => {
    const at = [`/Patient/${mine}`, `/Patient/${mine}/_history`, `/Patient/${mine}/_history/1`, `/Patient/${mine}/$everything`, `/Task/${signed.id}`, `/Encounter/${signed.id}`, `/ServiceRequest/${signed.id}/_history/1`, `/Observation/${observation}`, `/Binary/${binary}`, `/Bundle/${signed.conclusion?.documentId}`];
    for (const path of at) {
      const asked = await fhir(user, 'GET', path);
      const nothing = await fhir(user, 'GET', path.replace(/^(\/\w+\/)[^/]+/, '$1none'));
      expect([path, asked.status, asked.code]).toEqual([path, 404, nothing.code]);
    }
  });
  it.each(strangers)('shows %s nothing by search, and no count of it', async (user) => {
    for (const query of [`/Observation?patient=${mine}`, `/Task?patient=${mine}&_summary=count`, `/Observation?subject:Patient.identifier=${patients.patient.citizenId}`, `/Encounter?_id=${signed.id}`, `/Patient?_id=${mine}`, `/AuditEvent?patient=${mine}`, `/DocumentReference?patient=${mine}&_include=DocumentReference:subject`]) {
      const { status, body } = await fhir(user, 'GET', query);
      expect([query, status === 403 || (status === 200 && body.total === 0 && body.entry === undefined)]).toEqual([query, true]);
    }
  });
  it('infers nothing from the directory by _has, chains and _revinclude', async () => {
    const number = `identifier=${patients.patient.citizenId}`;
    for (const user of [...strangers, 'auditor']) {
      for (const query of [`/Organization?_has:Patient:organization:${number}`, `/Practitioner?_has:Observation:performer:patient=${mine}`, `/Practitioner?_has:Encounter:participant:patient.${number}`]) {
        const { body } = await fhir(user, 'GET', query);
        expect([user, query, body.total ?? 0]).toEqual([user, query, 0]);
      }
    }
    // A coordinator may read who is asked about, and learns by that name nothing of the chart.
    expect((await fhir('coordinator', 'GET', `/Patient?_id=${mine}`)).body.total).toBe(1);
    expect((await fhir('coordinator', 'GET', `/Patient?_id=${mine}&_has:Observation:patient:_id=${observation}`)).body.total).toBe(0);
    const { body } = await fhir('viewer', 'GET', '/Organization?_id=tyt-muong-mau&_revinclude=Patient:organization');
    expect(body.entry?.map((e) => e.resource?.resourceType)).toEqual(['Organization']);
  });
});

describe('FHIR writing', () => {
  it('gives back by a condition for creating nothing that the caller may not read', async () => {
    const ifNoneExist = `identifier=${patients.patient.citizenId}`;
    for (const user of [...strangers, 'auditor']) {
      const alone = await fhir(user, 'POST', '/Patient', { resourceType: 'Patient' }, { 'if-none-exist': ifNoneExist });
      const together = await fhir(user, 'POST', '', { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient', ifNoneExist } }] });
      expect([user, alone.status, together.status]).toEqual([user, 403, 403]);
    }
  });
  it.each(['Task', 'Encounter', 'AuditEvent', 'Provenance', 'Bundle', 'Composition', 'Coverage', 'EpisodeOfCare', 'Communication', 'Patient', 'Slot', 'Basic'])('lets no person make or change a %s past the steps of the product', async (type) => {
    const made = [];
    for (const user of ['nurse', 'specialist', 'patient', 'coordinator', 'viewer', 'auditor']) {
      made.push(await fhir(user, 'POST', `/${type}`, { resourceType: type, patient: { reference: `Patient/${mine}` } }), await fhir(user, 'DELETE', `/${type}/${signed.id}`));
    }
    expect(made.filter((m) => m.status < 400 || m.status >= 500)).toEqual([]);
  });
  it('leaves a signed conclusion as it is', async () => {
    const document = `/Bundle/${signed.conclusion?.documentId}`;
    for (const user of ['nurse', 'specialist', 'patient', 'system']) {
      expect((await fhir(user, 'DELETE', document)).status).toBeGreaterThanOrEqual(400);
      expect((await fhir(user, 'PUT', document, { resourceType: 'Bundle', id: signed.conclusion?.documentId, type: 'document' })).status).toBeGreaterThanOrEqual(400);
    }
    expect((await nurse.must<ConsultationView>('consultation', { params: { id: signed.id } })).conclusion?.signature.valid).toBe(true);
  });
  it('takes nothing into a record of another, by whatever reference', async () => {
    const other = { reference: `Patient/${patients.patient2.id}` };
    const own = { reference: `Patient/${mine}` };
    const tries = [
      { ...anObservation, subject: other }, { ...anObservation, subject: other, performer: [own] }, { ...anObservation, subject: { reference: `Patient/${patients.patient2.id}/_history/1` }, performer: [own] },
      { ...anObservation, subject: { reference: '#p' }, contained: [{ resourceType: 'Patient', id: 'p' }] }, { resourceType: 'RelatedPerson', patient: other },
    ];
    for (const body of tries) expect((await fhir('nurse', 'POST', `/${body.resourceType}`, body)).status).toBe(403);
    const stranger = await fhir('nurse2', 'PUT', `/Observation/${observation}`, { ...anObservation, id: observation }, { 'if-match': 'W/"7"' });
    expect([stranger.status, (await fhir('nurse2', 'DELETE', `/Observation/${observation}`)).status]).toEqual([404, 404]);
  });
});

describe('what no client of ours sends', () => {
  it('is refused and never a fault of ours', async () => {
    const deep = (open_: string, close: string) => `${open_.repeat(10_000)}1${close.repeat(10_000)}`;
    const bundle = (type: string, entry: unknown) => ({ resourceType: 'Bundle', type, entry });
    const sent: [string, unknown][] = [
      ['/Observation', `{"resourceType":"Observation","note":${deep('[', ']')}}`], ['/Observation', `{"resourceType":"Observation","extension":${deep('{"a":', '}')}}`],
      ['', `{"resourceType":"Bundle","type":"batch","entry":${deep('[{"request":{"method":"POST","url":""},"resource":', '}]')}}`],
      ...['batch', 'transaction'].flatMap((type): [string, unknown][] => [null, 1, {}, { request: { method: 'POST', url: 'Patient', ifNoneExist: {} } }, { request: { method: 'DELETE', url: `Observation/${'x'.repeat(3000)}` } }].map((entry) => ['', bundle(type, [entry])])),
      ['/Binary', { resourceType: 'Binary', contentType: 'text/html\r\nx-evil: 1', data: 'eA==', securityContext: { reference: `Patient/${mine}` } }], ['/Binary', { resourceType: 'Binary', contentType: 'image/png', data: 1 }],
      ['/Observation', { ...anObservation, _status: 5 }], ['/Observation', { ...anObservation, meta: 5 }], ['/Observation', { ...anObservation, contained: [null] }],
    ];
    for (const [path, body] of sent) for (const user of ['nurse', 'patient']) expect([path, JSON.stringify(body).slice(0, 60), (await fhir(user, 'POST', path, body)).status < 500]).toEqual([path, JSON.stringify(body).slice(0, 60), true]);
  });
  it.each(['/Patient?constructor=1', '/Patient?__proto__=1', '/Patient/%E0%A4%A', '/..%2f..%2fetc%2fpasswd', '/Patient/%252e%252e', `/Observation?patient=${'x'.repeat(3000)}`, '/Observation?_cursor=x&patient=y'])('asking for %s is refused or empty', async (path) => {
    expect((await fhir('nurse', 'GET', path)).status).toBeLessThan(500);
  });
  it('HEAD and OPTIONS tell nothing of a record', async () => {
    for (const method of ['HEAD', 'OPTIONS']) expect((await fhir('nurse2', method, `/Patient/${mine}`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a token', () => {
  const told = async (token: string) => (await fetch(`${target().baseUrl}${pathOf('me')}`, { headers: { authorization: `Bearer ${token}` } })).status;
  it('tampered with in any way is refused', async () => {
    const [header = '', payload = '', signature = ''] = (await accessToken('nurse')).split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    const write = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
    const [h, claims] = [read(header), read(payload)];
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const forged = async (head: Record<string, unknown>, more = {}) => await new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...head }).sign(privateKey);
    const tampered = [
      ...['none', 'nOnE', 'HS256', 'RS256', 'EdDSA', 1].map((alg) => `${write({ ...h, alg })}.${payload}.${signature}`),
      `${write({ ...h, alg: 'none' })}.${payload}.`, `${header}.${payload}.`, `${header}.${write({ ...claims, roles: ['system'] })}.${signature}`, `${write({ ...h, typ: 'JWT' })}.${payload}.${signature}`,
      `${write({ ...h, crit: ['b64'], b64: false })}.${payload}.${signature}`, `${write('null')}.${payload}.${signature}`, `${header}.${write('null')}.${signature}`, `${header}.${write('['.repeat(5000))}.${signature}`, 'a.b', '...', 'a.b.c.d.e',
      await forged({ kid: 'stolen' }), await forged({ jwk: await exportJWK(publicKey) }), await forged({ jku: 'http://127.0.0.1:1/keys' }), await forged({ kid: '../../dev/null' }),
      await forged({}, { iss: target().baseUrl }), await forged({}, { iss: 'https://evil.example' }), await forged({}, { aud: 'sfu' }), await forged({}, { exp: 1 }),
    ];
    expect([...new Set(await Promise.all(tampered.map(told)))]).toEqual([401]);
  });
  it('of a room opens no record, and a link into a room ends with it', async () => {
    const { id } = open;
    await act(specialist, id, { action: 'accept' });
    await act(nurse, id, { action: 'wait' });
    await act(specialist, id, { action: 'call' });
    await act(specialist, id, { action: 'start-call' });
    const { url } = await nurse.must<RoomInvitationAnswer>('roomInvitation', { params: { id }, body: validBodies.roomInvitation });
    const secret = url.split('#')[1] ?? '';
    const passes = [await nurse.must<RoomPass>('roomToken', { params: { id } }), await clientFor().must<RoomPass>('invitationRedemption', { body: { secret } })];
    expect(await Promise.all(passes.map(({ token }) => told(token)))).toEqual([401, 401]);
    await act(specialist, id, { action: 'end-call' });
    await specialist.must('conclusionSigning', { params: { id }, body: aConclusion() });
    expect((await clientFor().refused('invitationRedemption', { body: { secret } })).code).toBe('ROOM_CLOSED');
    expect((await clientFor().refused('invitationRedemption', { body: { secret: `${secret.slice(0, -1)}!` } })).code).toBe('ROOM_INVITATION_UNKNOWN');
  });
});

describe('a one-time code', () => {
  it('answers alike for known and unknown numbers, and ends after five tries', async () => {
    const tries = async (citizenId: string) => {
      const { challengeId } = await clientFor().must<{ challengeId: string }>('signInCode', { body: { citizenId } });
      const codes: string[] = [challengeId.length.toString()];
      for (let i = 0; i < 6; i++) codes.push((await clientFor().refused('signInToken', { body: { challengeId, code: 'abcdef' } })).code);
      return codes;
    };
    const [known, unknown] = await Promise.all([tries(patients.portalDown.citizenId), tries('012190999977')]);
    expect(known).toEqual(unknown);
    expect(known?.slice(-2)).toEqual(['IDENTITY_CODE_ATTEMPTS', 'IDENTITY_CODE_ATTEMPTS']);
    expect((await clientFor().refused('signInToken', { body: { challengeId: randomUUID(), code: '000000' } })).code).toBe('IDENTITY_CODE_EXPIRED');
  });
});

it('keeps the directory open to all who are signed in', async () => {
  for (const user of strangers) expect((await fhir(user, 'GET', `/Practitioner/${staff.specialist.practitioner}`)).status).toBe(200);
});
