/** Totals since the transports were opened, summed over all streams. Times in milliseconds. */
export type CallTotals = {
  readonly at: number;
  readonly bytes: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly samples: number;
  readonly concealed: number;
  readonly frames: number;
  readonly audioEnergy: number;
  readonly roundTripMs: number | undefined;
};

/** What the room screen shows and the SFU keeps. */
export type CallQuality = {
  readonly bytesPerMinute: number;
  readonly lostPercent: number;
  readonly concealedPercent: number;
  readonly framesPerSecond: number;
  readonly roundTripMs: number | undefined;
};

type Entry = { readonly type: string; readonly [name: string]: unknown };
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/** Adds up the reports (W3C webrtc-stats) of both directions. */
export function totalsOf(entries: Iterable<Entry>, at: number): CallTotals {
  const sum = { bytes: 0, packetsReceived: 0, packetsLost: 0, samples: 0, concealed: 0, frames: 0, audioEnergy: 0 };
  let roundTripMs: number | undefined;
  for (const entry of entries) {
    if (entry.type === 'transport') sum.bytes += number(entry['bytesSent']) + number(entry['bytesReceived']);
    if (entry.type === 'candidate-pair' && entry['nominated'] === true && entry['currentRoundTripTime'] !== undefined) {
      roundTripMs = Math.max(roundTripMs ?? 0, Math.round(number(entry['currentRoundTripTime']) * 1000));
    }
    if (entry.type !== 'inbound-rtp') continue;
    sum.packetsReceived += number(entry['packetsReceived']);
    sum.packetsLost += number(entry['packetsLost']);
    sum.samples += number(entry['totalSamplesReceived']);
    // Silence filled in during DTX is no loss of sound.
    sum.concealed += number(entry['concealedSamples']) - number(entry['silentConcealedSamples']);
    sum.frames += number(entry['framesDecoded']);
    sum.audioEnergy += number(entry['totalAudioEnergy']);
  }
  return { at, ...sum, roundTripMs };
}

const percent = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(100, Math.max(0, Math.round((1000 * part) / whole) / 10)));

/** The quality between two samples; undefined when they belong to different transports (the totals went back). */
export function qualityBetween(before: CallTotals, after: CallTotals): CallQuality | undefined {
  const seconds = (after.at - before.at) / 1000;
  if (seconds <= 0 || after.bytes < before.bytes) return undefined;
  const lost = after.packetsLost - before.packetsLost;
  return {
    bytesPerMinute: Math.round(((after.bytes - before.bytes) * 60) / seconds),
    lostPercent: percent(lost, lost + after.packetsReceived - before.packetsReceived),
    concealedPercent: percent(after.concealed - before.concealed, after.samples - before.samples),
    framesPerSecond: Math.round(Math.max(0, after.frames - before.frames) / seconds),
    roundTripMs: after.roundTripMs,
  };
}
