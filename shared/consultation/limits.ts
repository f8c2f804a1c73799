import type { Priority } from './contract.ts';

/**
 * How long a request may wait untaken before it is escalated to the coordinator, and other limits of time. House
 * rules to be replaced by each facility's own; dated so that an old consultation can be judged by its own rules.
 */
export type WaitingLimits = {
  readonly since: string;
  /** Minutes. */
  readonly untaken: Readonly<Record<Priority, number>>;
  /** Minutes after the end of an appointment that nobody came to. */
  readonly noShowHint: number;
  /** Days after the reported outcome. */
  readonly close: number;
};

export const waitingLimits: readonly WaitingLimits[] = [
  { since: '2026-01-01', untaken: { stat: 5, urgent: 30, routine: 24 * 60 }, noShowHint: 15, close: 30 },
];

/** The limits in force on a day: the newest that is not later. */
export function limitsAt(moment: string, table: readonly WaitingLimits[] = waitingLimits): WaitingLimits {
  const inForce = table.filter(({ since }) => since <= moment).toSorted((a, b) => b.since.localeCompare(a.since))[0] ?? table[0];
  if (!inForce) throw new Error('no waiting limits');
  return inForce;
}
