import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localPassword } from '../../local/oidc/accounts.ts';
import { guardLimits } from '../../local/oidc/signInGuard.ts';
import { readRunning } from '../../local/product/running.ts';
import { patients } from '../../local/story.ts';
import type { SignInCodeAnswer } from '../../shared/identity/contract.ts';
import { accessLimitsAt } from '../../shared/identity/accessLimits.ts';
import { pathOf } from '../../shared/routes.ts';
import { limits } from '../../functions/_http/limits.ts';
import { runProduct, type ProductProcess } from '../support/productProcess.ts';

/** A product of its own, with the limits as they are deployed; the suites beside it run with wide ones. */
const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-limits-'));
let product: ProductProcess;

beforeAll(async () => {
  const noWorker = { MEDIASOUP_WORKER_BIN: join(folder, 'absent'), XDG_CACHE_HOME: join(folder, 'cache') };
  product = runProduct({ port: 32_400 + (process.pid % 90) * 4, dataDir: join(folder, 'data'), env: { ...noWorker, SCENES: 'no', RATE_LIMIT_SCALE: '1' } });
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
    const { lines, threshold } = alarmed('DoorsTried', logged());
    expect(lines).toBeGreaterThanOrEqual(threshold);
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

/** What CloudWatch would count of the log, by the metric filters of the synthesised template: as many as the alarm waits for raise it. */
function alarmed(name: string, log: string): { readonly lines: number; readonly threshold: number } {
  type Part = { readonly Type: string; readonly Properties: { readonly FilterPattern?: string; readonly MetricTransformations?: readonly { readonly MetricName: string }[]; readonly MetricName?: string; readonly Threshold?: number } };
  const { Resources } = JSON.parse(readFileSync('cdk.out/LienTuyenApi.template.json', 'utf8')) as { readonly Resources: Readonly<Record<string, Part>> };
  const parts = Object.values(Resources);
  const pattern = parts.find(({ Type, Properties }) => Type === 'AWS::Logs::MetricFilter' && Properties.MetricTransformations?.[0]?.MetricName === name)?.Properties.FilterPattern ?? '';
  const threshold = parts.find(({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties.MetricName === name)?.Properties.Threshold ?? Infinity;
  const clauses = [...pattern.matchAll(/\$\.(\w+) (?:= "([^"]*)"|IS TRUE)/g)].map(([, field = '', text]) => (line: Readonly<Record<string, unknown>>) => line[field] === (text ?? true));
  const entries = log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  return { lines: entries.filter((entry) => clauses.some((holds) => holds(entry))).length, threshold };
}

const countBy = (values: readonly string[]) => values.reduce<Record<string, number>>((all, value) => ({ ...all, [value]: (all[value] ?? 0) + 1 }), {});

describe('ten thousand tries at one patient’s code, each from another address', () => {
  it('reach the code check five times; then the right code is refused too, and the alarm is raised', async () => {
    const from = Date.now();
    const { smsUrl = '' } = (await readRunning(join(folder, 'data'))) ?? {};
    const post = (route: 'signInCode' | 'signInToken', address: string, body: object) =>
      fetch(product.baseUrl + pathOf(route), { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': `${address}, 198.51.100.1` }, body: JSON.stringify(body) });
    const { challengeId } = (await (await post('signInCode', '203.0.113.200', { citizenId: patients.patient.citizenId })).json()) as SignInCodeAnswer;
    const inbox = (await (await fetch(`${smsUrl}/inbox?phone=${patients.patient.phone}`)).json()) as readonly { readonly text: string }[];
    const right = /\b(\d{6})\b/.exec(inbox[0]?.text ?? '')?.[1] ?? '';
    expect(right).toMatch(/^\d{6}$/);
    const wrong = (i: number) => String((Number(right) + 1 + i) % 1_000_000).padStart(6, '0');
    const tried = async (from: number, times: number) => await ask(times, (i) => post('signInToken', `100.64.${(from + i) >> 8}.${(from + i) & 255}`, { challengeId, code: wrong(from + i) }));
    const answers = [...(await tried(0, 100))];
    expect(await (await post('signInToken', '203.0.113.201', { challengeId, code: right })).json()).toMatchObject({ status: 429, code: 'IDENTITY_CODE_ATTEMPTS' });
    answers.push(...(await tried(100, 9_900)));
    const { IDENTITY_CODE_WRONG: compared, IDENTITY_CODE_ATTEMPTS: refusedUnread = 0, IDENTITY_CODE_EXPIRED: late = 0 } = countBy(answers.map(({ text }) => (JSON.parse(text) as { readonly code: string }).code));
    // On a slow machine the code's five minutes end before the tries do.
    expect([compared, refusedUnread + late]).toEqual([4, 9_996]);
    const { lines, threshold } = alarmed('CodesGuessed', logged());
    expect(lines).toBeGreaterThan(threshold);
    console.log(`10,000 tries in ${((Date.now() - from) / 1000).toFixed(1)} s from as many addresses: 5 reached the code check; ${lines} log lines, the alarm wants ${threshold}`);
  }, 600_000);
});

describe('ten thousand passwords at the local issuer', () => {
  /** A sign-in page, and a post to it as if from an address. */
  async function aSignInPage() {
    const query = new URLSearchParams({ client_id: 'lien-tuyen-web', response_type: 'code', scope: 'openid api', redirect_uri: `${product.baseUrl}/`, state: 's', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' });
    const begun = await fetch(`${product.baseUrl}/oidc/auth?${query.toString()}`, { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie().map((set) => set.split(';')[0]).join('; ');
    const page = new URL(begun.headers.get('location') ?? '', product.baseUrl);
    return (login: string, password: string, address: string) => fetch(page, { method: 'POST', redirect: 'manual', headers: { cookie, 'x-forwarded-for': `${address}, 198.51.100.1` }, body: new URLSearchParams({ login, password }) });
  }
  const issuerLog = () => readFileSync(join(folder, 'data', 'logs', 'oidc.log'), 'utf8');

  it.each([
    ['one account from as many addresses', guardLimits.account, (i: number) => `100.65.${i >> 8}.${i & 255}`, () => 'specialist'],
    ['many accounts from one address', guardLimits.address, () => '203.0.113.50', (i: number) => `somebody-${i}`],
  ] as const)('for %s are refused unread but for %d; the right one waits too; others don’t', async (_, most, address, user) => {
    const from = Date.now();
    const post = await aSignInPage();
    const answers = await ask(10_000, (i) => post(user(i), `guess-${i}`, address(i)));
    const statuses = countBy(answers.map(({ status }) => String(status)));
    expect(statuses).toEqual({ '401': most, '429': 10_000 - most });
    const locked = await post('specialist', localPassword, address(20_000));
    expect([locked.status, Number(locked.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(await locked.text()).toContain('mật khẩu đúng cũng phải đợi');
    const other = await (await aSignInPage())('nurse', localPassword, '203.0.113.60');
    expect(other.status).toBe(303);
    const { lines, threshold } = alarmed('DoorsTried', issuerLog());
    expect(lines).toBeGreaterThanOrEqual(threshold);
    console.log(`10,000 passwords in ${((Date.now() - from) / 1000).toFixed(1)} s for ${_}: ${most} were compared`);
  }, 300_000);
});

describe('limits by person', () => {
  const tokenOf = (user: string) => execFileSync(process.execPath, ['local/token.ts', user], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: join(folder, 'data') } }).trim();

  const lookUp = (token: string, citizenId: string) =>
    fetch(product.baseUrl + pathOf('personLookup'), { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'number', citizenId }) });

  it('stops one who looks up faster than a desk works, and nobody else', async () => {
    const from = Date.now();
    const [nurse, other] = [tokenOf('nurse'), tokenOf('nurse2')];
    // A patient of the station's own, whom no count of strangers holds up.
    const answers = await ask(limits.lookup.most * 3, () => lookUp(nurse, patients.patient.citizenId));
    const passed = answers.length - refused(answers).length;
    // Containers that took a share and were not asked again leave a little of it.
    expect(passed).toBeGreaterThan(limits.lookup.most / 2);
    expect(passed).toBeLessThanOrEqual(limits.lookup.most * windows(from));
    expect((await lookUp(other, '012185000001')).status).toBe(200);
    expect((await fetch(product.baseUrl + pathOf('me'), { headers: { authorization: `Bearer ${nurse}` } })).status).toBe(200);
  });
  it('stops one who looks up number after number of strangers after an hour’s worth', async () => {
    const from = new Date();
    const { strangersAnHour } = accessLimitsAt(from);
    const nurse = tokenOf('nurse2');
    const answers = await ask(strangersAnHour * 2, (i) => lookUp(nurse, `0121851${String(i).padStart(5, '0')}`));
    const passed = answers.length - refused(answers).length;
    expect(passed).toBeGreaterThan(strangersAnHour / 2);
    // Eight ask at once, and all of them may have seen the last place free.
    const hours = new Date().getUTCHours() === from.getUTCHours() ? 1 : 2;
    expect(passed).toBeLessThan(strangersAnHour * hours + 8);
  });
});
