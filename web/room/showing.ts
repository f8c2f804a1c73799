import type { Share } from '../../shared/room/kinds.ts';
import type { RoomPerson } from '../../shared/room/signalling.ts';
import type { Line } from './line.ts';
import type { Receiving, SharedPicture } from './receiving.ts';
import type { Sending } from './sending.ts';

type Events = { readonly line: () => Line | undefined; readonly onChange: () => void };

/** What stands before all: a screen or a paper that this person streams, a photo of the record, or what another shows. One thing at a time. */
export class Showing {
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #events: Events;
  #photo: string | undefined;

  constructor(sending: Sending, receiving: Receiving, events: Events) {
    [this.#sending, this.#receiving, this.#events] = [sending, receiving, events];
  }

  /** Rejects with `Refused` when somebody else shares already. */
  async start(share: Share, track: MediaStreamTrack): Promise<void> {
    track.addEventListener('ended', () => void this.stop());
    this.#photo = undefined;
    await this.#sending.startShare(share, track).finally(this.#events.onChange);
  }

  /** A photo of the record (a Binary's id): each browser fetches it by itself, so it costs the call nothing. Rejects with `Refused`. */
  async photo(photo: string): Promise<void> {
    await this.#sending.stopShare();
    const line = this.#events.line();
    if (line === undefined) throw new Error('not in the room');
    await line.request('show', { photo });
    this.#photo = photo;
    this.#events.onChange();
  }

  async stop(): Promise<void> {
    const shown = this.#photo;
    this.#photo = undefined;
    await Promise.all([this.#sending.stopShare(), shown === undefined ? undefined : this.#events.line()?.request('show', { photo: null }).catch(() => undefined)]);
    this.#events.onChange();
  }

  /** After a reconnection the photo stands there again, unless somebody else took the place. */
  async again(line: Line): Promise<void> {
    const photo = this.#photo;
    if (photo !== undefined) await line.request('show', { photo }).catch(() => (this.#photo = undefined));
  }

  view(people: readonly RoomPerson[], self: string | undefined, withPictures: boolean): SharedPicture | undefined {
    const me = people.find(({ peer }) => peer === self);
    const own = this.#sending.sharing;
    if (me && own) return { kind: 'stream', person: me, share: own.share, video: own.track, picture: withPictures ? 'flowing' : 'reduced', own: true };
    if (me && this.#photo !== undefined) return { kind: 'photo', person: me, photo: this.#photo, own: true };
    return this.#receiving.shared(people, self);
  }
}
