import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SignJWT, UnsecuredJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload } from 'jose';
import { fixedClock, systemClock } from '../kernel/clock.ts';
import { fakeSignOuts } from '../identity/signOuts.fake.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import { accessTokens, oidcIssuer, ownIssuer, signOutSeconds } from './accessTokens.ts';

const audience = 'https://api.example';
const baseUrl = 'https://lien-tuyen.example';
const port = 7740;
const issuer = `http://127.0.0.1:${port}`;

async function aKey() {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  return { ...pair, jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256' } };
}
type Key = Awaited<ReturnType<typeof aKey>>;

describe('accessTokens', () => {
  let server: Server;
  let key: Key;
  let published: unknown[];
  const own = fakeKeySigner();
  const authenticate = async (token: string) =>
    await accessTokens([oidcIssuer(issuer), ownIssuer(baseUrl, await own)], audience, systemClock)(token);

  beforeAll(async () => {
    key = await aKey();
    published = [key.jwk];
    server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url?.endsWith('/jwks') ? { keys: published } : { issuer, jwks_uri: `${issuer}/jwks` }));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  }));

  const nurse: JWTPayload = { sub: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/o', scope: 'openid api' };
  type Change = { claims?: JWTPayload; typ?: string; iss?: string; aud?: string; exp?: string | number; with?: Key };
  const token = ({ claims = nurse, typ = 'at+jwt', iss = issuer, aud = audience, exp = '5 min', with: signer = key }: Change = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ, kid: signer.jwk.kid }).setIssuer(iss).setAudience(aud).setIssuedAt().setExpirationTime(exp).sign(signer.privateKey);
  const code = async (of: string | Promise<string>) => {
    const answer = await authenticate(await of);
    return answer.ok ? 'accepted' : answer.error.code;
  };
  const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

  it('makes the principal of the verified claims and nothing else', async () => {
    const answer = await authenticate(await token({ claims: { ...nurse, email: 'x@y.z' } }));
    expect(answer).toEqual({ ok: true, value: { subject: 'nurse', issuer, name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/o' } });
  });

  it('takes whom the person chose from another application’s token, and from no token of our own client', async () => {
    const principal = async (scope: string, chosen: string) => {
      const answer = await authenticate(await token({ claims: { ...nurse, scope, launch_patient: chosen } }));
      return answer.ok ? answer.value.chosenPatient : answer.error.code;
    };
    expect(await principal('patient/*.rs', 'Patient/p')).toBe('Patient/p');
    expect(await principal('openid api', 'Patient/p')).toBeUndefined();
    expect(await principal('patient/*.rs', 'p')).toBe('HTTP_TOKEN_INVALID');
  });

  it('gives an expired token its own code, after 30 s of clock skew', async () => {
    expect(await code(token({ exp: seconds(-10) }))).toBe('accepted');
    expect(await code(token({ exp: seconds(-60) }))).toBe('HTTP_TOKEN_EXPIRED');
  });

  it('leaves a token without our own scope what its SMART scopes say, and nothing where it has none', async () => {
    const scopesOf = async (scope?: string) => {
      const answer = await authenticate(await token({ claims: { ...nurse, scope } }));
      return answer.ok ? answer.value.scopes?.map(({ level, type, permissions }) => `${level}/${type}.${permissions.join('')}`) : answer.error.code;
    };
    expect(await scopesOf('openid api')).toBeUndefined();
    expect(await scopesOf('openid user/Observation.rs')).toEqual(['user/Observation.rs']);
    expect(await scopesOf('openid profile')).toEqual([]);
    expect(await scopesOf()).toEqual([]);
  });

  it('refuses, within half a minute, every token of a session that began before its person signed out of everything', async () => {
    const [signOuts, clock] = [fakeSignOuts(), fixedClock(new Date().toISOString())];
    const check = accessTokens([oidcIssuer(issuer)], audience, clock, signOuts);
    const outAt = Math.floor(clock.now().getTime() / 1000);
    const session = (auth_time: number) => token({ claims: { ...nurse, auth_time } });
    const [before, other] = [await session(outAt - 100), await token({ claims: { ...nurse, sub: 'nurse2' } })];
    expect((await check(before)).ok).toBe(true);
    await signOuts.signOut(`${issuer} nurse`, clock.now());
    clock.advance((signOutSeconds + 1) * 1000);
    expect(await check(before)).toMatchObject({ ok: false, error: { code: 'HTTP_TOKEN_EXPIRED' } });
    expect(await check(await session(outAt - 1))).toMatchObject({ ok: false, error: { code: 'HTTP_TOKEN_EXPIRED' } });
    expect([(await check(await session(outAt + 1))).ok, (await check(other)).ok]).toEqual([true, true]);
  });

  it('refuses another audience, issuer, type, key, algorithm, or no signature', async () => {
    expect(await code(token({ aud: 'https://other.example' }))).toBe('HTTP_TOKEN_INVALID');
    expect(await code(token({ iss: 'https://evil.example' }))).toBe('HTTP_TOKEN_INVALID');
    expect(await code(token({ typ: 'room+jwt' }))).toBe('HTTP_TOKEN_INVALID');
    expect(await code(token({ with: { ...(await aKey()), jwk: key.jwk } }))).toBe('HTTP_TOKEN_INVALID');
    expect(await code(new UnsecuredJWT(nurse).setIssuer(issuer).setAudience(audience).setIssuedAt().setExpirationTime('5 min').encode())).toBe('HTTP_TOKEN_INVALID');
    const hmac = new SignJWT(nurse).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: key.jwk.kid }).setIssuer(issuer).setAudience(audience).setIssuedAt().setExpirationTime('5 min');
    expect(await code(hmac.sign(new TextEncoder().encode(JSON.stringify(key.jwk))))).toBe('HTTP_TOKEN_INVALID');
  });

  it('refuses a changed payload and what is no token at all', async () => {
    const [header, , signature] = (await token()).split('.');
    const changed = Buffer.from(JSON.stringify({ ...nurse, roles: ['system'], iss: issuer, aud: audience, iat: seconds(0), exp: seconds(300) })).toString('base64url');
    expect(await code(`${header}.${changed}.${signature}`)).toBe('HTTP_TOKEN_INVALID');
    for (const nonsense of ['', 'x', 'a.b.c', '....', 'é'.repeat(5000)]) expect(await code(nonsense)).toBe('HTTP_TOKEN_INVALID');
  });

  it('refuses claims that are missing or malformed', async () => {
    for (const claims of [{ sub: 'x' }, { ...nurse, roles: [] }, { ...nurse, roles: ['root'] }, { ...nurse, sub: '' }, { ...nurse, practitioner: 'Patient/x' }, { sub: 'p', roles: ['patient'] }])
      expect(await code(token({ claims }))).toBe('HTTP_TOKEN_INVALID');
  });

  it('accepts a new key of the issuer without a restart', async () => {
    const next = await aKey();
    const fresh = accessTokens([oidcIssuer(issuer)], audience, systemClock);
    expect((await fresh(await token())).ok).toBe(true);
    published = [key.jwk, next.jwk];
    // The key set is asked for again at once for a new container, and after the cool-down for an old one.
    const restarted = accessTokens([oidcIssuer(issuer)], audience, systemClock);
    expect((await restarted(await token({ with: next }))).ok).toBe(true);
  });

  it('accepts a new key, and no more the one that was taken away, in a container that runs on: no restart', async () => {
    const [first, second] = [await aKey(), await aKey()];
    const from = Date.now();
    jest.useFakeTimers({ now: from, doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    try {
      published = [first.jwk];
      const container = accessTokens([oidcIssuer(issuer)], audience, systemClock);
      const answers = async (of: Key) => (await container(await token({ with: of }))).ok;
      expect([await answers(first), await answers(second)]).toEqual([true, false]);
      published = [second.jwk];
      // Asked for again at most every half minute, however many unknown keys are named.
      expect(await answers(second)).toBe(false);
      jest.setSystemTime(from + 31_000);
      expect([await answers(second), await answers(first)]).toEqual([true, false]);
    } finally {
      jest.useRealTimers();
      published = [key.jwk];
    }
  });

  it('takes the algorithms of its list and no other, also with a key of the issuer', async () => {
    const answers = [];
    for (const alg of ['ES256', 'RS256', 'EdDSA', 'PS256', 'ES384'] as const) {
      const pair = await generateKeyPair(alg, { extractable: true });
      published = [{ ...(await exportJWK(pair.publicKey)), kid: alg, alg }];
      const fresh = accessTokens([oidcIssuer(issuer)], audience, systemClock);
      const made = await new SignJWT(nurse).setProtectedHeader({ alg, typ: 'at+jwt', kid: alg }).setIssuer(issuer).setAudience(audience).setIssuedAt().setExpirationTime('5 min').sign(pair.privateKey);
      answers.push([alg, (await fresh(made)).ok]);
    }
    published = [key.jwk];
    expect(answers).toEqual([['ES256', true], ['RS256', true], ['EdDSA', true], ['PS256', false], ['ES384', false]]);
  });

  it('keeps which application holds the token, and when its person proved who they are', async () => {
    const principalOf = async (claims: JWTPayload) => {
      const answer = await authenticate(await token({ claims: { ...nurse, ...claims } }));
      return answer.ok ? answer.value : answer.error.code;
    };
    expect(await principalOf({ client_id: 'web', auth_time: 1_800_000_000 })).toMatchObject({ client: 'web', signedInAt: new Date(1_800_000_000_000) });
    expect(await principalOf({ azp: 'app', client_id: 'other' })).toMatchObject({ client: 'app' });
    expect(await principalOf({ auth_time: 'yesterday' })).toBe('HTTP_TOKEN_INVALID');
  });

  it('refuses a token that is not valid yet, after 30 s of clock skew', async () => {
    const starting = (offset: number) => new SignJWT(nurse).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.jwk.kid }).setIssuer(issuer).setAudience(audience).setIssuedAt().setNotBefore(seconds(offset)).setExpirationTime('5 min').sign(key.privateKey);
    expect([await code(starting(20)), await code(starting(60))]).toEqual(['accepted', 'HTTP_TOKEN_INVALID']);
  });

  it('accepts patients of our own issuer, and nobody else from there', async () => {
    const signer = await own;
    const issue = (claims: JWTPayload, typ = 'at+jwt') =>
      signer.signJws(new TextEncoder().encode(JSON.stringify({ iss: baseUrl, aud: audience, iat: seconds(0), exp: seconds(60), ...claims })), { typ });
    expect(await code(issue({ sub: 'p', roles: ['patient'], patient: 'Patient/p' }))).toBe('accepted');
    expect(await code(issue({ sub: 'p', roles: ['specialist'] }))).toBe('HTTP_TOKEN_INVALID');
    expect(await code(issue({ sub: 'p', roles: ['patient', 'system'], patient: 'Patient/p' }))).toBe('HTTP_TOKEN_INVALID');
    expect(await code(issue({ sub: 'p', roles: ['patient'], patient: 'Patient/p' }, 'room+jwt'))).toBe('HTTP_TOKEN_INVALID');
  });

  it('throws when the issuer can’t be reached: no blame on the caller', async () => {
    const down = accessTokens([{ ...oidcIssuer('http://127.0.0.1:7741'), issuer }], audience, systemClock);
    await expect(down(await token())).rejects.toThrow();
  });
});
