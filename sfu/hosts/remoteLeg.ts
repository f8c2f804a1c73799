import type { WebSocket } from 'ws';
import type { Leg, LegEvents, PipeEnd, SeatWatch, Transports } from '../leg.ts';
import { Channel } from './channel.ts';
import type { LegNews } from './protocol.ts';
import { nothing, pipeAnswer, seatAnswer } from './protocol.ts';
import { Belongings, RemotePipeEnd, RemoteTransport, type RemoteConsumer } from './remoteMedia.ts';

/** A part of a room on another host's worker, as the room's home sees it. It is lost with the way there. */
export class RemoteLeg implements Leg {
  readonly isAway = true;
  readonly id: string;
  people = 0;
  readonly #channel: Channel;
  readonly #events: LegEvents;
  readonly #consumers = new Map<string, RemoteConsumer>();
  readonly #belongings = new Set<Belongings>();
  /** By the transport to the browser. */
  readonly #watches = new Map<string, SeatWatch>();
  #closed = false;

  constructor(id: string, socket: WebSocket, events: LegEvents) {
    this.id = id;
    this.#events = events;
    this.#channel = new Channel(socket, { onNews: (news) => this.#hear(news), onEnd: () => this.#end() });
  }

  get isOver(): boolean {
    return this.#channel.isOver;
  }

  async seat(watch: SeatWatch): Promise<Transports> {
    const { send, receive } = await this.#channel.ask({ do: 'seat', withinMs: watch.withinMs }, seatAnswer);
    this.#watches.set(receive.id, watch);
    return { send: new RemoteTransport(this.#channel, send, this.#keep()), receive: new RemoteTransport(this.#channel, receive, this.#keep(() => this.#watches.delete(receive.id))) };
  }

  /** The lender knows; it says so when it is asked for the stream. */
  canConsume(): boolean {
    return true;
  }

  async listen(who: string, producer: string): Promise<void> {
    await this.#channel.ask({ do: 'listen', producer, who }, nothing);
  }

  async openPipe(): Promise<PipeEnd> {
    return new RemotePipeEnd(this.#channel, await this.#channel.ask({ do: 'openPipe' }, pipeAnswer), this.#keep());
  }

  close(): void {
    this.#closed = true;
    this.#channel.close();
  }

  #keep(onOver?: () => void): Belongings {
    const belongings: Belongings = new Belongings(this.#channel, this.#consumers, () => {
      this.#belongings.delete(belongings);
      onOver?.();
    });
    this.#belongings.add(belongings);
    return belongings;
  }

  #hear(news: LegNews): void {
    if (news.news === 'loudness') return news.round.forEach(({ who, volume }) => this.#events.onLoud(who, volume));
    if (news.news === 'flood') return this.#watches.get(news.transport)?.onFlood();
    if (news.news === 'unused') return this.#watches.get(news.transport)?.onUnused();
    if (news.news === 'bandwidth') return this.#watches.get(news.transport)?.onBandwidth(news.bandwidth);
    const consumer = this.#consumers.get(news.consumer);
    if (news.news === 'layerschange') consumer?.safeEmit('layerschange', news.layers ?? undefined);
    else consumer?.hear(news.news);
  }

  #end(): void {
    for (const belongings of this.#belongings) belongings.over();
    // Those on it are seated anew after everything of it has ended.
    if (!this.#closed) setImmediate(() => this.#events.onLost());
  }
}
