import type { RawData, WebSocket } from 'ws';
import type * as z from 'zod';
import { log } from '../log.ts';
import { fromLender, nothing, pingEveryMs, silentAfterMs, type LegNews, type LegOrder } from './protocol.ts';

export type ChannelEvents = { readonly onNews: (news: LegNews) => void; readonly onEnd: () => void };
type Waiting = { readonly take: (answer: unknown) => void; readonly fail: (error: Error) => void };

/** The home's end of the way to a lent part: orders and their answers, and what the lender tells. It ends once, for good. */
export class Channel {
  readonly #socket: WebSocket;
  readonly #events: ChannelEvents;
  readonly #waiting = new Map<number, Waiting>();
  #n = 0;
  #over = false;

  constructor(socket: WebSocket, events: ChannelEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.on('message', (data) => this.#read(data));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
    expectLife(socket);
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Rejects when the lender refuses, or is gone. */
  async ask<Answer extends z.ZodType>(order: LegOrder, answer: Answer): Promise<z.output<Answer>> {
    if (this.#over) throw new Error('the other host has gone');
    const n = (this.#n += 1);
    // A lender that lives and does not answer is no use either.
    const tooLate = setTimeout(() => this.close(), silentAfterMs).unref();
    const said = new Promise<unknown>((take, fail) => this.#waiting.set(n, { take, fail }));
    this.#socket.send(JSON.stringify({ n, order }));
    try {
      return answer.parse(await said);
    } finally {
      clearTimeout(tooLate);
    }
  }

  /** Where the answer would change nothing. */
  tell(order: LegOrder): void {
    void this.ask(order, nothing).catch(() => undefined);
  }

  close(): void {
    this.#socket.terminate();
    this.#end();
  }

  #read(data: RawData): void {
    const said = fromLender.safeParse(parsed(data));
    if (!said.success) {
      log.error('SFU_LEG_MESSAGE_INVALID');
      return this.close();
    }
    if ('news' in said.data) return this.#events.onNews(said.data);
    const waiting = this.#waiting.get(said.data.n);
    this.#waiting.delete(said.data.n);
    if ('refused' in said.data) waiting?.fail(new Error(said.data.refused));
    else waiting?.take(said.data.ok);
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    for (const { fail } of this.#waiting.values()) fail(new Error('the other host has gone'));
    this.#waiting.clear();
    this.#events.onEnd();
  }
}

export function parsed(data: RawData): unknown {
  try {
    return JSON.parse((Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Cuts the other host off when it gives no sign of life. */
export function expectLife(socket: WebSocket): void {
  let heardAt = performance.now();
  const heard = () => {
    heardAt = performance.now();
  };
  const pulse = setInterval(() => (performance.now() - heardAt > silentAfterMs ? socket.terminate() : socket.ping()), pingEveryMs);
  for (const sign of ['message', 'ping', 'pong'] as const) socket.on(sign, heard);
  socket.once('close', () => clearInterval(pulse));
}
