import type { FreeSlot } from '../../shared/booking/contract.ts';
import type { ConsultationRow } from '../../shared/consultation/contract.ts';
import { dayKey } from '../i18n/format.ts';

type Booked = ConsultationRow & { readonly appointment: NonNullable<ConsultationRow['appointment']> };
export type DayPlan = { readonly booked: readonly Booked[]; readonly free: readonly string[] };

/** What is booked and free on one day in Vietnam (`2026-11-22`), by the hour. */
export function planOf(rows: readonly ConsultationRow[], slots: readonly FreeSlot[], day: string): DayPlan {
  return {
    booked: rows
      .flatMap((row) => (row.appointment ? [{ ...row, appointment: row.appointment }] : []))
      .filter(({ appointment }) => dayKey(appointment.start) === day)
      .toSorted((a, b) => a.appointment.start.localeCompare(b.appointment.start)),
    free: slots.map(({ start }) => start).filter((start) => dayKey(start) === day).toSorted(),
  };
}
