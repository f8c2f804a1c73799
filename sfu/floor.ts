import { hasPictures } from '../shared/room/steps.ts';
import type { PictureSize } from '../shared/room/kinds.ts';
import { demandOf, rank } from './demand.ts';
import type { Peer } from './peer.ts';
import { ALL_HEARD_UP_TO, hear, heardOf, isHeard, listen, sameHeard, silence, without } from './voices.ts';
import type { Heard, Loudness, Voices } from './voices.ts';

export type FloorEvents = { readonly onSpeaker: (peer: string) => void; readonly onHeard: () => void };

const DEMAND_SETTLES_MS = 200;
/** Rounds of hearing (hearing.ts) that make one of judging who has the floor: 300 ms. */
const HEARINGS_A_ROUND = 3;

/** Who has the floor: who speaks, whose voices are sent on, and what each camera must send for its viewers. */
export class Floor {
  readonly #people: () => readonly Peer[];
  readonly #events: FloorEvents;
  #voices: Voices = silence;
  #demand: ReturnType<typeof setTimeout> | undefined;
  #heard: Heard = 'everybody';
  readonly #allHeardUpTo: number;
  /** Of this round, the loudest that each was. */
  readonly #round = new Map<string, number>();
  #hearings = 0;

  constructor(people: () => readonly Peer[], events: FloorEvents, allHeardUpTo = ALL_HEARD_UP_TO) {
    this.#people = people;
    this.#events = events;
    this.#allHeardUpTo = allHeardUpTo;
  }

  get speaker(): string | undefined {
    return this.#voices.speaker;
  }

  hears(peer: Peer): boolean {
    return isHeard(this.#heard, peer.id);
  }

  /** Who is loud just now, by peer; ten times a second. */
  hear(loud: readonly Loudness[]): void {
    const known = loud.filter(({ who }) => this.#people().some((peer) => peer.id === who && peer.isHeard && peer.isOn('microphone')));
    this.#voices = hear(this.#voices, known);
    for (const { who, volume } of known) this.#round.set(who, Math.max(volume, this.#round.get(who) ?? volume));
    this.#hearings += 1;
    if (this.#hearings % HEARINGS_A_ROUND === 0) this.#judge();
    if (known.length > 0) this.update();
  }

  #judge(): void {
    const before = this.#voices.speaker;
    this.#voices = listen(this.#voices, [...this.#round].map(([who, volume]) => ({ who, volume })));
    this.#round.clear();
    if (this.#voices.speaker !== undefined && this.#voices.speaker !== before) this.#events.onSpeaker(this.#voices.speaker);
  }

  forget(peer: string): void {
    this.#voices = without(this.#voices, peer);
    this.update();
    this.tellDemandSoon();
  }

  /** Anew from who has the microphone on. */
  update(): void {
    const speaking = this.#people().filter((peer) => peer.isHeard && peer.isOn('microphone')).map(({ id }) => id);
    const heard = heardOf(this.#voices, speaking, this.#allHeardUpTo);
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
