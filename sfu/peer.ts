import type { types } from 'mediasoup';
import type { RoomClaims } from '../shared/room/contract.ts';
import type { MediaSource, RoomPerson, ServerMessage, SignallingCode, TransportDirection } from '../shared/room/signalling.ts';

/** The way to one browser. `end` closes it with the reason as a permanent code. */
export type Link = { readonly send: (message: ServerMessage) => void; readonly end: (code: SignallingCode) => void };

type Transports = Readonly<Record<TransportDirection, types.WebRtcTransport>>;

/** What this peer receives. `wanted`: the browser has set it up and has the tile on show. */
export type Reception = { readonly consumer: types.Consumer; wanted: boolean };

/** One stay of one person in one room. Who the person is comes from the signed claims alone. */
export class Peer {
  readonly id: string;
  readonly claims: RoomClaims;
  readonly link: Link;
  readonly producers = new Map<MediaSource, types.Producer>();
  readonly receptions = new Map<string, Reception>();
  presence: RoomPerson['presence'] = 'lobby';
  rtpCapabilities: types.RtpCapabilities | undefined;
  audioOnly = false;
  closed = false;
  #transports: Transports | undefined;

  constructor(id: string, claims: RoomClaims, link: Link) {
    this.id = id;
    this.claims = claims;
    this.link = link;
  }

  get transports(): Transports {
    if (this.#transports === undefined) throw new Error('the transports are opened by the join');
    return this.#transports;
  }

  /** Takes the transports over; closes them at once if the peer left while they were being opened. */
  adopt(transports: Transports): void {
    this.#transports = transports;
    if (this.closed) this.close();
  }

  /** Set up to receive, and let in: others' streams may be offered to it. */
  get receives(): boolean {
    return !this.closed && this.presence !== 'lobby' && this.rtpCapabilities !== undefined;
  }

  /** Let in, so that others may hear and see it. */
  get isHeard(): boolean {
    return !this.closed && this.presence !== 'lobby';
  }

  producerById(id: string): types.Producer | undefined {
    return [...this.producers.values()].find((producer) => producer.id === id);
  }

  sourceOf(producer: types.Producer): MediaSource | undefined {
    return [...this.producers].find(([, each]) => each === producer)?.[0];
  }

  describe(): RoomPerson {
    const { role, name, speak } = this.claims;
    const isOn = (source: MediaSource) => this.producers.get(source)?.paused === false;
    return { peer: this.id, role, name, speak, presence: this.presence, microphone: isOn('microphone'), camera: isOn('camera') };
  }

  close(): void {
    this.closed = true;
    this.producers.clear();
    this.receptions.clear();
    this.#transports?.send.close();
    this.#transports?.receive.close();
  }
}
