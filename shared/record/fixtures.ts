import type { Principal } from '../identity/policy.ts';
import type { Observation, Patient, Resource, Task } from '@medplum/fhirtypes';

export const base = 'https://lien-tuyen.example';
type Made<T extends Resource> = T & { readonly id: string };

export const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/nurse-1', organization: 'Organization/station-1' };
export const otherNurse: Principal = { ...nurse, subject: 'nurse2', practitioner: 'Practitioner/nurse-2', organization: 'Organization/station-2' };
export const specialist: Principal = { subject: 'specialist', name: 'BS. Nguyễn Thị Hoà Mẫu', roles: ['specialist'], practitioner: 'Practitioner/dr-1', organization: 'Organization/hospital-1' };
export const coordinator: Principal = { subject: 'coordinator', name: 'Phạm Thu Mẫu', roles: ['coordinator'], organization: 'Organization/hospital-1' };
export const patientHerself: Principal = { subject: 'Patient/p1', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p1' };
export const stranger: Principal = { subject: 'Patient/p2', name: 'Đặng Văn Mẫu', roles: ['patient'], patient: 'Patient/p2' };
export const auditor: Principal = { subject: 'auditor', name: 'Bùi Thị Thử', roles: ['auditor'] };

export const aPatient = (): Made<Patient> => ({
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: `${base}/sid/citizen-id`, value: '012185000011' }],
  name: [{ text: 'Vàng Thị Mẫu' }],
  telecom: [{ system: 'phone', value: '0900000101' }],
  birthDate: '1985-03-14',
  gender: 'female',
  managingOrganization: { reference: 'Organization/station-1' },
});

/** A consultation of p1 as the care room stores it, taken by the specialist. */
export const aTask = (change: Partial<Task> = {}): Made<Task> => ({
  resourceType: 'Task',
  id: 't1',
  status: 'accepted',
  intent: 'order',
  businessStatus: { coding: [{ system: `${base}/CodeSystem/consultation-state`, code: 'accepted' }] },
  description: 'Có cần chuyển tuyến không?',
  authoredOn: '2026-11-20T02:00:00Z',
  for: { reference: 'Patient/p1', display: 'Vàng Thị Mẫu' },
  requester: { reference: 'Organization/station-1', display: 'Trạm Y tế xã Mường Mẫu' },
  owner: { reference: 'Practitioner/dr-1', display: specialist.name },
  extension: [{ url: `${base}/StructureDefinition/asked-facility`, valueReference: { reference: 'Organization/hospital-1', display: 'Bệnh viện Trung ương Mẫu' } }],
  ...change,
});

export const pressure = (id: string, at: string, systolic: number, diastolic: number, change: Partial<Observation> = {}): Made<Observation> => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: at,
  component: [
    { code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, valueQuantity: { value: systolic, code: 'mm[Hg]' } },
    { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, valueQuantity: { value: diastolic, code: 'mm[Hg]' } },
  ],
  ...change,
});

export const measured = (id: string, loinc: string, value: number, unit: string, at: string): Made<Observation> => {
  const { component: _, ...rest } = pressure(id, at, 0, 0);
  return { ...rest, code: { coding: [{ system: 'http://loinc.org', code: loinc }] }, valueQuantity: { value, unit, code: unit } };
};
