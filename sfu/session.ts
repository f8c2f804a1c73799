import type { types } from 'mediasoup';
import { validateAndNormalizeRtpCapabilities } from 'mediasoup/ortc';
import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../shared/kernel/clock.ts';
import type { Result } from '../shared/kernel/result.ts';
import { ok, refuse } from '../shared/kernel/result.ts';
import { clientMessage, parseMessage, socketCloseCode } from '../shared/room/signalling.ts';
import type { ClientMessage, ServerMessage, SignallingCode } from '../shared/room/signalling.ts';
import { log } from './log.ts';
import type { Link, Peer } from './peer.ts';
import { routerCapabilities } from './media.ts';
import { rateLimit } from './rateLimit.ts';
import { handleRequest } from './requests.ts';
import type { Room } from './room.ts';

/** A browser opens its socket while the person still checks the devices. */
const JOIN_WITHIN_MS = 120_000;
const PING_EVERY_MS = 5_000;
const SILENT_AFTER_MS = 15_000;
/** A browser that does not read what it is sent is cut off before it costs memory. */
const MOST_UNREAD_BYTES = 1_000_000;

export type Seat = { readonly room: Room; readonly peer: Peer };
export type Join = (token: string, link: Link) => Promise<Result<Seat, SignallingCode>>;

/** One WebSocket: reads, limits and answers. Everything said before a join is refused. */
export function serveSession(socket: WebSocket, join: Join, clock: Clock): Link {
  const link = linkTo(socket);
  const mayPass = rateLimit(clock, { burst: 300, perSecond: 50 });
  const answerTo = conversation(socket, link, join);
  const heard = expectLife(socket, clock);
  link.send({ type: 'hello', rtpCapabilities: routerCapabilities as never });

  const read = async (data: RawData, isBinary: boolean): Promise<void> => {
    heard();
    if (!mayPass()) {
      log.warn('SFU_RATE_LIMITED', answerTo.ids());
      return socket.terminate();
    }
    const message = isBinary ? undefined : parseMessage(clientMessage, textOf(data));
    if (message === undefined) return link.end('ROOM_MESSAGE_INVALID');
    const answered = await answerTo.message(message);
    if (answered.ok) {
      link.send({ type: 'answer', id: message.id, answer: answered.value });
      return message.type === 'join' ? answerTo.welcome() : undefined;
    }
    link.send({ type: 'refusal', id: message.id, code: answered.error });
    if (message.type === 'join') link.end(answered.error);
  };

  socket.on('message', (data, isBinary) => void read(data, isBinary).catch((error: unknown) => {
    log.error('SFU_REQUEST_FAILED', { ...answerTo.ids(), error: error instanceof Error ? error.stack?.split('\n').slice(0, 4).join('|') : 'unknown' });
    link.end('ROOM_RESTARTING');
  }));
  // An oversized or malformed frame: ws closes the socket itself.
  socket.on('error', () => undefined);
  const mustJoin = setTimeout(() => !answerTo.isSeated() && link.end('ROOM_SILENT'), JOIN_WITHIN_MS);
  socket.once('close', () => {
    clearTimeout(mustJoin);
    answerTo.gone();
  });
  return link;
}

function linkTo(socket: WebSocket): Link {
  return {
    send(message: ServerMessage) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_UNREAD_BYTES) return socket.terminate();
      socket.send(JSON.stringify(message));
    },
    end(code: SignallingCode) {
      socket.close(socketCloseCode, code);
      setTimeout(() => socket.terminate(), 2_000).unref();
    },
  };
}

/** First the join, once; then the requests of the peer that it seated. */
function conversation(socket: WebSocket, link: Link, join: Join) {
  let seat: Seat | undefined;
  let joining = false;

  const enter = async ({ token, rtpCapabilities, step }: Extract<ClientMessage, { type: 'join' }>): Promise<Result<object, SignallingCode>> => {
    if (joining) return refuse('ROOM_MESSAGE_INVALID');
    if (!isUsable(rtpCapabilities)) return refuse('ROOM_MEDIA_REFUSED');
    joining = true;
    const joined = await join(token, link);
    if (!joined.ok) return joined;
    seat = joined.value;
    seat.peer.rtpCapabilities = rtpCapabilities as types.RtpCapabilities | undefined;
    seat.peer.step = step;
    // The browser may have gone while the room was being opened.
    if (socket.readyState !== socket.OPEN) seat.room.lose(seat.peer);
    return ok(joinAnswer(seat));
  };

  return {
    message: async (message: ClientMessage): Promise<Result<object, SignallingCode>> => {
      if (message.type === 'join') return enter(message);
      return seat === undefined ? refuse('ROOM_NOT_JOINED') : handleRequest(seat.room, seat.peer, message);
    },
    /** After the answer to its join, so that the browser knows where the offers belong. */
    welcome: async () => seat?.room.welcome(seat.peer),
    isSeated: () => seat !== undefined,
    gone: () => seat?.room.lose(seat.peer),
    ids: () => ({ room: seat?.room.id, peer: seat?.peer.id }),
  };
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

const offered = ({ id, iceParameters, iceCandidates, dtlsParameters }: Peer['transports']['send']) => ({ id, iceParameters, iceCandidates, dtlsParameters });

function joinAnswer({ room, peer }: Seat): object {
  return {
    peer: peer.id,
    send: offered(peer.transports.send),
    receive: offered(peer.transports.receive),
    people: room.peopleFor(peer),
    lobby: room.lobby,
  };
}
