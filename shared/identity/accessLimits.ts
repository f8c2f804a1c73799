/**
 * How long a relation to a record lasts. House rules, to be replaced by the ministry's or a facility's own; dated, so
 * that an old access can be judged by the rules of its day. (TT 01/2025: a referral for a long illness is good for a year.)
 */
export type AccessLimits = {
  readonly since: string;
  /** Days that a specialist keeps the record of a consultation after it was closed. */
  readonly consultationDays: number;
  /** Days that a facility keeps the record of a patient registered elsewhere after its last request was closed. */
  readonly requestDays: number;
  /** Hours that a person who was looked up by the whole number counts as being at that facility's desk. */
  readonly visitHours: number;
  /** Lookups of patients of others, or of nobody, by one person in a day (UTC), unless a card says what the record says. */
  readonly strangersADay: number;
  /** The same in one hour. */
  readonly strangersAnHour: number;
  /** Hours that a record stays open after it was opened in an emergency. */
  readonly emergencyHours: number;
};

const table: readonly [AccessLimits, ...AccessLimits[]] = [
  { since: '2026-01-01', consultationDays: 30, requestDays: 365, visitHours: 24, strangersADay: 200, strangersAnHour: 40, emergencyHours: 4 },
];

/** The limits in force at a moment: the newest that is not later. */
export const accessLimitsAt = (moment: Date): AccessLimits =>
  table.filter(({ since }) => since <= moment.toISOString()).toSorted((a, b) => b.since.localeCompare(a.since))[0] ?? table[0];
