import { createHash } from 'node:crypto';
import type { EpisodeOfCare } from '@medplum/fhirtypes';
import type { Reference } from '../fhir/repository.ts';
import { accessLimitsAt } from './accessLimits.ts';

/** One place for each facility and person, found by its id alone. */
export function visitReference(organization: string, patient: string): Reference {
  return `EpisodeOfCare/visit-${createHash('sha256').update(`${organization} ${patient}`).digest('hex').slice(0, 40)}`;
}

/**
 * A person registered elsewhere stands at the desk: the facility may receive them today. What lasts is the request
 * that it makes. The policy lets nobody write this type (group `other`), so that no station can let itself in.
 */
export function visitOf(organization: string, patient: Reference, from: Date, name?: string): EpisodeOfCare & { readonly id: string } {
  const end = new Date(from.getTime() + accessLimitsAt(from).visitHours * 3_600_000);
  return {
    resourceType: 'EpisodeOfCare',
    id: visitReference(organization, patient).slice('EpisodeOfCare/'.length),
    status: 'active',
    patient: { reference: patient },
    managingOrganization: { reference: organization, ...(name ? { display: name } : {}) },
    period: { start: from.toISOString(), end: end.toISOString() },
  };
}
