import type { Line } from './line.ts';

/** Characters of six random bits: so many bytes less a quarter when the socket has compressed them, and 100 of JSON, TLS, TCP and IP. */
const sizes = { short: 600, long: 1_200 } as const;
const onTheWire = (characters: number) => characters * 0.75 + 100;
/** A browser's clock and event loop are no finer than this. */
const FINEST_MS = 6;
/** Above this nobody cares how much more it is. */
const ENOUGH_KBPS = 500;
const DOUBTFUL_KBPS = 150;

const filler = (characters: number) => Array.from(crypto.getRandomValues(new Uint8Array(characters)), (byte) => String.fromCharCode(48 + (byte % 64))).join('');

/** What a way carries on which so many characters take so much longer than none (kbit/s). */
export const bandwidthOf = (characters: number, extraMs: number): number => Math.round((onTheWire(characters) * 8) / Math.max(FINEST_MS, extraMs));

/**
 * What the line to the SFU carries each way, the thinner one (kbit/s), without any media: a kilobyte there and a
 * kilobyte back, against an empty message. Used where so little flows that the estimators of media see nothing. What
 * is lost on the way only ever makes the line look thinner, so a thin result is tried once more and the better counts.
 */
export class LineMeasure {
  #emptyMs: number;

  /** `roundTripMs`: of the line, as far as known. */
  constructor(roundTripMs: number) {
    this.#emptyMs = roundTripMs;
  }

  /** While joining: at once, before anything large is on the way. */
  async first(line: Line): Promise<number> {
    const first = await this.#both(line, 'long');
    // A page that is still being set up is slow itself.
    return first >= DOUBTFUL_KBPS ? first : Math.max(first, await this.#both(line, 'long'));
  }

  /** `short` beside a voice on a link that may be very thin: two of them stay within the voice's buffer. */
  async again(line: Line, size: keyof typeof sizes): Promise<number> {
    this.#emptyMs = Math.min(this.#emptyMs, await timed(line, '', 0));
    const first = await this.#both(line, size);
    return size === 'short' || first >= ENOUGH_KBPS ? first : Math.max(first, await this.#both(line, size));
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
