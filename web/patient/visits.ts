import type { ConsultationRow, ConsultationState } from '../../shared/consultation/contract.ts';

const live: readonly ConsultationState[] = ['waiting', 'called', 'in-call'];
const ended: readonly ConsultationState[] = ['signed', 'acknowledged', 'outcome-reported', 'closed', 'cancelled', 'no-show', 'declined', 'emergency-transfer', 'patient-died'];
const answered: readonly ConsultationState[] = ['signed', 'acknowledged', 'outcome-reported', 'closed'];

export const hasAnswer = ({ state }: Pick<ConsultationRow, 'state'>): boolean => answered.includes(state);

/** How long after its time an appointment is still shown as the next one. */
const grace = 2 * 3_600_000;

export type Visits = { readonly next?: ConsultationRow; readonly open: readonly ConsultationRow[]; readonly past: readonly ConsultationRow[] };

/** The next visit (one under way, else the soonest booked), what else is open, and what is over, newest first. */
export function sortVisits(rows: readonly ConsultationRow[], now: number): Visits {
  const soonest = rows
    .filter(({ state, appointment }) => state === 'scheduled' && appointment && Date.parse(appointment.end) > now - grace)
    .toSorted((a, b) => (a.appointment?.start ?? '').localeCompare(b.appointment?.start ?? ''));
  const next = rows.find(({ state }) => live.includes(state)) ?? soonest[0];
  const others = rows.filter((row) => row !== next);
  return {
    next,
    open: others.filter(({ state }) => !ended.includes(state)),
    past: others.filter(({ state }) => ended.includes(state)).toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt)),
  };
}

/** When it was, or will be. A visit that is over did not happen at a time that is still to come: it was held earlier than booked. */
export function visitedAt({ appointment, requestedAt, state }: Pick<ConsultationRow, 'appointment' | 'requestedAt' | 'state'>, now = Date.now()): string {
  if (!appointment || (hasAnswer({ state }) && Date.parse(appointment.start) > now)) return requestedAt;
  return appointment.start;
}
