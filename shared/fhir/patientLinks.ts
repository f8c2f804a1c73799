import type { Patient } from '@medplum/fhirtypes';
import { localReference } from './references.ts';
import type { FhirRepository, Reference, Stored } from './repository.ts';

/** Two records of one person stay two records, joined by Patient.link (R4 8.1.10): the one in use `replaces` the other. */

type PatientReference = `Patient/${string}`;

const isPatient = (reference: string): reference is PatientReference => reference.startsWith('Patient/');

const linked = (patient: Patient, type: 'replaces' | 'replaced-by'): PatientReference[] =>
  (patient.link ?? []).flatMap((link) => {
    const reference = link.type === type ? localReference(link.other.reference) : undefined;
    return reference !== undefined && isPatient(reference) ? [reference] : [];
  });

/** The record that is used instead of this one. */
export const replacedBy = (patient: Patient): PatientReference | undefined => linked(patient, 'replaced-by')[0];

/** The records that this one is used instead of. */
export const replaces = (patient: Patient): readonly PatientReference[] => linked(patient, 'replaces');

/** Nobody has more records than this; links beyond it were made by no person. */
const longestChain = 20;

type Reader = Pick<FhirRepository, 'readMany'>;

/** The record in use of the person whose record this is: itself, or the end of the chain of `replaced-by`. */
export async function recordInUse(repository: Reader, patient: Stored<Patient>): Promise<Stored<Patient>> {
  let current = patient;
  for (let steps = 0; steps < longestChain; steps++) {
    const next = replacedBy(current);
    const [found] = next ? await repository.readMany([next]) : [];
    if (found?.resourceType !== 'Patient') return current;
    current = found;
  }
  return current;
}

/**
 * All records of the person whose record this is, the one in use first. Costs no read for somebody with one record.
 */
export async function recordsOfPerson(repository: Reader, patient: Stored<Patient>): Promise<readonly Stored<Patient>[]> {
  const known = new Map<string, Stored<Patient>>();
  let next: readonly Stored<Patient>[] = [await recordInUse(repository, patient)];
  while (next.length > 0 && known.size < longestChain) {
    for (const one of next) known.set(`Patient/${one.id}`, one);
    const wanted = [...new Set(next.flatMap(replaces))].filter((reference) => !known.has(reference));
    next = wanted.length === 0 ? [] : (await repository.readMany(wanted)).filter((found): found is Stored<Patient> => found?.resourceType === 'Patient');
  }
  return [...known.values()];
}

/** The same as references; a person without links is told by the record alone. */
export async function referencesOfPerson(repository: Reader, patient: Stored<Patient>): Promise<readonly Reference[]> {
  return (await recordsOfPerson(repository, patient)).map(({ id }) => `Patient/${id}` as const);
}
