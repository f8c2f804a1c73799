import * as z from 'zod';
import type { Specialty } from '../booking/contract.ts';
import type { Priority } from '../consultation/contract.ts';

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
const number = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5));

/** At most so many months in one answer. */
export const mostMonths = 12;

/** GET /api/overview?from=2026-01&to=2026-11: months as in Asia/Ho_Chi_Minh, both inclusive. */
export const overviewQuery = z
  .object({ from: month, to: month })
  .refine(({ from, to }) => from <= to && number(to) - number(from) < mostMonths, { path: ['to'] });
export type OverviewQuery = z.input<typeof overviewQuery>;

/** Fewer than this, and not none, are not told: they could be somebody. */
export const leastTold = 5;

/** A count. Null: from 1 to 4. `hidden`: another number, from which such a one could be had by subtraction. */
export type Count = number | null | 'hidden';
/** A figure; null where it rests on fewer than five. */
export type Told = number | null;

/** Of the requests of one group. */
export type Figures = {
  readonly requests: Count;
  /** Of these, with a signed conclusion. */
  readonly concluded: Count;
  /** Minutes from the request until a specialist had taken it: median, and what nine of ten did not exceed. Bookings are no waiting. */
  readonly waitMedian: Told;
  readonly waitNinth: Told;
  /** Per cent taken within the time stated for their priority, of those whose time has come. */
  readonly inTime: Told;
  /** Hours from the request until the signed conclusion, median. */
  readonly concludedMedian: Told;
};

/** Of the stays of people in calls; quality is that of their sound. */
export type CallFigures = {
  readonly stays: Count;
  /** Seconds until the first sound was heard, median. */
  readonly firstSound: Told;
  /** Per cent of sound that was lost and made up for, median of the stays. */
  readonly concealed: Told;
  /** Per cent of the stays in which more than `badConcealed` per cent of the sound were missing. */
  readonly bad: Told;
};
/** House rule: beyond this, sentences have to be asked for again. */
export const badConcealed = 5;

export type Overview = {
  readonly from: string;
  readonly to: string;
  /** Minutes within which a request is to be taken, as they stand at the end of the time. */
  readonly stated: Readonly<Record<Priority, number>>;
  readonly total: Figures;
  readonly months: readonly (Figures & { readonly month: string })[];
  /** That were asked. */
  readonly facilities: readonly (Figures & { readonly id: string; readonly name: string })[];
  /** That asked. */
  readonly stations: readonly (Figures & { readonly id: string; readonly name: string })[];
  readonly specialties: readonly (Figures & { readonly specialty: Specialty })[];
  readonly calls: CallFigures & { readonly months: readonly (CallFigures & { readonly month: string })[] };
};
