import type { Address, ContactPoint, Element, Identifier, Patient, PatientContact } from '@medplum/fhirtypes';
import { currentIdentifier, type IdentifierSystems } from '../fhir/identifierSystems.ts';
import { humanName, nameOf } from '../fhir/humanName.ts';
import type { CitizenId } from './citizenNumber.ts';
import { maskNumber } from './citizenNumber.ts';
import type { PatientSummary } from './contract.ts';
import type { Naming } from './naming.ts';
import { originExtension, withOrigin, type PatientPrimitives } from './valueSource.ts';

/** While a number is in force and undisputed two records can't claim it; it is released when the number is retired. */
export const citizenNumberScope = 'citizen-id';

/** What is known of a person at registration, checked. */
export type NewPerson = {
  readonly citizenId?: CitizenId;
  readonly previousId?: string;
  readonly passport?: string;
  readonly birthCertificate?: string;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly address?: string;
  readonly phone?: string;
  /** Of a child without a card. */
  readonly mother?: { readonly name: string; readonly citizenId?: string };
  readonly source: 'card-camera' | 'card-scanner' | 'typed';
};

/** v2-0203: NI for national numbers, PPN passport, BCT birth certificate. */
const types = { citizenId: 'NI', previousId: 'NI', passport: 'PPN', birthCertificate: 'BCT' } as const;

export const identifierFor = (kind: keyof typeof types, value: string, systems: IdentifierSystems, use: Identifier['use'] = kind === 'previousId' ? 'old' : 'official'): Identifier => ({
  use,
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: types[kind] }] },
  system: systems[kind],
  value,
});

type Place = { readonly id: string; readonly organization?: string; readonly at: Date; readonly naming: Naming; /** Another record holds the number: kept as `temp` until somebody has found out whose it is. */ readonly numberDisputed?: boolean };

/** The Patient of a registration; each value says where it came from and when. */
export function newPatient(person: NewPerson, { id, organization, at, naming, numberDisputed = false }: Place): Patient & { readonly id: string } {
  const { base, systems } = naming;
  const origin = { source: person.source, at: at.toISOString() };
  const kinds = ['citizenId', 'previousId', 'passport', 'birthCertificate'] as const;
  const identifier = kinds.flatMap((kind) => {
    const value = person[kind];
    return value === undefined ? [] : [withOrigin(identifierFor(kind, value, systems, kind === 'citizenId' && numberDisputed ? 'temp' : undefined), base, origin)];
  });
  const element: Element = { extension: [originExtension(base, origin)] };
  const primitives: PatientPrimitives = { _birthDate: element, _gender: element };
  return {
    resourceType: 'Patient',
    id,
    extension: [
      { url: `${base}/StructureDefinition/data-source`, valueCode: person.source },
      { url: `${base}/StructureDefinition/registered-at`, valueDateTime: origin.at },
    ],
    active: true,
    ...(identifier.length > 0 ? { identifier } : {}),
    name: [withOrigin(humanName(person.name), base, origin)],
    gender: person.sex,
    birthDate: person.birthDate,
    ...primitives,
    ...(person.address ? { address: [withOrigin<Address>({ use: 'home', text: person.address, country: 'VN' }, base, origin)] } : {}),
    ...(person.phone ? { telecom: [withOrigin<ContactPoint>({ system: 'phone', use: 'mobile', value: person.phone }, base, origin)] } : {}),
    ...(person.mother ? { contact: [motherOf(person.mother, base)] } : {}),
    ...(organization ? { managingOrganization: { reference: organization } } : {}),
  };
}

/** A contact and no RelatedPerson: naming a mother at the desk does not make her a carer who may read the record. */
const motherOf = ({ name, citizenId }: NonNullable<NewPerson['mother']>, base: string): PatientContact => ({
  ...(citizenId ? { extension: [{ url: `${base}/StructureDefinition/contact-citizen-id`, valueString: citizenId }] } : {}),
  relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'MTH' }] }],
  name: humanName(name),
});

/** What the desk may see of a record. `full`: the caller's own patient; others get no address and no visit. */
export function summaryOf(patient: Patient & { readonly id: string }, systems: IdentifierSystems, now: Date, full: boolean, lastVisit?: string): PatientSummary {
  const number = currentIdentifier(patient.identifier, systems.citizenId, now);
  const address = patient.address?.find(({ use }) => use !== 'old')?.text;
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
