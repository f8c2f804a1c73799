import type { types } from 'mediasoup';
import { priority } from './receive.ts';

/** What the worker believes of the way to a browser, and what is to be sent on it (bit/s), at a moment (ms on any clock). */
export type WayDown = { readonly at: number; readonly available: number; readonly wanted: number };

/** Trials of the way so far. `cap`: the most that may be believed of it (bit/s; 0: anything). `enoughSince`: nothing comes short since then. */
export type Trials = { readonly tried: number; readonly dueAt: number; readonly enoughSince: number | undefined; readonly available: number; readonly cap: number };

export const noTrials: Trials = { tried: 0, dueAt: 0, enoughSince: 0, available: 0, cap: 0 };

/** An estimate must not have fallen for so long: what falls is on its way to what the link carries. */
const CALM_MS = 400;
const FALLS = 0.9;
/** Before the next trial; doubled each time, up to the last. */
const PAUSE_MS = 1_500;
const LONGEST_PAUSE_MS = 10_000;
/** Nothing short for so long, and all is as before the first trial. */
const FORGOTTEN_AFTER_MS = 8_000;
/** More than is wanted, and less than what the worker allows by itself (1.35): so the cap costs nothing, and changes something. */
const CAP = 1.15;

/**
 * Whether to try now how much the way carries. The estimator of the worker tries a way by itself only while it opens or when
 * little is sent. After a pause of the pictures it begins at 150 kbit/s, half a picture fills that, and it needs ten to
 * twenty seconds on the best of links to find out (measured). It also tries, with 3 to 4 KB within 40 ms, when the
 * most that it may believe is changed: that is what `cap` is for (docs/adr/0138).
 */
export function nextTrial(before: Trials, { at, available, wanted }: WayDown): Trials {
  const { tried, dueAt, cap, enoughSince } = before;
  if (available >= wanted) {
    const since = enoughSince ?? at;
    return at - since < FORGOTTEN_AFTER_MS ? { tried, dueAt, available, enoughSince: since, cap } : { ...noTrials, available, enoughSince: since };
  }
  const looked = { ...before, available, enoughSince: undefined };
  if (enoughSince !== undefined || available < before.available * FALLS) return { ...looked, dueAt: Math.max(dueAt, at + CALM_MS) };
  if (at < dueAt) return looked;
  return { ...looked, tried: tried + 1, cap: cap === 0 ? Math.round(wanted * CAP) : 0, dueAt: at + Math.min(PAUSE_MS * 2 ** tried, LONGEST_PAUSE_MS) };
}

type Asked = Pick<types.Consumer, 'type' | 'paused' | 'producerPaused' | 'preferredLayers' | 'priority'>;

/** A way that is believed to carry this is worth trying HD on (bit/s): a tenth above what browsers wait for (`limits.hd.downFrom`). */
const CLOSE_PICTURE = 660_000;

/**
 * What is wanted of a way (bit/s): nothing that is worth a trial, where no large picture was asked for; else what the worker `desires` to
 * send, and what HD asks of it where one picture is looked at closely. Browsers ask for a large one only
 * where they measured that their line carries one.
 */
export function wantedOf(consumers: Iterable<Asked>, desires: number): number {
  const large = [...consumers].filter(({ type, paused, producerPaused, preferredLayers: asked }) => type === 'simulcast' && !paused && !producerPaused && (asked?.spatialLayer ?? 0) > 0);
  if (large.length === 0) return 0;
  return large.some((each) => each.priority >= priority.pinned) ? Math.max(desires, CLOSE_PICTURE) : desires;
}

const LOOK_EVERY_MS = 250;

/** Tries the way to a browser as long as it is believed to carry less than is wanted of it. Needs the transport's trace of its estimates. */
export function tryTheWay(transport: types.WebRtcTransport): void {
  const consumers = new Set<types.Consumer>();
  let trials = noTrials;
  let [available, desired] = [0, 0];
  transport.observer.on('newconsumer', (consumer) => {
    consumers.add(consumer);
    consumer.observer.once('close', () => consumers.delete(consumer));
  });
  transport.on('trace', ({ type, info }) => {
    if (type !== 'bwe') return;
    ({ availableBitrate: available, desiredBitrate: desired } = info as { availableBitrate: number; desiredBitrate: number });
  });
  const look = (): void => {
    const before = trials.cap;
    trials = nextTrial(trials, { at: performance.now(), available, wanted: wantedOf(consumers, desired) });
    if (trials.cap !== before) transport.setMaxOutgoingBitrate(trials.cap).catch(() => undefined);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  transport.observer.once('close', () => clearInterval(timer));
}
