import { hasPictures } from '../shared/room/steps.ts';
import type { SignallingCode } from '../shared/room/signalling.ts';
import type { BorrowLeg, Leg, LegEvents, Producer } from './leg.ts';
import { Legs } from './legs.ts';
import { log } from './log.ts';
import { keepFloor } from './media.ts';
import { offered } from './offered.ts';
import type { Peer } from './peer.ts';
import type { Crossing } from './pipes.ts';
import { takeSeat } from './seat.ts';
import type { WorkerPool } from './workers.ts';

export type SeatingOptions = { readonly room: string; readonly pool: WorkerPool; /** Absent: there is no other host. */ readonly borrow?: BorrowLeg | undefined; readonly connectWithinMs: number; readonly people: () => readonly Peer[] };
export type SeatingEvents = {
  readonly onLoud: LegEvents['onLoud'];
  readonly onFlood: (peer: Peer) => void;
  /** Has other ways of media and was told of them: all streams are to be offered again. */
  readonly onSeatedAnew: (peer: Peer) => Promise<void>;
  /** Its worker died and no other has room, or it owed an answer about its media and never gave one. */
  readonly onOver: (peer: Peer, code: 'ROOM_WORKER_LOST' | 'ROOM_SILENT') => void;
};

/** The ways of media of a room's people on its workers: opened by the join, opened anew when a worker dies, closed when nobody comes over them. */
export class Seating {
  readonly #options: SeatingOptions;
  readonly #events: SeatingEvents;
  readonly #legs: Legs;
  readonly #waking = new Map<Peer, Promise<void>>();

  constructor(options: SeatingOptions, events: SeatingEvents) {
    this.#options = options;
    this.#events = events;
    this.#legs = new Legs(options.pool, async (found) => await options.borrow?.(options.room, found), { onLoud: events.onLoud, onLost: (leg) => this.#loseLeg(leg) });
  }

  /** Returns why the peer has no seat; undefined: it has one. */
  async take(peer: Peer): Promise<SignallingCode | undefined> {
    const { connectWithinMs: withinMs } = this.#options;
    return await takeSeat(peer, this.#legs, { withinMs, onFlood: () => this.#events.onFlood(peer), onUnused: () => this.#unused(peer) });
  }

  leave(peer: Peer): void {
    if (peer.seatedOn) this.#legs.leave(peer.seatedOn);
  }

  bring(producer: Producer, from: Leg, to: Leg): Promise<Crossing | undefined> {
    return this.#legs.bring(producer, from, to);
  }

  /** See Legs. */
  reach(producer: Producer, from: Leg): ReturnType<Legs['reach']> {
    return this.#legs.reach(producer, from);
  }

  /** Opens the ways again that were closed unused. Asked for twice at once it is done once. */
  wake(peer: Peer): Promise<void> {
    const waking = this.#waking.get(peer) ?? this.#anew(peer, 'SFU_WOKEN').finally(() => this.#waking.delete(peer));
    this.#waking.set(peer, waking);
    return waking;
  }

  close(): void {
    this.#legs.close();
  }

  /**
   * Nobody has come over either way. Who was offered a stream, or said that it sends one, owes an answer: the seat ends, and
   * a browser joins again by itself. Who waits alone and sends nothing owes none: it keeps the seat without its ways.
   */
  #unused(peer: Peer): void {
    const owes = peer.receptions.size + peer.producers.size > 0;
    log.info('SFU_NEVER_CONNECTED', { room: this.#options.room, peer: peer.id, seatEnds: owes });
    if (owes) return this.#events.onOver(peer, 'ROOM_SILENT');
    this.leave(peer);
    peer.rest();
  }

  /** A worker died: who was on it goes on in the same stay on another, over the line that still stands. */
  #loseLeg(leg: Leg): void {
    for (const peer of this.#options.people().filter(({ seatedOn }) => seatedOn === leg)) {
      peer.unseat();
      void this.#anew(peer, 'SFU_MOVED');
    }
  }

  async #anew(peer: Peer, code: 'SFU_MOVED' | 'SFU_WOKEN'): Promise<void> {
    try {
      if ((await this.take(peer)) !== undefined) throw new Error('no other worker');
      log.info(code, { room: this.#options.room, peer: peer.id });
      // At once: an offer that the browser heard before would be for ways that it does not know.
      peer.link.send({ type: 'moved', ...offered(peer) });
      await keepFloor(peer.transports.receive, hasPictures(peer.step));
      await this.#events.onSeatedAnew(peer);
    } catch {
      if (!peer.closed) this.#events.onOver(peer, 'ROOM_WORKER_LOST');
    }
  }
}
