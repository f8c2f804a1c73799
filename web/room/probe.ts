import type { CallStep } from '../../shared/room/steps.ts';
import { limits } from './ladder.ts';
import type { Line } from './line.ts';

/** Characters of six random bits: so many bytes less a quarter when the socket has compressed them, and 100 of JSON, TLS, TCP and IP. */
const sizes = { short: 600, long: 1_200 } as const;
const onTheWire = (characters: number) => characters * 0.75 + 100;
/** A browser's clock and event loop are no finer than this. */
const FINEST_MS = 6;
/** From here on a full picture is begun: how much more it is, nobody asks. */
const ENOUGH_KBPS = limits.sd.from * 1.1;
const TRIES = 3;
/** What takes so long was not disturbed, the line is flooded: another try would only add to it (at 40 kbit/s the voice broke again, measured). */
const FLOODED_MS = 800;
/**
 * Where a long measurement may cost what flows beside it (of 150 kbit/s it took a small picture away, measured), a short
 * one comes first, and the long one only if that shows so much.
 */
const longFrom: Partial<Record<CallStep, number>> = { audio: limits.thumbnail.from, thumbnail: limits.sd.from * 0.6 };

const filler = (characters: number) => Array.from(crypto.getRandomValues(new Uint8Array(characters)), (byte) => String.fromCharCode(48 + (byte % 64))).join('');

/** What a way carries on which so many characters take so much longer than none (kbit/s). */
export const bandwidthOf = (characters: number, extraMs: number): number => Math.round((onTheWire(characters) * 8) / Math.max(FINEST_MS, extraMs));

/**
 * What the line to the SFU carries each way, the thinner one (kbit/s), without any media: a kilobyte there and a
 * kilobyte back, against an empty message sent with them. Used where so little flows that the estimators of media see nothing. What
 * is lost on the way, and a page or a machine that is busy, only ever make the line look thinner: so a result that
 * would cost a picture is tried again, and the best counts.
 */
export class LineMeasure {
  #emptyMs: number;

  /** `roundTripMs`: of the line, as far as known. */
  constructor(roundTripMs: number) {
    this.#emptyMs = roundTripMs;
  }

  /** While joining: at once, before anything large is on the way. The page is busy then, with an empty message as with a full one. */
  first(line: Line): Promise<number> {
    return this.#best(line, true);
  }

  /** Beside what flows on this rung. */
  async again(line: Line, step: CallStep): Promise<number> {
    const enough = longFrom[step];
    const short = enough === undefined ? undefined : await this.#both(line, 'short');
    return short !== undefined && enough !== undefined && short < enough ? short : Math.max(short ?? 0, await this.#best(line));
  }

  async #best(line: Line, isBusy = false): Promise<number> {
    let best = 0;
    for (let tried = 0; tried < TRIES && best < ENOUGH_KBPS; tried += 1) {
      const from = performance.now();
      best = Math.max(best, await this.#both(line, 'long', isBusy));
      if (performance.now() - from > FLOODED_MS) break;
    }
    return best;
  }

  async #both(line: Line, size: keyof typeof sizes, isBusy = false): Promise<number> {
    const characters = sizes[size];
    // The way down before the way up: its question would wait behind the filler, and the line look half as wide.
    const [empty, ...ways] = await Promise.all([timed(line, '', 0), timed(line, '', characters), timed(line, filler(characters), 0)]);
    this.#emptyMs = Math.min(this.#emptyMs, empty);
    return bandwidthOf(characters, Math.max(...ways) - (isBusy ? empty : this.#emptyMs));
  }
}

async function timed(line: Line, sent: string, wanted: number): Promise<number> {
  const from = performance.now();
  await line.request('probe', { filler: sent, wanted });
  return performance.now() - from;
}
