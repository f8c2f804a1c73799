import { describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { countingIds } from '../kernel/ids.ts';
import { fixedClock } from '../kernel/clock.ts';
import { sfuControl } from './sfuControl.ts';

/** The payload in the open, so that a test can read it; the real signer has its own tests. */
const signer = { signJws: async (payload: Uint8Array) => await Promise.resolve(`signed.${Buffer.from(payload).toString('base64url')}`) };
const options = { signer, clock: fixedClock('2026-11-22T03:00:00Z'), newId: countingIds('order'), timeoutMilliseconds: 30_000 };

async function withSfu(status: number, run: (url: string, seen: IncomingMessage[]) => Promise<void>): Promise<void> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sfu`, seen);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('the order to close a room', () => {
  it('goes to the room with a short-lived order about that room alone', async () => {
    await withSfu(204, async (url, seen) => {
      await sfuControl({ ...options, url }).close('room 1/x');
      expect(seen.map(({ method, url: path }) => `${method} ${path}`)).toEqual(['POST /sfu/rooms/room%201%2Fx/close']);
      const claims: unknown = JSON.parse(Buffer.from(seen[0]?.headers.authorization?.split('.')[1] ?? '', 'base64url').toString());
      expect(claims).toMatchObject({ aud: 'sfu-control', room: 'room 1/x', exp: Date.parse('2026-11-22T03:01:00Z') / 1000 });
    });
  });
  it('fails where the SFU refuses it, so that it is tried again', async () => {
    await withSfu(503, async (url) => {
      await expect(sfuControl({ ...options, url }).close('r1')).rejects.toThrow('503');
    });
  });
  it('counts as done where no SFU runs', async () => {
    let address = '';
    await withSfu(204, async (url) => await Promise.resolve(void (address = url)));
    await expect(sfuControl({ ...options, url: address }).close('r1')).resolves.toBeUndefined();
  });
});
