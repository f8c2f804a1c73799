import { describe, expect, it } from '@jest/globals';
import { retiredKeys } from '../functions/_http/retiredKeys.ts';
import { fakeKeySigner } from '../shared/signing/keySigner.fake.ts';
import { keyHistory, publishedKeys } from '../shared/signing/publishedKeys.ts';
import { keyLines, retiredAfter } from './keys.ts';

const now = new Date('2026-11-22T03:00:00Z');
const seconds = now.getTime() / 1000;
/** As the parameter is read again by the functions. */
const deployed = (list: unknown) => retiredKeys.parse(JSON.stringify(list));

describe('npm run keys', () => {
  it('leads through a rotation: listed, ended, and still there', async () => {
    const [old, next] = [await (await fakeKeySigner()).publicJwk(), await (await fakeKeySigner()).publicJwk()];
    const kid = old.kid ?? '';
    const listed = deployed(retiredAfter({ keys: keyHistory([old], []), authorities: [] }, ['retire'], now));
    expect(listed).toMatchObject([{ kid, retired: true }]);
    expect(() => retiredAfter({ keys: keyHistory([old], listed), authorities: [] }, ['ended', kid], now)).toThrow('still signs');
    const ended = deployed(retiredAfter({ keys: keyHistory([next], listed), authorities: [] }, ['ended', kid], now));
    expect(keyHistory([next], ended)).toMatchObject([{ kid: next.kid }, { kid, exp: seconds, retired: true }]);
    expect(publishedKeys([next], ended).map((key) => key.kid)).toEqual([next.kid, kid]);
  });
  it('revokes a key, also the one that signs, which is then published as trusted no more', async () => {
    const old = await (await fakeKeySigner()).publicJwk();
    const kid = old.kid ?? '';
    const revoked = deployed(retiredAfter({ keys: keyHistory([old], []), authorities: [] }, ['revoke', kid, 'compromised', '2026-11-22T09:00:00+07:00'], now));
    expect(publishedKeys([old], revoked)).toEqual([]);
    expect(keyHistory([old], revoked)).toMatchObject([{ kid, revoked: { revoked_at: seconds - 3600, reason: 'compromised' } }]);
    expect(keyLines({ keys: keyHistory([old], revoked), authorities: [] })[0]).toContain('REVOKED 2026-11-22T02:00:00.000Z (compromised)');
  });
  it('says what is missing', () => {
    expect(() => retiredAfter({ keys: [], authorities: [] }, ['revoke', 'nobody', 'compromised'], now)).toThrow('no document key nobody');
    expect(() => retiredAfter({ keys: [], authorities: [] }, ['revoke', 'nobody', 'because'], now)).toThrow('compromised, superseded');
  });
});
