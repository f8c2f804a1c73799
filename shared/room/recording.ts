import * as z from 'zod';

/** Off unless a deployment says otherwise; and then only with everybody's yes (docs/adr/0117). */
export type RecordingSetting = 'off' | 'with-consent';

const count = z.number().int().nonnegative();

/** The most who can be asked: a call about a patient, not a meeting of many sites. */
export const mostRecorded = 40;

/**
 * PUT /api/call-recordings/{recording} (public): how it stands with one recording, whole each time, from the media server.
 * Each answer comes with the pass that the person came in with, which proves who gave it; the first is of who asked.
 */
export const recordingReport = z.object({
  /** `refused`: nothing was recorded. `recording`: everybody has said yes, it may begin or go on. `over`: with the file, if there is any. */
  state: z.enum(['refused', 'recording', 'over']),
  answers: z.array(z.object({ pass: z.string().min(20).max(4096), choice: z.enum(['permit', 'deny']), at: z.iso.datetime() })).min(1).max(mostRecorded),
  file: z.object({ from: z.iso.datetime(), to: z.iso.datetime(), seconds: z.number().nonnegative(), bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
});
export type RecordingReport = z.infer<typeof recordingReport>;
