import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { fixedClock } from '../shared/kernel/clock.ts';
import { passGate, remoteKeys } from './pass.ts';

const clock = fixedClock('2026-11-22T02:00:00Z');
const claims = { sub: 'Practitioner/a', room: 'r1', role: 'specialist', name: 'BS. Mẫu', speak: true };
let key: CryptoKey;
let strangerKey: CryptoKey;
let publicKey: CryptoKey;

beforeAll(async () => {
  ({ privateKey: key, publicKey } = await generateKeyPair('ES256'));
  ({ privateKey: strangerKey } = await generateKeyPair('ES256'));
});

const gate = () => passGate(() => publicKey, clock);
let serial = 0;
type Deviation = { signedBy?: CryptoKey; audience?: string; life?: number; age?: number; payload?: Record<string, unknown> };
const pass = ({ signedBy = key, audience = 'sfu', life = 60, age = 0, payload = {} }: Deviation = {}) =>
  new SignJWT({ ...claims, jti: `pass-${++serial}`, ...payload })
    .setProtectedHeader({ alg: 'ES256' })
    .setAudience(audience)
    .setIssuedAt(Math.floor(clock.now().getTime() / 1000) - age)
    .setExpirationTime(Math.floor(clock.now().getTime() / 1000) + life)
    .sign(signedBy);

describe('a pass', () => {
  it('admits whom it names, once', async () => {
    const token = await pass();
    const opened = gate();
    await expect(opened.checkPass(token)).resolves.toMatchObject({ ok: true, value: claims });
    await expect(opened.checkPass(token)).resolves.toEqual({ ok: false, error: 'ROOM_PASS_USED' });
  });
  it.each([
    ['signed with another key', () => pass({ signedBy: strangerKey }), 'ROOM_PASS_INVALID'],
    ['made for another service', () => pass({ audience: 'api' }), 'ROOM_PASS_INVALID'],
    ['for closing rooms', () => pass({ audience: 'sfu-control' }), 'ROOM_PASS_INVALID'],
    ['out of date', () => pass({ life: -30 }), 'ROOM_PASS_EXPIRED'],
    ['from before this process began, which can’t know whether it was used or its room closed', () => pass({ age: 2 }), 'ROOM_PASS_EXPIRED'],
    ['with an unknown role', () => pass({ payload: { role: 'director' } }), 'ROOM_PASS_INVALID'],
    ['without the right to speak stated', () => pass({ payload: { speak: undefined } }), 'ROOM_PASS_INVALID'],
    ['that is no token', () => Promise.resolve('not.a.token-at-all'), 'ROOM_PASS_INVALID'],
    ['unsigned', () => Promise.resolve(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`), 'ROOM_PASS_INVALID'],
  ])('%s is refused', async (_, make, code) => {
    await expect(gate().checkPass(await make())).resolves.toEqual({ ok: false, error: code });
  });
  it('is not called wrong when the keys cannot be fetched', async () => {
    const unreachable = passGate(() => Promise.reject(new TypeError('fetch failed')), clock);
    await expect(unreachable.checkPass(await pass())).resolves.toEqual({ ok: false, error: 'ROOM_KEYS_UNREACHABLE' });
  });
});

describe('the published keys', () => {
  let server: Server;
  let url = '';
  const published = async (retired: boolean) => ({ ...(await exportJWK(publicKey)), kid: retired ? 'old' : 'new', alg: 'ES256', use: 'sig', ...(retired ? { retired } : {}) });
  beforeAll(async () => {
    const keys = await Promise.all([published(false), published(true)]);
    server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/keys`;
  });
  afterAll(() => void server.close());
  it('admit nobody by one that was retired', async () => {
    const opened = passGate(remoteKeys(url), clock);
    const signed = async (kid: string) => await new SignJWT({ ...claims, jti: `pass-${kid}` }).setProtectedHeader({ alg: 'ES256', kid }).setAudience('sfu').setIssuedAt(Math.floor(clock.now().getTime() / 1000)).setExpirationTime(Math.floor(clock.now().getTime() / 1000) + 60).sign(key);
    await expect(opened.checkPass(await signed('new'))).resolves.toMatchObject({ ok: true });
    await expect(opened.checkPass(await signed('old'))).resolves.toEqual({ ok: false, error: 'ROOM_PASS_INVALID' });
  });
});

describe('an order to close a room', () => {
  it('counts for the room that it names alone', async () => {
    await expect(gate().checkOrder(await pass({ audience: 'sfu-control' }), 'r1')).resolves.toMatchObject({ ok: true });
    await expect(gate().checkOrder(await pass({ audience: 'sfu-control' }), 'r2')).resolves.toMatchObject({ ok: false });
    await expect(gate().checkOrder(await pass(), 'r1')).resolves.toMatchObject({ ok: false });
  });
});
