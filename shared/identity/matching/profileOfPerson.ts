import type { IdentifierSystems } from '../../fhir/identifierSystems.ts';
import type { NewPerson } from '../patientRecord.ts';
import { identifierFor } from '../patientRecord.ts';
import { profileOf, type Profile } from './score.ts';

/** What a card or a form says, as far as it goes. */
type Described = Pick<NewPerson, 'name' | 'birthDate'> & Partial<Pick<NewPerson, 'sex' | 'previousId' | 'passport' | 'birthCertificate' | 'address' | 'phone'>> & { readonly citizenId?: string };

export function profileOfPerson(person: Described, systems: IdentifierSystems): Profile {
  const kinds = ['citizenId', 'previousId', 'passport', 'birthCertificate'] as const;
  const { name, birthDate, sex, address, phone } = person;
  const identifier = kinds.flatMap((kind) => (person[kind] ? [identifierFor(kind, person[kind], systems)] : []));
  return profileOf({ resourceType: 'Patient', name: [{ text: name }], birthDate, identifier, ...(sex ? { gender: sex } : {}), ...(phone ? { telecom: [{ system: 'phone', value: phone }] } : {}), ...(address ? { address: [{ text: address }] } : {}) }, systems);
}
