import type { Encounter, Patient } from '@medplum/fhirtypes';
import { recordInUse, replacedBy } from '../fhir/patientLinks.ts';
import { currentIdentifier, type IdentifierSystems } from '../fhir/identifierSystems.ts';
import type { FhirRepository, Stored } from '../fhir/repository.ts';

type Searcher = Pick<FhirRepository, 'search'>;
type Follower = Pick<FhirRepository, 'search' | 'readMany'>;

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

/** The record in use of the only person who had this number before (9 digits, or 12 of the last ones); old numbers of two people say nothing. */
export async function patientByOldNumber(repository: Follower, systems: IdentifierSystems, number: string): Promise<Stored<Patient> | undefined> {
  const found = await search<Patient>(repository, 'Patient', { identifier: `${systems.previousId}|${number}` });
  const inUse = new Map((await Promise.all(found.map((patient) => recordInUse(repository, patient)))).filter(({ active }) => active !== false).map((patient) => [patient.id, patient]));
  return inUse.size === 1 ? [...inUse.values()][0] : undefined;
}

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
