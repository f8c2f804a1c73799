import { randomUUID } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import type { Consumer, Leg, PipeEnd, Producer, SeatWatch, Transport } from '../leg.ts';
import { Hearing } from '../hearing.ts';
import { offeredTransport } from '../offered.ts';
import { log } from '../log.ts';
import { expectLife, parsed } from './channel.ts';
import { numberedOrder, type LegNews, type LegOrder } from './protocol.ts';

type Answered = { readonly n: number } & ({ readonly ok: unknown } | { readonly refused: string });
type Of<Do extends LegOrder['do']> = Extract<LegOrder, { do: Do }>;
type Handlers = { readonly [Do in LegOrder['do']]: (order: Of<Do>) => Promise<unknown> };

/** A part of another host's room on a worker of this one: does what the room's home orders, tells what happens, ends with the way there. */
export class LentLeg {
  readonly #socket: WebSocket;
  readonly #leg: Leg;
  readonly #transports = new Map<string, Transport>();
  readonly #producers = new Map<string, Producer>();
  readonly #consumers = new Map<string, Consumer>();
  readonly #pipes = new Map<string, PipeEnd>();
  readonly #hearing = new Hearing((round) => round.length > 0 && this.#send({ news: 'loudness', round }));

  constructor(socket: WebSocket, leg: Leg) {
    this.#socket = socket;
    this.#leg = leg;
    socket.on('message', (data) => void this.#read(data));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#hearing.close();
      leg.close();
    });
    expectLife(socket);
  }

  /** A voice here is so loud just now: told in rounds, as a room hears. */
  note(who: string, volume: number): void {
    this.#hearing.note(who, volume);
  }

  /** The home seats its people elsewhere. */
  end(): void {
    this.#socket.terminate();
  }

  async #read(data: RawData): Promise<void> {
    const read = numberedOrder.safeParse(parsed(data));
    if (!read.success) {
      log.error('SFU_LEG_MESSAGE_INVALID');
      return this.end();
    }
    const { n, order } = read.data;
    try {
      // The table's type ties each handler to its order; the compiler can't follow the pair through the lookup.
      const carryOut = this.#handlers[order.do] as (order: LegOrder) => Promise<unknown>;
      this.#send({ n, ok: (await carryOut(order)) ?? null });
    } catch (error) {
      this.#send({ n, refused: error instanceof Error ? error.name : 'unknown' });
    }
  }

  #send(message: LegNews | Answered): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  readonly #handlers: Handlers = {
    seat: async ({ withinMs }) => {
      const seated: { receive?: Transport } = {};
      const { send, receive } = await this.#leg.seat(this.#watch(withinMs, () => seated.receive));
      seated.receive = receive;
      for (const each of [send, receive]) this.#transports.set(each.id, each);
      return { send: offeredTransport(send), receive: offeredTransport(receive) };
    },
    connect: ({ transport, dtlsParameters }) => known(this.#transports, transport).connect({ dtlsParameters }),
    restartIce: ({ transport }) => known(this.#transports, transport).restartIce(),
    floor: ({ transport, bitrate }) => known(this.#transports, transport).setMinOutgoingBitrate(bitrate),
    closeTransport: async ({ transport }) => {
      known(this.#transports, transport).close();
      this.#transports.delete(transport);
    },
    produce: async ({ transport, kind, rtpParameters, paused, keyFrameRequestDelay }) =>
      this.#keepProducer(await known(this.#transports, transport).produce({ kind, rtpParameters, paused, ...(keyFrameRequestDelay === undefined ? {} : { keyFrameRequestDelay }) })),
    consume: async ({ transport, producer, rtpCapabilities }) => {
      if (!this.#leg.canConsume({ producerId: producer, rtpCapabilities })) return null;
      const consumer = await known(this.#transports, transport).consume({ producerId: producer, rtpCapabilities, paused: true, enableRtx: true });
      return consumer === undefined ? null : this.#keepConsumer(consumer, transport);
    },
    pauseProducer: ({ producer }) => known(this.#producers, producer).pause(),
    resumeProducer: ({ producer }) => known(this.#producers, producer).resume(),
    closeProducer: async ({ producer }) => known(this.#producers, producer).close(),
    listen: ({ producer, who }) => this.#leg.listen(who, producer),
    pauseConsumer: ({ consumer }) => known(this.#consumers, consumer).pause(),
    resumeConsumer: ({ consumer }) => known(this.#consumers, consumer).resume(),
    closeConsumer: async ({ consumer }) => known(this.#consumers, consumer).close(),
    layers: async ({ consumer, layers: { spatialLayer, temporalLayer } }) => {
      await known(this.#consumers, consumer).setPreferredLayers({ spatialLayer, ...(temporalLayer === undefined ? {} : { temporalLayer }) });
    },
    priority: ({ consumer, priority }) => known(this.#consumers, consumer).setPriority(priority),
    openPipe: async () => {
      const end = await this.#leg.openPipe(true);
      const pipe = randomUUID();
      this.#pipes.set(pipe, end);
      return { pipe, point: end.point };
    },
    connectPipe: ({ pipe, far }) => known(this.#pipes, pipe).connect(far),
    send: async ({ pipe, producer }) => this.#keepConsumer(await known(this.#pipes, pipe).send(producer), pipe),
    take: async ({ pipe, stream }) => this.#keepProducer(await known(this.#pipes, pipe).take(stream)),
    closePipe: async ({ pipe }) => {
      known(this.#pipes, pipe).close();
      this.#pipes.delete(pipe);
    },
  };

  /** To whom each of the browsers' consumers belongs, so that a flood is looked for only where pictures flow. */
  readonly #receivers = new Map<Consumer, string>();

  #watch(withinMs: number, receive: () => Transport | undefined): SeatWatch {
    const about = (act: (transport: string) => LegNews) => {
      const id = receive()?.id;
      if (id !== undefined) this.#send(act(id));
    };
    return {
      seesPictures: () => [...this.#receivers].some(([{ kind, paused, producerPaused }, transport]) => transport === receive()?.id && kind === 'video' && !paused && !producerPaused),
      onFlood: () => about((transport) => ({ news: 'flood', transport })),
      withinMs,
      onUnused: () => about((transport) => ({ news: 'unused', transport })),
      onBandwidth: (bandwidth) => about((transport) => ({ news: 'bandwidth', transport, bandwidth })),
    };
  }

  #keepProducer(producer: Producer): object {
    this.#producers.set(producer.id, producer);
    producer.observer.once('close', () => this.#producers.delete(producer.id));
    return { id: producer.id, paused: producer.paused };
  }

  #keepConsumer(consumer: Consumer, owner: string): object {
    const { id, kind, type, rtpParameters, paused, producerPaused } = consumer;
    this.#consumers.set(id, consumer);
    this.#receivers.set(consumer, owner);
    consumer.observer.on('close', () => {
      this.#consumers.delete(id);
      this.#receivers.delete(consumer);
    });
    for (const news of ['producerclose', 'producerpause', 'producerresume'] as const) consumer.on(news, () => this.#send({ news, consumer: id }));
    consumer.on('layerschange', (layers) => this.#send({ news: 'layerschange', consumer: id, layers: layers ?? null }));
    return { id, kind, type, rtpParameters, paused, producerPaused };
  }
}

function known<One>(all: ReadonlyMap<string, One>, id: string): One {
  const found = all.get(id);
  if (found === undefined) throw new RangeError('nothing here has this name');
  return found;
}
