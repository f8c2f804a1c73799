import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { facilities, patients, staff } from '../../local/story.ts';
import { consentText } from '../../shared/consent/contract.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { pathOf, routes, type RouteName } from '../../shared/routes.ts';
import { clientFor } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { validBodies } from '../support/validBodies.ts';
import { aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

/** Somebody who is signed in, and wants what is not theirs. What was tried is counted and printed; a leak fails. */
const victim = patients.expired;
const attackers = ['nurse2', 'specialist2', 'specialist3', 'patient2', 'viewer', 'auditor', 'research'] as const;
const names = (Object.keys(routes) as RouteName[]).filter((name) => routes[name].auth === 'bearer' && routes[name].function !== 'fhir');
/** What would give the victim away in an answer. */
const secrets = [victim.phone, victim.insurance.number, victim.citizenId, 'Tức ngực khi leo dốc'];
const counts: Record<string, number> = {};
const leaks: string[] = [];
let consultation = '';

async function send(token: string | undefined, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${target().baseUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined || method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}
function judge(kind: string, what: string, { status, text }: { readonly status: number; readonly text: string }, allowed: readonly number[]): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
  if (!allowed.includes(status)) leaks.push(`${kind}: ${what}: ${status}`);
  // What the attacker wrote comes back in the link to the page itself.
  for (const secret of secrets) if (text.includes(secret) && !what.includes(secret)) leaks.push(`${kind}: ${what}: tells ${secret}`);
}

beforeAll(async () => {
  for (const who of ['nurse', 'system', ...attackers]) await accessToken(who);
  const nurse = clientFor(await accessToken('nurse'));
  consultation = (await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: victim.id }) })).id;
}, 120_000);
afterAll(() => void process.stderr.write(`attacker run: ${JSON.stringify(counts)}, ${leaks.length} leaks\n`));

describe.each(attackers)('%s with every route and the ids of others', (who) => {
  it('is answered as if there were nothing', async () => {
    const token = await accessToken(who);
    for (const name of names.filter((route) => /\{/.test(routes[route].path) && route !== 'emergencyAccess')) {
      // The office for data protection may read the log of any record.
      if (who === 'auditor' && name === 'accesses') continue;
      const { method } = routes[name];
      const params = { patientId: victim.id, id: consultation, purpose: 'research', slotId: 'x', practitionerId: 'x' };
      judge('route', `${who} ${name}`, await send(token, method === 'ANY' ? 'GET' : method, pathOf(name, params), validBodies[name] ?? {}), [...('stepUp' in routes[name] ? [401] : []), 400, 403, 404, 405, 409, 422]);
    }
  });
  it('gets nothing by FHIR’s side doors', async () => {
    const token = await accessToken(who);
    const asks = [
      `/fhir/Observation?subject:Patient.identifier=${victim.citizenId}`, `/fhir/Organization?_has:Patient:organization:identifier=${victim.citizenId}`, `/fhir/Task?patient=${victim.id}&_include=Task:patient&_revinclude=Provenance:target`,
      `/fhir/Patient?identifier=${victim.citizenId}&_summary=count`, `/fhir/Patient/${victim.id}/_history/1`, `/fhir/Encounter/${consultation}`, `/fhir/ServiceRequest/${consultation}`, `/fhir/Patient/${victim.id}/$everything`, `/fhir/AuditEvent?patient=Patient/${victim.id}&_include=*`,
      `/fhir/Organization?_id=${facilities.station.id}&_revinclude=Patient:organization&_revinclude:iterate=Observation:patient`,
    ];
    for (const path of asks) {
      if (who === 'auditor' && path.includes('AuditEvent')) continue;
      const answer = await send(token, 'GET', path);
      judge('fhir read', `${who} ${path}`, answer, [200, 400, 403, 404]);
      if (answer.status === 200 && /"total":[1-9]/.test(answer.text) && !path.includes('revinclude=Patient')) leaks.push(`count: ${who} ${path}`);
    }
    const other = { reference: `Patient/${victim.id}` };
    const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: other };
    const writes: readonly (readonly [string, string, unknown, Record<string, string>?])[] = [
      ['POST', '/fhir/Observation', observation], ['POST', '/fhir/Observation', { ...observation, contained: [{ resourceType: 'Patient', id: 'p' }], subject: { reference: '#p' }, performer: [other] }],
      ['POST', '/fhir/Observation', { ...observation, subject: { reference: `Patient?identifier=${victim.citizenId}` } }, { prefer: 'return=representation' }],
      ['POST', '/fhir/Patient', { resourceType: 'Patient' }, { 'if-none-exist': `identifier=${victim.citizenId}`, prefer: 'return=representation' }],
      ['PUT', `/fhir/Patient?identifier=${victim.citizenId}`, { resourceType: 'Patient' }, { prefer: 'return=representation' }],
      ['POST', '/fhir', { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: observation, request: { method: 'POST', url: 'Observation', ifNoneExist: `patient=${victim.id}` } }] }],
      ['POST', '/fhir', { resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'GET', url: `Patient/${victim.id}` } }] }],
      ['POST', '/fhir/Consent', { resourceType: 'Consent', status: 'active', patient: other, provision: { type: 'permit' } }], ['POST', '/fhir/RelatedPerson', { resourceType: 'RelatedPerson', patient: other }],
    ];
    for (const [method, path, body, headers] of writes) judge('fhir write', `${who} ${method} ${path}`, await send(token, method, path, body, { 'content-type': 'application/fhir+json', ...headers }), path === '/fhir' ? [200, 400, 403, 404, 422] : [400, 403, 404, 412, 422]);
  });
});

describe('mass assignment', () => {
  it('nothing that a body says makes its sender somebody else', async () => {
    const extra = { role: 'system', roles: ['system'], organization: `Organization/${facilities.central.id}`, practitioner: `Practitioner/${staff.specialist.practitioner}`, status: 'completed', owner: 'x', meta: { tag: [] }, patient: `Patient/${victim.id}`, __proto__: { admin: true } };
    const token = await accessToken('nurse2');
    const made = await send(token, 'POST', pathOf('patientRegistration'), { name: 'Người Thử Mới', birthDate: '1990-02-03', sex: 'male', source: 'typed', ...extra, managingOrganization: `Organization/${facilities.central.id}`, id: 'chosen' });
    const { id = '' } = JSON.parse(made.text) as { id?: string };
    const record = JSON.parse((await send(token, 'GET', `/fhir/Patient/${id}`)).text) as { managingOrganization?: { reference?: string } };
    expect([id === 'chosen', record.managingOrganization?.reference]).toEqual([false, `Organization/${facilities.station2.id}`]);
    const own = await accessToken('patient2');
    for (const [route, body] of [['consentDecision', { choice: 'permit', textVersion: consentText, ...extra }], ['dataRequest', { kind: 'copy', text: 'xin bản sao', ...extra }], ['carerGrant', { citizenId: '012185000099', name: 'Ai Đó', kind: 'child', active: true, ...extra }]] as const)
      judge('mass assignment', route, await send(own, routes[route].method, pathOf(route, { patientId: patients.patient2.id, purpose: 'research' }), body), [422]);
    judge('mass assignment', 'me', await send(own, 'GET', pathOf('me')), [200]);
  });
});

type Forge = (token: string) => Promise<string> | string;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const forged: Readonly<Record<string, Forge>> = {
  'another role in the payload': (t) => `${t.split('.')[0]}.${part({ ...decodeJwt(t), roles: ['system', 'station'] })}.${t.split('.')[2]}`,
  'another patient in the payload': (t) => `${t.split('.')[0]}.${part({ ...decodeJwt(t), patient: `Patient/${victim.id}` })}.${t.split('.')[2]}`,
  'no algorithm': (t) => new UnsecuredJWT(decodeJwt(t)).encode(),
  'no signature': (t) => `${t.split('.').slice(0, 2).join('.')}.`,
  'the signature of another token': async (t) => `${t.split('.').slice(0, 2).join('.')}.${(await accessToken('nurse')).split('.')[2]}x`,
  'a key of one’s own, in the header': async (t) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    return await new SignJWT(decodeJwt(t)).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jwk: await exportJWK(publicKey) }).sign(privateKey);
  },
  'a key at an address of one’s own': async (t) => await new SignJWT(decodeJwt(t)).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jku: 'http://127.0.0.1:21481/jwks', kid: 'x' }).sign((await generateKeyPair('ES256')).privateKey),
  'the public key as a shared secret': async (t) => await new SignJWT(decodeJwt(t)).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(new TextEncoder().encode(await (await fetch(`${target().baseUrl}${pathOf('publicKeys')}`)).text())),
  'a later end': (t) => `${t.split('.')[0]}.${part({ ...decodeJwt(t), exp: 4e9 })}.${t.split('.')[2]}`,
  'another audience': (t) => `${t.split('.')[0]}.${part({ ...decodeJwt(t), aud: 'x' })}.${t.split('.')[2]}`,
  'another issuer': (t) => `${t.split('.')[0]}.${part({ ...decodeJwt(t), iss: 'https://evil.example' })}.${t.split('.')[2]}`,
  'a wider scope': (t) => `${t.split('.')[0]}.${part({ ...decodeJwt(t), scope: 'api system/*.cruds' })}.${t.split('.')[2]}`,
};

describe('a token with', () => {
  it.each(Object.entries(forged))('%s opens nothing', async (kind, forge) => {
    for (const who of ['nurse2', 'patient2', 'system'] as const) {
      const token = await forge(await accessToken(who));
      for (const path of [pathOf('me'), `/fhir/Patient/${victim.id}`]) judge('token', `${kind} ${who} ${path}`, await send(token, 'GET', path), [401]);
    }
  });
});

it('zero leaks', () => expect(leaks).toEqual([]));
