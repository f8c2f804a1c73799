import { appointmentOf, roomOf, specialistOf, type Consultation } from './consultation.ts';
import type { ActionName } from './contract.ts';
import { permitted, transitions, type Side, type TransitionName } from './transitions.ts';

/** Minutes before a booked time from which the room lets people in. */
export const roomOpensBefore = 60;

/** Whether the room is open; `opensAt` where it will be. */
export type RoomState = { readonly kind: 'open'; readonly room: string } | { readonly kind: 'not-yet'; readonly opensAt: string } | { readonly kind: 'closed' };

/** The room is there from the booking (an hour before its time) or the waiting room until the call has ended. */
export function roomStateOf(c: Consultation, now: Date): RoomState {
  const room = roomOf(c);
  if (room === undefined) return { kind: 'closed' };
  const appointment = appointmentOf(c);
  if (c.state === 'scheduled' && appointment) {
    const opens = new Date(appointment.start).getTime() - roomOpensBefore * 60_000;
    if (now.getTime() < opens) return { kind: 'not-yet', opensAt: new Date(opens).toISOString() };
  }
  return { kind: 'open', room };
}

/** Who has a place in the room of this consultation. */
export const hasPlace = (c: Consultation, sides: readonly Side[]): boolean =>
  sides.some((side) => side === 'station' || side === 'patient' || side === 'coordinator' || (side === 'specialist' && specialistOf(c) !== undefined));

export const mayInvite = (c: Consultation, sides: readonly Side[]): boolean =>
  roomOf(c) !== undefined && sides.some((side) => side === 'station' || (side === 'specialist' && specialistOf(c) !== undefined));

const automatic: readonly TransitionName[] = ['escalate', 'close'];

/** What the caller may do now: the same rule that the use cases ask, so that the two can't differ. */
export function actionsFor(c: Consultation, sides: readonly Side[], now: Date): readonly ActionName[] {
  const moves = (Object.keys(transitions) as TransitionName[])
    .filter((name): name is Exclude<TransitionName, 'escalate' | 'close'> => !automatic.includes(name))
    // A call that has begun can be begun again without harm, but nobody needs to be offered it.
    .filter((name) => !(name === 'start-call' && c.state === 'in-call'))
    .filter((name) => permitted(c, name, sides).ok);
  return [
    ...moves,
    ...(roomStateOf(c, now).kind === 'open' && hasPlace(c, sides) ? (['join'] as const) : []),
    ...(mayInvite(c, sides) ? (['invite'] as const) : []),
  ];
}
