import type { Specialty } from '../booking/contract.ts';

type Place = { readonly id: string; readonly name: string };

/** What is counted of a consultation: no name, no number, nobody's id but its own. Instants ISO, durations in minutes. */
export type CaseMeasure = {
  readonly kind: 'case';
  readonly id: string;
  readonly requestedAt: string;
  /** The facility asked now. */
  readonly facility: Place;
  readonly station: Place;
  readonly specialty: Specialty;
  /** A booking, which waits for its hour and not for somebody. */
  readonly booked: boolean;
  /** Until somebody had taken it. */
  readonly taken?: number;
  /** Within which it was to be taken, by the limits of its day. */
  readonly limit: number;
  /** Ended before anybody took it. */
  readonly dropped: boolean;
  readonly concluded?: number;
};

/** One stay of one person in a call; milliseconds and per cent. */
export type CallMeasure = { readonly kind: 'call'; readonly id: string; readonly from: string; readonly firstSoundMs?: number; readonly concealedPercent?: number };

export type Measure = CaseMeasure | CallMeasure;

/** Months in Vietnam, by which measures are kept: "2026-11". */
export const monthOf = (instant: string): string => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 7);

/**
 * Measures by month. One measure for each consultation and stay, written anew as it goes on, whatever order and however
 * often its versions come: nothing is counted twice, since nothing is counted before it is read.
 */
export interface MeasureStore {
  /** Keeps it unless a later version stands there. */
  put(measure: Measure, version: number): Promise<void>;
  inMonth(month: string): Promise<readonly Measure[]>;
}
