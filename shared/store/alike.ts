import type { Patient } from '@medplum/fhirtypes';
import { matchKeysOf } from '../fhir/matchKeys.ts';
import { mostAlike, type FhirRepository, type Stored } from '../fhir/repository.ts';
import { readPage, type Reader } from './candidates.ts';
import type { Keys } from './keys.ts';

/** One small query a key; each patient found is checked against the keys, so that a stale entry is harmless. */
export async function alike(reader: Reader, keys: Keys, wanted: readonly string[]): ReturnType<FhirRepository['alike']> {
  const pages = await Promise.all([...new Set(wanted)].map((key) => readPage(reader, [{ pk: keys.match(key) }], mostAlike)));
  const found = pages.flatMap(({ candidates }) => candidates.flatMap(({ resource }) => (resource?.resourceType === 'Patient' ? [resource as Stored<Patient>] : [])));
  const patients = [...new Map(found.map((patient) => [patient.id, patient])).values()].filter((patient) => matchKeysOf(patient).some((key) => wanted.includes(key)));
  return { patients, complete: pages.every(({ more }) => !more) };
}
