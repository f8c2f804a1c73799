import { ALL_HEARD_UP_TO } from './voices.ts';

/** What a deployment, or a test, may have otherwise in a room: how long it waits for somebody (ms), and how it is large. */
export type RoomLimits = {
  /** The seat of somebody whose line broke is kept: an outage is no coming and going, and the media path may be found again. */
  readonly seatKeptMs: number;
  /** Ways of media that nobody has come over are closed. A browser that can come does within seconds, and else tries again. */
  readonly connectWithinMs: number;
  /** With more open microphones only the latest voices are sent on. */
  readonly allHeardUpTo: number;
};

export const usualLimits: RoomLimits = { seatKeptMs: 45_000, connectWithinMs: 30_000, allHeardUpTo: ALL_HEARD_UP_TO };
