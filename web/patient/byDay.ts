import type { Accesses } from '../../shared/record/contract.ts';
import { dayKey } from '../i18n/format.ts';

type Access = Accesses['accesses'][number];

/** One line of the list: the same person doing the same for the same reason on one day, with the newest time. */
export type Line = Access & { readonly times: number };
export type AccessDay = { readonly key: string; readonly at: string; readonly lines: readonly Line[] };

/** Days newest first; within a day repeated readings by one person become one line that says how often. */
export function byDay(accesses: readonly Access[]): readonly AccessDay[] {
  const days = Map.groupBy(accesses.toSorted((a, b) => b.at.localeCompare(a.at)), ({ at }) => dayKey(at));
  return [...days].map(([key, list]) => ({ key, at: list[0]?.at ?? key, lines: lines(list) }));
}

function lines(list: readonly Access[]): readonly Line[] {
  const same = Map.groupBy(list, ({ who, self, role, organization, action, what, why }) => JSON.stringify([who, self, role, organization, action, what, why]));
  return [...same.values()].flatMap((group) => (group[0] ? [{ ...group[0], times: group.length }] : []));
}
