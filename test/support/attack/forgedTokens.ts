import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { pathOf } from '../../../shared/routes.ts';
import { target } from '../target.ts';

type Forge = (token: string, other: string, victim: string) => Promise<string> | string;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const [head, payload, tail] = [0, 1, 2].map((n) => (token: string) => token.split('.')[n] ?? '') as [(t: string) => string, (t: string) => string, (t: string) => string];
const said = (token: string, change: object) => `${head(token)}.${part({ ...decodeJwt(token), ...change })}.${tail(token)}`;
const ownKey = async (token: string, header: object, claims: object = {}) => await new SignJWT({ ...decodeJwt(token), ...claims }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header }).sign((await generateKeyPair('ES256')).privateKey);

/** Ways to change a token that somebody has; each must open nothing. */
export const forgedTokens: Readonly<Record<string, Forge>> = {
  'another role in the payload': (t) => said(t, { roles: ['system', 'station'] }),
  'another patient in the payload': (t, _, victim) => said(t, { patient: victim }),
  'another chosen patient in the payload': (t, _, victim) => said(t, { launch_patient: victim }),
  'another chosen patient, and scopes for that one': (t, _, victim) => said(t, { launch_patient: victim, scope: 'patient/*.cruds' }),
  'another facility in the payload': (t) => said(t, { organization: 'Organization/bv-trung-uong-mau' }),
  'another subject': (t) => said(t, { sub: 'nurse' }),
  'no algorithm': (t) => new UnsecuredJWT(decodeJwt(t)).encode(),
  'no algorithm, oddly written': (t) => `${part({ alg: 'nOnE', typ: 'at+jwt' })}.${payload(t)}.`,
  'no signature': (t) => `${head(t)}.${payload(t)}.`,
  'the signature of another token': (t, other) => `${head(t)}.${payload(t)}.${tail(other)}x`,
  'the payload of another token': (t, other) => `${head(t)}.${payload(other)}.${tail(t)}`,
  'a key of one’s own in the header': async (t) => await ownKey(t, { jwk: await exportJWK((await generateKeyPair('ES256')).publicKey) }),
  'a key at an address of one’s own': async (t) => await ownKey(t, { jku: 'http://127.0.0.1:21481/jwks', kid: 'x' }),
  'a certificate of one’s own': async (t) => await ownKey(t, { x5u: 'http://127.0.0.1:21481/x.pem', kid: 'x' }),
  'a key name that is a path': async (t) => await ownKey(t, { kid: '../../../../dev/null' }),
  'the public key as a shared secret': async (t) => await new SignJWT(decodeJwt(t)).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(new TextEncoder().encode(await (await fetch(`${target().baseUrl}${pathOf('publicKeys')}`)).text())),
  'a later end': (t) => said(t, { exp: 4e9 }),
  'a beginning to come': async (t) => await ownKey(t, {}, { nbf: 4e9 }),
  'another audience': (t) => said(t, { aud: 'x' }),
  'another issuer': (t) => said(t, { iss: 'https://evil.example' }),
  'a wider scope': (t) => said(t, { scope: 'api system/*.cruds' }),
  'the kind of an identity token': (t) => `${part({ ...JSON.parse(Buffer.from(head(t), 'base64url').toString()) as object, typ: 'JWT' })}.${payload(t)}.${tail(t)}`,
  'a word that must be understood': async (t) => await ownKey(t, { crit: ['exp'], exp: 4e9 }).catch(() => `${part({ alg: 'ES256', crit: ['b64'], b64: false })}.${payload(t)}.${tail(t)}`),
  'another letter at its end': (t) => `${t.slice(0, -4)}${t.at(-4) === 'A' ? 'B' : 'A'}${t.slice(-3)}`,
};
