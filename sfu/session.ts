import { randomBytes } from 'node:crypto';
import type { types } from 'mediasoup';
import { validateAndNormalizeRtpCapabilities } from 'mediasoup/ortc';
import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../shared/kernel/clock.ts';
import type { Result } from '../shared/kernel/result.ts';
import { ok, refuse } from '../shared/kernel/result.ts';
import { clientMessage, parseMessage } from '../shared/room/signalling.ts';
import type { ClientMessage, ServerMessage, SignallingCode } from '../shared/room/signalling.ts';
import { Correspondence, endSocket, transmit } from './correspondence.ts';
import { log } from './log.ts';
import type { Link, Peer } from './peer.ts';
import { routerCapabilities } from './media.ts';
import { offered } from './offered.ts';
import { rateLimit } from './rateLimit.ts';
import { handleRequest } from './requests.ts';
import type { Room } from './room.ts';

/** A browser opens its socket while the person still checks the devices. */
const JOIN_WITHIN_MS = 120_000;
const PING_EVERY_MS = 5_000;
const SILENT_AFTER_MS = 15_000;
const SECRET_BYTES = 24;

type Of<Type> = Extract<ClientMessage, { type: Type }>;
export type Seat = { readonly room: Room; readonly peer: Peer };
export type Join = (token: string, link: Link) => Promise<Result<Seat, SignallingCode>>;

/** The stays of this process by their secrets: who knows one goes on with it over another socket. */
export type Stays = Map<string, Stay>;
export type Stay = { readonly post: Correspondence; /** Goes with the stay: a new socket brings no new burst. */ readonly mayPass: () => boolean; seat: Seat | undefined };
export type SessionDeps = { readonly join: Join; readonly clock: Clock; readonly stays: Stays; readonly onResumed: () => void };

/** One WebSocket: reads, limits and answers. Everything said before a join or a resumption is refused. */
export function serveSession(socket: WebSocket, { join, clock, stays, onResumed }: SessionDeps): Link {
  let stay: Stay | undefined;
  const say = (message: ServerMessage) => transmit(socket, JSON.stringify(message));
  let mayPass = rateLimit(clock, { burst: 300, perSecond: 50 });
  const heard = expectLife(socket, clock);
  const ids = () => ({ room: stay?.seat?.room.id, peer: stay?.seat?.peer.id });
  say({ type: 'hello', rtpCapabilities: routerCapabilities as never });

  const begin = async (message: Of<'join'>): Promise<void> => {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const post = new Correspondence(socket, () => stays.delete(secret));
    post.hears(message.id, undefined);
    const begun: Stay = (stay = { post, mayPass, seat: undefined });
    const entered = await enter(begun, message, join);
    if (!entered.ok) {
      post.send({ type: 'refusal', id: message.id, code: entered.error });
      return post.end(entered.error);
    }
    const { room, peer } = entered.value;
    stays.set(secret, begun);
    peer.onClose(() => stays.delete(secret));
    // The browser may have gone while the room was being opened.
    if (socket.readyState !== socket.OPEN) room.lose(peer);
    post.send({ type: 'answer', id: message.id, answer: { peer: peer.id, stay: secret, ...offered(peer), people: room.peopleFor(peer), lobby: room.lobby, offers: await room.welcome(peer) } });
  };

  const resume = ({ id, stay: secret, seen = 0 }: Of<'resume'>): void => {
    const found = stays.get(secret);
    const resumed = found?.seat !== undefined && found.post.resume(socket, seen, JSON.stringify({ type: 'answer', id, answer: {} } satisfies ServerMessage));
    if (!resumed) return say({ type: 'refusal', id, code: 'ROOM_STAY_OVER' });
    stay = found;
    mayPass = found.mayPass;
    onResumed();
    found.seat?.room.regain(found.seat.peer);
  };

  const read = async (data: RawData, isBinary: boolean): Promise<void> => {
    // What is still in the buffer of a socket that was cut off costs nothing more, no line in the log either.
    if (socket.readyState !== socket.OPEN) return;
    heard();
    if (!mayPass()) {
      log.warn('SFU_RATE_LIMITED', ids());
      return socket.terminate();
    }
    const message = isBinary ? undefined : parseMessage(clientMessage, textOf(data));
    if (message === undefined) return stay === undefined ? endSocket(socket, 'ROOM_MESSAGE_INVALID') : stay.post.end('ROOM_MESSAGE_INVALID');
    if (stay === undefined) {
      if (message.type === 'join') return begin(message);
      return message.type === 'resume' ? resume(message) : say({ type: 'refusal', id: message.id, code: 'ROOM_NOT_JOINED' });
    }
    if (stay.post.hears(message.id, message.seen)) await answer(stay, message);
  };

  socket.on('message', (data, isBinary) => void read(data, isBinary).catch((error: unknown) => {
    log.error('SFU_REQUEST_FAILED', { ...ids(), error: error instanceof Error ? error.stack?.split('\n').slice(0, 4).join('|') : 'unknown' });
    endSocket(socket, 'ROOM_RESTARTING');
  }));
  // An oversized or malformed frame: ws closes the socket itself.
  socket.on('error', () => undefined);
  const mustJoin = setTimeout(() => stay === undefined && endSocket(socket, 'ROOM_SILENT'), JOIN_WITHIN_MS);
  socket.once('close', () => {
    clearTimeout(mustJoin);
    if (!stay?.post.isOn(socket)) return;
    stay.post.lose();
    stay.seat?.room.lose(stay.seat.peer);
  });
  return { send: say, end: (code) => endSocket(socket, code) };
}

/** Takes the seat that the pass is for. */
async function enter(stay: Stay, { token, rtpCapabilities, step }: Of<'join'>, join: Join): Promise<Result<Seat, SignallingCode>> {
  if (!isUsable(rtpCapabilities)) return refuse('ROOM_MEDIA_REFUSED');
  const joined = await join(token, stay.post);
  if (!joined.ok) return joined;
  stay.seat = joined.value;
  joined.value.peer.rtpCapabilities = rtpCapabilities as types.RtpCapabilities | undefined;
  joined.value.peer.step = step;
  return ok(joined.value);
}

async function answer({ seat, post }: Stay, message: ClientMessage): Promise<void> {
  if (message.type === 'join' || message.type === 'resume') return post.send({ type: 'refusal', id: message.id, code: 'ROOM_MESSAGE_INVALID' });
  const answered = seat === undefined ? refuse('ROOM_NOT_JOINED' as const) : await handleRequest(seat.room, seat.peer, message);
  post.send(answered.ok ? { type: 'answer', id: message.id, answer: answered.value } : { type: 'refusal', id: message.id, code: answered.error });
}

/** The union bounds sizes and kinds; mediasoup knows the rest of the RTP rules, and completes what it is given. */
function isUsable(capabilities: unknown): boolean {
  try {
    if (capabilities !== undefined) validateAndNormalizeRtpCapabilities(capabilities as types.RtpCapabilities);
    return true;
  } catch {
    return false;
  }
}

/** Pings, and cuts a browser off that gives no sign of life. Returns what counts one. */
function expectLife(socket: WebSocket, clock: Clock): () => void {
  let heardAt = clock.now().getTime();
  const heard = () => {
    heardAt = clock.now().getTime();
  };
  const pulse = setInterval(() => {
    if (clock.now().getTime() - heardAt > SILENT_AFTER_MS) socket.terminate();
    else socket.ping();
  }, PING_EVERY_MS);
  socket.on('pong', heard);
  socket.once('close', () => clearInterval(pulse));
  return heard;
}

function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data).toString('utf8');
}
