import type { Clock } from '../shared/kernel/clock.ts';
import { mostReports, mostSlots, reportEveryMs, type CallReport, type QualityReport } from '../shared/room/quality.ts';
import { log } from './log.ts';

/** Takes the reports of one stay to where they are kept. Rejects when they did not arrive. */
export type SendReport = (stay: string, report: CallReport) => Promise<void>;

export type ChronicleOptions = { readonly stay: string; readonly pass: string; readonly clock: Clock; readonly send: SendReport };

/** What is not stored yet when the process is killed is lost: no more than this. */
const STORE_EVERY_MS = 60_000;
const LAST_TRIES = 3;
const PAUSE_MS = 1_000;

/** How one stay went, in steps of ten seconds: stored every minute and when it ends. */
export class Chronicle {
  readonly #options: ChronicleOptions;
  readonly #from: number;
  readonly #reports = new Map<number, QualityReport>();
  readonly #timer: ReturnType<typeof setInterval>;
  #isStored = true;
  #sending: Promise<void> = Promise.resolve();
  #over = false;

  constructor(options: ChronicleOptions) {
    this.#options = options;
    this.#from = options.clock.now().getTime();
    this.#timer = setInterval(() => void this.#store(), STORE_EVERY_MS).unref();
  }

  /** A second report in the same ten seconds takes the first one's place. */
  note(report: QualityReport): void {
    const slot = Math.floor((this.#options.clock.now().getTime() - this.#from) / reportEveryMs);
    if (this.#over || slot >= mostSlots || (this.#reports.size >= mostReports && !this.#reports.has(slot))) return;
    this.#reports.set(slot, report);
    this.#isStored = false;
  }

  /** The stay is over. Resolves when that is stored, or was tried often enough. */
  async end(): Promise<void> {
    if (!this.#over) {
      this.#over = true;
      clearInterval(this.#timer);
      this.#isStored = this.#reports.size === 0;
      for (let left = LAST_TRIES; left > 0 && !this.#isStored; left -= 1) {
        await this.#store();
        if (!this.#isStored) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      if (!this.#isStored) log.error('SFU_REPORT_LOST', { stay: this.#options.stay });
    }
    await this.#sending;
  }

  /** One after another: an older series must not arrive after a newer one. */
  #store(): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      if (this.#isStored) return;
      const { stay, pass, send } = this.#options;
      const reports = [...this.#reports].map(([slot, report]) => ({ slot, report }));
      this.#isStored = true;
      await send(stay, { pass, from: new Date(this.#from).toISOString(), over: this.#over, reports }).catch(() => {
        this.#isStored = false;
      });
    });
    return this.#sending;
  }
}

const WITHIN_MS = 5_000;

/** To the API that gave the pass; its address is beside that of its keys. */
export function reportsTo(keysUrl: string): SendReport {
  return async (stay, report) => {
    const answer = await fetch(new URL(`call-reports/${encodeURIComponent(stay)}`, keysUrl), {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(report), signal: AbortSignal.timeout(WITHIN_MS),
    });
    // A refusal stays one: asking again would not help.
    if (!answer.ok) log.warn('SFU_REPORT_REFUSED', { stay, status: answer.status });
    if (answer.status >= 500 || answer.status === 429) throw new Error('not stored');
  };
}
