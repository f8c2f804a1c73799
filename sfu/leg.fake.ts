import { EnhancedEventEmitter } from 'mediasoup/extras';
import type { types } from 'mediasoup';
import type { Consumer, ConsumerNews, Leg, PipedStream, PipeEnd, PipePoint, Producer, SeatWatch, Transport, Transports } from './leg.ts';

export const fakeRtp: types.RtpParameters = { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: 1 }] };

export class FakeProducer implements Producer {
  readonly id: string;
  readonly kind: types.MediaKind;
  readonly observer = new EnhancedEventEmitter<{ close: [] }>();
  paused = false;
  closed = false;

  constructor(id: string, kind: types.MediaKind = 'audio') {
    this.id = id;
    this.kind = kind;
  }

  async pause(): Promise<void> {
    this.paused = true;
  }

  async resume(): Promise<void> {
    this.paused = false;
  }

  close(): void {
    this.closed = true;
    this.observer.safeEmit('close');
  }
}

/** Says of itself what mediasoup's does; `done` is what was asked of it. */
export class FakeConsumer extends EnhancedEventEmitter<ConsumerNews> implements Consumer {
  readonly id: string;
  readonly kind: types.MediaKind = 'audio';
  readonly type: types.ConsumerType = 'simple';
  readonly rtpParameters = fakeRtp;
  readonly observer = new EnhancedEventEmitter<{ pause: []; resume: []; close: [] }>();
  readonly done: string[] = [];
  paused = true;
  producerPaused = false;
  closed = false;

  constructor(id: string) {
    super();
    this.id = id;
  }

  async pause(): Promise<void> {
    this.done.push('pause');
    this.paused = true;
    this.observer.safeEmit('pause');
  }

  async resume(): Promise<void> {
    this.done.push('resume');
    this.paused = false;
    this.observer.safeEmit('resume');
  }

  async setPreferredLayers({ spatialLayer, temporalLayer }: types.ConsumerLayers): Promise<void> {
    this.done.push(`layers ${spatialLayer} ${temporalLayer}`);
  }

  async setPriority(priority: number): Promise<void> {
    this.done.push(`priority ${priority}`);
  }

  close(): void {
    this.closed = true;
    this.observer.safeEmit('close');
  }
}

/** A part of a room without media: what it opened can be looked at, and `watch` says what a worker would notice. */
export class FakeLeg implements Leg {
  readonly id: string;
  readonly isAway: boolean;
  isOver = false;
  people = 0;
  readonly listened: string[] = [];
  readonly producers = new Map<string, FakeProducer>();
  readonly consumers: FakeConsumer[] = [];
  readonly pipes: FakePipeEnd[] = [];
  watch: SeatWatch | undefined;

  constructor(id: string, isAway = false) {
    this.id = id;
    this.isAway = isAway;
  }

  async seat(watch: SeatWatch): Promise<Transports> {
    this.watch = watch;
    return { send: this.#transport('send'), receive: this.#transport('receive') };
  }

  canConsume({ producerId }: { readonly producerId: string }): boolean {
    return this.producers.has(producerId);
  }

  async listen(who: string, producer: string): Promise<void> {
    this.listened.push(`${who} ${producer}`);
  }

  async openPipe(across: boolean): Promise<FakePipeEnd> {
    const end = new FakePipeEnd(this, across);
    this.pipes.push(end);
    return end;
  }

  close(): void {
    this.isOver = true;
  }

  produced(id: string, kind: types.MediaKind): FakeProducer {
    const producer = new FakeProducer(id, kind);
    this.producers.set(id, producer);
    return producer;
  }

  consumed(): FakeConsumer {
    const consumer = new FakeConsumer(`consumer-${this.consumers.length}`);
    this.consumers.push(consumer);
    return consumer;
  }

  #transport(id: string): Transport {
    return {
      id, iceParameters: { usernameFragment: 'u', password: 'p' }, iceCandidates: [],
      dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: 'AA' }] },
      connect: async () => undefined,
      restartIce: async () => ({ usernameFragment: 'anew', password: 'p' }),
      setMinOutgoingBitrate: async () => undefined,
      produce: async ({ kind }) => this.produced(`producer-${this.producers.size}`, kind),
      consume: async () => this.consumed(),
      close: () => undefined,
    };
  }
}

export class FakePipeEnd implements PipeEnd {
  readonly point: PipePoint = { ip: '127.0.0.1', port: 45_000, srtpParameters: { cryptoSuite: 'AEAD_AES_256_GCM', keyBase64: 'a2V5' } };
  readonly across: boolean;
  readonly taken: PipedStream[] = [];
  readonly outlets: FakeConsumer[] = [];
  far: PipePoint | undefined;
  closed = false;
  readonly #leg: FakeLeg;

  constructor(leg: FakeLeg, across: boolean) {
    this.#leg = leg;
    this.across = across;
  }

  async connect(far: PipePoint): Promise<void> {
    this.far = far;
  }

  async send(): Promise<FakeConsumer> {
    const outlet = this.#leg.consumed();
    this.outlets.push(outlet);
    return outlet;
  }

  async take(stream: PipedStream): Promise<FakeProducer> {
    this.taken.push(stream);
    return this.#leg.produced(stream.id, stream.kind);
  }

  close(): void {
    this.closed = true;
    for (const outlet of this.outlets) outlet.close();
  }
}
