import type { WebSocket } from 'ws';
import { socketCloseCode } from '../shared/room/signalling.ts';
import type { ServerMessage, SignallingCode } from '../shared/room/signalling.ts';
import type { Link } from './peer.ts';

/** A browser that does not read what it is sent is cut off before it costs memory. */
const MOST_UNREAD_BYTES = 1_000_000;
/** What one browser may leave unconfirmed (characters); with more its stay can't be resumed. */
const MOST_KEPT = 100_000;
/** Each says all that there is to say of its kind: only the last one is worth saying again. */
const states: readonly ServerMessage['type'][] = ['people', 'bandwidth', 'speaker', 'demand'];

type Frame = { readonly n: number; readonly type: ServerMessage['type']; readonly text: string };

/**
 * What is said to one browser in one stay, over one socket after another: numbered, and kept until the browser confirms
 * it, so that a broken socket costs a new socket and not a new join.
 */
export class Correspondence implements Link {
  #socket: WebSocket | undefined;
  #kept: Frame[] = [];
  #size = 0;
  #said = 0;
  /** The greatest number that is gone for good. */
  #forgotten = 0;
  #heard = 0;
  #over = false;
  readonly #onOver: () => void;

  constructor(socket: WebSocket, onOver: () => void) {
    this.#socket = socket;
    this.#onOver = onOver;
  }

  isOn(socket: WebSocket): boolean {
    return this.#socket === socket;
  }

  send(message: ServerMessage): void {
    if (this.#over) return;
    const n = (this.#said += 1);
    const frame = { n, type: message.type, text: JSON.stringify({ ...message, n }) };
    if (states.includes(message.type)) this.#drop(({ type }) => type === message.type);
    this.#kept.push(frame);
    this.#size += frame.text.length;
    while (this.#size > MOST_KEPT) {
      const [oldest] = this.#kept;
      if (oldest === undefined) break;
      this.#forgotten = oldest.n;
      this.#drop((each) => each === oldest);
    }
    if (this.#socket !== undefined) transmit(this.#socket, frame.text);
  }

  /** Whether a request is new; one that came in before its socket broke is not carried out again. */
  hears(id: number, seen: number | undefined): boolean {
    this.#confirm(seen ?? 0);
    if (id <= this.#heard) return false;
    this.#heard = id;
    return true;
  }

  /** Goes on over another socket, with what was not seen. False: some of that is gone, or the stay is over. */
  resume(socket: WebSocket, seen: number, greeting: string): boolean {
    if (this.#over || seen < this.#forgotten || seen > this.#said) return false;
    const older = this.#socket;
    this.#socket = socket;
    older?.terminate();
    this.#confirm(seen);
    for (const text of [greeting, ...this.#kept.map((frame) => frame.text)]) transmit(socket, text);
    return true;
  }

  /** The socket broke; what is said from here on waits for the next. */
  lose(): void {
    this.#socket = undefined;
  }

  end(code: SignallingCode): void {
    if (this.#over) return;
    this.#over = true;
    this.#drop(() => true);
    this.#onOver();
    if (this.#socket !== undefined) endSocket(this.#socket, code);
  }

  #confirm(seen: number): void {
    this.#drop(({ n }) => n <= seen);
  }

  #drop(isGone: (frame: Frame) => boolean): void {
    this.#kept = this.#kept.filter((frame) => !isGone(frame));
    this.#size = this.#kept.reduce((sum, { text }) => sum + text.length, 0);
  }
}

export function transmit(socket: WebSocket, text: string): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MOST_UNREAD_BYTES) return socket.terminate();
  socket.send(text);
}

export function endSocket(socket: WebSocket, code: SignallingCode): void {
  socket.close(socketCloseCode, code);
  setTimeout(() => socket.terminate(), 2_000).unref();
}
