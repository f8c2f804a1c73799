import type { PractitionerRole, Slot } from '@medplum/fhirtypes';
import type { FhirRepository, Stored, Write } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { bookSlot, type Asked } from './bookSlot.ts';
import type { FreeSlot } from './contract.ts';
import type { BookingErrorCode } from './errors.ts';
import { findFreeSlots } from './freeSlots.ts';
import { practitionerOfSchedule, roleIdOf } from './names.ts';

/** How many free slots are offered to the one who came too late. */
const offered = 5;

/**
 * Taking and giving back slots for a request. `take` only decides and hands out the write: whoever commits it first
 * has the slot, because it asks for the version of the slot that was read.
 */
export function bookings(repository: Pick<FhirRepository, 'read' | 'readMany' | 'search'>, clock: Clock) {
  const readSlot = async (id: string) => (/^[A-Za-z0-9\-.]{1,64}$/.test(id) ? await repository.read<Slot>(`Slot/${id}`) : undefined);

  /** BOOKING_SLOT_TAKEN with the next free slots as help: of the named specialist, else of the specialty. */
  async function taken(asked: Asked): Promise<Refusal<BookingErrorCode>> {
    const slots = await findFreeSlots(repository, { ...asked, from: clock.now(), limit: offered });
    return refusal('BOOKING_SLOT_TAKEN', { at: '/when/slotId', help: { slots } });
  }

  async function take(slotId: string, asked: Asked): Promise<Result<{ readonly slot: FreeSlot; readonly write: Write }, Refusal<BookingErrorCode>>> {
    const slot = await readSlot(slotId);
    const practitionerId = practitionerOfSchedule(slot?.schedule.reference);
    const role = practitionerId ? await repository.read<PractitionerRole>(`PractitionerRole/${roleIdOf(practitionerId)}`) : undefined;
    const booked = bookSlot({ slot, role }, asked, clock.now());
    if (booked.ok && slot) return ok({ slot: booked.value, write: withStatus(slot, 'busy') });
    if (booked.ok) throw new Error('a slot was booked that was not read');
    return booked.error.code === 'BOOKING_SLOT_TAKEN' ? refuse(await taken(asked)) : booked;
  }

  /** The write that frees a slot again; nothing for one that is over, gone or free already. */
  async function release(slotId: string): Promise<Write | undefined> {
    const slot = await readSlot(slotId);
    if (!slot || slot.status !== 'busy' || new Date(slot.start) <= clock.now()) return undefined;
    return withStatus(slot, 'free');
  }

  return { take, taken, release };
}

function withStatus(slot: Stored<Slot>, status: 'free' | 'busy'): Write {
  const { meta, ...rest } = slot;
  const tag = meta.tag ? { meta: { tag: meta.tag } } : {};
  return { kind: 'put', resource: { ...rest, ...tag, status }, precondition: { kind: 'version', versionId: meta.versionId } };
}
