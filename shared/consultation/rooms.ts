import { ok } from '../kernel/result.ts';
import type { RoomRole } from '../room/contract.ts';
import type { Consultations, RoomOfConsultation, RoomState } from '../room/ports.ts';
import { hasPlace, mayInvite, roomStateOf } from './actions.ts';
import { appointmentOf, roomOf, type Consultation } from './consultation.ts';
import type { CareContext } from './context.ts';
import { loadCase, readCase } from './load.ts';
import type { Side } from './transitions.ts';

/** The rooms of consultations, for shared/room. */
export const rooms = (context: Pick<CareContext, 'repository' | 'base' | 'clock'>): Consultations => ({
  async roomFor(ask, consultationId) {
    const found = await loadCase(context, ask, consultationId, { event: 'room-joined', kind: 'read' });
    if (!found.ok) return found;
    const { consultation, sides } = found.value;
    const role = hasPlace(consultation, sides) ? roleOf(sides) : undefined;
    return ok({ ...roomIn(consultation, context.clock.now()), ...(role ? { role } : {}), mayInvite: mayInvite(consultation, sides) });
  },
  async roomOf(consultationId) {
    const consultation = (await readCase(context, consultationId))?.consultation;
    return consultation && roomIn(consultation, context.clock.now());
  },
});

function roomIn(c: Consultation, now: Date): RoomOfConsultation {
  const appointment = appointmentOf(c);
  return { consultationId: c.id, patientId: c.patient.id, state: stateIn(c, now), ...(appointment ? { endsAt: appointment.end } : {}) };
}

function stateIn(c: Consultation, now: Date): RoomState {
  const state = roomStateOf(c, now);
  return state.kind === 'not-yet' ? { ...state, room: roomOf(c) ?? '' } : state;
}

function roleOf(sides: readonly Side[]): RoomRole | undefined {
  if (sides.includes('specialist')) return 'specialist';
  if (sides.includes('station')) return 'station';
  if (sides.includes('patient')) return 'patient';
  return sides.includes('coordinator') ? 'observer' : undefined;
}
