import type { Count, Told } from '../../shared/overview/contract.ts';
import { number } from '../i18n/format.ts';
import { overviewWords } from './words.ts';

/** "2026-11" as people write it. */
export const monthText = (month: string): string => `${month.slice(5)}/${month.slice(0, 4)}`;

export const smallText = (): string => overviewWords().small;

export const countText = (count: Count): string => (count === null ? smallText() : count === 'hidden' ? overviewWords().hidden : number(count));

/** A figure that rests on counts; null where they are too few. */
export const figureText = (told: Told, text: (n: string) => string): string => (told === null ? '–' : text(number(told)));

/** This month and those before it, the newest first: "2026-11". */
export function lastMonths(now: Date, count = 24): readonly string[] {
  const inVietnam = new Date(now.getTime() + 7 * 3_600_000);
  return Array.from({ length: count }, (_, n) => new Date(Date.UTC(inVietnam.getUTCFullYear(), inVietnam.getUTCMonth() - n, 1)).toISOString().slice(0, 7));
}

/** In one answer (shared/overview/contract.ts). */
export const mostMonths = 12;
