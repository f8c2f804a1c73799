import type { Way } from './ladder.ts';

/** Totals since the transports were opened, summed over all streams. Times in milliseconds. */
export type CallTotals = {
  readonly at: number;
  readonly bytes: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly samples: number;
  readonly concealed: number;
  readonly frames: number;
  readonly frozenMs: number;
  readonly audioEnergy: number;
  readonly jitterMs: number | undefined;
  readonly roundTripMs: number | undefined;
  /** The estimate for what is sent, and whether the encoder has to hold back because of it. */
  readonly up: Way | undefined;
  /** An encoder holds back because the processor is not fast enough. */
  readonly strained: boolean;
};

/** What the room screen shows and the SFU keeps. */
export type CallQuality = {
  readonly bytesPerMinute: number;
  readonly lostPercent: number;
  readonly concealedPercent: number;
  readonly framesPerSecond: number;
  readonly frozenMs: number;
  readonly jitterMs: number | undefined;
  readonly roundTripMs: number | undefined;
};

type Entry = { readonly type: string; readonly [name: string]: unknown };
/** The stream by which the library's SFU tries how much the way carries: its packets are filling, and gaps in it are no loss. */
const TRIAL = 'probator';
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const most = (before: number | undefined, seconds: unknown): number | undefined => (seconds === undefined ? before : Math.max(before ?? 0, Math.round(number(seconds) * 1000)));

/** Adds up the reports (W3C webrtc-stats) of both directions. */
export function totalsOf(entries: Iterable<Entry>, at: number): CallTotals {
  const sum = { bytes: 0, packetsReceived: 0, packetsLost: 0, samples: 0, concealed: 0, frames: 0, frozenMs: 0, audioEnergy: 0 };
  let roundTripMs: number | undefined;
  let jitterMs: number | undefined;
  let estimate: number | undefined;
  let limited = false;
  let strained = false;
  for (const entry of entries) {
    if (entry.type === 'transport') sum.bytes += number(entry['bytesSent']) + number(entry['bytesReceived']);
    if (entry.type === 'candidate-pair' && entry['nominated'] === true) {
      roundTripMs = most(roundTripMs, entry['currentRoundTripTime']);
      if (entry['availableOutgoingBitrate'] !== undefined && number(entry['bytesSent']) > 0) estimate = Math.max(estimate ?? 0, number(entry['availableOutgoingBitrate']));
    }
    if (entry.type === 'outbound-rtp' && entry['kind'] === 'video' && entry['active'] !== false) {
      limited ||= entry['qualityLimitationReason'] === 'bandwidth';
      strained ||= entry['qualityLimitationReason'] === 'cpu';
    }
    if (entry.type !== 'inbound-rtp' || entry['mid'] === TRIAL) continue;
    sum.packetsReceived += number(entry['packetsReceived']);
    sum.packetsLost += number(entry['packetsLost']);
    sum.samples += number(entry['totalSamplesReceived']);
    // Silence filled in during DTX is no loss of sound.
    sum.concealed += number(entry['concealedSamples']) - number(entry['silentConcealedSamples']);
    sum.frames += number(entry['framesDecoded']);
    sum.frozenMs += number(entry['totalFreezesDuration']) * 1000;
    sum.audioEnergy += number(entry['totalAudioEnergy']);
    if (entry['kind'] === 'audio') jitterMs = most(jitterMs, entry['jitter']);
  }
  return { at, ...sum, roundTripMs, jitterMs, strained, up: estimate === undefined ? undefined : { kbps: Math.round(estimate / 1000), limited } };
}

const percent = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(100, Math.max(0, Math.round((1000 * part) / whole) / 10)));

/** Share of the sound between two samples that had to be invented. */
export const concealedBetween = (before: CallTotals, after: CallTotals): number => percent(after.concealed - before.concealed, after.samples - before.samples);

/** The quality between two samples; undefined when they belong to different transports (the totals went back). */
export function qualityBetween(before: CallTotals, after: CallTotals): CallQuality | undefined {
  const seconds = (after.at - before.at) / 1000;
  if (seconds <= 0 || after.bytes < before.bytes) return undefined;
  const lost = after.packetsLost - before.packetsLost;
  return {
    bytesPerMinute: Math.round(((after.bytes - before.bytes) * 60) / seconds),
    lostPercent: percent(lost, lost + after.packetsReceived - before.packetsReceived),
    concealedPercent: concealedBetween(before, after),
    framesPerSecond: Math.round(Math.max(0, after.frames - before.frames) / seconds),
    frozenMs: Math.round(Math.max(0, after.frozenMs - before.frozenMs)),
    jitterMs: after.jitterMs,
    roundTripMs: after.roundTripMs,
  };
}
