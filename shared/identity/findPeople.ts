import type { Encounter, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import { currentIdentifier, type IdentifierSystems } from '../fhir/identifierSystems.ts';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import { fold } from '../kernel/fold.ts';

type Searcher = Pick<FhirRepository, 'search'>;
type Person = { readonly name: string; readonly birthDate: string };

/** The living record that holds a number now. A number that was cancelled and issued again belongs to its new bearer. */
export async function patientByNumber(repository: Searcher, systems: IdentifierSystems, citizenId: string, now: Date): Promise<Stored<Patient> | undefined> {
  const found = await search<Patient>(repository, 'Patient', { identifier: `${systems.citizenId}|${citizenId}` });
  return found
    .filter((patient) => patient.active !== false && currentIdentifier(patient.identifier, systems.citizenId, now) === citizenId)
    .toSorted((a, b) => b.meta.lastUpdated.localeCompare(a.meta.lastUpdated))[0];
}

/**
 * Records of the same folded name and birth date. By a whole date this is one small partition; by a year alone the
 * store goes through the family name, and gives up where it is too common: then nobody is shown.
 */
export async function sameNameAndBirth(repository: Searcher, { name, birthDate }: Person): Promise<readonly Stored<Patient>[]> {
  const key = fold(name);
  const page = await repository.search<Patient>('Patient', new URLSearchParams({ name, birthdate: birthDate }));
  if (!page.ok && page.error.kind === 'too-costly') return [];
  if (!page.ok) throw new Error(`identity: Patient search refused: ${page.error.kind}`);
  return page.value.resources.filter((patient) => patient.active !== false && fold(nameOf(patient)) === key && mayBeSameDay(patient.birthDate, birthDate));
}

export const mayBeSameDay = (a: string | undefined, b: string): boolean => a !== undefined && (a.startsWith(b) || b.startsWith(a));

/** Start of the newest visit, as stored. */
export async function lastVisitOf(repository: Searcher, patientId: string): Promise<string | undefined> {
  const [newest] = await search<Encounter>(repository, 'Encounter', { patient: `Patient/${patientId}`, _sort: '-date', _count: '1' });
  return newest?.period?.start;
}

async function search<T extends Patient | Encounter>(repository: Searcher, type: T['resourceType'], query: Record<string, string>): Promise<readonly Stored<T>[]> {
  const page = await repository.search<T>(type, new URLSearchParams(query));
  if (!page.ok) throw new Error(`identity: ${type} search refused: ${page.error.kind}`);
  return page.value.resources;
}
