import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Clock } from '../../shared/kernel/clock.ts';
import { lendersFor, type MediaHost, type Placements } from '../../shared/room/placement.ts';
import type { BorrowLeg } from '../leg.ts';
import { log } from '../log.ts';
import type { OwnKey } from './hostKey.ts';
import { legPath, mostBytes } from './protocol.ts';
import { RemoteLeg } from './remoteLeg.ts';

const WITHIN_MS = 3_000;
const TRIES = 3;

export type BorrowerOptions = { readonly id: string; readonly placements: Pick<Placements, 'hosts'>; readonly clock: Clock; readonly key: OwnKey };

/** Asks the hosts that say that they have room, one after another, for a worker for a part of this room. */
export const borrower = ({ id, placements, clock, key }: BorrowerOptions): BorrowLeg => async (room, events) => {
  const hosts = lendersFor(await placements.hosts().catch(() => []), { room, home: id, now: clock.now() });
  for (const host of hosts.slice(0, TRIES)) {
    const socket = await opened(host, await key.ask(host.id, room));
    if (socket === undefined) continue;
    log.info('SFU_LEG_BORROWED', { room, from: host.id });
    return new RemoteLeg(randomUUID(), socket, events);
  }
  log.warn('SFU_LEG_NOT_FOUND', { room, asked: hosts.length });
  return undefined;
};

function opened({ id, address }: MediaHost, token: string): Promise<WebSocket | undefined> {
  // One message a turn: what is told of a thing must not come before the answer that makes it known.
  const socket = new WebSocket(new URL(legPath, address), { headers: { authorization: `Bearer ${token}` }, handshakeTimeout: WITHIN_MS, maxPayload: mostBytes, perMessageDeflate: false, allowSynchronousEvents: false });
  return new Promise((resolve) => {
    let isOpen = false;
    socket.once('open', () => {
      isOpen = true;
      resolve(socket);
    });
    let status: number | undefined;
    socket.once('unexpected-response', (_, response) => {
      status = response.statusCode;
      socket.terminate();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (isOpen) return;
      log.warn('SFU_LEG_NOT_LENT', { host: id, status });
      resolve(undefined);
    });
  });
}
