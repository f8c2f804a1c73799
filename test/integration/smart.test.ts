import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, Observation, OperationOutcome } from '@medplum/fhirtypes';
import { SignJWT, decodeJwt, generateKeyPair } from 'jose';
import { serviceToken } from '../../local/oidc/signInAs.ts';
import { patients } from '../../local/story.ts';
import { pathOf } from '../../shared/routes.ts';
import { accessToken } from '../support/people.ts';
import { launch, refresh, smartEndpoints, type SmartTokens } from '../support/smartApp.ts';
import { target } from '../support/target.ts';

type Answer = { readonly status: number; readonly body: Partial<Bundle> & Partial<OperationOutcome> & Partial<Observation> };
async function fhir(token: string, path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const answer = await fetch(`${target().baseUrl}/fhir${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Answer['body'] };
}
const types = ({ body }: Answer) => [...new Set((body.entry ?? []).map((e) => String(e.resource?.resourceType)))].toSorted((a, b) => a.localeCompare(b));

const mine = patients.birthDateDiffers.id;
const observation = (id: string, code: string) => ({
  resourceType: 'Observation', id, status: 'final', code: { text: id }, subject: { reference: `Patient/${mine}` },
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] }],
});

beforeAll(async () => {
  const system = await accessToken('system');
  const entry = [observation('smart-vital', 'vital-signs'), observation('smart-lab', 'laboratory')].map((resource) => ({ resource, request: { method: 'PUT', url: `Observation/${resource.id}` } }));
  expect((await fhir(system, '', 'POST', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(200);
}, 60_000);

describe('a standalone launch of another maker’s application', () => {
  let tokens: SmartTokens;
  beforeAll(async () => {
    tokens = await launch('birthDateDiffers', 'openid fhirUser launch/patient offline_access patient/Patient.r patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs');
  });

  it('finds its way by the smart-configuration, which tells the truth about the issuer', async () => {
    const endpoints = await smartEndpoints();
    const issuer = (await (await fetch(`${endpoints.issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    expect([endpoints.authorization_endpoint, endpoints.token_endpoint, endpoints.revocation_endpoint]).toEqual([issuer['authorization_endpoint'], issuer['token_endpoint'], issuer['revocation_endpoint']]);
    expect(issuer['code_challenge_methods_supported']).toEqual([...endpoints.code_challenge_methods_supported]);
    expect(endpoints.capabilities).toContain('launch-standalone');
  });

  it('gets the patient in context, who is signed in, and what it asked for', () => {
    expect([tokens.patient, tokens.scope?.includes('patient/Patient.r'), typeof tokens.refresh_token]).toEqual([mine, true, 'string']);
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({ fhirUser: `${target().baseUrl}/fhir/Patient/${mine}` });
    expect(tokens.expires_in).toBeLessThanOrEqual(600);
  });

  it('reads, searches, includes and looks back within its scopes only', async () => {
    const token = tokens.access_token;
    expect((await fhir(token, '/Observation/smart-vital')).status).toBe(200);
    expect((await fhir(token, '/Observation/smart-lab')).status).toBe(404);
    const found = await fhir(token, `/Observation?patient=${mine}`);
    expect([found.body.entry?.some((e) => e.resource?.id === 'smart-vital'), found.body.entry?.some((e) => e.resource?.id === 'smart-lab')]).toEqual([true, false]);
    expect(found.body.total).toBe(found.body.entry?.length);
    expect((await fhir(token, `/Observation?patient=${mine}&_id=smart-lab&_summary=count`)).body.total).toBe(0);
    expect((await fhir(token, '/Observation/smart-lab/_history')).status).toBe(404);
    expect((await fhir(token, `/Condition?patient=${mine}`)).status).toBe(403);
    expect((await fhir(token, `/Patient?_id=${mine}`)).status).toBe(403);
    const included = await fhir(token, `/Observation?patient=${mine}&_include=Observation:subject&_revinclude=Provenance:target`);
    expect(types(included)).toEqual(['Observation', 'Patient']);
    const batch = await fhir(token, '', 'POST', { resourceType: 'Bundle', type: 'batch', entry: ['Observation/smart-vital', 'Observation/smart-lab', `Condition?patient=${mine}`].map((url) => ({ request: { method: 'GET', url } })) });
    expect(batch.body.entry?.map((e) => e.response?.status)).toEqual(['200', '404', '403']);
    const all = await fhir(token, `/Patient/${mine}/$everything`);
    expect(all.body.entry?.some((e) => e.resource?.id === 'smart-lab') ?? false).toBe(false);
    expect((await fhir(token, '/Observation', 'POST', observation('x', 'vital-signs'))).status).toBe(403);
  });

  it('takes no step of the product', async () => {
    for (const path of [pathOf('me'), pathOf('chart', { patientId: mine }), pathOf('accesses', { patientId: mine })]) {
      const answer = await fetch(`${target().baseUrl}${path}`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([path, 403, 'HTTP_SCOPE_INSUFFICIENT']);
    }
  });

  it('is never given our own scope, nor more than its user has', async () => {
    const greedy = await launch('nurse2', 'openid api user/*.cruds system/*.cruds');
    expect(greedy.scope?.split(' ').filter((word) => word === 'api' || word.startsWith('system/'))).toEqual([]);
    expect(greedy.refresh_token).toBeUndefined();
    expect((await fhir(greedy.access_token, '/Observation/smart-lab')).status).toBe((await fhir(await accessToken('nurse2'), '/Observation/smart-lab')).status);
    expect((await fhir(greedy.access_token, `/Patient/${patients.patient.id}`)).status).toBe(404);
  });

  it('needs the verifier of its own challenge', async () => {
    await expect(launch('birthDateDiffers', 'openid', { verifier: 'x'.repeat(43) })).rejects.toThrow('invalid_grant');
  });

  it('gets a new refresh token at each use; using an old one again ends the whole family', async () => {
    const first = await launch('birthDateDiffers', 'openid offline_access patient/Observation.rs');
    const second = await refresh(first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await fhir(second.access_token, '/Observation/smart-lab')).status).toBe(200);
    await expect(refresh(first.refresh_token ?? '')).rejects.toThrow('invalid_grant');
    await expect(refresh(second.refresh_token ?? '')).rejects.toThrow('invalid_grant');
  });
});

describe('signing out of everything', () => {
  it('ends other devices’ access tokens within half a minute, and what they renew', async () => {
    const other = await launch('specialist3', 'openid offline_access user/Organization.rs');
    const own = await accessToken('specialist3');
    const me = async (token: string) => (await fetch(`${target().baseUrl}${pathOf('me')}`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect((await fhir(other.access_token, '/Organization/bv-tinh-mau')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const ended = await fetch(`${target().baseUrl}${pathOf('signOutEverywhere')}`, { method: 'POST', headers: { authorization: `Bearer ${own}` } });
    expect(ended.status).toBe(200);
    let status = 200;
    for (let tries = 0; tries < 35 && status !== 401; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      status = (await fhir(other.access_token, '/Organization/bv-tinh-mau')).status;
    }
    expect(status).toBe(401);
    const renewed = await refresh(other.refresh_token ?? '');
    expect((await fhir(renewed.access_token, '/Organization/bv-tinh-mau')).status).toBe(401);
    for (let tries = 0; tries < 10 && (await me(own)) !== 401; tries += 1) await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await me(own)).toBe(401);
    const again = await launch('specialist3', 'openid user/Organization.rs');
    expect((await fhir(again.access_token, '/Organization/bv-tinh-mau')).status).toBe(200);
  }, 90_000);
});

describe('a service client', () => {
  it('proves itself by its own key, and does what its scopes say', async () => {
    const token = await serviceToken(target().baseUrl, 'system', 'system/Observation.rs');
    expect((await fhir(token, '/Observation/smart-lab')).status).toBe(200);
    expect((await fhir(token, '/Observation', 'POST', observation('x', 'vital-signs'))).status).toBe(403);
    expect((await fhir(token, `/Condition?patient=${mine}`)).status).toBe(403);
    expect((await fhir(token, `/Observation?patient=${mine}&subject:Patient.birthdate=${patients.birthDateDiffers.birthDate}`)).body.total).toBe(0);
    expect(types(await fhir(token, '/Observation?_id=smart-lab&_include=Observation:subject'))).toEqual(['Observation']);
  });

  it.each(['another key', 'another audience', 'another subject', 'an old assertion', 'no assertion', 'the same assertion twice'])('is refused with %s', async (fault) => {
    const { token_endpoint: endpoint, issuer } = await smartEndpoints();
    const { serviceKey } = await import('../../local/oidc/serviceKey.ts');
    const key = serviceKey('system');
    const signer = fault === 'another key' ? (await generateKeyPair('ES256')).privateKey : key.privateKey;
    const now = Math.floor(Date.now() / 1000);
    const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: key.publicJwk.kid }).setIssuer('system').setSubject(fault === 'another subject' ? 'research' : 'system')
      .setAudience(fault === 'another audience' ? 'https://evil.example' : issuer).setJti(`j-${fault}-${now}`).setIssuedAt(fault === 'an old assertion' ? now - 900 : now).setExpirationTime(fault === 'an old assertion' ? now - 600 : now + 60).sign(signer);
    const ask = async () => (await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'system', scope: 'system/*.rs', ...(fault === 'no assertion' ? {} : { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }) }) })).status;
    if (fault === 'the same assertion twice') expect(await ask()).toBe(200);
    expect([400, 401]).toContain(await ask());
  });

  it('for research sees what is measured of those who agreed, and not who they are', async () => {
    const token = await accessToken('research');
    expect((await fhir(token, '/Observation/smart-vital')).status).toBe(404);
    expect((await fhir(token, `/Patient/${mine}`)).status).toBe(404);
    expect((await fhir(token, '/Organization/bv-tinh-mau')).status).toBe(200);
  });
});
