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

const filler = (characters: number) => Array.from(crypto.getRandomValues(new Uint8Array(characters)), (byte) => String.fromCharCode(48 + (byte % 64))).join('');

/** What a way carries on which so many characters take so much longer than none (kbit/s). */
export const bandwidthOf = (characters: number, extraMs: number): number => Math.round((onTheWire(characters) * 8) / Math.max(FINEST_MS, extraMs));

/**
 * What the line to the SFU carries each way, the thinner one (kbit/s), without any media: a kilobyte there and a
 * kilobyte back, against an empty message. Used where so little flows that the estimators of media see nothing. What
 * is lost on the way, and a page or a machine that is busy, only ever make the line look thinner: so a result that
 * would cost a picture is tried again, and the best counts.
 */
export class LineMeasure {
  #emptyMs: number;

  /** `roundTripMs`: of the line, as far as known. */
  constructor(roundTripMs: number) {
    this.#emptyMs = roundTripMs;
  }

  /** While joining: at once, before anything large is on the way. */
  first(line: Line): Promise<number> {
    return this.#best(line);
  }

  /** `short` beside a voice on a link that may be very thin: two of them stay within the voice's buffer. More only where that much passes. */
  async again(line: Line, size: keyof typeof sizes): Promise<number> {
    this.#emptyMs = Math.min(this.#emptyMs, await timed(line, '', 0));
    const short = size === 'short' ? await this.#both(line, 'short') : undefined;
    return short !== undefined && short < limits.thumbnail.from ? short : Math.max(short ?? 0, await this.#best(line));
  }

  async #best(line: Line): Promise<number> {
    let best = 0;
    for (let tried = 0; tried < TRIES && best < ENOUGH_KBPS; tried += 1) best = Math.max(best, await this.#both(line, 'long'));
    return best;
  }

  async #both(line: Line, size: keyof typeof sizes): Promise<number> {
    const characters = sizes[size];
    const ways = await Promise.all([timed(line, filler(characters), 0), timed(line, '', characters)]);
    return bandwidthOf(characters, Math.max(...ways) - this.#emptyMs);
  }
}

async function timed(line: Line, sent: string, wanted: number): Promise<number> {
  const from = performance.now();
  await line.request('probe', { filler: sent, wanted });
  return performance.now() - from;
}
