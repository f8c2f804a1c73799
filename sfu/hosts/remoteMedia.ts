import { EnhancedEventEmitter } from 'mediasoup/extras';
import type { types } from 'mediasoup';
import type * as z from 'zod';
import type { TransportOffer } from '../../shared/room/rtp.ts';
import type { Consumer, ConsumerNews, PipedStream, PipeEnd, PipePoint, Producer, Transport } from '../leg.ts';
import type { Channel } from './channel.ts';
import { consumerAnswer, iceAnswer, nothing, producerAnswer } from './protocol.ts';

/** Objects that stand for those on the lender's worker. What is done to them is done there; what happens there they tell. */

type ConsumerAnswer = NonNullable<z.output<typeof consumerAnswer>>;

export class RemoteProducer implements Producer {
  readonly id: string;
  readonly kind: types.MediaKind;
  readonly observer = new EnhancedEventEmitter<{ close: [] }>();
  paused: boolean;
  closed = false;
  readonly #channel: Channel;

  constructor(channel: Channel, { id, kind, paused }: Pick<PipedStream, 'id' | 'kind' | 'paused'>) {
    this.#channel = channel;
    this.id = id;
    this.kind = kind;
    this.paused = paused;
  }

  async pause(): Promise<void> {
    await this.#channel.ask({ do: 'pauseProducer', producer: this.id }, nothing);
    this.paused = true;
  }

  async resume(): Promise<void> {
    await this.#channel.ask({ do: 'resumeProducer', producer: this.id }, nothing);
    this.paused = false;
  }

  close(): void {
    if (this.closed) return;
    this.#channel.tell({ do: 'closeProducer', producer: this.id });
    this.over();
  }

  /** It is gone there already. */
  over(): void {
    if (this.closed) return;
    this.closed = true;
    this.observer.safeEmit('close');
  }
}

export class RemoteConsumer extends EnhancedEventEmitter<ConsumerNews> implements Consumer {
  readonly id: string;
  readonly kind: types.MediaKind;
  readonly type: types.ConsumerType;
  readonly rtpParameters: types.RtpParameters;
  readonly observer = new EnhancedEventEmitter<{ pause: []; resume: []; close: [] }>();
  paused: boolean;
  producerPaused: boolean;
  closed = false;
  readonly #channel: Channel;

  constructor(channel: Channel, { id, kind, type, rtpParameters, paused, producerPaused }: ConsumerAnswer) {
    super();
    this.#channel = channel;
    this.id = id;
    this.kind = kind;
    this.type = type;
    this.rtpParameters = rtpParameters;
    this.paused = paused;
    this.producerPaused = producerPaused;
  }

  async pause(): Promise<void> {
    await this.#channel.ask({ do: 'pauseConsumer', consumer: this.id }, nothing);
    this.paused = true;
    this.observer.safeEmit('pause');
  }

  async resume(): Promise<void> {
    await this.#channel.ask({ do: 'resumeConsumer', consumer: this.id }, nothing);
    this.paused = false;
    this.observer.safeEmit('resume');
  }

  async setPreferredLayers({ spatialLayer, temporalLayer }: types.ConsumerLayers): Promise<void> {
    await this.#channel.ask({ do: 'layers', consumer: this.id, layers: { spatialLayer, ...(temporalLayer === undefined ? {} : { temporalLayer }) } }, nothing);
  }

  async setPriority(priority: number): Promise<void> {
    await this.#channel.ask({ do: 'priority', consumer: this.id, priority }, nothing);
  }

  close(): void {
    if (this.closed) return;
    this.#channel.tell({ do: 'closeConsumer', consumer: this.id });
    this.over();
  }

  /** The lender's consumer told this. */
  hear(news: 'producerclose' | 'producerpause' | 'producerresume'): void {
    if (this.closed) return;
    if (news !== 'producerclose') this.producerPaused = news === 'producerpause';
    this.safeEmit(news);
    if (news === 'producerclose') this.over();
  }

  over(): void {
    if (this.closed) return;
    this.closed = true;
    this.observer.safeEmit('close');
  }
}

/** What came and went over one transport or pipe: it ends with it. */
export class Belongings {
  readonly #channel: Channel;
  readonly #consumers: Map<string, RemoteConsumer>;
  readonly #own = new Set<RemoteProducer | RemoteConsumer>();
  readonly #onOver: () => void;

  /** `consumers`: all of the part, by id, for whoever passes the lender's news on. */
  constructor(channel: Channel, consumers: Map<string, RemoteConsumer>, onOver: () => void) {
    this.#channel = channel;
    this.#consumers = consumers;
    this.#onOver = onOver;
  }

  producer(stream: Pick<PipedStream, 'id' | 'kind' | 'paused'>): RemoteProducer {
    return this.#keep(new RemoteProducer(this.#channel, stream));
  }

  consumer(answer: ConsumerAnswer): RemoteConsumer {
    const consumer = this.#keep(new RemoteConsumer(this.#channel, answer));
    this.#consumers.set(consumer.id, consumer);
    consumer.observer.once('close', () => this.#consumers.delete(consumer.id));
    return consumer;
  }

  over(): void {
    for (const each of this.#own) each.over();
    this.#onOver();
  }

  #keep<One extends RemoteProducer | RemoteConsumer>(one: One): One {
    this.#own.add(one);
    (one.observer as EnhancedEventEmitter<{ close: [] }>).once('close', () => this.#own.delete(one));
    return one;
  }
}

export class RemoteTransport implements Transport {
  readonly id: string;
  readonly iceParameters: types.IceParameters;
  readonly iceCandidates: types.IceCandidate[];
  readonly dtlsParameters: types.DtlsParameters;
  readonly #channel: Channel;
  readonly #belongings: Belongings;

  constructor(channel: Channel, offer: TransportOffer, belongings: Belongings) {
    const { id, iceParameters, iceCandidates, dtlsParameters } = offer as Pick<types.WebRtcTransport, 'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters'>;
    this.id = id;
    this.iceParameters = iceParameters;
    this.iceCandidates = iceCandidates;
    this.dtlsParameters = dtlsParameters;
    this.#channel = channel;
    this.#belongings = belongings;
  }

  async connect({ dtlsParameters }: { readonly dtlsParameters: types.DtlsParameters }): Promise<void> {
    await this.#channel.ask({ do: 'connect', transport: this.id, dtlsParameters }, nothing);
  }

  async restartIce(): Promise<types.IceParameters> {
    return (await this.#channel.ask({ do: 'restartIce', transport: this.id }, iceAnswer));
  }

  async setMinOutgoingBitrate(bitrate: number): Promise<void> {
    await this.#channel.ask({ do: 'floor', transport: this.id, bitrate }, nothing);
  }

  async produce({ kind, rtpParameters, paused = false, keyFrameRequestDelay }: types.ProducerOptions): Promise<Producer> {
    const made = await this.#channel.ask({ do: 'produce', transport: this.id, kind, rtpParameters, paused, ...(keyFrameRequestDelay === undefined ? {} : { keyFrameRequestDelay }) }, producerAnswer);
    return this.#belongings.producer({ ...made, kind });
  }

  async consume({ producerId, rtpCapabilities }: types.ConsumerOptions): Promise<Consumer | undefined> {
    const made = await this.#channel.ask({ do: 'consume', transport: this.id, producer: producerId, rtpCapabilities }, consumerAnswer);
    return made === null ? undefined : this.#belongings.consumer(made);
  }

  close(): void {
    this.#channel.tell({ do: 'closeTransport', transport: this.id });
    this.#belongings.over();
  }
}

export class RemotePipeEnd implements PipeEnd {
  readonly point: PipePoint;
  readonly #channel: Channel;
  readonly #pipe: string;
  readonly #belongings: Belongings;

  constructor(channel: Channel, { pipe, point }: { readonly pipe: string; readonly point: PipePoint }, belongings: Belongings) {
    this.point = point;
    this.#channel = channel;
    this.#pipe = pipe;
    this.#belongings = belongings;
  }

  async connect({ ip, port, srtpParameters }: PipePoint): Promise<void> {
    if (srtpParameters === undefined) throw new Error('a pipe between hosts has keys');
    await this.#channel.ask({ do: 'connectPipe', pipe: this.#pipe, far: { ip, port, srtpParameters } }, nothing);
  }

  async send(producerId: string): Promise<Consumer> {
    const made = await this.#channel.ask({ do: 'send', pipe: this.#pipe, producer: producerId }, consumerAnswer);
    if (made === null) throw new Error('the stream has ended');
    return this.#belongings.consumer(made);
  }

  async take(stream: PipedStream): Promise<Producer> {
    const made = await this.#channel.ask({ do: 'take', pipe: this.#pipe, stream }, producerAnswer);
    return this.#belongings.producer({ ...made, kind: stream.kind });
  }

  close(): void {
    this.#channel.tell({ do: 'closePipe', pipe: this.#pipe });
    this.#belongings.over();
  }
}
