import type { CallLimit, CallStep } from '../../shared/room/steps.ts';
import { beginLadder, beginOn, choose, climbOrFall, probeAfter } from './ladder.ts';
import type { Conditions, Ladder } from './ladder.ts';

export type PaceEvents = {
  readonly onStep: (step: CallStep) => void;
  /** Measures the line (kbit/s); rejects when it is broken. */
  readonly probe: () => Promise<number>;
};

/** Keeps a call on its rung of the ladder: feeds the state machine, measures the line when it asks for it, tells each step. */
export class Pace {
  readonly #events: PaceEvents;
  #ladder: Ladder;
  #probedAt = 0;
  #probing = false;
  #measured: number | undefined;

  constructor(limit: CallLimit, events: PaceEvents) {
    this.#ladder = beginLadder(limit);
    this.#events = events;
  }

  get step(): CallStep {
    return this.#ladder.step;
  }

  get limit(): CallLimit {
    return this.#ladder.limit;
  }

  choose(limit: CallLimit): void {
    this.#become(choose(this.#ladder, limit));
  }

  /** A new join: the line is measured beside it. */
  async joined(measured: Promise<number>): Promise<void> {
    const kbps = await measured.catch(() => undefined);
    if (kbps !== undefined) this.#become(beginOn(this.#ladder, kbps));
  }

  observe(conditions: Omit<Conditions, 'probeKbps'>): void {
    const probeKbps = this.#measured;
    this.#measured = undefined;
    this.#become(climbOrFall(this.#ladder, { ...conditions, probeKbps }));
    if (conditions.connected) void this.#probeWhenDue(conditions.at);
  }

  #become(ladder: Ladder): void {
    const { step } = this.#ladder;
    this.#ladder = ladder;
    if (ladder.step === step) return;
    // The first measurement waits its full time after every step.
    this.#probedAt = performance.now();
    this.#events.onStep(ladder.step);
  }

  async #probeWhenDue(at: number): Promise<void> {
    const after = probeAfter(this.#ladder);
    if (after === undefined || this.#probing || at - this.#probedAt < after) return;
    this.#probing = true;
    this.#measured = await this.#events.probe().catch(() => undefined);
    this.#probing = false;
    this.#probedAt = performance.now();
  }
}
