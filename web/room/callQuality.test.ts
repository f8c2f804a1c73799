import { describe, expect, it } from '@jest/globals';
import { qualityBetween, totalsOf } from './callQuality.ts';
import { levelOf } from './soundLevel.ts';

const sample = (at: number, n: number) =>
  totalsOf(
    [
      { type: 'transport', bytesSent: 1_000 * n, bytesReceived: 2_000 * n },
      { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.12 },
      { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
      { type: 'inbound-rtp', kind: 'audio', jitter: 0.03, packetsReceived: 90 * n, packetsLost: 10 * n, totalSamplesReceived: 48_000 * n, concealedSamples: 5_280 * n, silentConcealedSamples: 480 * n },
      { type: 'inbound-rtp', kind: 'video', framesDecoded: 40 * n, totalFreezesDuration: 0.25 * n },
      { type: 'outbound-rtp', packetsLost: 999 },
    ],
    at,
  );

describe('the quality of a call', () => {
  it('is what happened between two samples, over all streams', () => {
    expect(qualityBetween(sample(0, 1), sample(2_000, 2))).toEqual({ bytesPerMinute: 90_000, lostPercent: 10, concealedPercent: 10, framesPerSecond: 20, frozenMs: 250, jitterMs: 30, roundTripMs: 120 });
  });
  it('does not count the stream that only tries how much the way carries: its gaps are no loss', () => {
    const trial = (packetsReceived: number, packetsLost: number) => totalsOf([{ type: 'inbound-rtp', kind: 'video', mid: 'probator', packetsReceived, packetsLost }, { type: 'inbound-rtp', kind: 'audio', mid: '0', packetsReceived, packetsLost: 0 }], packetsReceived * 1_000);
    expect(qualityBetween(trial(1, 0), trial(9, 32))?.lostPercent).toBe(0);
  });
  it('is unknown over a reconnection, where the totals begin anew', () => {
    expect(qualityBetween(sample(0, 5), sample(2_000, 1))).toBeUndefined();
  });
});

describe('the level of a microphone', () => {
  it('is nothing in silence, little in a whisper, full in a loud voice', () => {
    const tone = (amplitude: number) => Float32Array.from({ length: 1_024 }, (_, n) => amplitude * Math.sin(n / 5));
    expect(levelOf(tone(0))).toBe(0);
    expect(levelOf(tone(0.01))).toBeGreaterThan(0.2);
    expect(levelOf(tone(0.01))).toBeLessThan(0.5);
    expect(levelOf(tone(1))).toBe(1);
  });
});
