import type { Session } from './session.ts';

const minute = 60_000;

/** Milliseconds: after how long without a touch the screen locks, and how long before that it is said. */
export type IdleLimits = { readonly after: number; readonly warnFor: number };

/** A minute is enough to come back from the door; patients read slowly and are given two. */
const warning: Readonly<Record<Session['kind'], number>> = { staff: minute, patient: 2 * minute };

/** What the deployment says, kept with the session; 15 minutes where an older client signed in. */
export const limitsOf = ({ kind, idleMinutes = 15 }: Pick<Session, 'kind' | 'idleMinutes'>): IdleLimits => ({ after: idleMinutes * minute, warnFor: warning[kind] });

export type Idleness = { readonly kind: 'awake' } | { readonly kind: 'warning'; readonly secondsLeft: number } | { readonly kind: 'over' };

export function idlenessAt({ after, warnFor }: IdleLimits, lastTouch: number, now: number): Idleness {
  const left = lastTouch + after - now;
  if (left <= 0) return { kind: 'over' };
  return left <= warnFor ? { kind: 'warning', secondsLeft: Math.ceil(left / 1000) } : { kind: 'awake' };
}
