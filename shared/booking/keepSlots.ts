import type { PractitionerRole, Slot } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, Reference } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { makeSlots } from './makeSlots.ts';
import { idOf, specialtiesOf } from './names.ts';

/** Days for which the calendar is kept open. */
export const daysAhead = 14;

/** Slots of one commit; a transaction has a limit and a slot needs several actions. */
const batch = 20;

type Deps = { readonly repository: Pick<FhirRepository, 'search' | 'readMany' | 'commit'>; readonly clock: Clock; readonly base: string };

/**
 * Keeps two weeks of slots ahead of every specialist. A specialist whose last slot is there already costs nothing
 * but that look; otherwise just what is missing is made. Returns the number of slots made.
 */
export async function keepSlotsAhead({ repository, clock, base }: Deps, correlationId: string): Promise<number> {
  const page = await repository.search<PractitionerRole>('PractitionerRole', '_count=200');
  if (!page.ok) throw new Error(`search of roles refused: ${page.error.kind}`);
  const plans = page.value.resources.filter(({ active }) => active !== false).flatMap((role) => planOf(role, clock.now(), base));
  const lasts = await repository.readMany(plans.map((slots): Reference => `Slot/${slots.at(-1)?.id ?? ''}`));
  let made = 0;
  for (const slots of plans.filter((_, index) => lasts[index] === undefined)) made += await makeMissing({ repository }, slots, correlationId);
  return made;
}

type NewSlot = Slot & { readonly id: string };

function planOf(role: PractitionerRole, from: Date, base: string): (readonly NewSlot[])[] {
  const specialty = specialtiesOf(role)[0];
  const practitionerId = idOf(role.practitioner?.reference);
  if (!specialty || practitionerId === '') return [];
  const slots = makeSlots({ practitionerId, specialty, from, days: daysAhead, base, ...(role.meta?.tag ? { tag: role.meta.tag } : {}) });
  return slots.length > 0 ? [slots] : [];
}

async function makeMissing({ repository }: Pick<Deps, 'repository'>, slots: readonly NewSlot[], correlationId: string): Promise<number> {
  const stored = await repository.readMany(slots.map(({ id }): Reference => `Slot/${id}`));
  const missing = slots.filter((_, index) => stored[index] === undefined);
  let made = 0;
  for (let start = 0; start < missing.length; start += batch) {
    const part = missing.slice(start, start + batch);
    const committed = await repository.commit({
      writes: part.map((resource) => ({ kind: 'put', resource, precondition: { kind: 'absent' } })),
      audit: { ...audit, entities: [`Schedule/${idOf(part[0]?.schedule.reference)}`], correlationId },
    });
    // Refused when another run made the same slots meanwhile: nothing is lost, the next run looks again.
    if (committed.ok) made += part.length;
  }
  return made;
}

const audit: Omit<AuditFact, 'entities' | 'correlationId'> = {
  actor: { subject: 'housekeeping', name: 'Hệ thống', role: 'system' },
  action: 'create',
  outcome: 'success',
  event: 'slots-made',
};
