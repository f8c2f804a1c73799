import type { types } from 'mediasoup-client';
import { pictureSizes, shares } from '../../shared/room/kinds.ts';
import type { MediaSource, PictureSize, Share } from '../../shared/room/kinds.ts';
import type { RoomPerson, StreamOffer } from '../../shared/room/signalling.ts';
import type { Line, Notice } from './line.ts';

export type TileSize = PictureSize;

/** `reduced`: the bandwidth allows no picture now, the voice has it. `off`: the sender shows none. */
export type TileVideo = 'flowing' | 'reduced' | 'off';

export type Tile = { readonly person: RoomPerson; readonly audio?: MediaStreamTrack; readonly video?: MediaStreamTrack; readonly picture: TileVideo };

/**
 * What is before all: a screen or a paper as a stream, or a photo of the record, which each browser fetches by itself.
 * `own`: this person holds it there. `picture` is `reduced` while the link has none to spare.
 */
export type SharedPicture = { readonly person: RoomPerson; readonly own: boolean } & (
  | { readonly kind: 'stream'; readonly share: Share; readonly video: MediaStreamTrack; readonly picture: TileVideo }
  | { readonly kind: 'photo'; readonly photo: string }
);

type Incoming = { readonly consumer: types.Consumer; readonly peer: string; readonly source: MediaSource; senderPaused: boolean; starved: boolean; told: string };

/** The buffer of a new voice has not found its length before, and what was lost at its beginning could not be sent again in time. */
const YOUNG_MS = 4_000;

const isShare = (source: MediaSource): source is Share => shares.some((share) => share === source);

const pictureOf = (video: Incoming | undefined): TileVideo => (video === undefined || video.senderPaused ? 'off' : video.starved ? 'reduced' : 'flowing');

/** What others send to this person, by who sends it. */
export class Receiving {
  readonly #incoming = new Map<string, Incoming>();
  readonly #sizes = new Map<string, TileSize>();
  readonly #onChange: () => void;
  #hidden = false;
  #most: TileSize = 'large';
  #pinned: string | undefined;
  #bufferMs = 0;
  #voiceBeganAt = Number.NEGATIVE_INFINITY;
  #withPictures = true;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  async take(offer: StreamOffer, transport: types.Transport, line: Line): Promise<types.Consumer> {
    const { consumerId: id, producerId, kind, peer, paused, source } = offer;
    // One stream id a person keeps the lips and the voice together; what is shared has no lips.
    const streamId = isShare(source) ? `${peer}-share` : peer;
    const consumer = await transport.consume({ id, producerId, kind, rtpParameters: offer.rtpParameters as types.RtpParameters, streamId });
    const incoming: Incoming = { consumer, peer, source, senderPaused: paused, starved: false, told: '' };
    this.#incoming.set(id, incoming);
    if (kind === 'audio') this.#voiceBeganAt = performance.now();
    this.#buffer(incoming);
    this.#open(incoming);
    // A stream that ended meanwhile is told of by itself.
    void Promise.all([this.#prefer(incoming, line), line.request('resumeConsumer', { consumerId: id })]).catch(() => undefined);
    this.#onChange();
    return consumer;
  }

  note(notice: Extract<Notice, { type: 'streamEnded' | 'streamPaused' | 'layer' }>): void {
    const incoming = this.#incoming.get(notice.consumerId);
    if (incoming === undefined) return;
    if (notice.type === 'streamPaused') incoming.senderPaused = notice.paused;
    else if (notice.type === 'layer') incoming.starved = notice.spatialLayer === null;
    else {
      incoming.consumer.close();
      this.#incoming.delete(notice.consumerId);
    }
    this.#onChange();
  }

  /** The tile's size decides what is sent: nothing for a hidden one. */
  async resize(peer: string, size: TileSize, line: Line | undefined): Promise<void> {
    this.#sizes.set(peer, size);
    await this.#preferAll(line);
  }

  async setHidden(hidden: boolean, line: Line | undefined): Promise<void> {
    this.#hidden = hidden;
    await this.#preferAll(line);
  }

  /** No larger picture than the link carries, or than the person wants to pay for, whatever the tiles. */
  async setMost(size: TileSize, line: Line | undefined): Promise<void> {
    this.#most = size;
    await this.#preferAll(line);
  }

  /** Without pictures their receivers are shut: only stopped, they go on asking for what they lost in the flood that stopped them. */
  setPictures(on: boolean): void {
    this.#withPictures = on;
    for (const incoming of this.#incoming.values()) this.#open(incoming);
  }

  /** This person is served first when the bandwidth is not enough for all. */
  async pin(peer: string | undefined, line: Line | undefined): Promise<void> {
    this.#pinned = peer;
    await this.#preferAll(line);
    this.#onChange();
  }

  get pinned(): string | undefined {
    return this.#pinned;
  }

  /** True when some face is looked at closely, whether the link carries that or not. */
  get wantsHd(): boolean {
    return !this.#hidden && [...this.#incoming.values()].some(({ source, peer }) => source === 'camera' && this.#sizes.get(peer) === 'hd');
  }

  /** True while some voice has only begun. */
  get hasYoungVoice(): boolean {
    return performance.now() - this.#voiceBeganAt < YOUNG_MS;
  }

  /** How long voices are held back so that lost packets can still be sent again in time (ms; 0: as short as possible). */
  hold(milliseconds: number): void {
    if (milliseconds === this.#bufferMs) return;
    this.#bufferMs = milliseconds;
    for (const incoming of this.#incoming.values()) this.#buffer(incoming);
  }

  /** The transport is gone with the line; the last pictures go too, so that nobody looks at a still face. */
  clear(): void {
    for (const { consumer } of this.#incoming.values()) consumer.close();
    this.#incoming.clear();
  }

  tiles(people: readonly RoomPerson[], self: string | undefined): readonly Tile[] {
    return people.filter((person) => person.peer !== self && person.presence !== 'lobby').map((person) => {
      const own = [...this.#incoming.values()].filter(({ peer }) => peer === person.peer);
      const audio = own.findLast(({ source }) => source === 'microphone');
      const video = own.findLast(({ source }) => source === 'camera');
      return { person, picture: pictureOf(video), ...(audio ? { audio: audio.consumer.track } : {}), ...(video ? { video: video.consumer.track } : {}) };
    });
  }

  /** What another shows to all. */
  shared(people: readonly RoomPerson[], self: string | undefined): SharedPicture | undefined {
    const shower = people.find(({ showing, peer }) => showing !== null && peer !== self);
    if (shower?.showing) return { kind: 'photo', person: shower, photo: shower.showing, own: false };
    for (const incoming of this.#incoming.values()) {
      const { peer, source, consumer } = incoming;
      const person = people.find((each) => each.peer === peer);
      if (person !== undefined && isShare(source)) return { kind: 'stream', person, share: source, video: consumer.track, picture: pictureOf(incoming), own: false };
    }
    return undefined;
  }

  #sizeOf({ peer, source }: Incoming): TileSize {
    if (this.#hidden) return 'none';
    const size = isShare(source) ? 'large' : (this.#sizes.get(peer) ?? 'large');
    return pictureSizes.indexOf(size) > pictureSizes.indexOf(this.#most) ? this.#most : size;
  }

  async #preferAll(line: Line | undefined): Promise<void> {
    if (line === undefined) return;
    await Promise.all([...this.#incoming.values()].map((each) => this.#prefer(each, line).catch(() => undefined)));
  }

  async #prefer(incoming: Incoming, line: Line): Promise<void> {
    const { consumer, peer } = incoming;
    if (consumer.kind === 'audio') return;
    const size = this.#sizeOf(incoming);
    // A face that fills the screen is served first like a pinned one, and its way is tried for more.
    const pinned = peer === this.#pinned || this.#sizes.get(peer) === 'hd';
    const wish = `${size} ${pinned}`;
    if (wish === incoming.told) return;
    incoming.told = wish;
    await line.request('prefer', { consumerId: consumer.id, size, pinned });
  }

  #open({ consumer }: Incoming): void {
    if (consumer.kind === 'audio' || consumer.closed || consumer.paused !== this.#withPictures) return;
    if (this.#withPictures) consumer.resume();
    else consumer.pause();
  }

  #buffer({ consumer }: Incoming): void {
    if (consumer.kind !== 'audio' || consumer.rtpReceiver === undefined || !('jitterBufferTarget' in consumer.rtpReceiver)) return;
    consumer.rtpReceiver.jitterBufferTarget = this.#bufferMs === 0 ? null : this.#bufferMs;
  }
}
