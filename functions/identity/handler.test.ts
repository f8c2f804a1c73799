import { describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { cardText, patients } from '../../local/story.ts';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { accessTokens, ownIssuer } from '../../shared/gateways/accessTokens.ts';
import { fakeChallengeStore } from '../../shared/identity/challengeStore.fake.ts';
import { fakeConfirmations, fakePasskeys } from '../../shared/identity/passkeys/stores.fake.ts';
import { fakeSignOuts } from '../../shared/identity/signOuts.fake.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fakeSmsGateway } from '../../shared/identity/smsGateway.fake.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { routes, type RouteName } from '../../shared/routes.ts';
import { fakeKeySigner } from '../../shared/signing/keySigner.fake.ts';
import { openGate } from '../_http/limits.ts';
import { openStepUp } from '../_http/stepUp.ts';
import { identityFunction } from './handler.ts';

const base = 'https://lien-tuyen.example';
const issuer = 'https://api.example';
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };

async function anApi() {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(
    { resourceType: 'Organization', id: 'station', name: 'Trạm Y tế xã Mường Mẫu' },
    {
      resourceType: 'Patient', id: 'p', active: true, name: [{ text: patients.patient.name }], birthDate: patients.patient.birthDate, gender: 'female',
      identifier: [{ system: identifierSystems(base).citizenId, value: patients.patient.citizenId }], telecom: [{ system: 'phone', value: patients.patient.phone }],
      managingOrganization: { reference: 'Organization/station' },
    },
  );
  const retired = { ...(await (await fakeKeySigner()).publicJwk()), retired: true };
  const signOuts = fakeSignOuts();
  const signers = { token: await fakeKeySigner(), document: await fakeKeySigner() };
  const own = accessTokens([ownIssuer(issuer, signers.token)], 'urn:api', clock, signOuts);
  const sms = fakeSmsGateway();
  const handler = identityFunction({
    repository, clock, newId: countingIds('id'), signers, retiredKeys: [retired], sms, challenges: fakeChallengeStore(), naming: { base, systems: identifierSystems(base) },
    gate: openGate, signOuts, stepUp: openStepUp,
    checks: { created: () => Promise.resolve(undefined), asserted: () => Promise.resolve(undefined) },
    passkeys: { passkeys: fakePasskeys(), confirmations: fakeConfirmations(), party: { id: 'api.example', name: 'Liên Tuyến', origin: issuer }, passkeysRequired: false, newChallenge: () => 'challenge', clock },
    authenticate: (token) => (token === 'nurse' ? Promise.resolve(ok(nurse)) : token === 'nobody' ? Promise.resolve(refuse(refusal('HTTP_TOKEN_INVALID'))) : own(token)),
    newCode: () => '123456', untilAnswer: () => Promise.resolve(), onSmsFailure: () => undefined,
    oidc: { issuer: `${issuer}/oidc`, clientId: 'web', scope: 'openid profile', audience: 'urn:api' }, idleMinutes: { staff: 15, patient: 20 }, issuer, audience: 'urn:api',
  });
  const call = async (name: RouteName, { token, body, key }: { token?: string; body?: unknown; key?: string } = {}) => {
    const { method, path } = routes[name];
    const event = {
      httpMethod: method, resource: path, path, body: typeof body === 'string' ? body : JSON.stringify(body), isBase64Encoded: false, pathParameters: null,
      multiValueQueryStringParameters: null, requestContext: { identity: { sourceIp: '127.0.0.1' } },
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(key ? { 'Idempotency-Key': key } : {}) },
    } as unknown as APIGatewayProxyEvent;
    const result = await handler(event, {} as Context);
    return { status: result.statusCode, headers: result.headers ?? {}, body: JSON.parse(result.body) as Record<string, unknown> };
  };
  return { call, repository, sms, clock };
}

describe('the identity function', () => {
  it('marks it in the log, without the number, when somebody looks up strangers in mass', async () => {
    const { call } = await anApi();
    const written: string[] = [];
    const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const statuses = new Set<number>();
    for (let i = 0; i < 42; i += 1) statuses.add((await call('personLookup', { token: 'nurse', body: { kind: 'number', citizenId: `0121850${10_000 + i}` } })).status);
    spy.mockRestore();
    expect([...statuses]).toEqual([200, 429]);
    const marked = written.filter((line) => line.includes('"suspicious":true'));
    expect([marked.length, marked.some((line) => line.includes('0121850'))]).toEqual([2, false]);
  });

  it('says who is signed in, with the name of the facility', async () => {
    const { call } = await anApi();
    expect(await call('me', { token: 'nurse' })).toMatchObject({ status: 200, body: { subject: 'nurse', roles: ['station'], organization: { reference: 'Organization/station', name: 'Trạm Y tế xã Mường Mẫu' } } });
    expect(await call('me')).toMatchObject({ status: 401, body: { code: 'HTTP_TOKEN_MISSING' } });
    expect(await call('me', { token: 'nobody' })).toMatchObject({ status: 401, body: { code: 'HTTP_TOKEN_INVALID' } });
  });

  it('tells the client what it must know before anybody signs in', async () => {
    expect((await (await anApi()).call('clientConfiguration')).body).toEqual({ oidc: { issuer: `${issuer}/oidc`, clientId: 'web', scope: 'openid profile', audience: 'urn:api' }, idleMinutes: 15, identifierSystems: identifierSystems(base) });
  });

  it('publishes both public keys, those that were retired, and nothing private', async () => {
    const { body, headers } = await (await anApi()).call('publicKeys');
    const keys = body['keys'] as Record<string, string>[];
    expect(keys.map(({ retired }) => retired)).toEqual([undefined, undefined, true]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3);
    expect(keys.some((key) => 'd' in key)).toBe(false);
    expect(headers['cache-control']).toContain('public');
  });

  it('goes from a card to a record: lookup, registration, the same command again, lookup', async () => {
    const { call, repository } = await anApi();
    const lookup = { kind: 'card', text: cardText(patients.newcomer), via: 'camera' };
    const first = await call('personLookup', { token: 'nurse', body: lookup });
    expect(first).toMatchObject({ status: 200, body: { possibleDuplicates: [] } });
    const { citizenId, name, birthDate, sex, address } = first.body['card'] as Record<string, string>;
    const body = { citizenId, name, birthDate, sex, address, source: 'card-camera' };
    const made = await call('patientRegistration', { token: 'nurse', body, key: 'key-00001' });
    expect(made).toMatchObject({ status: 201, body: { name: patients.newcomer.name } });
    const again = await call('patientRegistration', { token: 'nurse', body, key: 'key-00001' });
    expect(again).toMatchObject({ status: 200, body: made.body, headers: { 'idempotent-replayed': 'true' } });
    expect(await call('patientRegistration', { token: 'nurse', body: { ...body, sex: 'other' }, key: 'key-00001' })).toMatchObject({ status: 422, body: { code: 'HTTP_IDEMPOTENCY_KEY_REUSED' } });
    expect(await call('patientRegistration', { token: 'nurse', body })).toMatchObject({ status: 400, body: { code: 'HTTP_IDEMPOTENCY_KEY_MISSING' } });
    expect((await call('personLookup', { token: 'nurse', body: lookup })).body['match']).toEqual(made.body);
    expect(repository.all().filter((r) => r.resourceType === 'Patient')).toHaveLength(2);
  });

  it('signs a patient in, who is then known to the API as that patient', async () => {
    const { call, sms } = await anApi();
    const sent = await call('signInCode', { body: { citizenId: patients.patient.citizenId } });
    expect(sent.status).toBe(202);
    expect(sms.sent).toHaveLength(1);
    const wrong = await call('signInToken', { body: { challengeId: sent.body['challengeId'], code: '654321' } });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'IDENTITY_CODE_WRONG' } });
    expect(wrong.body['detail']).toContain('4');
    const given = await call('signInToken', { body: { challengeId: sent.body['challengeId'], code: '123456' } });
    expect(await call('me', { token: String(given.body['accessToken']) })).toMatchObject({ status: 200, body: { subject: 'Patient/p', roles: ['patient'], patient: 'Patient/p' } });
  });

  it('answers an unknown number exactly as a known one', async () => {
    const { call, sms } = await anApi();
    const known = await call('signInCode', { body: { citizenId: patients.patient.citizenId } });
    const unknown = await call('signInCode', { body: { citizenId: '012185999999' } });
    expect([unknown.status, Object.keys(unknown.body), unknown.body['expiresAt']]).toEqual([known.status, Object.keys(known.body), known.body['expiresAt']]);
    expect(sms.sent).toHaveLength(1);
  });

  it('quotes nothing of a body that it refuses', async () => {
    const { call } = await anApi();
    for (const body of ['{"citizenId": "012185000011" ', { citizenId: 12 }, { kind: 'card', text: 'x'.repeat(5000), via: 'camera' }, { kind: 'number', citizenId: '01218500001a' }]) {
      const refused = await call('personLookup', { token: 'nurse', body });
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(refused.body)).not.toMatch(/0121850|xxxx/);
    }
  });
});
