import { addDays, isWeekend } from 'date-fns';
import { dayInVietnam } from '../kernel/dayInVietnam.ts';

/**
 * Public holidays of Vietnam (Labour Code, article 112; the days of Tết and of 2 September are set each year). Own list:
 * to be checked against the ministry's notice every December. Days off in lieu are listed as such. A day that is missing
 * makes the clock stricter, never later.
 */
const holidays: ReadonlySet<string> = new Set([
  '2026-01-01', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-04-27', '2026-04-30', '2026-05-01', '2026-09-01', '2026-09-02',
  '2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-04-16', '2027-04-30', '2027-05-03', '2027-09-02', '2027-09-03',
]);

/** Days within which a request of a person about their data is answered (Law 91/2025, article on data subjects' rights). */
export const answerWorkingDays = 2;

/** Vietnam has one time zone and no summer time. */
const offset = '+07:00';
/** Noon: the same calendar day wherever this runs. */
const noon = (day: string): Date => new Date(`${day}T12:00:00`);
const written = (date: Date): string => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

/** The last moment of the n-th working day after the day of `from`, Vietnam time. */
export function endOfWorkingDay(from: Date, days: number): Date {
  let date = noon(dayInVietnam(from));
  for (let left = days; left > 0; ) {
    date = addDays(date, 1);
    if (!isWeekend(date) && !holidays.has(written(date))) left -= 1;
  }
  return new Date(`${written(date)}T23:59:59.999${offset}`);
}
