import type { NewId } from '../shared/kernel/ids.ts';
import { ok, refuse, type Result } from '../shared/kernel/result.ts';
import type { RoomClaims, RoomRole } from '../shared/room/contract.ts';
import type { LobbyMode, MediaSource } from '../shared/room/kinds.ts';
import type { RoomPerson, ServerMessage, SignallingCode, StreamOffer } from '../shared/room/signalling.ts';
import { whoMayEnter } from './admission.ts';
import { hush } from './hush.ts';
import { Floor } from './floor.ts';
import { Hearing } from './hearing.ts';
import type { BorrowLeg, Producer } from './leg.ts';
import { log } from './log.ts';
import { describeAll, Peer, type Link, type Reception } from './peer.ts';
import { applyFlow, applyVoices, fitPictures, offer } from './receive.ts';
import { RoomRecording, type Studio } from './recording/roomRecording.ts';
import { streamsToRecord } from './recording/streams.ts';
import { Seating } from './seating.ts';
import { usualLimits, type RoomLimits } from './roomLimits.ts';
import type { WorkerPool } from './workers.ts';

/** A join or a stream is several changes at once. */
const CHANGES_SETTLE_MS = 20;
/** The largest meeting; beyond it people watch by other means. */
const MOST_PEOPLE = 200;

export type RoomOptions = { readonly id: string; readonly pool: WorkerPool; readonly newId: NewId; readonly onEnd: (room: Room) => void; readonly studio?: Studio | undefined; readonly limits?: RoomLimits | undefined; readonly borrow?: BorrowLeg | undefined };

export class Room {
  readonly id: string;
  readonly recording: RoomRecording;
  readonly #peers = new Map<string, Peer>();
  /** Who was let in by hand or sent out, over rejoins; by identity. */
  readonly #standings = new Map<string, Peer['standing']>();
  readonly #newId: NewId;
  readonly #onEnd: (room: Room) => void;
  readonly #seating: Seating;
  readonly #limits: RoomLimits;
  readonly #floor: Floor;
  readonly #hearing: Hearing;
  #lobby: LobbyMode = 'automatic';
  #hands = 0;
  #announcing: ReturnType<typeof setTimeout> | undefined;
  #ended: SignallingCode | undefined;

  constructor({ id, pool, newId, onEnd, studio, limits = usualLimits, borrow }: RoomOptions) {
    this.id = id;
    this.#limits = limits;
    this.#newId = newId;
    this.#onEnd = onEnd;
    this.#floor = new Floor(() => this.#all(), { onSpeaker: (peer) => this.#spoken(peer), onHeard: () => applyVoices(this.#all(), (from) => this.#floor.hears(from)) }, limits.allHeardUpTo);
    this.#hearing = new Hearing((round) => this.#floor.hear(round));
    this.recording = new RoomRecording({ room: id, newId, studio, people: () => this.#all().filter((peer) => peer.isHeard), sources: () => streamsToRecord(this.#all(), this.#floor, this.#seating), onChange: () => this.#all().forEach((peer) => peer.link.send(this.recording.noticeFor(peer))) });
    this.#seating = new Seating({ room: id, pool, borrow, connectWithinMs: limits.connectWithinMs, people: () => this.#all() }, {
      onLoud: (who, volume) => this.#hearing.note(who, volume),
      onFlood: (peer) => void hush(this, peer),
      onSeatedAnew: (peer) => this.#offerAll(peer),
      onOver: (peer, code) => {
        this.remove(peer);
        peer.link.end(code);
      },
    });
  }

  get hasEnded(): boolean { return this.#ended !== undefined; }
  get size(): number { return this.#peers.size; }
  get lobby(): LobbyMode { return this.#lobby; }

  /** Who shares a screen, a document or a photo now. */
  get shared(): Peer | undefined {
    return this.#all().find((peer) => peer.isHeard && peer.holdsTheStage);
  }

  sharedByAnother(peer: Peer): boolean {
    return this.#all().some((each) => each !== peer && each.holdsTheStage);
  }

  /** Everybody in the room (the lobby apart) in this role. */
  those(role: RoomRole): readonly Peer[] {
    return this.#all().filter((peer) => peer.isHeard && peer.claims.role === role);
  }

  person(id: string): Peer | undefined {
    return this.#peers.get(id);
  }

  /** Everybody, as this peer may know it: whoever waits in the lobby sees nobody else. */
  peopleFor(viewer: Peer): RoomPerson[] {
    if (viewer.presence === 'lobby') return [viewer.describe(null)];
    return describeAll(this.#all());
  }

  /** Takes a seat. Whoever is in the room already under the same identity is replaced: one socket a person. */
  async join(claims: RoomClaims, link: Link): Promise<Result<Peer, SignallingCode>> {
    if (this.#ended !== undefined) return refuse(this.#ended);
    const older = this.#all().filter((peer) => peer.claims.sub === claims.sub);
    if (this.size - older.length >= MOST_PEOPLE) return refuse('ROOM_FULL');
    const peer = new Peer(this.#newId(), claims, link);
    peer.standing = this.#standings.get(claims.sub) ?? (older.some(({ presence }) => presence !== 'lobby') ? 'let in' : 'new');
    peer.hand = older.find(({ hand }) => hand !== undefined)?.hand;
    for (const each of older) this.#drop(each, 'ROOM_REPLACED');
    this.#peers.set(peer.id, peer);
    const unseated = await this.#seating.take(peer);
    if (unseated !== undefined) {
      this.remove(peer);
      return refuse(this.#ended ?? unseated);
    }
    this.#admit();
    this.announce();
    log.info('SFU_JOINED', { room: this.id, peer: peer.id, role: claims.role, presence: peer.presence, people: this.size });
    return ok(peer);
  }

  /** The browser can receive now: everything that is sent in the room, to be offered to it. */
  async welcome(peer: Peer): Promise<StreamOffer[]> {
    peer.link.send(this.recording.noticeFor(peer));
    if (!peer.receives) return [];
    this.announce();
    const offers = await Promise.all(
      this.#all()
        .filter((from) => from !== peer && from.isHeard)
        .flatMap((from) => [...from.producers].map(([source, producer]) => this.#offer(from, source, producer, peer).catch(() => this.#offerFailed(peer)))),
    );
    return offers.filter((each) => each !== undefined);
  }

  /** A new stream of a peer: offered to everybody, its voice watched for who speaks. */
  async publish(peer: Peer, source: MediaSource, producer: Producer): Promise<void> {
    this.announce();
    if (!peer.isHeard) return;
    if (producer.kind === 'audio') void peer.leg.listen(peer.id, producer.id).catch(() => undefined); // ended meanwhile
    this.voicesChanged();
    for (const to of this.#all()) if (to !== peer && to.isHeard && to.rests) void this.wake(to);
    const receivers = this.#all().filter((to) => to !== peer && to.receives);
    await Promise.all(receivers.map(async (to) => {
      const one = await this.#offer(peer, source, producer, to);
      if (one !== undefined) to.link.send({ type: 'offers', offers: [one] });
    }));
  }

  /** Lets what a peer receives flow as it should now, and tells the sender what its viewers need. */
  async applyFlow(peer: Peer, reception: Reception): Promise<void> {
    await applyFlow(peer, reception, (from) => this.#floor.hears(from));
    this.#floor.tellDemandSoon();
  }

  /** What a peer sees, as it should be sent among so many; and what those who send it are asked for. */
  async fit(peer: Peer): Promise<void> {
    await fitPictures(peer, this.#floor.speaker).catch(() => undefined);
    this.#floor.tellDemandSoon();
  }

  voicesChanged(): void {
    this.#floor.update();
  }

  /** Tells everybody who is there and how; what changes in one go is told once. */
  announce(): void {
    this.recording.look();
    this.#announcing ??= setTimeout(() => {
      this.#announcing = undefined;
      for (const peer of this.#all()) {
        void this.fit(peer);
        peer.link.send({ type: 'people', people: this.peopleFor(peer), lobby: this.#lobby });
      }
    }, CHANGES_SETTLE_MS).unref();
  }

  tellOthers(from: Peer, message: ServerMessage): void {
    for (const peer of this.#all()) if (peer !== from && peer.isHeard) peer.link.send(message);
  }

  raiseHand(peer: Peer, on: boolean): void {
    if (on) peer.hand ??= ++this.#hands;
    else peer.hand = undefined;
    this.announce();
  }

  setLobby(mode: LobbyMode): void {
    this.#lobby = mode;
    this.#admit();
    this.announce();
  }

  letIn(peer: Peer): void {
    this.#standings.set(peer.claims.sub, 'let in');
    peer.standing = 'let in';
    this.#admit();
  }

  /** Out of the room or away from the lobby; who comes again waits until a manager lets them in. */
  sendOut(peer: Peer, code: 'ROOM_TURNED_AWAY' | 'ROOM_SENT_OUT'): void {
    this.#standings.set(peer.claims.sub, 'sent out');
    this.#drop(peer, code);
  }

  /** The line broke: the seat is kept a while and marked, the media may go on. */
  lose(peer: Peer): void {
    if (peer.closed) return;
    if (peer.presence === 'lobby') return this.remove(peer);
    peer.presence = 'lost';
    this.announce();
    clearTimeout(peer.seatKept);
    peer.seatKept = setTimeout(() => this.remove(peer), this.#limits.seatKeptMs).unref();
  }

  /** The line is there again. */
  regain(peer: Peer): void {
    clearTimeout(peer.seatKept);
    if (peer.closed || peer.presence !== 'lost') return;
    peer.presence = 'present';
    log.info('SFU_RESUMED', { room: this.id, peer: peer.id });
    this.announce();
  }

  /** There is something to receive or to send for a peer whose unused ways of media were closed. */
  async wake(peer: Peer): Promise<void> {
    await this.#seating.wake(peer);
  }

  remove(peer: Peer): void {
    if (this.#peers.get(peer.id) !== peer) return;
    this.#forget(peer);
    log.info('SFU_LEFT', { room: this.id, peer: peer.id, people: this.size });
    if (this.size === 0) this.end('ROOM_RESTARTING');
    else this.announce();
  }

  /** Ends the room for everybody, once. */
  end(code: SignallingCode): void {
    if (this.#ended !== undefined) return;
    this.#ended = code;
    this.recording.end();
    for (const peer of this.#all()) this.#drop(peer, code);
    clearTimeout(this.#announcing);
    this.#floor.close();
    this.#hearing.close();
    this.#seating.close();
    log.info('SFU_ROOM_ENDED', { room: this.id, code });
    this.#onEnd(this);
  }

  async #offer(from: Peer, source: MediaSource, producer: Producer, to: Peer): Promise<StreamOffer | undefined> {
    const crossing = await this.#seating.bring(producer, from.leg, to.leg);
    const made = await offer(from, source, producer, to);
    if (made) crossing?.follow(to.receptions.get(made.consumerId)?.consumer);
    this.#floor.tellDemandSoon();
    return made;
  }

  async #offerAll(peer: Peer): Promise<void> {
    const offers = await this.welcome(peer);
    if (offers.length > 0) peer.link.send({ type: 'offers', offers });
  }

  #offerFailed(peer: Peer): undefined {
    log.warn('SFU_OFFER_FAILED', { room: this.id, peer: peer.id });
  }

  #all(): Peer[] {
    return [...this.#peers.values()];
  }

  #spoken(speaker: string): void {
    for (const peer of this.#all()) {
      peer.link.send({ type: 'speaker', peer: speaker });
      void this.fit(peer);
    }
  }

  #drop(peer: Peer, code: SignallingCode): void {
    this.#forget(peer);
    peer.link.end(code);
  }

  #forget(peer: Peer): void {
    peer.close();
    if (!this.#peers.delete(peer.id)) return;
    this.#floor.forget(peer.id);
    this.#seating.leave(peer);
  }

  /** All that a peer receives, as it should flow now. */
  async applyAll(peer: Peer): Promise<void> {
    await Promise.all([...peer.receptions.values()].map((reception) => this.applyFlow(peer, reception))).catch(() => undefined);
  }

  /** Lets in who may enter now. Nobody is put out again because the staff's line broke. */
  #admit(): void {
    for (const peer of whoMayEnter(this.#all(), this.#lobby)) {
      peer.presence = 'present';
      void this.#introduce(peer).catch(() => this.#offerFailed(peer));
    }
  }

  /** Somebody who waited in the lobby is heard from now on and hears the others. */
  async #introduce(peer: Peer): Promise<void> {
    if (peer.rests) return this.wake(peer);
    await this.#offerAll(peer);
    for (const [source, producer] of peer.producers) await this.publish(peer, source, producer);
  }
}
