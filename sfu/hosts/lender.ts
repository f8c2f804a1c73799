import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { LocalLeg } from '../localLeg.ts';
import { log } from '../log.ts';
import type { WorkerPool } from '../workers.ts';
import type { HostGate } from './hostKey.ts';
import { LentLeg } from './lentLeg.ts';
import { mostBytes } from './protocol.ts';

export type LenderOptions = { readonly pool: WorkerPool; readonly gate: HostGate; /** Whether this host takes one more part of a room now. */ readonly hasRoom: () => boolean };
type Lent = { readonly room: string; readonly leg: LocalLeg; readonly lent: LentLeg };

const refusals = { 401: 'Unauthorized', 503: 'Service Unavailable' } as const;

/** Lends workers of this host to the rooms of others, as long as it has room itself. */
export class Lender {
  readonly #options: LenderOptions;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: mostBytes, perMessageDeflate: false });
  readonly #lent = new Set<Lent>();
  #opening = 0;

  constructor(options: LenderOptions) {
    this.#options = options;
  }

  /** How many parts of rooms are lent. */
  get legs(): number {
    return this.#lent.size + this.#opening;
  }

  /** Another host asks for a worker: the socket that it asks on is the way to it. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused = (status: keyof typeof refusals) => void socket.end(`HTTP/1.1 ${status} ${refusals[status]}\r\nConnection: close\r\n\r\n`);
    socket.on('error', () => undefined);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    this.#options.gate(token).then(async (asked) => {
      if (!asked.ok) {
        log.warn('SFU_LEG_REFUSED');
        return refused(401);
      }
      const leg = this.#options.hasRoom() ? await this.#open(asked.value.room) : undefined;
      if (leg === undefined) return refused(503);
      if (socket.destroyed) return leg.leg.close();
      // Also where no WebSocket comes of it.
      socket.once('close', () => leg.leg.close());
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#lend(webSocket, leg, asked.value));
    }).catch(() => refused(503));
  }

  /** Whoever is on them is seated elsewhere by the rooms' homes. */
  end(): void {
    for (const { lent } of this.#lent) lent.end();
  }

  async #open(room: string): Promise<{ readonly leg: LocalLeg; readonly heard: { lent?: LentLeg } } | undefined> {
    const heard: { lent?: LentLeg } = {};
    const besides = [...this.#lent].filter((each) => each.room === room).map(({ leg }) => leg);
    this.#opening += 1;
    try {
      const leg = await LocalLeg.open(this.#options.pool, besides, { onLoud: (who, volume) => heard.lent?.note(who, volume), onLost: () => heard.lent?.end() });
      return leg && { leg, heard };
    } finally {
      this.#opening -= 1;
    }
  }

  #lend(socket: WebSocket, { leg, heard }: { readonly leg: LocalLeg; readonly heard: { lent?: LentLeg } }, { host, room }: { readonly host: string; readonly room: string }): void {
    const lent = (heard.lent = new LentLeg(socket, leg));
    const entry = { room, leg, lent };
    this.#lent.add(entry);
    log.info('SFU_LEG_LENT', { room, to: host });
    socket.once('close', () => {
      this.#lent.delete(entry);
      log.info('SFU_LEG_RETURNED', { room, to: host });
    });
  }
}
