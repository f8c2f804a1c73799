import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { serve } from '../aws/serve.ts';
import { freePort } from '../product/freePort.ts';
import { sessionSeconds } from './configuration.ts';
import { cookieBrowser, tokensFor, tokensInBrowser } from './signInAs.ts';
import { startOidc } from './startOidc.ts';

const minute = 60_000;
const idleMinutes = 15;
// Many sign-ins and renewals, each through the whole provider.
jest.setTimeout(180_000);
const folder = mkdtempSync(join(tmpdir(), 'oidc-'));
let baseUrl: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  const port = await freePort();
  baseUrl = `http://127.0.0.1:${port}`;
  const oidc = await startOidc({ baseUrl, web: 'lien-tuyen-web', audience: 'urn:api', idleMinutes }, folder);
  const served = await serve(oidc.handle, port);
  stop = async () => {
    await served.stop();
    await oidc.stop();
  };
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The clock alone is ours: sockets and timers go on. */
beforeEach(() => void jest.useFakeTimers({ now: new Date('2026-11-22T01:00:00Z'), doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void jest.useRealTimers());
const pass = (milliseconds: number) => jest.setSystemTime(Date.now() + milliseconds);

const renew = async (refreshToken = '') => await tokensFor(baseUrl, { grant_type: 'refresh_token', client_id: 'lien-tuyen-web', refresh_token: refreshToken });

describe('a session of our client at the issuer', () => {
  it('goes on while it is used, and is refused once nobody used it for twice the time after which the client locks', async () => {
    const first = await tokensInBrowser(cookieBrowser(), baseUrl, 'nurse');
    pass((2 * idleMinutes - 1) * minute);
    const second = await renew(first.refresh_token);
    pass((2 * idleMinutes - 1) * minute);
    const third = await renew(second.refresh_token);
    pass((2 * idleMinutes + 1) * minute);
    await expect(renew(third.refresh_token)).rejects.toThrow('invalid_grant');
  });

  it('ends a shift after the sign-in, however busily it was used', async () => {
    let tokens = await tokensInBrowser(cookieBrowser(), baseUrl, 'nurse');
    const signedInAt = decodeJwt(tokens.access_token)['auth_time'];
    const renewals = sessionSeconds / 60 / 20 - 1;
    for (let n = 0; n < renewals; n += 1) {
      pass(20 * minute);
      tokens = await renew(tokens.refresh_token);
    }
    expect(decodeJwt(tokens.access_token)['auth_time']).toBe(signedInAt);
    pass(21 * minute);
    await expect(renew(tokens.refresh_token)).rejects.toThrow('invalid_grant');
  });

  it('lets another tab in unasked for as long as the client waits for a touch, then asks for the password', async () => {
    const asked: string[] = [];
    const browser = cookieBrowser();
    const signIn = (when: string) => tokensInBrowser(browser, baseUrl, 'nurse', () => asked.push(when));
    await signIn('at first');
    pass((idleMinutes - 1) * minute);
    await signIn('soon');
    pass((idleMinutes + 1) * minute);
    await signIn('later');
    expect(asked).toEqual(['at first', 'later']);
  });

  it('is over at once where the client gives its token back, as it does when it locks', async () => {
    const { refresh_token: token = '' } = await tokensInBrowser(cookieBrowser(), baseUrl, 'nurse');
    const answer = await fetch(`${baseUrl}/oidc/token/revocation`, { method: 'POST', body: new URLSearchParams({ client_id: 'lien-tuyen-web', token }) });
    expect(answer.status).toBe(200);
    await expect(renew(token)).rejects.toThrow('invalid_grant');
  });
});
