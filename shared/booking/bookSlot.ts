import type { PractitionerRole, Slot } from '@medplum/fhirtypes';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { FreeSlot, Specialty } from './contract.ts';
import type { BookingErrorCode } from './errors.ts';
import { idOf, specialtiesOf } from './names.ts';

/** What the request asks for; the slot must fit all of it. */
export type Asked = { readonly specialty: Specialty; readonly facilityId: string; readonly practitionerId?: string };

type Found = { readonly slot: (Slot & { readonly id: string }) | undefined; readonly role: PractitionerRole | undefined };

/** Whether this slot can be had for this request now. Pure; that nobody is faster is checked by the write itself. */
export function bookSlot({ slot, role }: Found, asked: Asked, now: Date): Result<FreeSlot, Refusal<BookingErrorCode>> {
  const at = '/when/slotId';
  if (!slot?.start || !slot.end || !role) return refuse(refusal('BOOKING_SLOT_UNKNOWN', { at }));
  const practitioner = { id: idOf(role.practitioner?.reference), name: role.practitioner?.display ?? '' };
  const facility = { id: idOf(role.organization?.reference), name: role.organization?.display ?? '' };
  if (asked.practitionerId && asked.practitionerId !== practitioner.id) return refuse(refusal('BOOKING_SLOT_OTHER_SPECIALIST', { at }));
  if (asked.facilityId !== facility.id) return refuse(refusal('BOOKING_SLOT_OTHER_FACILITY', { at }));
  if (!specialtiesOf(role).includes(asked.specialty)) return refuse(refusal('BOOKING_SLOT_OTHER_SPECIALTY', { at }));
  if (new Date(slot.start) <= now) return refuse(refusal('BOOKING_SLOT_IN_PAST', { at }));
  if (slot.status !== 'free') return refuse(refusal('BOOKING_SLOT_TAKEN', { at }));
  return ok(freeSlot(slot.id, slot, practitioner, facility, asked.specialty));
}

export const freeSlot = (id: string, slot: Pick<Slot, 'start' | 'end'>, practitioner: FreeSlot['practitioner'], facility: FreeSlot['facility'], specialty: Specialty): FreeSlot => ({
  id,
  start: new Date(slot.start).toISOString(),
  end: new Date(slot.end).toISOString(),
  practitioner,
  facility,
  specialty,
});
