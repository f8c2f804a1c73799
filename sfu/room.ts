import type { types } from 'mediasoup';
import type { NewId } from '../shared/kernel/ids.ts';
import type { Result } from '../shared/kernel/result.ts';
import { ok, refuse } from '../shared/kernel/result.ts';
import type { RoomClaims } from '../shared/room/contract.ts';
import type { MediaSource, RoomPerson, ServerMessage, SignallingCode } from '../shared/room/signalling.ts';
import { mayEnter } from './admission.ts';
import { log } from './log.ts';
import { mediaCodecs, openTransport } from './media.ts';
import { Peer } from './peer.ts';
import type { Link } from './peer.ts';
import { offer } from './receive.ts';
import type { MediaHost } from './workers.ts';

/** How long the seat of somebody whose line broke is kept, so that a short outage is no coming and going. */
const SEAT_KEPT_MS = 10_000;
/** More belong into piped routers: one worker is meant to stay below half a core. */
const MOST_PEOPLE = 60;

export type RoomOptions = { readonly id: string; readonly host: MediaHost; readonly newId: NewId; readonly onEnd: (room: Room) => void };

export class Room {
  readonly id: string;
  readonly host: MediaHost;
  readonly router: types.Router;
  readonly #peers = new Map<string, Peer>();
  readonly #newId: NewId;
  readonly #onEnd: (room: Room) => void;
  readonly #speakers: types.ActiveSpeakerObserver;
  #ended: SignallingCode | undefined;

  static async open(options: RoomOptions): Promise<Room> {
    const router = await options.host.worker.createRouter({ mediaCodecs });
    return new Room(options, router, await router.createActiveSpeakerObserver({ interval: 300 }));
  }

  private constructor({ id, host, newId, onEnd }: RoomOptions, router: types.Router, speakers: types.ActiveSpeakerObserver) {
    this.id = id;
    this.host = host;
    this.router = router;
    this.#newId = newId;
    this.#onEnd = onEnd;
    this.#speakers = speakers;
    router.once('workerclose', () => this.end('ROOM_WORKER_LOST'));
    speakers.on('dominantspeaker', ({ producer }) => {
      const speaker = this.#all().find((peer) => peer.sourceOf(producer) !== undefined);
      this.#tellAll({ type: 'speaker', peer: speaker?.id ?? null });
    });
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  get size(): number {
    return this.#peers.size;
  }

  people(): RoomPerson[] {
    return this.#all().map((peer) => peer.describe());
  }

  /** Takes a seat. Whoever is in the room already under the same identity is replaced: one socket a person. */
  async join(claims: RoomClaims, link: Link): Promise<Result<Peer, SignallingCode>> {
    if (this.#ended !== undefined) return refuse(this.#ended);
    const older = this.#all().filter((peer) => peer.claims.sub === claims.sub);
    if (this.size - older.length >= MOST_PEOPLE) return refuse('ROOM_FULL');
    const wasPresent = older.some((peer) => peer.presence !== 'lobby');
    for (const peer of older) this.#drop(peer, 'ROOM_REPLACED');
    const peer = new Peer(this.#newId(), claims, link);
    if (wasPresent) peer.presence = 'present';
    this.#peers.set(peer.id, peer);
    try {
      const [send, receive] = await Promise.all([this.#openTransport('send'), this.#openTransport('receive')]);
      peer.adopt({ send, receive });
    } catch {
      this.remove(peer);
      return refuse(this.#ended ?? 'ROOM_WORKER_LOST');
    }
    this.#admit();
    this.announce();
    log.info('SFU_JOINED', { room: this.id, peer: peer.id, role: claims.role, presence: peer.presence, people: this.size });
    return ok(peer);
  }

  /** The browser can receive now: everything that is sent in the room is offered to it. */
  async welcome(peer: Peer): Promise<void> {
    if (!peer.receives) return;
    const offers = this.#all()
      .filter((from) => from !== peer && from.isHeard)
      .flatMap((from) => [...from.producers].map(([source, producer]) => offer(this.router, from, source, producer, peer)));
    await Promise.all(offers);
  }

  /** A new stream of a peer: offered to everybody, its voice watched for who speaks. */
  async publish(peer: Peer, source: MediaSource, producer: types.Producer): Promise<void> {
    this.announce();
    if (!peer.isHeard) return;
    if (producer.kind === 'audio') await this.#speakers.addProducer({ producerId: producer.id });
    const receivers = this.#all().filter((to) => to !== peer && to.receives);
    await Promise.all(receivers.map((to) => offer(this.router, peer, source, producer, to)));
  }

  announce(): void {
    this.#tellAll({ type: 'people', people: this.people() });
  }

  /** The line broke: the seat is kept a while and marked, the media may go on. */
  lose(peer: Peer): void {
    if (peer.closed) return;
    if (peer.presence === 'lobby') return this.remove(peer);
    peer.presence = 'lost';
    this.announce();
    setTimeout(() => this.remove(peer), SEAT_KEPT_MS).unref();
  }

  remove(peer: Peer): void {
    if (this.#peers.get(peer.id) !== peer) return;
    peer.close();
    this.#peers.delete(peer.id);
    log.info('SFU_LEFT', { room: this.id, peer: peer.id, people: this.size });
    if (this.size === 0) this.end('ROOM_RESTARTING');
    else this.announce();
  }

  /** Ends the room for everybody, once. */
  end(code: SignallingCode): void {
    if (this.#ended !== undefined) return;
    this.#ended = code;
    for (const peer of this.#all()) this.#drop(peer, code);
    this.router.close();
    log.info('SFU_ROOM_ENDED', { room: this.id, code });
    this.#onEnd(this);
  }

  #openTransport(direction: 'send' | 'receive'): Promise<types.WebRtcTransport> {
    return openTransport(this.router, this.host.webRtcServer, direction);
  }

  #all(): Peer[] {
    return [...this.#peers.values()];
  }

  #tellAll(message: ServerMessage): void {
    for (const peer of this.#peers.values()) peer.link.send(message);
  }

  #drop(peer: Peer, code: SignallingCode): void {
    peer.close();
    this.#peers.delete(peer.id);
    peer.link.end(code);
  }

  /** Lets in who may enter now. Nobody is put out again because the staff's line broke. */
  #admit(): void {
    const roles = this.#all().map((peer) => peer.claims.role);
    for (const peer of this.#all()) {
      if (peer.presence !== 'lobby' || !mayEnter(peer.claims.role, roles)) continue;
      peer.presence = 'present';
      void this.#introduce(peer).catch(() => log.warn('SFU_OFFER_FAILED', { room: this.id, peer: peer.id }));
    }
  }

  /** Somebody who waited in the lobby is heard from now on and hears the others. */
  async #introduce(peer: Peer): Promise<void> {
    await this.welcome(peer);
    for (const [source, producer] of peer.producers) await this.publish(peer, source, producer);
  }
}
