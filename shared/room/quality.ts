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
