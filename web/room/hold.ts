/**
 * How long voices are held back before they are played, so that packets which were lost can be sent again in time.
 * What is lost on the way here shows as loss. What was lost on the speaker's way to the SFU and sent again shows only as
 * sound that came too late and had to be invented: so both count.
 */
export type Hold = { readonly milliseconds: number; readonly losses: number; readonly inventions: number; readonly raisedAt: number; readonly neededAt: number };

/** None; then one, two, three and five chances to send a packet again (60 ms each, and a round trip). */
const rungs = [0, 320, 420, 650, 900] as const;
/** Percent of loss from which a rung is needed. */
const neededFrom = [0, 2, 8, 16, 24] as const;
/** Percent of invented sound, smoothed over some seconds, that asks for one rung more. */
const INVENTED_TOO_MUCH = 0.8;
/** A rung is given this long before the next: the buffer fills slowly. */
const SETTLES_MS = 2_000;
/** Not needed for so long, and it is taken back by one rung. */
const KEPT_MS = 45_000;
const SMOOTHING = 0.2;

export const noHold: Hold = { milliseconds: 0, losses: 0, inventions: 0, raisedAt: -SETTLES_MS, neededAt: 0 };

/** The hold after one more look at the link (twice a second). */
export function holdOn(before: Hold, { at, lostPercent, concealedPercent }: { readonly at: number; readonly lostPercent: number; readonly concealedPercent: number }): Hold {
  const losses = before.losses + (lostPercent - before.losses) * SMOOTHING;
  const inventions = before.inventions + (concealedPercent - before.inventions) * SMOOTHING;
  const rung = rungs.findIndex((milliseconds) => milliseconds === before.milliseconds);
  const forLosses = neededFrom.findLastIndex((percent) => losses >= percent);
  const settled = at - before.raisedAt >= SETTLES_MS;
  const wanted = Math.max(forLosses, inventions >= INVENTED_TOO_MUCH && settled ? Math.min(rung + 1, rungs.length - 1) : 0);
  const next = { ...before, losses, inventions };
  if (wanted > rung) return { ...next, milliseconds: rungs[wanted] ?? 0, raisedAt: at, neededAt: at };
  if (wanted === rung || inventions >= INVENTED_TOO_MUCH) return { ...next, neededAt: at };
  return at - before.neededAt < KEPT_MS ? next : { ...next, milliseconds: rungs[rung - 1] ?? 0, neededAt: at };
}
