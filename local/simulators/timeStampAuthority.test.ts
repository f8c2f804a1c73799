import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { timeStampAuthority } from '../../shared/gateways/timeStamps.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { checkTimeStamp } from '../../shared/signing/timeStampToken.ts';
import type { Simulator } from './http.ts';
import { startTimeStampAuthority } from './timeStampAuthority.ts';
import { newAuthority, type AuthorityKeys } from './timeStampKeys.ts';

const covered = new TextEncoder().encode('chữ ký cần đóng dấu');

describe('a time-stamp (RFC 3161) over HTTP', () => {
  let served: Simulator;
  let keys: AuthorityKeys;
  beforeAll(async () => {
    keys = await newAuthority();
    served = await startTimeStampAuthority(0, keys);
  });
  afterEach(async () => void (await fetch(`${served.url}/faults`, { method: 'DELETE' })));
  afterAll(async () => await served.stop());

  const authority = (authorities = [keys.authority], timeoutMilliseconds = 30_000) => timeStampAuthority({ url: served.url, authorities, timeoutMilliseconds });
  const fail = async (kind: object) => void (await fetch(`${served.url}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(kind) }));

  it('says when the bytes were there, by whom it is said', async () => {
    // To the second: that is how the token writes it.
    const before = Math.floor(Date.now() / 1000) * 1000;
    const check = await checkTimeStamp(valueOf(await authority().stamp(covered)), covered, [keys.authority]);
    expect(check).toMatchObject({ state: 'good', authority: 'TSA Mau (mo phong)' });
    const at = check.state === 'good' ? Date.parse(check.at) : Number.NaN;
    expect([at >= before, at <= Date.now()]).toEqual([true, true]);
  });
  it('is bad for other bytes, under an authority that is not trusted, and with one byte changed', async () => {
    const token = valueOf(await authority().stamp(covered));
    expect(await checkTimeStamp(token, new TextEncoder().encode('chữ ký khác'), [keys.authority])).toEqual({ state: 'bad' });
    expect(await checkTimeStamp(token, covered, [(await newAuthority()).authority])).toEqual({ state: 'bad' });
    expect(await checkTimeStamp(token, covered, [])).toEqual({ state: 'bad' });
    const bytes = Buffer.from(token, 'base64');
    for (let place = bytes.length - 60; place < bytes.length; place += 7) {
      const other = Buffer.from(bytes);
      other[place] = (other[place] ?? 0) ^ 1;
      expect(await checkTimeStamp(other.toString('base64'), covered, [keys.authority])).toEqual({ state: 'bad' });
    }
    expect(await checkTimeStamp('không phải', covered, [keys.authority])).toEqual({ state: 'bad' });
  });
  it.each([
    [{ kind: 'status', status: 503 }, 'unavailable'], [{ kind: 'slow', milliseconds: 20_000 }, 'unavailable'], [{ kind: 'rejection' }, 'refused'],
    [{ kind: 'wrong-nonce' }, 'wrong'], [{ kind: 'wrong-imprint' }, 'wrong'], [{ kind: 'wrong-shape' }, 'wrong'],
  ])('is not taken from an authority with the fault %j: %s', async (kind, failure) => {
    await fail({ ...kind, times: 1 });
    expect(await authority([keys.authority], kind.kind === 'slow' ? 300 : 30_000).stamp(covered)).toEqual({ ok: false, error: failure });
    expect((await authority().stamp(covered)).ok).toBe(true);
  });
  it('is not taken from an authority that is not trusted', async () => {
    expect(await authority([(await newAuthority()).authority]).stamp(covered)).toEqual({ ok: false, error: 'wrong' });
  });
});
