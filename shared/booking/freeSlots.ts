import type { PractitionerRole, Slot } from '@medplum/fhirtypes';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import type { FreeSlot, Specialty } from './contract.ts';
import { freeSlot } from './bookSlot.ts';
import { idOf, scheduleIdOf, specialtiesOf } from './names.ts';

/** At most so many schedules are looked into for one answer; the soonest of thirty specialists are soon enough. */
const scheduleLimit = 30;

export type SlotQuery = { readonly facilityId?: string; readonly specialty?: Specialty; readonly practitionerId?: string; readonly from: Date; readonly limit: number };

/** Free slots after `from`, of one specialist or of all that fit, merged, soonest first. One search a specialist. */
export async function findFreeSlots(repository: Pick<FhirRepository, 'read' | 'search'>, query: SlotQuery): Promise<readonly FreeSlot[]> {
  const roles = (await rolesFor(repository, query)).slice(0, scheduleLimit);
  const found = await Promise.all(roles.map((role) => slotsOf(repository, role, query)));
  return mergeSoonest(found.flat(), query);
}

/** Pure: after the moment, soonest first; of two at the same time the order of ids, so that pages are stable. */
export const mergeSoonest = (slots: readonly FreeSlot[], { from, limit }: Pick<SlotQuery, 'from' | 'limit'>): readonly FreeSlot[] =>
  slots
    .filter(({ start }) => new Date(start) > from)
    .toSorted((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id))
    .slice(0, limit);

async function rolesFor(repository: Pick<FhirRepository, 'read' | 'search'>, { practitionerId, facilityId, specialty }: SlotQuery): Promise<readonly Stored<PractitionerRole>[]> {
  if (practitionerId) {
    const role = await repository.read<PractitionerRole>(`PractitionerRole/role-${practitionerId}`);
    return role && fits(role, facilityId, specialty) ? [role] : [];
  }
  if (!facilityId) return [];
  const page = await repository.search<PractitionerRole>('PractitionerRole', `organization=Organization/${facilityId}&_count=200`);
  if (!page.ok) throw new Error(`search of roles refused: ${page.error.kind}`);
  return page.value.resources.filter((role) => fits(role, facilityId, specialty));
}

const fits = (role: PractitionerRole, facilityId: string | undefined, specialty: Specialty | undefined): boolean =>
  role.active !== false &&
  specialtiesOf(role).length > 0 &&
  (facilityId === undefined || idOf(role.organization?.reference) === facilityId) &&
  (specialty === undefined || specialtiesOf(role).includes(specialty));

async function slotsOf(repository: Pick<FhirRepository, 'search'>, role: PractitionerRole, { from, limit, specialty }: SlotQuery): Promise<readonly FreeSlot[]> {
  const practitioner = { id: idOf(role.practitioner?.reference), name: role.practitioner?.display ?? '' };
  const facility = { id: idOf(role.organization?.reference), name: role.organization?.display ?? '' };
  const query = new URLSearchParams({ schedule: `Schedule/${scheduleIdOf(practitioner.id)}`, status: 'free', start: `gt${from.toISOString()}`, _sort: 'start', _count: String(limit) });
  const page = await repository.search<Slot>('Slot', query);
  if (!page.ok) throw new Error(`search of slots refused: ${page.error.kind}`);
  const kind = specialty ?? specialtiesOf(role)[0];
  return kind ? page.value.resources.map((slot) => freeSlot(slot.id, slot, practitioner, facility, kind)) : [];
}
