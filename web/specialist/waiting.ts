import type { ConsultationRow, Priority } from '../../shared/consultation/contract.ts';
import type { Role } from '../../shared/identity/contract.ts';

/** Minutes in which a request should be taken; the picture of a wait is drawn against it. */
export const takeWithin: Readonly<Record<Priority, number>> = { stat: 5, urgent: 30, routine: 24 * 60 };

/** How full the picture of a wait is: 0 to 1, and whether the limit has passed. */
export function drawnWait(row: Pick<ConsultationRow, 'priority' | 'waitingSince'>, now: number): { readonly part: number; readonly over: boolean } {
  const part = (now - Date.parse(row.waitingSince)) / (takeWithin[row.priority] * 60_000);
  return { part: Math.min(1, Math.max(0.02, part)), over: part > 1 };
}

export const lists = ['urgent', 'waiting', 'in-progress', 'follow-up', 'to-sign'] as const;
export type ListName = (typeof lists)[number];

const facilityLists: readonly ListName[] = ['urgent', 'waiting'];

/** A coordinator sees what waits at the facility; what is under way belongs to whoever does it. */
export const listsOf = (roles: readonly Role[]): readonly ListName[] => (roles.includes('specialist') ? lists : facilityLists);

/** The first list that has something in it, so that nobody opens the day on an empty page. */
export const firstFull = (counts: Readonly<Record<ListName, number>>): ListName => lists.find((list) => counts[list] > 0) ?? 'urgent';

/** The row that a key moves to; stays within the list. */
export function moved(key: string, current: number, length: number): number | undefined {
  if (length === 0) return undefined;
  if (key === 'j' || key === 'ArrowDown') return Math.min(length - 1, current + 1);
  if (key === 'k' || key === 'ArrowUp') return Math.max(0, current - 1);
  return undefined;
}
