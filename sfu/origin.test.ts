import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import WebSocket from 'ws';
import { systemClock } from '../shared/kernel/clock.ts';
import { refuse } from '../shared/kernel/result.ts';
import type { PassGate } from './pass.ts';
import { SfuServer } from './server.ts';
import { WorkerPool } from './workers.ts';

const pool = new WorkerPool({ workers: 0, firstPort: 1, listenAddress: '127.0.0.1', announcedAddress: '127.0.0.1', workerBin: undefined, peopleAWorker: 1, pipes: { address: '127.0.0.1', firstPort: 1, lastPort: 1 } });
const nobody = async () => await Promise.resolve(refuse('ROOM_PASS_INVALID' as const));
const gate: PassGate = { checkPass: nobody, checkOrder: nobody };
const server = new SfuServer({ gate, pool, clock: systemClock, newId: () => 'id', send: async () => await Promise.resolve(), origin: 'https://lien-tuyen.example' });
let port = 0;

beforeAll(async () => {
  port = await new Promise((resolve) => {
    const holder = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = holder.address() as AddressInfo;
      holder.close(() => resolve(free));
    });
  });
  await server.listen(port, '127.0.0.1');
});
afterAll(async () => await server.stop());

const opened = async (origin: string | undefined) =>
  await new Promise<string>((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sfu`, origin === undefined ? {} : { origin });
    socket.on('open', () => (resolve('open'), socket.close()));
    socket.on('unexpected-response', (_, { statusCode }) => resolve(String(statusCode)));
    socket.on('error', (error) => resolve(error.message));
  });

it.each([['our own page', 'https://lien-tuyen.example', 'open'], ['a program', undefined, 'open'], ['a page of others', 'https://evil.example', '403'], ['a page that resembles ours', 'https://lien-tuyen.example.evil.example', '403'], ['a page without an origin', 'null', '403']])(
  'a socket that %s opens', async (_, origin, outcome) => expect(await opened(origin)).toBe(outcome));
