import { callSteps, hasPictures, worseOf } from '../../shared/room/steps.ts';
import type { CallLimit, CallStep } from '../../shared/room/steps.ts';

/** One way of the line: what it is believed to carry, and whether more is asked of it than that. */
export type Way = { readonly kbps: number; readonly limited: boolean };

/** What is known of the link at one moment; sampled about twice a second. */
export type Conditions = {
  /** Milliseconds on any clock that does not go back. */
  readonly at: number;
  /** Line and media stand. */
  readonly connected: boolean;
  readonly up: Way | undefined;
  readonly down: Way | undefined;
  /** Share of the sound of the last second that had to be invented, in percent. */
  readonly concealedPercent: number | undefined;
  /** Share of the packets of the last second that did not come, even when asked for again, in percent. */
  readonly lostPercent: number | undefined;
  /** A voice that is heard began just now: how it sounds says more about its beginning than about the link. */
  readonly voiceIsYoung: boolean;
  /** A measurement of the line while only the voice flows, when there is a new one. */
  readonly probeKbps: number | undefined;
  /** Somebody looks at this person's picture, or this person at another's, in a size that HD is good for. */
  readonly hdWanted: boolean;
  /** It is this person's picture (too) that is looked at so: the way up must carry it. */
  readonly hdSent: boolean;
  /** The encoder holds back because the processor is not fast enough. */
  readonly strained: boolean;
};

/** Where a call stands on the ladder, and what it waits for before it moves. */
export type Ladder = {
  readonly step: CallStep;
  readonly limit: CallLimit;
  /** When the reason to go down, or to go up, began to hold without a break. */
  readonly badSince: number | undefined;
  readonly goodSince: number | undefined;
  /** When the last step up was taken; a fall soon after makes the next climb wait longer. */
  readonly climbedAt: number | undefined;
  /** Grows with every climb that failed: 1, 2, 4, 8. */
  readonly patience: number;
  /** When the line was last measured to carry the full picture. */
  readonly provenAt: number | undefined;
  readonly lostAt: number | undefined;
  /** When this machine was last too slow for HD. */
  readonly strainedAt: number | undefined;
  /** Where the call stood before the link went. */
  readonly before: CallStep;
};

/**
 * Limits in kbit/s, for the thinner of the two ways. `below` is what estimators of flowing media say; `from` what a
 * measurement of the line beside the voice says, which is less than the line carries (150 kbit/s: about 125).
 */
export const limits = {
  /**
   * HD goes; and it is tried when the estimators, which never say much more than what flows (0.7 Mbit/s at most before
   * HD; up to twice as much), say this much of the way up, and of the way down.
   */
  hd: { below: 1_100, from: 1_100, downFrom: 600 },
  /** The full picture goes: with less it comes in few frames, the small one in all. It comes again when the line, measured, carries this. */
  sd: { below: 320, from: 340 },
  /** Any picture goes; it comes again when the line, measured, carries this. */
  thumbnail: { below: 85, from: 100 },
  /** While joining: less than this, and not even a small picture is tried. Above, a try ends within a second if it must. */
  hopeless: 65,
  /** The SFU's estimate does not fall below its floor: there, sound that breaks says that the link is thinner still. */
  floor: 110,
} as const;

/** Milliseconds that a reason must hold. Down quickly, up slowly. */
const hold = { told: 0, collapsed: 400, starving: 600, breaking: 2_500, thin: 2_500, thinForHd: 8_000, strained: 4_000, climb: 3_000, climbToHd: 4_000, written: 8_000 } as const;
/** A fall within this time after a climb was a failed climb; this long without a fall makes patience fresh again. */
const FAILED_WITHIN_MS = 20_000;
const FORGIVEN_AFTER_MS = 60_000;
/** An estimator that begins anew, after a pause of the pictures, believes in little for so long on the best of links (measured). */
const PROVEN_FOR_MS = 15_000;
/** In its first seconds in hardly anything: the browser's own said 75 kbit/s on a line that had just carried 340, and 1,500 two seconds later. */
const BEGINS_FOR_MS = 6_000;
const MOST_PATIENCE = 8;
/** A machine that was too slow for HD is not asked again for so long. */
const SLOW_FOR_MS = 600_000;
/** Percent of packets that did not come: no link loses so many by itself, it is flooded. */
const FLOODED = 50;
/** Percent of lost packets from which this link has a part in broken sound. */
const LOSES = 3;
/**
 * Percent of invented sound: so much at once on any link (the estimators are blind then: their own reports are lost in
 * the flood, measured), so much, or so much over a while, on a link that is known to be asked for too much.
 */
const COLLAPSED = 35;
const BREAKS = 15;
const SUFFERS = 5;

const highest: Readonly<Record<CallLimit, CallStep>> = { automatic: 'hd', saver: 'thumbnail', audio: 'audio' };

export const beginLadder = (limit: CallLimit): Ladder => ({
  step: worseOf('sd', highest[limit]), limit, badSince: undefined, goodSince: undefined, climbedAt: undefined, patience: 1, provenAt: undefined, lostAt: undefined, strainedAt: undefined, before: worseOf('sd', highest[limit]),
});

/** The person's own choice: at once down to it; upwards from voice alone by choice at once too, because nothing failed. */
export function choose(ladder: Ladder, limit: CallLimit): Ladder {
  const wasByHand = ladder.limit === 'audio' && ladder.step === 'audio';
  const step = ladder.step === 'written' ? 'written' : worseOf(wasByHand ? 'sd' : ladder.step, highest[limit]);
  return { ...ladder, limit, step, before: worseOf(ladder.before, highest[limit]), badSince: undefined, goodSince: undefined };
}

/** The next state. Moves one rung at a time upwards, or as far as the line was measured to carry; downwards as far as needed. */
export function climbOrFall(ladder: Ladder, now: Conditions): Ladder {
  if (!now.connected) return offLine(ladder, now.at);
  if (ladder.lostAt !== undefined || ladder.step === 'written') return backOnLine(ladder);
  const known = (now.probeKbps ?? 0) >= limits.sd.from ? { ...ladder, provenAt: now.at } : ladder;
  const calm = known.climbedAt !== undefined && now.at - known.climbedAt > FORGIVEN_AFTER_MS ? { ...known, patience: 1 } : known;
  const down = reasonToFall(calm, now);
  if (down !== undefined) {
    const since = calm.badSince ?? now.at;
    const strainedAt = calm.step === 'hd' && now.strained ? now.at : calm.strainedAt;
    return now.at - since >= down.holdMs ? fall({ ...calm, strainedAt }, down.to, now.at) : { ...calm, badSince: since, goodSince: undefined };
  }
  const up = reasonToClimb(calm, now);
  if (up === undefined) return { ...calm, badSince: undefined, goodSince: now.probeKbps === undefined && isMeasured(calm.step) ? calm.goodSince : undefined };
  const since = calm.goodSince ?? now.at;
  return now.at - since >= up.holdMs * calm.patience ? climb(calm, up.to, now.at) : { ...calm, badSince: undefined, goodSince: since };
}

/** The line as measured while joining, before any media: no picture is begun that it can't carry. */
export function beginOn(ladder: Ladder, kbps: number): Ladder {
  const to = kbps < limits.hopeless ? 'audio' : kbps < limits.sd.from ? 'thumbnail' : ladder.step;
  return hasPictures(ladder.step) ? { ...ladder, step: worseOf(ladder.step, to) } : ladder;
}

/** How long to wait before the line is measured again (ms); undefined when there is nothing to measure for. */
export function probeAfter({ step, limit, badSince, goodSince, patience }: Ladder): number | undefined {
  // Before a picture is given up on an estimator's word alone.
  if (hasPictures(step) && step !== 'thumbnail' && badSince !== undefined) return 1_000;
  if (!isMeasured(step) || step === highest[limit]) return undefined;
  return goodSince === undefined ? 3_500 * Math.min(patience, 4) : 1_000;
}

/** On these rungs so little flows that the estimators of media learn nothing: the line itself is measured. */
const isMeasured = (step: CallStep): boolean => step === 'audio' || step === 'thumbnail';

function offLine(ladder: Ladder, at: number): Ladder {
  const lostAt = ladder.lostAt ?? at;
  const before = ladder.step === 'written' ? ladder.before : ladder.step;
  return { ...ladder, lostAt, before, step: at - lostAt >= hold.written ? 'written' : ladder.step, badSince: undefined, goodSince: undefined };
}

/** As it was before: the transports are new or found again, and if the link is worse now, that shows within a second. */
const backOnLine = (ladder: Ladder): Ladder => ({ ...ladder, lostAt: undefined, step: worseOf(ladder.before, highest[ladder.limit]), badSince: undefined, goodSince: undefined });

/** What the thinner way carries; undefined while nothing is asked of either that it can't give. */
function narrowest({ up, down }: Conditions): number | undefined {
  const known = [up, down].flatMap((way) => (way?.limited ? [way.kbps] : []));
  return known.length === 0 ? undefined : Math.min(...known);
}

type Move = { readonly to: CallStep; readonly holdMs: number };

function reasonToFall({ step, provenAt }: Ladder, now: Conditions): Move | undefined {
  if (!hasPictures(step)) return undefined;
  const kbps = narrowest(now);
  const concealed = now.concealedPercent ?? 0;
  if (step === 'hd' && !now.hdWanted) return { to: 'sd', holdMs: hold.climb };
  if (step === 'hd' && now.strained) return { to: 'sd', holdMs: hold.strained };
  const lost = now.lostPercent ?? 0;
  // The SFU's word that the reports of this browser drown; by itself no estimate is nothing at all.
  if (kbps === 0) return { to: 'audio', holdMs: hold.told };
  // Where nothing is lost on this link and nothing asked of it in vain, the sound broke on the speaker's: given time to mend there.
  const collapses = concealed >= COLLAPSED || lost >= FLOODED;
  const isOwn = !now.voiceIsYoung && (kbps !== undefined || lost >= LOSES);
  if (collapses && isOwn) return { to: 'audio', holdMs: hold.collapsed };
  if (kbps === undefined) return collapses ? { to: 'audio', holdMs: hold.breaking } : undefined;
  const isProvenFor = (ms: number) => provenAt !== undefined && now.at - provenAt < ms;
  const starves = kbps < limits.thumbnail.below && !isProvenFor(BEGINS_FOR_MS);
  if (starves || (kbps <= limits.floor && concealed >= SUFFERS) || (step === 'thumbnail' && concealed >= BREAKS)) return { to: 'audio', holdMs: hold.starving };
  if (collapses) return { to: 'audio', holdMs: hold.breaking };
  if (kbps < limits.sd.from && concealed >= SUFFERS) return { to: step === 'thumbnail' ? 'audio' : 'thumbnail', holdMs: hold.breaking };
  if (step !== 'thumbnail' && kbps < limits.sd.below && !isProvenFor(PROVEN_FOR_MS)) return { to: 'thumbnail', holdMs: hold.thin };
  return step === 'hd' && kbps < limits.hd.below ? { to: 'sd', holdMs: hold.thinForHd } : undefined;
}

function reasonToClimb({ step, limit, strainedAt }: Ladder, now: Conditions): Move | undefined {
  const kbps = narrowest(now);
  const to = callSteps[callSteps.indexOf(step) - 1];
  if (to === undefined || worseOf(to, highest[limit]) !== to) return undefined;
  // Two measurements in a row: the first begins `goodSince`, the next comes a second later.
  if (to === 'thumbnail' && limit === 'automatic' && (now.probeKbps ?? 0) >= limits.sd.from) return { to: 'sd', holdMs: 500 };
  if (to === 'thumbnail') return (now.probeKbps ?? 0) >= limits.thumbnail.from ? { to, holdMs: 500 } : undefined;
  if (to === 'sd') return (now.probeKbps ?? 0) >= limits.sd.from ? { to, holdMs: 500 } : undefined;
  const isSlow = now.strained || (strainedAt !== undefined && now.at - strainedAt < SLOW_FOR_MS);
  // Whose picture is looked at sends more while it tries: its way is asked for all that it carries then.
  if (to !== 'hd' || !now.hdWanted || isSlow || (kbps ?? limits.hd.from) < limits.hd.from) return undefined;
  const carries = now.hdSent ? (now.up?.kbps ?? 0) >= limits.hd.from : (now.down?.kbps ?? 0) >= limits.hd.downFrom;
  return carries ? { to, holdMs: hold.climbToHd } : undefined;
}

function fall(ladder: Ladder, to: CallStep, at: number): Ladder {
  const failed = ladder.climbedAt !== undefined && at - ladder.climbedAt < FAILED_WITHIN_MS;
  return { ...ladder, step: to, badSince: undefined, goodSince: undefined, patience: failed ? Math.min(MOST_PATIENCE, ladder.patience * 2) : ladder.patience };
}

const climb = (ladder: Ladder, to: CallStep, at: number): Ladder => ({ ...ladder, step: to, badSince: undefined, goodSince: undefined, climbedAt: at });
