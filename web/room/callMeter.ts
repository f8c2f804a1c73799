import type { types } from 'mediasoup-client';
import { qualityBetween, totalsOf } from './callQuality.ts';
import type { CallQuality, CallTotals } from './callQuality.ts';
import type { Line } from './line.ts';
import type { MediaPath } from './mediaPath.ts';

/** Times since the call was begun, in milliseconds; of the first join alone. */
export type CallTimes = { readonly joinedMs?: number; readonly firstAudioMs?: number; readonly firstFrameMs?: number };

const SAMPLE_EVERY_MS = 2_000;
const REPORT_EVERY_SAMPLES = 5;
const FIRST_LOOK_EVERY_MS = 25;

/** Measures a call: how long the join took, what flows now. Tells the SFU, which keeps it with the room's id. */
export class CallMeter {
  readonly #onChange: () => void;
  readonly #startedAt = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #of: { readonly path: MediaPath; readonly line: Line } | undefined;
  #totals: CallTotals | undefined;
  #samples = 0;
  quality: CallQuality | undefined;
  times: CallTimes = {};

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#timer = setInterval(() => void this.#sample(), SAMPLE_EVERY_MS);
  }

  joined(path: MediaPath, line: Line): void {
    this.#of = { path, line };
    this.#totals = undefined;
    this.times = { joinedMs: this.#sinceStart(), ...this.times };
  }

  lost(): void {
    this.#of = undefined;
    this.quality = undefined;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.lost();
  }

  /** When the first sound and the first picture of anybody were there: the figure that a slow join is seen by. */
  async watchFirst(consumer: types.Consumer): Promise<void> {
    const name = consumer.kind === 'audio' ? 'firstAudioMs' : 'firstFrameMs';
    while (!consumer.closed && this.times[name] === undefined) {
      const report = await consumer.getStats().catch(() => undefined);
      const { frames, samples } = totalsOf(report?.values() ?? [], 0);
      if ((consumer.kind === 'audio' ? samples : frames) > 0) this.times = { [name]: this.#sinceStart(), ...this.times };
      else await new Promise((resolve) => setTimeout(resolve, FIRST_LOOK_EVERY_MS));
    }
    this.#onChange();
  }

  async #sample(): Promise<void> {
    const measured = this.#of;
    if (measured === undefined) return;
    const reports = await Promise.all([measured.path.send.getStats(), measured.path.receive.getStats()]).catch(() => []);
    if (this.#of !== measured) return;
    const totals = totalsOf(reports.flatMap((report) => [...report.values()]), performance.now());
    this.quality = this.#totals === undefined ? undefined : qualityBetween(this.#totals, totals);
    this.#totals = totals;
    this.#onChange();
    this.#samples += 1;
    // Also the heartbeat: a line that does not answer it is taken for broken.
    if (this.quality !== undefined && this.#samples % REPORT_EVERY_SAMPLES === 0) {
      await measured.line.request('quality', { report: { ...this.times, ...this.quality } }).catch(() => undefined);
    }
  }

  #sinceStart(): number {
    return Math.round(performance.now() - this.#startedAt);
  }
}
