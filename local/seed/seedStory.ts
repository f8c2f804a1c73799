import type { Clock } from '../../shared/kernel/clock.ts';
import type { FhirRepository, Reference } from '../../shared/fhir/repository.ts';
import { facilityResources } from './facilities.ts';
import { histories } from './histories.ts';
import { visitResources } from './observations.ts';
import { numberClaim, patientResource, storyCitizens, type Citizen } from './patients.ts';
import { practitionerResources, slotCalendars } from './practitioners.ts';
import { allergyResource, conditionResource, medicationResource } from './problems.ts';
import type { Made } from './tags.ts';
import { writeMissing, type Batch } from './writeMissing.ts';

const day = 86_400_000;

/**
 * Writes the story's people, places and past into an empty database; into one that has them, only what is missing
 * (the calendar's new days). Resolves to the number of resources written.
 */
export async function seedStory(repository: FhirRepository, clock: Clock, base = 'https://lien-tuyen.example'): Promise<number> {
  const now = clock.now();
  const options = { correlationId: 'seed-story' };
  const places: Batch = { resources: [...facilityResources(base), ...practitionerResources(base)] };
  const calendars = slotCalendars(base, now).map((resources): Batch => ({ resources }));
  const people = storyCitizens.map((citizen) => personBatch(base, citizen, now));
  return await writeMissing(repository, [places, ...calendars, ...people], options);
}

function personBatch(base: string, citizen: Citizen, now: Date): Batch {
  const patient: Reference = `Patient/${citizen.id}`;
  return { patient, resources: [patientResource(base, citizen), ...pastOf(base, citizen, now)], claims: [numberClaim(citizen)] };
}

function pastOf(base: string, citizen: Citizen, now: Date): readonly Made[] {
  const history = histories[citizen.id];
  if (!history) return [];
  return [
    ...history.visits.flatMap(({ daysAgo, reason, vitals }, i) =>
      visitResources(base, { id: `${citizen.id}-visit-${i + 1}`, patient: citizen, station: citizen.station, at: morning(now, daysAgo, i), reason, vitals })),
    ...history.conditions.map((c, i) => conditionResource(base, citizen, c, String(i + 1))),
    ...history.allergies.map((a, i) => allergyResource(base, citizen, a, String(i + 1))),
    ...history.medications.map((m, i) => medicationResource(base, citizen, m, String(i + 1))),
  ];
}

/** Some time between 7:30 and 10 in the morning, Viet Nam time, that many days before. */
function morning(now: Date, daysAgo: number, order: number): Date {
  const midnight = Math.floor((now.getTime() + 7 * 3_600_000) / day) * day - 7 * 3_600_000;
  return new Date(midnight - daysAgo * day + (450 + ((order * 37) % 150)) * 60_000);
}
