import type { types } from 'mediasoup';
import type { RoomClaims } from '../shared/room/contract.ts';
import { shares } from '../shared/room/kinds.ts';
import type { MediaSource, PictureSize, Share } from '../shared/room/kinds.ts';
import type { RoomPerson, ServerMessage, SignallingCode } from '../shared/room/signalling.ts';
import type { CallStep } from '../shared/room/steps.ts';
import type { Newcomer } from './admission.ts';
import type { Chronicle } from './chronicle.ts';
import type { Consumer, Leg, Producer, Transports } from './leg.ts';

/** The way to one browser. `end` closes it with the reason as a permanent code. */
export type Link = { readonly send: (message: ServerMessage) => void; readonly end: (code: SignallingCode) => void };

/**
 * What this peer receives, and from whom. `wanted`: the browser has set it up and has the tile on show; undefined: it has
 * not answered the offer yet. `flowing`: some layer of it flows now.
 */
export type Reception = {
  readonly consumer: Consumer;
  readonly from: Peer;
  readonly source: MediaSource;
  wanted: boolean | undefined;
  /** What its tile is large enough for, and whether it was pinned; and what is sent of it, among so many others. */
  asked: PictureSize;
  pinned: boolean;
  size: PictureSize;
  temporalLayer: number | undefined;
  flowing: boolean;
  /** The preference that the worker was last told. */
  told: string;
  settled: Promise<void>;
};

/** One stay of one person in one room. Who the person is comes from the signed claims alone. */
export class Peer {
  readonly id: string;
  readonly claims: RoomClaims;
  readonly link: Link;
  readonly producers = new Map<MediaSource, Producer>();
  readonly receptions = new Map<string, Reception>();
  presence: RoomPerson['presence'] = 'lobby';
  standing: Newcomer['standing'] = 'new';
  rtpCapabilities: types.RtpCapabilities | undefined;
  step: CallStep = 'sd';
  /** The photo of the record (a Binary's id) that this person holds before all. */
  showing: string | undefined;
  /** When the hand was raised: a number that grows in the room. */
  hand: number | undefined;
  /** What this person came in with: the proof, for the API, of who said what here. */
  pass = '';
  /** How the stay went, where it belongs to a consultation. */
  chronicle: Chronicle | undefined;
  /** Since when its pictures are stopped, because its link was flooded (ms on the process's clock). */
  hushedAt: number | undefined;
  /** What its viewers were last known to want. */
  demand: { readonly camera: PictureSize; readonly thinListener: boolean } | undefined;
  /** Runs while the line is away: the seat is given up when it ends. */
  seatKept: ReturnType<typeof setTimeout> | undefined;
  closed = false;
  readonly #closing: (() => void)[] = [];
  #rests = false;
  #seat: { readonly transports: Transports; readonly leg: Leg } | undefined;

  constructor(id: string, claims: RoomClaims, link: Link) {
    this.id = id;
    this.claims = claims;
    this.link = link;
  }

  get transports(): Transports {
    if (this.#seat === undefined) throw new Error('the transports are opened by the join');
    return this.#seat.transports;
  }

  get leg(): Leg {
    if (this.#seat === undefined) throw new Error('the worker is chosen by the join');
    return this.#seat.leg;
  }

  /** Undefined while the join is still going on. */
  get seatedOn(): Leg | undefined {
    return this.#seat?.leg;
  }

  /** Takes the transports over; closes them at once if the peer left while they were being opened. */
  adopt(transports: Transports, leg: Leg): void {
    this.#seat = { transports, leg };
    this.#rests = false;
    if (this.closed) this.close();
  }

  /** The worker with all its media is gone. */
  unseat(): void {
    this.#seat = undefined;
    this.producers.clear();
    this.receptions.clear();
    this.demand = undefined;
  }

  /** Has joined, and has no ways of media: they were closed because nobody used them. */
  get rests(): boolean {
    return !this.closed && this.#rests;
  }

  rest(): void {
    this.#rests = true;
    this.#closeWays();
    this.unseat();
  }

  /** Set up to receive, and let in: others' streams may be offered to it. */
  get receives(): boolean {
    return this.isHeard && this.rtpCapabilities !== undefined && this.#seat !== undefined;
  }

  /** Let in, so that others may hear and see it. */
  get isHeard(): boolean {
    return !this.closed && this.presence !== 'lobby';
  }

  /** A screen, a paper or a photo of the record is before all. */
  get holdsTheStage(): boolean {
    return this.sharing !== undefined || this.showing !== undefined;
  }

  /** True when a picture flows to it now. */
  get seesPictures(): boolean {
    return [...this.receptions.values()].some(({ consumer }) => consumer.kind === 'video' && !consumer.paused && !consumer.producerPaused);
  }

  get sharing(): Share | undefined {
    return shares.find((share) => this.producers.has(share));
  }

  isOn(source: MediaSource): boolean {
    return this.producers.get(source)?.paused === false;
  }

  producerById(id: string): Producer | undefined {
    return [...this.producers.values()].find((producer) => producer.id === id);
  }

  describe(hand: number | null): RoomPerson {
    const { role, name, speak } = this.claims;
    return { peer: this.id, role, name, speak, presence: this.presence, microphone: this.isOn('microphone'), camera: this.isOn('camera'), sharing: this.sharing ?? null, showing: this.showing ?? null, hand, step: this.step };
  }

  /** At once when it is closed already. */
  onClose(act: () => void): void {
    if (this.closed) act();
    else this.#closing.push(act);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.seatKept);
    for (const act of this.#closing.splice(0)) act();
    this.producers.clear();
    this.receptions.clear();
    this.#closeWays();
  }

  #closeWays(): void {
    this.#seat?.transports.send.close();
    this.#seat?.transports.receive.close();
  }
}

/** Everybody, with the place of each raised hand in the order in which they were raised. */
export function describeAll(people: readonly Peer[]): RoomPerson[] {
  const raised = people.filter(({ hand }) => hand !== undefined).toSorted((a, b) => (a.hand ?? 0) - (b.hand ?? 0));
  return people.map((peer) => peer.describe(peer.hand === undefined ? null : raised.indexOf(peer) + 1));
}
