import type { types } from 'mediasoup';
import { mediaCodecs } from './media.ts';
import type { MediaHost, WorkerPool } from './workers.ts';

/** A room's part on one worker. */
export type Leg = { readonly host: MediaHost; readonly router: types.Router; readonly levels: types.AudioLevelObserver; people: number };

export type LegsEvents = { readonly onLoudness: (leg: Leg, round: readonly { producerId: string; volume: number }[]) => void; readonly onLost: (leg: Leg) => void };

/** How often voices are compared (ms), and how quiet is silence (dBov). */
const LISTEN_EVERY_MS = 300;
const SILENCE_BELOW = -60;

/**
 * The workers that a room spans: one as long as its people fit there, then another, joined by pipes. A stream goes
 * through a pipe once, however many listen behind it, and only when somebody there receives it.
 */
export class Legs {
  readonly #pool: WorkerPool;
  readonly #events: LegsEvents;
  readonly #legs: Leg[] = [];
  readonly #pipes = new Map<string, Promise<unknown>>();
  #opening: Promise<Leg> | undefined;

  constructor(pool: WorkerPool, events: LegsEvents) {
    this.#pool = pool;
    this.#events = events;
  }

  /** The worker for one more person; counted there until `leave`. */
  async enter(): Promise<Leg> {
    const { peopleAWorker } = this.#pool;
    const present = this.#legs.find((leg) => leg.people < peopleAWorker);
    const leg = present ?? (await (this.#opening ??= this.#open().finally(() => (this.#opening = undefined))));
    leg.people += 1;
    return leg;
  }

  leave(leg: Leg): void {
    leg.people -= 1;
  }

  /** Makes a stream of one leg receivable on another. */
  async bring(producer: types.Producer, from: Leg, to: Leg): Promise<void> {
    if (from === to) return;
    const key = `${producer.id} ${to.router.id}`;
    const piped = this.#pipes.get(key) ?? from.router.pipeToRouter({ producerId: producer.id, router: to.router });
    this.#pipes.set(key, piped);
    producer.observer.once('close', () => this.#pipes.delete(key));
    await piped.catch((error: unknown) => {
      this.#pipes.delete(key);
      throw error;
    });
  }

  close(): void {
    for (const leg of this.#legs.splice(0)) this.#end(leg);
  }

  async #open(): Promise<Leg> {
    const host = await this.#pool.acquire(this.#legs.map((leg) => leg.host));
    try {
      const router = await host.worker.createRouter({ mediaCodecs });
      const levels = await router.createAudioLevelObserver({ maxEntries: 6, threshold: SILENCE_BELOW, interval: LISTEN_EVERY_MS });
      const leg: Leg = { host, router, levels, people: 0 };
      levels.on('volumes', (volumes) => this.#events.onLoudness(leg, volumes.map(({ producer, volume }) => ({ producerId: producer.id, volume }))));
      router.once('workerclose', () => this.#lost(leg));
      this.#legs.push(leg);
      return leg;
    } catch (error) {
      this.#pool.release(host);
      throw error;
    }
  }

  #lost(leg: Leg): void {
    const index = this.#legs.indexOf(leg);
    if (index < 0) return;
    this.#legs.splice(index, 1);
    this.#pool.release(leg.host);
    // The pool hears of the dead worker right after its routers: then it has another.
    setImmediate(() => this.#events.onLost(leg));
  }

  #end({ host, router }: Leg): void {
    router.close();
    this.#pool.release(host);
  }
}

