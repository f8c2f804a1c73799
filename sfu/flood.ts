import type { types } from 'mediasoup';

/** What a transport had sent to its browser and heard from it by a moment (bytes; ms on any clock). */
export type Pulse = { readonly at: number; readonly sent: number; readonly heard: number };

const LOOK_EVERY_MS = 250;
/** Looks that make one judgement: three quarters of a second. */
const LOOKS = 3;
/** Looks whose rate is the usual one. */
const USUAL_LOOKS = 16;
/** Less than this (kbit/s) is the voice alone: it is never stopped. */
const PICTURES_FROM = 70;
/** So much less than usual is not lost by itself. */
const DEAF = 0.35;

const rate = (before: Pulse, now: Pulse, what: 'sent' | 'heard'): number => ((now[what] - before[what]) * 8) / Math.max(1, now.at - before.at);

/** True when pictures are sent and the browser, which reports on them ten times a second, is hardly heard any more. Oldest first. */
export function isFlooded(pulses: readonly Pulse[]): boolean {
  const [first, turn, last] = [pulses[0], pulses.at(-1 - LOOKS), pulses.at(-1)];
  if (first === undefined || turn === undefined || last === undefined || turn.at - first.at < 3 * LOOKS * LOOK_EVERY_MS) return false;
  return rate(turn, last, 'sent') >= PICTURES_FROM && rate(turn, last, 'heard') < DEAF * rate(first, turn, 'heard');
}

/**
 * Watches the way to a browser for a flood: reports drown in it, so that the estimator goes on sending what drowned
 * them, and no message of the browser's comes through to say so. Looks only while pictures flow (`isNeeded`).
 */
export function watchFlood(transport: types.WebRtcTransport, { isNeeded, onFlood }: { readonly isNeeded: () => boolean; readonly onFlood: () => void }): void {
  const pulses: Pulse[] = [];
  const look = async (): Promise<void> => {
    if (!isNeeded()) return void pulses.splice(0);
    const [stats] = await transport.getStats();
    if (stats === undefined) return;
    pulses.push({ at: performance.now(), sent: stats.bytesSent, heard: stats.bytesReceived });
    pulses.splice(0, pulses.length - USUAL_LOOKS);
    if (!isFlooded(pulses)) return;
    pulses.splice(0);
    onFlood();
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  timer.unref();
  transport.observer.once('close', () => clearInterval(timer));
}
