import type { Patient } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../../fhir/identifierSystems.ts';
import { matchKeysFor } from '../../fhir/matchKeys.ts';
import { recordInUse } from '../../fhir/patientLinks.ts';
import type { FhirRepository, Stored } from '../../fhir/repository.ts';
import { profileOf, scorePair, type Profile, type Scored } from './score.ts';

/** A record in use that may be the person's, with the best of what any record it replaces said as well. */
export type Match = Scored & { readonly patient: Stored<Patient> };

/** `complete` is false where so many share name and year that not all were compared. */
export type Matches = { readonly matches: readonly Match[]; readonly complete: boolean };

type Searcher = Pick<FhirRepository, 'search' | 'alike' | 'readMany'>;

/**
 * Records that may be this person's, the likeliest first: by any number, by phone, and by the keys of name and birth
 * date. At most ten small queries, whatever the number of records. Those that are certainly not are left out.
 */
export async function findMatches(repository: Searcher, systems: IdentifierSystems, person: Profile): Promise<Matches> {
  const [byNumber, byPhone, around] = await Promise.all([
    byToken(repository, 'identifier', identifiersOf(person, systems)),
    byToken(repository, 'phone', person.phones),
    repository.alike(matchKeysFor(person)),
  ]);
  const candidates = [...new Map([...byNumber, ...byPhone, ...around.patients].map((patient) => [patient.id, patient])).values()];
  const scored = candidates.map((patient) => ({ patient, ...scorePair(person, profileOf(patient, systems)) })).filter(({ grade }) => grade !== 'certainly-not');
  const inUse = await Promise.all(scored.map(async (match) => ({ ...match, patient: await recordInUse(repository, match.patient) })));
  const best = new Map<string, Match>();
  for (const match of inUse.toSorted((a, b) => b.score - a.score)) if (match.patient.active !== false && !best.has(match.patient.id)) best.set(match.patient.id, match);
  return { matches: [...best.values()], complete: around.complete };
}

const identifiersOf = ({ numbers, passport, birthCertificate }: Profile, systems: IdentifierSystems): string[] => [
  ...numbers.flatMap((number) => [`${systems.citizenId}|${number}`, `${systems.previousId}|${number}`]),
  ...passport.map((number) => `${systems.passport}|${number}`),
  ...birthCertificate.map((number) => `${systems.birthCertificate}|${number}`),
];

/** What no search text can be is looked for nowhere. */
async function byToken(repository: Searcher, parameter: 'identifier' | 'phone', values: readonly string[]): Promise<readonly Stored<Patient>[]> {
  const plain = values.filter((value) => !/[,\\$]/.test(value));
  if (plain.length === 0) return [];
  const page = await repository.search<Patient>('Patient', new URLSearchParams({ [parameter]: plain.join(','), _count: '50' }));
  if (!page.ok) throw new Error(`matching: Patient search by ${parameter} refused: ${page.error.kind}`);
  return page.value.resources;
}
