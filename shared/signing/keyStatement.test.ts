import { beforeEach, describe, expect, it } from '@jest/globals';
import { base64url, type JWK } from 'jose';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import type { SignedKeyHistory } from './contract.ts';
import { fakeKeySigner } from './keySigner.fake.ts';
import { keyStatements, statedKeys } from './keyStatement.ts';
import type { KeySigner } from './ports.ts';

const at = '2026-11-22T03:00:00.000Z';
let signer: KeySigner;
let old: JWK;
let answer: SignedKeyHistory;
const deps = () => ({ signer, retired: [{ ...old, retired: true, exp: 1_790_000_000 }], authorities: ['AAAA'], issuer: 'https://x.example', clock: fixedClock(at) });
beforeEach(async () => {
  [signer, old] = [await fakeKeySigner(), await (await fakeKeySigner()).publicJwk()];
  answer = await keyStatements(deps())();
});
const fault = async (change: Partial<SignedKeyHistory>, by?: string) => {
  const stated = await statedKeys({ ...answer, ...change }, by);
  return stated.ok ? 'good' : stated.error;
};
/** The statement with another payload under the same signature. */
const altered = (change: (claims: Record<string, unknown>) => object): string => {
  const [header = '', payload = '', signature = ''] = answer.signed.split('.');
  const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload))) as Record<string, unknown>;
  return [header, base64url.encode(JSON.stringify(change(claims))), signature].join('.');
};

describe('the list of keys', () => {
  it('is vouched for by the key that signs now, with every key before it and when it was said', async () => {
    expect(valueOf(await statedKeys(answer))).toMatchObject({ by: await signer.kid(), at, history: { keys: [{ kid: await signer.kid() }, { kid: old.kid, retired: true }], authorities: ['AAAA'] } });
    expect(await fault({}, await signer.kid())).toBe('good');
  });
  it('is taken as it was signed: what stands beside the signature counts for nothing', async () => {
    const mine = await (await fakeKeySigner()).publicJwk();
    expect(valueOf(await statedKeys({ ...answer, keys: [mine], authorities: ['BBBB'] })).history).toEqual({ keys: answer.keys, authorities: ['AAAA'] });
  });
  it.each([
    ['a key put in', (c: Record<string, unknown>) => ({ ...c, keys: [...(c['keys'] as object[]), { ...old, kid: 'mine' }] })],
    ['a revocation taken out', (c: Record<string, unknown>) => ({ ...c, keys: (c['keys'] as object[]).slice(0, 1) })],
    ['another authority', (c: Record<string, unknown>) => ({ ...c, authorities: ['BBBB'] })],
    ['a later date', (c: Record<string, unknown>) => ({ ...c, iat: 1_900_000_000 })],
  ] as const)('is found out with %s', async (_, change) => {
    expect(await fault({ signed: altered(change) })).toBe('does-not-match');
  });
  it('is not signed by a key that is retired or revoked by its own word, nor by one that is not in it', async () => {
    const revoked = { ...(await signer.publicJwk()), revoked: { revoked_at: 1, reason: 'compromised' } } as const;
    expect(await fault({ signed: (await keyStatements({ ...deps(), retired: [revoked] })()).signed })).toBe('key-not-in-force');
    expect(await fault({ signed: altered((c) => ({ ...c, keys: [] })) })).toBe('key-not-in-force');
  });
  it('of somebody else is good by itself, and not for who knows the key', async () => {
    const stranger = await keyStatements({ ...deps(), signer: await fakeKeySigner() })();
    expect(await fault(stranger)).toBe('good');
    expect(await fault(stranger, await signer.kid())).toBe('other-signer');
  });
  it('without a signature, or with something else in its place, says so', async () => {
    const { signed: _signed, ...bare } = answer;
    expect(await statedKeys(bare)).toEqual({ ok: false, error: 'unsigned' });
    for (const signed of ['', 'a.b.c', await signer.signJws(new TextEncoder().encode('{}'), { typ: 'conclusion+jws' })]) expect(await fault({ signed })).toBe('malformed');
  });
  it('costs one signature in five minutes, and a fault of the moment is not kept', async () => {
    let signatures = 0;
    let down = true;
    const clock = fixedClock(at);
    const counted: KeySigner = { ...signer, signJws: async (...given) => (signatures++, down ? await Promise.reject(new Error('no answer')) : await signer.signJws(...given)) };
    const give = keyStatements({ ...deps(), signer: counted, clock });
    await expect(give()).rejects.toThrow('no answer');
    down = false;
    await give();
    await give();
    expect(signatures).toBe(2);
    clock.advance(5 * 60_000);
    await give();
    expect(signatures).toBe(3);
  });
});
