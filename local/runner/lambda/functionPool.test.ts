import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../aws/serve.ts';
import { gatewayOf } from '../gateway/gateway.ts';
import type { Plan } from '../template/plan.ts';
import { FunctionPool } from './functionPool.ts';

const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-pool-'));
const arn = 'arn:aws:lambda:ap-southeast-1:000000000000:function:F';
const pools: FunctionPool[] = [];
let count = 0;

/** A function as a bundle has it: `index.mjs` with `handler`. */
function poolOf(source: string, timeoutMs = 10_000): FunctionPool {
  const name = `f${++count}.mjs`;
  writeFileSync(join(folder, name), source);
  const pool = new FunctionPool(
    { name: 'F', arn, folder, handler: `${name.replace('.mjs', '')}.handler`, timeoutMs, memoryMb: 128, environment: { GIVEN: 'by the template' } },
    { region: 'ap-southeast-1', environment: {}, log: () => {} },
  );
  pools.push(pool);
  return pool;
}

const obedient = 'let calls = 0; export const handler = async (event) => { calls += 1; if (event.hang) await new Promise(() => {}); return { calls, event, names: Object.keys(process.env).filter((n) => !n.startsWith("AWS_")) }; };';

afterEach(async () => void (await Promise.all(pools.splice(0).map(async (pool) => await pool.stop()))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a function', () => {
  it('sees just the environment that the template gives', async () => {
    expect(await poolOf(obedient).invoke({ a: 1 })).toMatchObject({ kind: 'result', value: { calls: 1, event: { a: 1 }, names: ['GIVEN'] } });
  });

  it('that takes too long is ended, and the next call gets a fresh one', async () => {
    const pool = poolOf(obedient, 4_000);
    await pool.invoke({});
    expect(await pool.invoke({ hang: true })).toEqual({ kind: 'timeout' });
    expect(await pool.invoke({})).toMatchObject({ kind: 'result', value: { calls: 1 } });
  });

  it('that throws is answered with its error, and lives on', async () => {
    const pool = poolOf('let calls = 0; export const handler = async () => { calls += 1; if (calls === 1) throw new TypeError("no"); return calls; };');
    expect(await pool.invoke({})).toMatchObject({ kind: 'error', name: 'TypeError', message: 'no' });
    expect(await pool.invoke({})).toMatchObject({ kind: 'result', value: 2 });
  });

  it('that does not load fails every call that waits', async () => {
    const pool = poolOf('throw new Error("broken bundle");');
    expect(await Promise.all([pool.invoke({}), pool.invoke({})])).toEqual([expect.objectContaining({ kind: 'error' }), expect.objectContaining({ kind: 'error' })]);
  });

  it('settles the calls in flight when the product stops, and takes no more', async () => {
    const pool = poolOf(obedient);
    await pool.invoke({});
    const inFlight = pool.invoke({ hang: true });
    await pool.stop();
    expect([await inFlight, await pool.invoke({})]).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }]);
  });
});

it('a function that takes too long is a 504 in problem+json with the request\'s id', async () => {
  const pool = poolOf('export const handler = async () => await new Promise(() => {});', 300);
  const problem = { StatusCode: '504', ResponseType: 'INTEGRATION_TIMEOUT', ResponseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json; charset=utf-8'" }, ResponseTemplates: { 'application/json': '{"code":"HTTP_UNAVAILABLE","correlationId":"$context.requestId"}' } };
  const plan = { routes: [{ method: 'GET', path: '/slow', resourceId: 'r', functionArn: arn }], stage: 'v1', binaryMediaTypes: ['*/*'], gatewayAnswers: [problem] } as unknown as Plan;
  const server = await serve(gatewayOf(plan, async (_, event) => await pool.invoke(event)));
  const answer = await fetch(`${server.endpoint}/slow`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([504, 'application/problem+json; charset=utf-8']);
  expect(await answer.json()).toEqual({ code: 'HTTP_UNAVAILABLE', correlationId: answer.headers.get('x-amzn-requestid') });
  await server.stop();
});
