import type { Patient } from '@medplum/fhirtypes';
import { replacedBy } from '../../fhir/patientLinks.ts';
import type { Stored, Write } from '../../fhir/repository.ts';

/**
 * Joining two records moves nothing: both keep every value, every resource and their histories. The one that is no
 * longer used says by which it is replaced and is not active; the one in use says what it replaces (R4 Patient.link).
 * So taking them apart again is the same two lines taken back, whatever was added to either in between.
 */
export function joined(keep: Stored<Patient>, other: Stored<Patient>): readonly Write[] {
  const link = (to: Stored<Patient>, type: 'replaces' | 'replaced-by') => ({ other: { reference: `Patient/${to.id}` }, type });
  return [
    write(keep, { ...keep, link: [...(keep.link ?? []), link(other, 'replaces')] }),
    write(other, { ...other, active: false, link: [...(other.link ?? []), link(keep, 'replaced-by')] }),
  ];
}

/** `wasActive`: as the other record said before it was joined; absent where it said nothing. */
export function separated(keep: Stored<Patient>, other: Stored<Patient>, wasActive: boolean | undefined): readonly Write[] {
  const { active: _, ...rest } = without(other, keep);
  return [write(keep, without(keep, other)), write(other, wasActive === undefined ? rest : { ...rest, active: wasActive })];
}

/** Each record must still be the one that was looked at: whoever comes second finds out. */
const write = ({ meta }: Stored<Patient>, resource: Patient & { readonly id: string }): Write => ({ kind: 'put', resource, precondition: { kind: 'version', versionId: meta.versionId } });

function without(patient: Stored<Patient>, gone: Stored<Patient>): Stored<Patient> {
  const { link = [], ...rest } = patient;
  const left = link.filter(({ other }) => other.reference !== `Patient/${gone.id}`);
  return left.length > 0 ? { ...rest, link: left } : rest;
}

export const inUse = (patient: Patient): boolean => patient.active !== false && replacedBy(patient) === undefined;
