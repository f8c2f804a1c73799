import type { Clock } from '../shared/kernel/clock.ts';
import { beatEveryMs, type MediaHost, type Placements } from '../shared/room/placement.ts';
import { log } from './log.ts';

export type PresenceOptions = Pick<MediaHost, 'id' | 'address' | 'most' | 'key'> & {
  readonly placements: Placements;
  readonly clock: Clock;
  /** What keeps this host busy: rooms, and what is lent to those of others. */
  readonly rooms: () => number;
  /** From here on the host takes nothing new: what is lent goes back. */
  readonly onDrain: () => void;
  /** Tells whoever stops hosts whether this one may be stopped. */
  readonly protect: (on: boolean) => Promise<void>;
};

const LOOK_EVERY_MS = 250;
const LOAD_LOGGED_EVERY_BEATS = 30;

/** What a host says of itself to those who place rooms: that it lives, how full it is, whether it takes more. */
export class Presence {
  readonly #options: PresenceOptions;
  #draining = false;
  #beats = 0;
  #protected = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  /** Whether it takes one room, or part of one, more. */
  get hasRoom(): boolean {
    return !this.#draining && this.#options.rooms() < this.#options.most;
  }

  get draining(): boolean {
    return this.#draining;
  }

  async start(): Promise<void> {
    await this.beat();
    this.#timer = setInterval(() => void this.beat(), beatEveryMs);
  }

  /** A beat that fails is left out: the next comes soon, and calls here go on without any. */
  async beat(): Promise<void> {
    const { id, address, most, key, placements, clock, rooms } = this.#options;
    const now = rooms();
    await placements.beat({ id, address, most, ...(key ? { key } : {}), rooms: now, draining: this.#draining, at: clock.now().toISOString() }).catch((error: unknown) => log.warn('SFU_BEAT_FAILED', { error: error instanceof Error ? error.name : 'unknown' }));
    this.#beats += 1;
    if (this.#beats % LOAD_LOGGED_EVERY_BEATS === 1) log.info('SFU_LOAD', { rooms: now, percent: Math.round((100 * now) / most) });
    await this.#protect(now > 0);
  }

  /** No new rooms from here on. Resolves when the last one has ended, or after so long. */
  async drain(withinMs: number): Promise<void> {
    this.#draining = true;
    await this.beat();
    this.#options.onDrain();
    const { clock, rooms } = this.#options;
    const end = clock.now().getTime() + withinMs;
    log.info('SFU_DRAINING', { rooms: rooms() });
    while (rooms() > 0 && clock.now().getTime() < end) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    log.info('SFU_DRAINED', { rooms: rooms() });
  }

  /** The room has ended here: it may be opened anywhere. */
  async forget(room: string): Promise<void> {
    await this.#options.placements.forget(room, this.id).catch(() => log.warn('SFU_FORGET_FAILED', { room }));
  }

  /** Where a room is reached that is not here; undefined where nobody knows it. */
  async addressOf(host: string): Promise<string | undefined> {
    return (await this.#options.placements.hosts()).find(({ id }) => id === host)?.address;
  }

  async addressOfRoom(room: string): Promise<string | undefined> {
    const host = await this.#options.placements.hostOf(room);
    return host === undefined || host === this.id ? undefined : await this.addressOf(host);
  }

  async leave(): Promise<void> {
    clearInterval(this.#timer);
    await this.#options.placements.leave(this.id).catch(() => undefined);
  }

  async #protect(on: boolean): Promise<void> {
    if (on === this.#protected && this.#beats % (10 * LOAD_LOGGED_EVERY_BEATS) !== 0) return;
    this.#protected = on;
    await this.#options.protect(on).catch(() => log.warn('SFU_PROTECTION_FAILED'));
  }
}

const PROTECTED_MINUTES = 60;

/** ECS scale-in protection of this task (the agent's endpoint in the task); renewed by the caller before it ends. */
export const taskProtection = (agent: string | undefined) => async (on: boolean): Promise<void> => {
  if (agent === undefined) return;
  await fetch(`${agent}/task-protection/v1/state`, {
    method: 'PUT', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(5_000),
    body: JSON.stringify(on ? { ProtectionEnabled: true, ExpiresInMinutes: PROTECTED_MINUTES } : { ProtectionEnabled: false }),
  });
};
