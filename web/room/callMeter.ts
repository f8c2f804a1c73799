import type { types } from 'mediasoup-client';
import { concealedBetween, qualityBetween, totalsOf } from './callQuality.ts';
import type { CallQuality, CallTotals } from './callQuality.ts';
import type { Way } from './ladder.ts';
import type { Line } from './line.ts';
import type { MediaPath } from './mediaPath.ts';

/** Times since the call was begun, in milliseconds; of the first join alone. */
export type CallTimes = { readonly joinedMs?: number; readonly firstAudioMs?: number; readonly firstFrameMs?: number };

/** What the ladder wants to know, twice a second. */
export type Sample = { readonly at: number; readonly up: Way | undefined; readonly concealedPercent: number | undefined; readonly lostPercent: number | undefined; readonly strained?: boolean };

export type MeterEvents = { readonly onChange: () => void; readonly onSample: (sample: Sample) => void; readonly onReport: (quality: CallQuality, times: CallTimes, line: Line) => void };

const SAMPLE_EVERY_MS = 500;
const SHOWN_EVERY_SAMPLES = 4;
const REPORT_EVERY_SAMPLES = 20;
const FIRST_LOOK_EVERY_MS = 10;

/** Measures a call: how long the join took, what flows now. */
export class CallMeter {
  readonly #events: MeterEvents;
  readonly #startedAt = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #of: { readonly path: MediaPath; readonly line: Line } | undefined;
  /** The last samples, oldest first. */
  #recent: CallTotals[] = [];
  #reported: CallTotals | undefined;
  #samples = 0;
  /** Sound, or anything else, came in the last second. */
  hasSound = false;
  quality: CallQuality | undefined;
  times: CallTimes = {};

  constructor(events: MeterEvents) {
    this.#events = events;
    this.#timer = setInterval(() => void this.#sample(), SAMPLE_EVERY_MS);
  }

  joined(path: MediaPath, line: Line): void {
    this.#of = { path, line };
    this.#recent = [];
    this.#reported = undefined;
    this.times = { joinedMs: this.#sinceStart(), ...this.times };
  }

  lost(): void {
    this.#of = undefined;
    this.hasSound = false;
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
      // What has been played or shown. The statistics would be up to 50 ms old, and cost the join itself time.
      if ((consumer.rtpReceiver?.getSynchronizationSources() ?? []).length > 0) this.times = { [name]: this.#sinceStart(), ...this.times };
      else await new Promise((resolve) => setTimeout(resolve, FIRST_LOOK_EVERY_MS));
    }
    this.#events.onChange();
  }

  async #sample(): Promise<void> {
    const measured = this.#of;
    const at = performance.now();
    if (measured === undefined) return this.#events.onSample({ at, up: undefined, concealedPercent: undefined, lostPercent: undefined });
    const reports = await measured.path.stats().catch(() => []);
    if (this.#of !== measured) return;
    const now = totalsOf(reports.flatMap((report) => [...report.values()]), at);
    const secondAgo = this.#recent.at(-2);
    const lastSecond = secondAgo && qualityBetween(secondAgo, now);
    // Fewer than before: a receiver was shut just now.
    this.hasSound = secondAgo !== undefined && now.packetsReceived !== secondAgo.packetsReceived;
    const shown = this.#recent.at(-SHOWN_EVERY_SAMPLES);
    this.#recent = [...this.#recent, now].slice(-SHOWN_EVERY_SAMPLES);
    this.#events.onSample({ at, up: now.up, concealedPercent: secondAgo && lastSecond ? concealedBetween(secondAgo, now) : undefined, lostPercent: lastSecond?.lostPercent, strained: now.strained });
    this.#samples += 1;
    if (shown === undefined || this.#samples % SHOWN_EVERY_SAMPLES !== 0) return;
    this.quality = qualityBetween(shown, now);
    this.#events.onChange();
    this.#report(now, measured.line);
  }

  /** Also the heartbeat: a line that does not answer it is taken for broken. */
  #report(now: CallTotals, line: Line): void {
    if (this.#reported !== undefined && this.#samples % REPORT_EVERY_SAMPLES !== 0) return;
    const quality = this.#reported && qualityBetween(this.#reported, now);
    this.#reported = now;
    if (quality !== undefined) this.#events.onReport(quality, this.times, line);
  }

  #sinceStart(): number {
    return Math.round(performance.now() - this.#startedAt);
  }
}
