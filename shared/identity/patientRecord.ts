import type { Identifier, Patient } from '@medplum/fhirtypes';
import { currentIdentifier, type IdentifierSystems } from '../fhir/identifierSystems.ts';
import { humanName, nameOf } from '../fhir/humanName.ts';
import type { CitizenId } from './citizenNumber.ts';
import { maskNumber } from './citizenNumber.ts';
import type { PatientSummary } from './contract.ts';

/** Where identifiers and extensions of this deployment live. */
export type Naming = { readonly base: string; readonly systems: IdentifierSystems };

/** What is known of a person at registration, checked. */
export type NewPerson = {
  readonly citizenId?: CitizenId;
  readonly previousId?: string;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly address?: string;
  readonly phone?: string;
  readonly source: 'card-camera' | 'card-scanner' | 'typed';
};

const nationalNumber = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'NI' }] };

/** The Patient of a registration. `source` and the time say where its values came from and how old they are. */
export function newPatient(person: NewPerson, { id, organization, at, naming }: { id: string; organization?: string; at: Date; naming: Naming }): Patient & { readonly id: string } {
  const identifier: Identifier[] = [
    ...(person.citizenId ? [{ use: 'official' as const, type: nationalNumber, system: naming.systems.citizenId, value: person.citizenId }] : []),
    ...(person.previousId ? [{ use: 'old' as const, type: nationalNumber, system: naming.systems.previousId, value: person.previousId }] : []),
  ];
  return {
    resourceType: 'Patient',
    id,
    extension: [
      { url: `${naming.base}/StructureDefinition/data-source`, valueCode: person.source },
      { url: `${naming.base}/StructureDefinition/registered-at`, valueDateTime: at.toISOString() },
    ],
    active: true,
    ...(identifier.length > 0 ? { identifier } : {}),
    name: [humanName(person.name)],
    gender: person.sex,
    birthDate: person.birthDate,
    ...(person.address ? { address: [{ use: 'home', text: person.address, country: 'VN' }] } : {}),
    ...(person.phone ? { telecom: [{ system: 'phone', use: 'mobile', value: person.phone }] } : {}),
    ...(organization ? { managingOrganization: { reference: organization } } : {}),
  };
}

/** What the desk may see of a record. `full`: the caller's own patient; others get no address and no visit. */
export function summaryOf(patient: Patient & { readonly id: string }, systems: IdentifierSystems, now: Date, full: boolean, lastVisit?: string): PatientSummary {
  const number = currentIdentifier(patient.identifier, systems.citizenId, now);
  const address = patient.address?.[0]?.text;
  return {
    id: patient.id,
    name: nameOf(patient),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
    ...(patient.gender ? { sex: patient.gender } : {}),
    ...(number ? { citizenId: maskNumber(number) } : {}),
    ...(full && address ? { address } : {}),
    ...(full && lastVisit ? { lastVisit } : {}),
  };
}
