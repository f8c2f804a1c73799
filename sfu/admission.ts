import type { RoomRole } from '../shared/room/contract.ts';

const staff: readonly RoomRole[] = ['specialist', 'station'];

/** Those who answer for the patient: while one of them is in the room, the others are let in. */
export const isStaff = (role: RoomRole): boolean => staff.includes(role);

/** Whoever came by a link waits in the lobby, unheard and unseen, until somebody of the staff is in the room. */
export function mayEnter(role: RoomRole, present: readonly RoomRole[]): boolean {
  return isStaff(role) || present.some(isStaff);
}
