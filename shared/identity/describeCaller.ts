import type { Organization } from '@medplum/fhirtypes';
import type { FhirRepository } from '../fhir/repository.ts';
import type { Me } from './contract.ts';
import type { Principal } from './policy.ts';

/** What the client may know of who is signed in. The name of the facility comes from the directory. */
export async function describeCaller(repository: Pick<FhirRepository, 'read'>, principal: Principal): Promise<Me> {
  const { organization: reference, issuer: _, scopes: __, ...rest } = principal;
  const organization = reference && (await repository.read<Organization>(reference));
  return { ...rest, ...(reference ? { organization: { reference, name: organization?.name ?? '' } } : {}) };
}
