import type { types } from 'mediasoup-client';
import type { IceServer } from '../../shared/room/contract.ts';
import type { StreamOffer } from '../../shared/room/signalling.ts';
import { pauseBefore, reachWithin } from './callState.ts';
import type { Door } from './door.ts';
import { Refused, type JoinAnswer, type Line } from './line.ts';
import { openMediaPath, type MediaPath, type MediaPathEvents, type Offered } from './mediaPath.ts';
import type { Receiving } from './receiving.ts';

/** As long as the SFU keeps a seat; then only a new join leads back. */
const RESUMABLE_MS = 45_000;

export type StayEvents = MediaPathEvents & { readonly onConsumer: (consumer: types.Consumer) => void; /** Media still comes. */ readonly isAlive: () => boolean };
type Begun = { readonly door: Door; readonly answer: Pick<JoinAnswer, 'stay' | 'send' | 'receive'>; readonly iceServers: readonly IceServer[]; readonly receiving: Receiving };

/** How long the way out waits for the way in: a good link has it by then, on a slow one the two don't compete. */
const HEAD_START_MS = 150;
/** Longer, and the picture is tried anyway. */
const SEND_READY_MS = 1_500;

async function connectedWithin(milliseconds: number, transport: types.Transport): Promise<void> {
  if (transport.connectionState === 'connected') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    transport.on('connectionstatechange', (state) => {
      if (state !== 'connected' && state !== 'closed') return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** One join, from the answer on: its line and its media path, and how each is found again without a new join. */
export class Stay {
  readonly line: Line;
  readonly #begun: Begun;
  readonly #events: StayEvents;
  #path: MediaPath;
  #wake: () => void = () => undefined;
  #over = false;

  constructor(begun: Begun, events: StayEvents) {
    this.#begun = begun;
    this.#events = events;
    this.line = begun.door.line;
    this.#path = this.#open(begun.answer);
  }

  get path(): MediaPath {
    return this.#path;
  }

  /** Sets up what is offered, all in one round. Resolves when this browser could receive it. */
  async take(offers: readonly StreamOffer[]): Promise<void> {
    const path = this.#path;
    const { receiving } = this.#begun;
    await Promise.all(offers.map((offer) => receiving.take(offer, path.receive, this.line).then(this.#events.onConsumer, () => this.#path === path && !this.#over && this.line.close())));
  }

  /** What is sent in the room already. Resolves when its path stands, or was given its start. */
  async takeFirst(offers: readonly StreamOffer[]): Promise<void> {
    if (offers.length === 0) return;
    await this.take(offers);
    await connectedWithin(HEAD_START_MS, this.#path.receive);
  }

  /**
   * Resolves when the way out stands, or soon. A camera that is begun before is sometimes never tried with more than the
   * first guess of the bandwidth: the browser's estimator sends its first trials into nothing (measured: 0.2 for 1.4 Mbit/s).
   */
  sendReady(): Promise<void> {
    return connectedWithin(SEND_READY_MS, this.#path.send());
  }

  /** The worker died that had the media: a new path to another, everything on it begins anew. */
  move(offer: Offered['offer']): void {
    this.#path.close();
    this.#begun.receiving.clear();
    this.#path = this.#open(offer);
  }

  /** After the socket broke: until the stay goes on, or is over (then the line is closed). */
  async resume(): Promise<void> {
    const until = performance.now() + RESUMABLE_MS;
    for (let attempt = 1; !this.#over; attempt += 1) {
      try {
        await this.line.resume(this.#begun.answer.stay, reachWithin(attempt));
        // A network that broke the line may be another now; where media comes, it is not.
        return this.#path.revive(!this.#events.isAlive());
      } catch (error) {
        if (this.#over || this.line.isOver()) return;
        if (error instanceof Refused || performance.now() > until) return this.line.close();
        await this.#pause(pauseBefore(attempt + 1, Math.random));
      }
    }
  }

  /** The network says that it is back. */
  tryNow(): void {
    this.#wake();
  }

  close(): void {
    this.#over = true;
    this.#wake();
    this.#path.close();
  }

  #open(offer: Offered['offer']): MediaPath {
    const { door, iceServers } = this.#begun;
    return openMediaPath({ device: door.device, offer, line: door.line, iceServers }, this.#events);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
