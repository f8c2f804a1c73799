import { createServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Clock } from '../shared/kernel/clock.ts';
import type { NewId } from '../shared/kernel/ids.ts';
import type { Result } from '../shared/kernel/result.ts';
import { ok, refuse } from '../shared/kernel/result.ts';
import { maxMessageBytes } from '../shared/room/signalling.ts';
import type { SignallingCode } from '../shared/room/signalling.ts';
import { Chronicle, type SendReport } from './chronicle.ts';
import type { BorrowLeg } from './leg.ts';
import { log } from './log.ts';
import type { PassGate } from './pass.ts';
import type { Link, Peer } from './peer.ts';
import { handOver } from './handover.ts';
import type { Lender } from './hosts/lender.ts';
import { legPath } from './hosts/protocol.ts';
import type { Presence } from './presence.ts';
import type { Studio } from './recording/roomRecording.ts';
import { Room } from './room.ts';
import { serveSession } from './session.ts';
import type { Seat, Stays } from './session.ts';
import type { RoomLimits } from './roomLimits.ts';
import type { WorkerPool } from './workers.ts';

/** A closed room is remembered for longer than any pass to it can live. */
const CLOSED_KEPT_MS = 24 * 3_600_000;
const MOST_SOCKETS = 2_000;
/** Sockets that were opened ahead and have not joined; beyond it the one that has waited longest goes. */
export const mostWaiting = 500;
/** A join is 20 KB of descriptions that shrink to 5: seconds on a thin link. No context is kept, so a socket costs no memory. */
const compression = { threshold: 1_024, serverNoContextTakeover: true, clientNoContextTakeover: true, concurrencyLimit: 4 } as const;
/** `/sfu/<host>`: meant for that host, whichever the balancer chose. */
const socketPath = /^\/sfu(?:\/([A-Za-z0-9.-]{1,64}))?$/;
const closeOrder = /^(?:\/sfu)?\/rooms\/([^/]{1,200})\/close$/;

export type SfuDeps = { readonly gate: PassGate; readonly pool: WorkerPool; readonly clock: Clock; readonly newId: NewId; readonly send: SendReport; readonly presence?: Presence; /** Between hosts: what is lent to others' rooms, and borrowed for those of this one. */ readonly lender?: Lender; readonly borrow?: BorrowLeg; /** Of the pages that may open a socket, "https://host"; absent: any. */ readonly origin?: string; /** Absent: nothing can be recorded here. */ readonly studio?: Studio; readonly limits?: RoomLimits };

export class SfuServer {
  readonly #deps: SfuDeps;
  readonly #rooms = new Map<string, Room>();
  readonly #closedRooms = new Map<string, number>();
  readonly #links = new Set<Link>();
  readonly #http: HttpServer;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: compression });
  readonly #waiting = new Set<Link>();
  readonly #stays: Stays = new Map();
  #stopping = false;
  /** Last words that are still on their way to the API. */
  readonly #storing = new Set<Promise<void>>();

  constructor(deps: SfuDeps) {
    this.#deps = deps;
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      const { pathname } = new URL(request.url ?? '/', 'http://sfu');
      if (pathname === legPath && this.#deps.lender && !this.#stopping) return this.#deps.lender.take(request, socket, head);
      const address = socketPath.exec(pathname);
      if (!address || this.#stopping || this.#links.size >= MOST_SOCKETS) return void socket.destroy();
      const { presence, origin } = this.#deps;
      // Browsers name the page that asks, and nothing in a page can change that; programs name none.
      if (origin !== undefined && request.headers.origin !== undefined && request.headers.origin !== origin) return void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      if (address[1] === undefined || presence === undefined || address[1] === presence.id) return this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#serve(webSocket));
      presence.addressOf(address[1]).then((other) => (other === undefined ? socket.destroy() : handOver(request, socket, head, other)), () => socket.destroy());
    });
  }

  async listen(port: number, address: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, address, resolve);
    });
  }

  get rooms(): number {
    return this.#rooms.size;
  }

  /** Everybody is told to come back (to the next process), then all is closed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#deps.lender?.end();
    for (const link of this.#links) link.end('ROOM_RESTARTING');
    for (const room of this.#rooms.values()) room.end('ROOM_RESTARTING');
    await Promise.all(this.#storing);
    await this.#deps.pool.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #serve(socket: WebSocket): void {
    const known = () => void this.#waiting.delete(link);
    const link: Link = serveSession(socket, { join: (token, stay) => this.#join(token, stay, known), clock: this.#deps.clock, stays: this.#stays, onResumed: known });
    this.#links.add(link);
    this.#waiting.add(link);
    const [oldest] = this.#waiting;
    if (oldest !== undefined && this.#waiting.size > mostWaiting) {
      this.#waiting.delete(oldest);
      oldest.end('ROOM_SILENT');
    }
    socket.once('close', () => {
      this.#links.delete(link);
      this.#waiting.delete(link);
    });
  }

  async #join(token: string, link: Link, isKnown: () => void): Promise<Result<Seat, SignallingCode>> {
    const checked = await this.#deps.gate.checkPass(token);
    if (!checked.ok) {
      log.warn('SFU_JOIN_REFUSED', { code: checked.error });
      return checked;
    }
    isKnown();
    const { room: id } = checked.value;
    if (this.#isClosed(id)) return refuse('ROOM_CLOSED');
    const { presence } = this.#deps;
    if (presence?.draining && !this.#rooms.has(id)) {
      // Placed here a moment ago: the next pass leads to another host.
      await presence.forget(id);
      return refuse('ROOM_RESTARTING');
    }
    // The last one may leave, and the room end with her, just while this one comes in.
    const found = this.#openRoom(id);
    const room = found.hasEnded ? this.#openRoom(id) : found;
    const joined = await room.join(checked.value, link);
    if (!joined.ok) return joined;
    joined.value.pass = token;
    this.#keepChronicle(joined.value, token);
    return ok({ room, peer: joined.value });
  }

  #keepChronicle(peer: Peer, pass: string): void {
    if (peer.claims.consultation === undefined) return;
    const { clock, send } = this.#deps;
    const chronicle = new Chronicle({ stay: peer.claims.jti, pass, clock, send });
    peer.chronicle = chronicle;
    peer.onClose(() => {
      this.#keepUntil(chronicle.end());
    });
  }

  #keepUntil(words: Promise<void>): void {
    const stored = words.finally(() => this.#storing.delete(stored));
    this.#storing.add(stored);
  }

  /** Two who come at the same moment get the same room. */
  #openRoom(id: string): Room {
    const present = this.#rooms.get(id);
    if (present !== undefined) return present;
    const { pool, newId, presence, studio, limits, borrow } = this.#deps;
    const onEnd = () => {
      this.#rooms.delete(id);
      void presence?.forget(id);
    };
    const room = new Room({ id, pool, newId, onEnd, studio, limits, borrow });
    room.recording.onStoring = (stored) => this.#keepUntil(stored);
    this.#rooms.set(id, room);
    return room;
  }

  #isClosed(room: string): boolean {
    const now = this.#deps.clock.now().getTime();
    for (const [id, until] of this.#closedRooms) if (until < now) this.#closedRooms.delete(id);
    return this.#closedRooms.has(room);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://sfu');
    const order = closeOrder.exec(pathname);
    if (request.method === 'GET' && pathname === '/health') return this.#health(response);
    if (request.method === 'POST' && order?.[1] !== undefined) return this.#closeRoom(decodeURIComponent(order[1]), request, response);
    response.writeHead(404).end();
  }

  async #health(response: ServerResponse): Promise<void> {
    const workers = await this.#deps.pool.pids();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'ok', workers, rooms: this.#rooms.size, lent: this.#deps.lender?.legs ?? 0, sockets: this.#links.size }));
  }

  async #closeRoom(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const checked = await this.#deps.gate.checkOrder(token, id);
    if (!checked.ok) {
      response.writeHead(checked.error === 'ROOM_KEYS_UNREACHABLE' ? 503 : 401).end();
      return;
    }
    const elsewhere = this.#rooms.has(id) ? undefined : await this.#deps.presence?.addressOfRoom(id).catch(() => undefined);
    if (elsewhere !== undefined && request.headers['x-handed-over'] === undefined) {
      const answer = await fetch(`${elsewhere.replace(/^ws/, 'http')}/rooms/${encodeURIComponent(id)}/close`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'x-handed-over': '1' }, signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
      response.writeHead(answer?.status ?? 503).end();
      return;
    }
    this.#closedRooms.set(id, this.#deps.clock.now().getTime() + CLOSED_KEPT_MS);
    this.#rooms.get(id)?.end('ROOM_CLOSED');
    response.writeHead(204).end();
  }
}
