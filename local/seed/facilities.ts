import type { Organization, OrganizationAffiliation } from '@medplum/fhirtypes';
import { facilities } from '../story.ts';
import { marked, type Made } from './tags.ts';

type Key = keyof typeof facilities;

/** The day on which the district tier ended (two-tier local government, July 2025). */
const merger = '2025-07-01';

/** Who is under whom, and since when; nothing in the code knows a tier, it is all here. */
const under: Readonly<Record<Key, { readonly parent: Key; readonly since: string } | undefined>> = {
  department: undefined,
  central: undefined,
  provincial: { parent: 'department', since: '2008-01-01' },
  station: { parent: 'department', since: merger },
  station2: { parent: 'department', since: merger },
};

/** Professional level since January 2025 (Luật 51/2024): what the insurance pays depends on it. */
const careLevels: Readonly<Record<string, 'initial' | 'basic' | 'specialised'>> = {
  [facilities.station.id]: 'initial',
  [facilities.station2.id]: 'initial',
  [facilities.provincial.id]: 'basic',
  [facilities.central.id]: 'specialised',
};

/** The district health centre that both stations were under until the merger: kept, because old papers name it. */
const former = { id: 'ttyt-huyen-mau', name: 'Trung tâm Y tế huyện Mẫu (đã kết thúc hoạt động)', code: '12100' } as const;

export function facilityResources(base: string): readonly Made[] {
  const organizations = (Object.keys(facilities) as Key[]).map((key) => organization(base, facilities[key], { active: true, ...under[key] && { parent: facilities[under[key].parent], since: under[key].since } }));
  const ended = organization(base, former, { active: false, parent: facilities.department, since: '2008-01-01' });
  const affiliations = (['station', 'station2'] as const).map((key) => affiliation(base, facilities[key]));
  return [...organizations, ended, ...affiliations];
}

type Place = { readonly id: string; readonly name: string; readonly code: string };

function organization(base: string, place: Place, { active, parent, since }: { readonly active: boolean; readonly parent?: Place; readonly since?: string }): Made {
  return marked(base, {
    resourceType: 'Organization',
    id: place.id,
    ...(careLevels[place.id] ? { extension: [{ url: `${base}/StructureDefinition/care-level`, valueCode: careLevels[place.id] }] } : {}),
    active,
    // The code in the national e-prescription system; invented like everything here.
    identifier: [{ system: `${base}/sid/facility`, value: place.code }, ...(active ? [{ system: `${base}/sid/prescription-link`, value: place.code }] : [])],
    type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: place.id === 'syt-mau' ? 'govt' : 'prov' }] }],
    name: place.name,
    ...(parent
      ? { partOf: { reference: `Organization/${parent.id}`, display: parent.name, extension: [{ url: `${base}/StructureDefinition/part-of-period`, valuePeriod: { start: since } }] } }
      : {}),
  } satisfies Organization & { id: string });
}

function affiliation(base: string, station: Place): Made {
  return marked(base, {
    resourceType: 'OrganizationAffiliation',
    id: `${former.id}-${station.id}`,
    active: false,
    period: { start: '2008-01-01', end: '2025-06-30' },
    organization: { reference: `Organization/${former.id}`, display: former.name },
    participatingOrganization: { reference: `Organization/${station.id}`, display: station.name },
  } satisfies OrganizationAffiliation & { id: string });
}
