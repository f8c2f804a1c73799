import type { types } from 'mediasoup-client';
import type { RoomPerson } from '../../shared/room/signalling.ts';
import type { Line, Notice } from './line.ts';

export type TileSize = 'none' | 'small' | 'large';

/** `reduced`: the bandwidth allows no picture now, the voice has it. `off`: the sender shows none. */
export type TileVideo = 'flowing' | 'reduced' | 'off';

export type Tile = { readonly person: RoomPerson; readonly audio?: MediaStreamTrack; readonly video?: MediaStreamTrack; readonly picture: TileVideo };

type Incoming = { readonly consumer: types.Consumer; readonly peer: string; senderPaused: boolean; starved: boolean; size: TileSize };

/** What others send to this person, by who sends it. */
export class Receiving {
  readonly #incoming = new Map<string, Incoming>();
  readonly #sizes = new Map<string, TileSize>();
  readonly #onChange: () => void;
  #hidden = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  async take(offer: Extract<Notice, { type: 'offer' }>, transport: types.Transport, line: Line): Promise<types.Consumer> {
    const { consumerId: id, producerId, kind, peer, paused } = offer;
    // One stream id a person keeps the lips and the voice together.
    const consumer = await transport.consume({ id, producerId, kind, rtpParameters: offer.rtpParameters as types.RtpParameters, streamId: peer });
    const incoming: Incoming = { consumer, peer, senderPaused: paused, starved: false, size: this.#sizes.get(peer) ?? 'large' };
    this.#incoming.set(id, incoming);
    await this.#ask(incoming, line);
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
    await this.#askAll(line, (incoming) => incoming.peer === peer);
  }

  async setHidden(hidden: boolean, line: Line | undefined): Promise<void> {
    this.#hidden = hidden;
    await this.#askAll(line, () => true);
  }

  /** The transport is gone with the line; the last pictures go too, so that nobody looks at a still face. */
  clear(): void {
    for (const { consumer } of this.#incoming.values()) consumer.close();
    this.#incoming.clear();
  }

  tiles(people: readonly RoomPerson[], self: string | undefined): readonly Tile[] {
    return people.filter((person) => person.peer !== self && person.presence !== 'lobby').map((person) => {
      const own = [...this.#incoming.values()].filter(({ peer }) => peer === person.peer);
      const audio = own.find(({ consumer }) => consumer.kind === 'audio');
      const video = own.find(({ consumer }) => consumer.kind === 'video');
      const picture: TileVideo = video === undefined || video.senderPaused ? 'off' : video.starved ? 'reduced' : 'flowing';
      return { person, picture, ...(audio ? { audio: audio.consumer.track } : {}), ...(video ? { video: video.consumer.track } : {}) };
    });
  }

  async #askAll(line: Line | undefined, which: (incoming: Incoming) => boolean): Promise<void> {
    if (line === undefined) return;
    await Promise.all([...this.#incoming.values()].filter((each) => each.consumer.kind === 'video' && which(each)).map((each) => {
      each.size = this.#sizes.get(each.peer) ?? each.size;
      return this.#ask(each, line).catch(() => undefined);
    }));
  }

  async #ask({ consumer, size }: Incoming, line: Line): Promise<void> {
    const consumerId = consumer.id;
    if (consumer.kind === 'video' && (this.#hidden || size === 'none')) {
      await line.request('pauseConsumer', { consumerId });
      return;
    }
    const layer = consumer.kind === 'video' ? line.request('preferLayer', { consumerId, spatialLayer: size === 'small' ? 0 : 1 }) : undefined;
    await Promise.all([layer, line.request('resumeConsumer', { consumerId })]);
  }
}
