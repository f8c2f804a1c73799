import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../../shared/routes.ts';
import { limits } from '../../functions/_http/limits.ts';
import { runProduct, type ProductProcess } from '../support/productProcess.ts';

/** A product of its own, with the limits as they are deployed; the suites beside it run with wide ones. */
const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-limits-'));
let product: ProductProcess;

beforeAll(async () => {
  const noWorker = { MEDIASOUP_WORKER_BIN: join(folder, 'absent'), XDG_CACHE_HOME: join(folder, 'cache') };
  product = runProduct({ port: 32_400 + (process.pid % 90) * 4, dataDir: join(folder, 'data'), env: { ...noWorker, RATE_LIMIT_SCALE: '1' } });
  await product.says('Ready:');
}, 120_000);
afterAll(async () => {
  product.send('SIGINT');
  await product.ended;
  rmSync(folder, { recursive: true, force: true });
});

type Answer = { readonly status: number; readonly retryAfter: string | null; readonly text: string };

/** `times` requests, eight at once, and what each was answered. Windows are a minute, so a run may touch two. */
async function ask(times: number, send: (i: number) => Promise<Response>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const one = async () => {
    while (next < times) {
      const response = await send(next++);
      answers.push({ status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() });
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
  return answers;
}
const refused = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 429);
const windows = (from: number) => Math.floor(Date.now() / 60_000) - Math.floor(from / 60_000) + 1;
const logged = () => readFileSync(join(folder, 'data', 'logs', 'functions.log'), 'utf8');

describe('limits by address', () => {
  it('stops ten thousand tries at one-time codes from one address, says when to come again, and raises the alarm', async () => {
    const from = Date.now();
    const answers = await ask(10_000, (i) =>
      fetch(product.baseUrl + pathOf('signInToken'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9, 198.51.100.1' },
        body: JSON.stringify({ challengeId: '019a0000-0000-7000-8000-000000000000', code: String(i % 1_000_000).padStart(6, '0') }),
      }),
    );
    const passed = answers.length - refused(answers).length;
    expect(passed).toBeLessThanOrEqual(limits.signIn.most * windows(from));
    expect(answers.some(({ status }) => status === 200 || status >= 500)).toBe(false);
    const [one] = refused(answers);
    expect(Number(one?.retryAfter)).toBeGreaterThan(0);
    expect(JSON.parse(one?.text ?? '{}')).toMatchObject({ status: 429, code: 'HTTP_TOO_MANY_REQUESTS' });
    expect(logged()).toContain('"event":"rate-limited"');
    console.log(`10,000 tries in ${((Date.now() - from) / 1000).toFixed(1)} s: ${passed} reached the code check, ${refused(answers).length} were answered 429`);
  }, 300_000);

  it('leaves other addresses alone', async () => {
    const response = await fetch(product.baseUrl + pathOf('signInToken'), { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.77, 198.51.100.1' }, body: '{}' });
    expect(response.status).toBe(422);
  });

  it('counts a caller who writes addresses into the header himself as one', async () => {
    const from = Date.now();
    const answers = await ask(limits.badToken.most * 3, (i) => fetch(product.baseUrl + pathOf('me'), { headers: { authorization: 'Bearer x.y.z', 'x-forwarded-for': `10.0.0.${i % 250}, 203.0.113.5, 198.51.100.1` } }));
    expect(answers.length - refused(answers).length).toBeLessThanOrEqual(limits.badToken.most * windows(from));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  });
});

describe('limits by person', () => {
  const tokenOf = (user: string) => execFileSync(process.execPath, ['local/token.ts', user], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: join(folder, 'data') } }).trim();

  it('stops one who looks up number after number, and nobody else', async () => {
    const from = Date.now();
    const [nurse, other] = [tokenOf('nurse'), tokenOf('nurse2')];
    const lookUp = (token: string, i: number) =>
      fetch(product.baseUrl + pathOf('personLookup'), { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'number', citizenId: `0121850${String(i).padStart(5, '0')}` }) });
    const answers = await ask(limits.lookup.most * 3, (i) => lookUp(nurse, i));
    const passed = answers.length - refused(answers).length;
    // Containers that took a share and were not asked again leave a little of it.
    expect(passed).toBeGreaterThan(limits.lookup.most / 2);
    expect(passed).toBeLessThanOrEqual(limits.lookup.most * windows(from));
    expect((await lookUp(other, 1)).status).toBe(200);
    expect((await fetch(product.baseUrl + pathOf('me'), { headers: { authorization: `Bearer ${nurse}` } })).status).toBe(200);
  });
});
