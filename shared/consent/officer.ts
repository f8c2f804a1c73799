import type { Organization, Patient } from '@medplum/fhirtypes';
import { parseReference } from '../fhir/references.ts';
import type { FhirRepository, Reference, Stored } from '../fhir/repository.ts';

/** Steps up the graph of facilities; it is three or four high. */
const highest = 8;

/**
 * The office for data protection that answers for a patient: the top of the facility graph above whoever registered
 * them. A facility that stands alone has its own.
 */
export async function officeFor(repository: Pick<FhirRepository, 'read'>, patient: Stored<Patient>): Promise<{ readonly reference: Reference; readonly name: string } | undefined> {
  let at = organizationIn(patient.managingOrganization?.reference);
  for (let steps = 0; at && steps < highest; steps += 1) {
    const facility: Stored<Organization> | undefined = await repository.read<Organization>(at);
    const above = organizationIn(facility?.partOf?.reference);
    if (!above) return { reference: at, name: facility?.name ?? '' };
    at = above;
  }
  return undefined;
}

function organizationIn(reference: string | undefined): Reference | undefined {
  const parsed = parseReference(reference ?? '');
  return parsed?.type === 'Organization' ? `Organization/${parsed.id}` : undefined;
}
