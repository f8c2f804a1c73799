import type { Calls, CallStay } from '../../shared/room/contract.ts';

/** A stay with these series and no others. For tests and previews. */
export const aStay = (series: Partial<CallStay['series']>, change: Partial<CallStay> = {}): CallStay => ({
  id: 'call-1', name: 'Lò Thị Mẫu', role: 'station', from: '2026-11-22T02:00:00.000Z', to: '2026-11-22T02:14:00.000Z', over: true, everyMs: 10_000, joinedMs: 210, firstAudioMs: 320, firstFrameMs: 480,
  series: { lost: [], concealed: [], roundTrip: [], jitter: [], frozen: [], frames: [], bytes: [], step: [], ...series },
  ...change,
});

const slots = 84;
const over = (value: (n: number) => number | null) => Array.from({ length: slots }, (_, n) => value(n));
const isThin = (n: number) => n >= 30 && n < 52;
const isAway = (n: number) => n >= 60 && n < 64;

/** Fourteen minutes: good, thin for a while, away for forty seconds. */
export const someCalls: Calls = {
  recordings: [
    { id: 'recording-1', at: '2026-11-22T02:04:00Z', by: 'BS. Nguyễn Văn Mẫu', state: 'there', binaryId: 'recording-1', seconds: 372, bytes: 14_300_000 },
    { id: 'recording-2', at: '2026-11-22T02:20:00Z', by: 'BS. Nguyễn Văn Mẫu', state: 'going-on' },
  ],
  stays: [
    aStay({
      lost: over((n) => (isAway(n) ? null : isThin(n) ? 9 + (n % 5) : (n * 7) % 3)),
      concealed: over((n) => (isAway(n) ? null : isThin(n) ? 2 + (n % 4) * 0.7 : n % 9 === 0 ? 0.6 : 0)),
      roundTrip: over((n) => (isAway(n) ? null : isThin(n) ? 340 : 120)), frozen: over((n) => (n === 30 ? 900 : 0)), frames: over((n) => (isThin(n) ? 0 : 24)),
      bytes: over((n) => (isThin(n) ? 420_000 : 4_800_000)), step: over((n) => (isAway(n) ? null : n < 3 ? 2 : isThin(n) ? 3 : 1)), jitter: over(() => 12),
    }),
    aStay({
      lost: over(() => 0), concealed: over((n) => (isThin(n) ? 1.4 : 0)), roundTrip: over(() => 14), frozen: over(() => 0), frames: over((n) => (isThin(n) ? 0 : 24)), bytes: over(() => 5_200_000), step: over(() => 1), jitter: over(() => 3),
    }, { id: 'call-2', name: 'BS. Nguyễn Văn Mẫu', role: 'specialist', firstFrameMs: 390 }),
  ],
};
