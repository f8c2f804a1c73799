import { afterAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ConsultationRows, ConsultationView } from '../../shared/consultation/contract.ts';
import { pathOf } from '../../shared/routes.ts';
import { clientFor } from '../support/client.ts';
import { alive, runProduct, type ProductProcess } from '../support/productProcess.ts';
import { aRequest } from '../support/story.ts';

/** Whatever TARGET is, these are about `npm start` itself. Below the system's own range of passing ports. */
const port = 30_000 + (process.pid % 600) * 4;
const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-runner-'));
const dataDir = join(folder, 'data');
/** As on a machine where the video worker can be neither found nor had. */
const noWorker = { MEDIASOUP_WORKER_BIN: join(folder, 'absent'), XDG_CACHE_HOME: join(folder, 'cache') };

const started: ProductProcess[] = [];
const run = (env: NodeJS.ProcessEnv = {}, more: { readonly port?: number; readonly dataDir?: string } = {}) => {
  const product = runProduct({ port, dataDir, env, ...more });
  started.push(product);
  return product;
};
const tokenOf = async (user: string) => (await promisify(execFile)(process.execPath, ['local/token.ts', user], { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir } })).stdout.trim();

/** The line that a WebSocket at /sfu is answered with. */
const signallingAnswer = async () =>
  await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET /sfu HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`));
    socket.once('error', reject).once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
  });

async function stopsCompletely(product: ProductProcess): Promise<void> {
  const children = product.children();
  expect(children.length).toBeGreaterThan(0);
  product.send('SIGINT');
  expect(await product.ended).toBe(0);
  expect(alive(children)).toEqual([]);
}

afterAll(async () => {
  for (const product of started) product.send('SIGKILL');
  await Promise.all(started.map(async ({ ended }) => await ended));
  rmSync(folder, { recursive: true, force: true });
});

describe('the product on this machine', () => {
  let first: ProductProcess;
  let token = '';
  let written: ConsultationView;
  /** How many cases stand in each list, by who looks and what. */
  let found: readonly number[] = [];
  const lists = async () =>
    await Promise.all(
      ([['nurse', 'station'], ['nurse2', 'station'], ['specialist', 'urgent'], ['specialist', 'waiting'], ['specialist2', 'follow-up']] as const).map(async ([user, list]) => (await clientFor(await tokenOf(user), first.baseUrl).must<ConsultationRows>('consultations', { query: { list } })).rows.length),
    );

  it('leaves nothing behind when it is interrupted while it starts', async () => {
    const product = run(noWorker, { dataDir: join(folder, 'interrupted') });
    let children: readonly number[] = [];
    while (children.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      children = product.children();
    }
    product.send('SIGINT');
    expect(await product.ended).not.toBe(0);
    expect(alive(children)).toEqual([]);
  });

  it('works without video where the worker is absent, and says why', async () => {
    first = run(noWorker);
    await first.says('No video: ');
    expect(first.printed()).toContain(`No video: MEDIASOUP_WORKER_BIN does not run on this machine: ${noWorker.MEDIASOUP_WORKER_BIN}`);
    expect((await fetch(first.baseUrl)).headers.get('content-type')).toMatch('text/html');
    token = await tokenOf('nurse');
    written = await clientFor(token, first.baseUrl).must<ConsultationView>('consultationRequest', { body: aRequest() });
    expect(await signallingAnswer()).toMatch('503');
  });

  it('shows a newcomer nobody\'s list empty, and leaves no scene of the story out', async () => {
    found = await lists();
    expect(Math.min(...found)).toBeGreaterThan(0);
    expect(first.printed()).not.toContain('left out');
  });

  it('refuses a port that is taken, and a data folder that is in use, saying so', async () => {
    const onPort = run(noWorker, { dataDir: join(folder, 'other') });
    expect(await onPort.ended).toBe(1);
    expect(onPort.printed()).toContain(`Could not start: port ${port} is taken: stop what runs there, or choose another with PORT=`);
    const onData = run(noWorker, { port: port + 3 });
    expect(await onData.ended).toBe(1);
    expect(onData.printed()).toContain(`Could not start: http://localhost:${port} already runs with ${dataDir}`);
  });

  it('ends completely on Ctrl-C', async () => {
    await stopsCompletely(first);
  });

  it('has after a restart what was written before, and knows who was signed in', async () => {
    const from = performance.now();
    const product = run();
    await product.says('Ready: ');
    console.log(`started again in ${((performance.now() - from) / 1000).toFixed(1)} s`);
    const again = await fetch(`${product.baseUrl}${pathOf('consultation', { id: written.id })}`, { headers: { authorization: `Bearer ${token}` } });
    expect(await again.json()).toMatchObject({ id: written.id, symptoms: written.symptoms });
    expect(await lists()).toEqual(found);
    await stopsCompletely(product);
  });
});
