import type { Organization, PractitionerRole } from '@medplum/fhirtypes';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import { dutyStates, type Directory, type DutyState } from './contract.ts';
import { dutyExtension, idOf, specialtiesOf, specialtyNames } from './names.ts';
import { specialtyCodes } from './contract.ts';

/** Names sort as Vietnamese readers expect. */
const byName = <T extends { readonly name: string }>(a: T, b: T) => a.name.localeCompare(b.name, 'vi');

/** Who can be asked. Which facility is of which tier is data (partOf), and nothing here reads it. */
export async function readDirectory(repository: Pick<FhirRepository, 'search'>, base: string): Promise<Directory> {
  const [organizations, roles] = await Promise.all([
    all<Organization>(repository, 'Organization', '_count=200'),
    all<PractitionerRole>(repository, 'PractitionerRole', '_count=200'),
  ]);
  return directoryOf(organizations, roles, base);
}

/** Pure: only those who have a specialty can be asked. */
export function directoryOf(organizations: readonly (Organization & { readonly id: string })[], roles: readonly PractitionerRole[], base: string): Directory {
  const specialists = roles
    .filter(({ active }) => active !== false)
    .flatMap((role) =>
      specialtiesOf(role).map((specialty) => ({
        practitionerId: idOf(role.practitioner?.reference),
        name: role.practitioner?.display ?? '',
        facilityId: idOf(role.organization?.reference),
        specialty,
        duty: dutyOf(role, base),
      })),
    )
    .toSorted(byName);
  return {
    facilities: organizations
      .filter(({ active }) => active !== false)
      .map(({ id, name = '', partOf }) => ({ id, name, ...(partOf?.reference ? { partOf: idOf(partOf.reference) } : {}) }))
      .toSorted(byName),
    specialties: specialtyCodes.map((code) => ({ code, ...specialtyNames[code] })),
    specialists,
  };
}

/** The specialist's own switch; available until it was ever turned. */
export function dutyOf(role: PractitionerRole, base: string): DutyState {
  const code = role.extension?.find(({ url }) => url === dutyExtension(base))?.valueCode;
  return dutyStates.find((state) => state === code) ?? 'available';
}

async function all<T extends Organization | PractitionerRole>(repository: Pick<FhirRepository, 'search'>, type: T['resourceType'], query: string): Promise<readonly Stored<T>[]> {
  const found: Stored<T>[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.search<T>(type, query, cursor);
    if (!page.ok) throw new Error(`directory: search of ${type} refused: ${page.error.kind}`);
    found.push(...page.value.resources);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return found;
}
