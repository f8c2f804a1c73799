import type { Patient } from '@medplum/fhirtypes';
import { cardText, patients } from '../../local/story.ts';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { fakeChallengeStore } from './challengeStore.fake.ts';
import type { PatientRegistration, PersonLookup } from './contract.ts';
import { lookUpPerson } from './lookUpPerson.ts';
import type { Principal } from './policy.ts';
import { registerPatient } from './registerPatient.ts';

export const base = 'https://lien-tuyen.example';
export const systems = identifierSystems(base);
export const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
export const specialist: Principal = { subject: 'd', name: 'D', roles: ['specialist'], practitioner: 'Practitioner/d', organization: 'Organization/central' };
const { patient, newcomer } = patients;

export const aRecord = (more: Partial<Patient> = {}): Patient & { id: string } => ({
  resourceType: 'Patient', id: 'p', active: true, name: [{ use: 'official', text: patient.name }], birthDate: patient.birthDate, gender: patient.sex,
  identifier: [{ system: systems.citizenId, value: patient.citizenId }], address: [{ text: patient.address }], managingOrganization: { reference: 'Organization/station' }, ...more,
});
export const aCard = (more: Partial<PatientRegistration> = {}): PatientRegistration => ({
  citizenId: newcomer.citizenId, name: newcomer.name, birthDate: newcomer.birthDate, sex: 'female', address: newcomer.address, phone: newcomer.phone, source: 'card-camera', ...more,
});

export function aDesk(...records: (Patient & { id: string })[]) {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(...records);
  const deps = { repository, clock, challenges: fakeChallengeStore(), newId: countingIds('new'), naming: { base, systems } };
  let commands = 0;
  return {
    repository, clock, deps,
    lookUp: (lookup: PersonLookup, principal = nurse) => lookUpPerson(deps, { principal, correlationId: 'c' }, lookup),
    register: (registration: PatientRegistration, { principal = nurse, key = `key-${++commands}`, bodyHash = 'h' } = {}) =>
      registerPatient(deps, { principal, correlationId: 'c' }, registration, { key, subject: principal.subject, bodyHash }),
    stored: () => repository.all().filter((r) => r.resourceType === 'Patient'),
  };
}
export const card = (person: Parameters<typeof cardText>[0]): PersonLookup => ({ kind: 'card', text: cardText(person), via: 'camera' });
export const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'done' : result.error.code);
