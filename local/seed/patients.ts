import type { Patient } from '@medplum/fhirtypes';
import type { Claim } from '../../shared/fhir/repository.ts';
import { facilities, patients } from '../story.ts';
import { humanName } from './practitioners.ts';
import { marked, type Made } from './tags.ts';

export type Citizen = {
  readonly id: string;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly citizenId: string;
  readonly previousId: string;
  readonly address: string;
  readonly phone: string;
  readonly station: { readonly id: string; readonly name: string };
  /** An insurance card known from an earlier visit; absent where nobody has looked it up yet. */
  readonly insuranceCard?: string;
};

/** Everybody of the story who has a record before it begins, at the station of their commune. */
export const storyCitizens: readonly Citizen[] = Object.values(patients)
  .filter(({ registered }) => registered)
  .map((p) => ({ ...p, station: p.address.includes('Xã Bản Thử') ? facilities.station2 : facilities.station }));

const idType = (code: string) => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }] });

/** The number is held by this record, as a registration at the desk claims it: nobody can be registered twice. */
export const numberClaim = ({ id, citizenId }: Citizen): Claim => ({ kind: 'claim', scope: 'citizen-id', key: citizenId, owner: `Patient/${id}` });

export const patientResource = (base: string, p: Citizen): Made & { readonly resourceType: 'Patient' } =>
  marked(base, {
    resourceType: 'Patient',
    id: p.id,
    active: true,
    identifier: [
      { use: 'official', type: idType('NI'), system: `${base}/sid/citizen-id`, value: p.citizenId },
      ...(p.previousId ? [{ use: 'old' as const, type: idType('NI'), system: `${base}/sid/previous-id`, value: p.previousId }] : []),
      ...(p.insuranceCard ? [{ type: idType('SB'), system: `${base}/sid/insurance-card`, value: p.insuranceCard }] : []),
    ],
    name: [{ use: 'official', ...humanName(p.name) }],
    telecom: [{ system: 'phone', value: p.phone, use: 'mobile' }],
    gender: p.sex,
    birthDate: p.birthDate,
    address: [{ use: 'home', text: p.address, country: 'VN' }],
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'vi' }] }, preferred: true }],
    managingOrganization: { reference: `Organization/${p.station.id}`, display: p.station.name },
  } satisfies Patient & { id: string });
