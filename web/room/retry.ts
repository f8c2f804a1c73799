import { pauseBefore } from './callState.ts';

/** The pause before the next try to join, one at a time. */
export class Retry {
  readonly #run: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lostBy = '';

  constructor(run: () => void) {
    this.#run = run;
  }

  get isWaiting(): boolean {
    return this.#timer !== undefined;
  }

  /** A server that has just begun wants a younger pass (docs/adr/0080): the next one will do, so that is tried at once. */
  after(code: string, attempt: number): void {
    const isTooOld = code === 'ROOM_PASS_EXPIRED' && this.#lostBy !== code;
    this.#lostBy = code;
    this.#timer = setTimeout(() => this.hurry(), isTooOld ? 0 : pauseBefore(attempt, Math.random));
  }

  /** Not when the pause is over, but now; nothing where nobody waits. */
  hurry(): void {
    if (this.#timer === undefined) return;
    this.stop();
    this.#run();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
