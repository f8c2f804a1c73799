import * as z from 'zod';
import { callSteps } from './steps.ts';

const count = z.number().int().nonnegative();
const percent = z.number().min(0).max(100);

/** Milliseconds, counts and shares of one participant's call over the last seconds; no names, no addresses. */
export const qualityReport = z.object({
  /** Since the call was begun; of the first join alone. */
  joinedMs: count.optional(),
  firstAudioMs: count.optional(),
  firstFrameMs: count.optional(),
  bytesPerMinute: count.optional(),
  roundTripMs: count.optional(),
  jitterMs: count.optional(),
  lostPercent: percent.optional(),
  concealedPercent: percent.optional(),
  framesPerSecond: z.number().min(0).max(240).optional(),
  /** Milliseconds in which a picture stood still although it should have moved. */
  frozenMs: count.optional(),
  step: z.enum(callSteps).optional(),
});
export type QualityReport = z.infer<typeof qualityReport>;

/** How often a browser reports (ms), and how much of one stay is kept: three hours of reports, in at most six hours. */
export const reportEveryMs = 10_000;
export const mostReports = 1_080;
export const mostSlots = 2_160;

/**
 * PUT /api/call-reports/{stay} (public): all reports of one stay so far, from the SFU. `pass` is the one that the person
 * came in with, and `stay` its `jti`: whoever has it was let into that room, and it proves nothing else here.
 */
export const callReport = z.object({
  pass: z.string().min(20).max(4096),
  from: z.iso.datetime(),
  over: z.boolean(),
  /** `slot`: which ten seconds since `from`. */
  reports: z.array(z.object({ slot: count.max(mostSlots - 1), report: qualityReport })).max(mostReports),
});
export type CallReport = z.infer<typeof callReport>;

/** What is kept as a series, in the order of the picture. */
export const callSeries = ['lost', 'concealed', 'roundTrip', 'jitter', 'frozen', 'frames', 'bytes', 'step'] as const;
export type CallSeries = (typeof callSeries)[number];

/** One stay of one person in a call. Null: nothing was reported in that slot. `step`: the place in `callSteps`, 0 is best. */
export type CallStay = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly from: string;
  readonly to: string;
  readonly over: boolean;
  readonly everyMs: number;
  readonly joinedMs?: number;
  readonly firstAudioMs?: number;
  readonly firstFrameMs?: number;
  readonly series: Readonly<Record<CallSeries, readonly (number | null)[]>>;
};

/** A recording of a call. `going-on`: its file has not come yet, or never will. `brokeOffAt`: its media server died; up to here it was saved. */
export type CallRecording = { readonly id: string; readonly at: string; readonly by: string } & ({ readonly state: 'there'; readonly binaryId: string; readonly seconds: number; readonly bytes: number; readonly brokeOffAt?: string } | { readonly state: 'going-on' });

/** GET /api/consultations/{id}/calls, for those who treat: oldest first. */
export type Calls = { readonly stays: readonly CallStay[]; readonly recordings: readonly CallRecording[] };
