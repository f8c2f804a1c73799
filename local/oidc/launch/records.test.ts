import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Patient } from '@medplum/fhirtypes';
import { decodeJwt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { pageHeaders } from '../headers.ts';
import { recordsOf } from './records.ts';

/** A FHIR server that keeps what it was asked, and answers with what a test put there. */
let server: Server;
let asked: { readonly path: string; readonly form: string; readonly token: string }[] = [];
let answers: Record<string, { readonly status?: number; readonly body?: unknown }> = {};
let key: JWK;

beforeAll(async () => {
  key = { ...(await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)), kid: 'k' };
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push({ path, form: decodeURIComponent(Buffer.concat(parts).toString()).replaceAll('+', ' '), token: (request.headers.authorization ?? '').slice('Bearer '.length) });
      const { status = 200, body = { resourceType: 'Bundle', type: 'searchset' } } = answers[path] ?? {};
      response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => void ([asked, answers] = [[], {}]));
afterAll(() => new Promise((resolve) => {
  server.closeAllConnections();
  server.close(resolve);
}));

const specialist = { name: 'BS', roles: ['specialist'], practitioner: 'Practitioner/d', organization: 'Organization/h' };
const station = { name: 'YT', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/s' };
const mother = { name: 'Mẹ', roles: ['patient'], patient: 'Patient/m' };
const asPerson = (claims: Record<string, unknown>) => recordsOf({ fhirUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, issuer: 'https://i.example', audience: 'api', key }, { accountId: 'a', claims, signedInAt: 1_700_000_000 });
const patient = (id: string, more: Partial<Patient> = {}): Patient => ({ resourceType: 'Patient', id, name: [{ text: `Người ${id}` }], ...more });
const page = (...found: Patient[]) => ({ body: { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) } });

describe('the questions that the issuer asks for a person', () => {
  it('are asked with a token of that person, for these questions alone and a minute', async () => {
    await asPerson(specialist).find('hoa');
    const { iat = 0, exp = 0, ...claims } = decodeJwt(asked[0]?.token ?? '');
    expect(claims).toMatchObject({ sub: 'a', iss: 'https://i.example', aud: 'api', roles: ['specialist'], practitioner: 'Practitioner/d', auth_time: 1_700_000_000, scope: 'user/Patient.rs user/Task.s user/Encounter.s user/RelatedPerson.s' });
    expect(exp - iat).toBe(60);
  });

  it.each([
    ['Hoà  mẫu', 'name=Hoà&name=mẫu&_count=20'], ['0900 000 101', 'phone=0900000101&_count=20'], ['012185-000011', 'identifier=012185000011&_count=20'],
    ['dt 2121234567801', 'identifier=DT2121234567801&_count=20'], ['a,b|c$', 'name=abc&_count=20'], ['1,2', 'identifier=12&_count=20'],
  ])('a search for "%s" stands in the body and asks for %s', async (text, form) => {
    await asPerson(station).find(text);
    expect(asked.map((one) => [one.path, one.form])).toEqual([['/Patient/_search', form]]);
  });

  it('are about open work: own cases and calls, what waits at the house, what the station has asked', async () => {
    const status = 'status=requested,received,accepted,ready,in-progress,on-hold';
    await asPerson(specialist).near();
    expect(asked.map(({ path, form }) => `${path} ${form}`).toSorted()).toEqual([
      '/Encounter/_search participant=Practitioner/d&_include=Encounter:patient&_count=20',
      `/Task/_search owner=Organization/h&${status}&_include=Task:patient&_count=20`, `/Task/_search owner=Practitioner/d&${status}&_include=Task:patient&_count=20`,
    ]);
    asked = [];
    await asPerson(station).near();
    expect(asked.map(({ form }) => form)).toEqual([`requester=Organization/s&${status}&_include=Task:patient&_count=20`]);
    asked = [];
    expect(await asPerson({ name: 'X', roles: ['auditor'], organization: 'Organization/o' }).near()).toEqual({ ok: true, value: { people: [], more: false } });
    expect(asked).toEqual([]);
  });

  it('offer a patient the own record and those cared for, by the own numbers that hold', async () => {
    answers = { '/Patient/m': { body: patient('m', { identifier: [{ system: 's', value: '1' }, { use: 'old', system: 's', value: '2' }] }) }, '/RelatedPerson/_search': page(patient('child')) };
    const near = await asPerson(mother).near();
    expect([near.ok && near.value.people.map(({ id }) => id), asked.at(-1)?.form]).toEqual([['m', 'child'], 'identifier=s|1&_include=RelatedPerson:patient']);
  });

  it('name each person once, none whose record was replaced, and of the number its end alone', async () => {
    answers = { '/Patient/_search': page(patient('a', { gender: 'female', birthDate: '1985-03-14', identifier: [{ system: 'https://x/sid/citizen-id', value: '012185000011' }], address: [{ text: 'Bản Thử' }] }), patient('a'), patient('b', { active: false })) };
    const found = await asPerson(station).find('hoa');
    expect(found.ok && found.value.people.map(({ id }) => id)).toEqual(['a']);
    answers = { '/Patient/_search': page(patient('a', { gender: 'female', birthDate: '1985-03-14', identifier: [{ system: 'https://x/sid/citizen-id', value: '012185000011' }], address: [{ text: 'Bản Thử' }] })) };
    expect(await asPerson(station).find('hoa')).toEqual({ ok: true, value: { more: false, people: [{ id: 'a', name: 'Người a', sex: 'female', birthDate: '1985-03-14', numberEnd: '0011', address: 'Bản Thử' }] } });
  });

  it.each([[401, 'signed-out'], [429, 'unavailable'], [503, 'unavailable']])('a %d is %s, a refusal is nobody', async (status, error) => {
    answers = { '/Patient/_search': { status, body: {} }, '/Task/_search': { status, body: {} }, '/Patient/p': { status, body: {} } };
    const refused = { ok: false, error };
    expect([await asPerson(station).find('hoa'), await asPerson(station).near(), await asPerson(station).mayRead('p')]).toEqual([refused, refused, refused]);
    answers = { '/Patient/_search': { status: 400, body: {} }, '/Patient/p': { status: 404, body: {} } };
    expect([await asPerson(station).find('h'), await asPerson(station).mayRead('p')]).toEqual([{ ok: true, value: { people: [], more: false } }, { ok: true, value: false }]);
  });
});

describe('where a form of the issuer may lead', () => {
  it.each([
    [undefined, "form-action 'self';"], ['http://127.0.0.1:21480/callback', "form-action 'self' http://127.0.0.1:21480;"], ['https://app.example/a;script-src *', "form-action 'self' https://app.example;"], ['app.example:/callback', "form-action 'self' app.example:;"], ['no address', "form-action 'self';"],
  ])('%s: %s', (redirect, policy) => expect(pageHeaders(redirect)['content-security-policy']).toContain(policy));
});
