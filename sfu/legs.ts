import type { types } from 'mediasoup';
import type { Leg, LegEvents, Producer } from './leg.ts';
import { LocalLeg } from './localLeg.ts';
import { Pipes, type Crossing } from './pipes.ts';
import type { WorkerPool } from './workers.ts';

/** Asks other hosts for a part of this room; undefined: none lends one. */
export type Borrow = (events: LegEvents) => Promise<Leg | undefined>;
export type LegsEvents = { readonly onLoud: LegEvents['onLoud']; readonly onLost: (leg: Leg) => void };

/** Where no host has room a worker takes so many times its usual number: that is near half a core by measure. */
const CROWDED = 2;

/**
 * The workers that a room spans: one as long as its people fit there, then another of this host, then those of other
 * hosts; joined by pipes.
 */
export class Legs {
  readonly #pool: WorkerPool;
  readonly #borrow: Borrow;
  readonly #events: LegsEvents;
  readonly #legs: Leg[] = [];
  readonly #pipes = new Pipes();
  #opening: Promise<Leg | undefined> | undefined;
  #closed = false;

  constructor(pool: WorkerPool, borrow: Borrow, events: LegsEvents) {
    this.#pool = pool;
    this.#borrow = borrow;
    this.#events = events;
  }

  /** The worker for one more person, counted there until `leave`; undefined: there is no room anywhere. */
  async enter(): Promise<Leg | undefined> {
    const { peopleAWorker } = this.#pool;
    for (;;) {
      const present = this.#withRoom(peopleAWorker);
      if (present !== undefined) return seated(present);
      const opened = await (this.#opening ??= this.#open().finally(() => (this.#opening = undefined)));
      if (opened !== undefined) continue;
      const crowded = this.#withRoom(peopleAWorker * CROWDED);
      return crowded && seated(crowded);
    }
  }

  leave(leg: Leg): void {
    leg.people -= 1;
    // What is lent goes back when nobody needs it.
    if (leg.people > 0 || !leg.isAway || !this.#remove(leg)) return;
    leg.close();
  }

  /** Makes a stream of one part receivable on another; whoever receives it there is to follow the crossing. */
  async bring(producer: Producer, from: Leg, to: Leg): Promise<Crossing | undefined> {
    return await this.#pipes.bring(producer, from, to);
  }

  /** A router of this process that has the stream, so that it can be recorded; `follow` is told who receives it there. */
  async reach(producer: Producer, from: Leg): Promise<{ readonly router: types.Router; readonly follow: (consumer: types.Consumer) => void }> {
    const here = from instanceof LocalLeg ? from : (this.#here[0] ?? (await this.#openHere()));
    if (here === undefined) throw new Error('no worker of this host has a part of the room');
    const crossing = await this.bring(producer, from, here);
    return { router: here.router, follow: (consumer) => crossing?.follow(consumer) };
  }

  close(): void {
    this.#closed = true;
    for (const leg of this.#legs.splice(0)) leg.close();
  }

  get #here(): LocalLeg[] {
    return this.#legs.filter((leg) => leg instanceof LocalLeg);
  }

  #withRoom(most: number): Leg | undefined {
    const [emptiest] = this.#legs.filter(({ isOver, people }) => !isOver && people < most).toSorted((a, b) => (most > this.#pool.peopleAWorker ? a.people - b.people : 0));
    return emptiest;
  }

  async #open(): Promise<Leg | undefined> {
    return (await this.#openHere()) ?? (await this.#add((events) => this.#borrow(events)));
  }

  #openHere(): Promise<LocalLeg | undefined> {
    return this.#add((events) => LocalLeg.open(this.#pool, this.#here, events));
  }

  async #add<Opened extends Leg>(open: (events: LegEvents) => Promise<Opened | undefined>): Promise<Opened | undefined> {
    const opened: { leg?: Opened } = {};
    const leg = await open({ onLoud: (who, volume) => this.#events.onLoud(who, volume), onLost: () => opened.leg && this.#lost(opened.leg) });
    if (leg === undefined || leg.isOver) return undefined;
    if (this.#closed) {
      leg.close();
      throw new Error('the room has ended');
    }
    opened.leg = leg;
    this.#legs.push(leg);
    return leg;
  }

  #lost(leg: Leg): void {
    if (this.#remove(leg)) this.#events.onLost(leg);
  }

  #remove(leg: Leg): boolean {
    const index = this.#legs.indexOf(leg);
    if (index < 0) return false;
    this.#legs.splice(index, 1);
    this.#pipes.forget(leg);
    return true;
  }
}

function seated(leg: Leg): Leg {
  leg.people += 1;
  return leg;
}
