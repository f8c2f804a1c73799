import type { Encounter, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import { recordInUse, replacedBy } from '../fhir/patientLinks.ts';
import { currentIdentifier, type IdentifierSystems } from '../fhir/identifierSystems.ts';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import { fold } from '../kernel/fold.ts';

type Searcher = Pick<FhirRepository, 'search'>;
type Follower = Pick<FhirRepository, 'search' | 'readMany'>;
type Person = { readonly name: string; readonly birthDate: string };

/** The living record that holds a number now, also where a record that it replaces holds it. A number that was cancelled and issued again belongs to its new bearer. */
export async function patientByNumber(repository: Follower, systems: IdentifierSystems, citizenId: string, now: Date): Promise<Stored<Patient> | undefined> {
  const found = await search<Patient>(repository, 'Patient', { identifier: `${systems.citizenId}|${citizenId}` });
  const holders = found.filter((patient) => (patient.active !== false || replacedBy(patient)) && currentIdentifier(patient.identifier, systems.citizenId, now) === citizenId);
  const inUse = await Promise.all(holders.map((patient) => recordInUse(repository, patient)));
  return inUse.filter((patient) => patient.active !== false).toSorted(byClaim)[0];
}

/** Where two claim one number, the one whose claim is no longer disputed (use: temp), then the newer. */
const byClaim = (a: Stored<Patient>, b: Stored<Patient>): number => Number(disputed(a)) - Number(disputed(b)) || b.meta.lastUpdated.localeCompare(a.meta.lastUpdated);
const disputed = (patient: Patient): boolean => patient.identifier?.some(({ use }) => use === 'temp') ?? false;

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
