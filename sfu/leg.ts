import type { types } from 'mediasoup';
import type { TransportDirection } from '../shared/room/rtp.ts';
import type { Bandwidth } from './media.ts';

/** What a room uses of mediasoup. Its own objects are these, and so are those that stand for another host's (hosts/remoteMedia.ts). */
export type Producer = Pick<types.Producer, 'id' | 'kind' | 'closed' | 'paused' | 'pause' | 'resume' | 'close'> & {
  readonly observer: { once(event: 'close', act: () => void): unknown };
};

export type ConsumerNews = Pick<types.ConsumerEvents, 'producerclose' | 'producerpause' | 'producerresume' | 'layerschange'>;
export type Consumer = Pick<types.Consumer, 'id' | 'kind' | 'type' | 'rtpParameters' | 'closed' | 'paused' | 'producerPaused' | 'pause' | 'resume' | 'close' | 'setPreferredLayers' | 'setPriority'> & {
  on<News extends keyof ConsumerNews>(event: News, act: (...what: ConsumerNews[News]) => void): unknown;
  readonly observer: { on(event: 'pause' | 'resume' | 'close', act: () => void): unknown };
};

/** One way of a person's media. */
export type Transport = Pick<types.WebRtcTransport, 'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters' | 'connect' | 'restartIce' | 'setMinOutgoingBitrate' | 'close'> & {
  produce(options: types.ProducerOptions): Promise<Producer>;
  /** Undefined: whoever asks can't receive it. */
  consume(options: types.ConsumerOptions): Promise<Consumer | undefined>;
};
export type Transports = Readonly<Record<TransportDirection, Transport>>;

/** Told about the way to one browser. */
export type SeatWatch = {
  readonly seesPictures: () => boolean;
  readonly onFlood: () => void;
  readonly onBandwidth: (bandwidth: Bandwidth) => void;
  /** Nobody has come over either way within that time. */
  readonly withinMs: number;
  readonly onUnused: () => void;
};

/** Asks other hosts for a part of this room; undefined: none lends one. */
export type BorrowLeg = (room: string, events: LegEvents) => Promise<Leg | undefined>;
export type LegEvents = { /** A voice that is listened to was so loud just now (dBov). */ readonly onLoud: (who: string, volume: number) => void; readonly onLost: () => void };

/** Where one end of a pipe is reached; with keys where it leaves the host. */
export type PipePoint = { readonly ip: string; readonly port: number; readonly srtpParameters?: types.SrtpParameters | undefined };
export type PipedStream = { readonly id: string; readonly kind: types.MediaKind; readonly rtpParameters: types.RtpParameters; readonly paused: boolean };

/** One end of a pipe between two parts of a room. */
export interface PipeEnd {
  readonly point: PipePoint;
  connect(far: PipePoint): Promise<void>;
  /** Lets a stream of this part out; it waits until it is resumed. */
  send(producerId: string): Promise<Consumer>;
  /** The stream of the other part, under the same id. */
  take(stream: PipedStream): Promise<Producer>;
  close(): void;
}

/** A room's part on one worker: of this host, or of another that lends it. */
export interface Leg {
  readonly id: string;
  readonly isAway: boolean;
  readonly isOver: boolean;
  people: number;
  /** Opens both ways of one person's media. */
  seat(watch: SeatWatch): Promise<Transports>;
  /** False: whoever asks certainly can't receive it. */
  canConsume(asked: { readonly producerId: string; readonly rtpCapabilities: types.RtpCapabilities }): boolean;
  /** From here on it is told how loud this voice is, under this name. */
  listen(who: string, producerId: string): Promise<void>;
  /** `across`: the other end is on another host. */
  openPipe(across: boolean): Promise<PipeEnd>;
  close(): void;
}
