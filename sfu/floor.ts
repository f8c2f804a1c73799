import { hasPictures } from '../shared/room/steps.ts';
import type { PictureSize } from '../shared/room/kinds.ts';
import { demandOf, rank } from './demand.ts';
import type { Peer } from './peer.ts';
import { heardOf, isHeard, listen, sameHeard, silence, without } from './voices.ts';
import type { Heard, Voices } from './voices.ts';

export type FloorEvents = { readonly onSpeaker: (peer: string) => void; readonly onHeard: () => void };

const DEMAND_SETTLES_MS = 200;

/** Who has the floor: who speaks, whose voices are sent on, and what each camera must send for its viewers. */
export class Floor {
  readonly #people: () => readonly Peer[];
  readonly #events: FloorEvents;
  #voices: Voices = silence;
  #demand: ReturnType<typeof setTimeout> | undefined;
  #heard: Heard = 'everybody';

  constructor(people: () => readonly Peer[], events: FloorEvents) {
    this.#people = people;
    this.#events = events;
  }

  get speaker(): string | undefined {
    return this.#voices.speaker;
  }

  hears(peer: Peer): boolean {
    return isHeard(this.#heard, peer.id);
  }

  listen(round: readonly { producerId: string; volume: number }[]): void {
    const before = this.#voices.speaker;
    const loud = round.flatMap(({ producerId, volume }) => {
      const peer = this.#people().find((each) => each.producers.get('microphone')?.id === producerId);
      return peer?.isHeard ? [{ who: peer.id, volume }] : [];
    });
    this.#voices = listen(this.#voices, loud);
    if (this.#voices.speaker !== undefined && this.#voices.speaker !== before) this.#events.onSpeaker(this.#voices.speaker);
    this.update();
  }

  forget(peer: string): void {
    this.#voices = without(this.#voices, peer);
    this.update();
    this.tellDemandSoon();
  }

  /** Anew from who has the microphone on. */
  update(): void {
    const speaking = this.#people().filter((peer) => peer.isHeard && peer.isOn('microphone')).map(({ id }) => id);
    const heard = heardOf(this.#voices, speaking);
    if (sameHeard(heard, this.#heard)) return;
    this.#heard = heard;
    this.#events.onHeard();
  }

  /**
   * Tiles come, go and change size in bursts: a sender hears that it may send less once they have settled, that it must
   * send more at once, so that a camera runs when its viewer's media path stands.
   */
  tellDemandSoon(): void {
    this.#tellDemand('more');
    this.#demand ??= setTimeout(() => {
      this.#demand = undefined;
      this.#tellDemand('any');
    }, DEMAND_SETTLES_MS).unref();
  }

  close(): void {
    clearTimeout(this.#demand);
  }

  #tellDemand(which: 'more' | 'any'): void {
    const sizes = new Map<Peer, PictureSize[]>();
    for (const viewer of this.#people()) {
      for (const { from, source, wanted, size } of viewer.receptions.values()) {
        if (source === 'camera' && wanted !== false && hasPictures(viewer.step)) sizes.set(from, [...(sizes.get(from) ?? []), size]);
      }
    }
    for (const peer of this.#people()) {
      const camera = demandOf(sizes.get(peer) ?? []);
      const thinListener = this.#people().some((other) => other !== peer && other.isHeard && (other.step === 'audio' || other.step === 'thumbnail'));
      const told = peer.demand;
      const isNews = rank(camera) > rank(told?.camera ?? 'none') || (which === 'any' && (camera !== told?.camera || thinListener !== told.thinListener));
      if (!isNews || peer.closed) continue;
      peer.demand = { camera, thinListener };
      peer.link.send({ type: 'demand', camera, thinListener });
    }
  }
}
