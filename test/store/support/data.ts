import type { Observation, Patient, ResourceType, Slot, Task } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, UnitOfWork, Write } from '../../../shared/fhir/repository.ts';
import { valueOf } from '../../../shared/kernel/result.ts';

export const base = 'https://lien-tuyen.example';

export const aFact = (more: Partial<AuditFact> = {}): AuditFact => ({
  actor: { subject: 'nurse', name: 'Lò Thị Mẫu', role: 'station' },
  action: 'create',
  outcome: 'success',
  event: 'contract-test',
  entities: [],
  correlationId: 'contract-1',
  ...more,
});

export const aPatient = (id: string, more: Partial<Patient> = {}): Patient & { id: string } => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: `${base}/sid/citizen-id`, value: `0121850${id.replaceAll(/\D/g, '').padStart(5, '0')}` }],
  name: [{ text: 'Đặng Thị Hoà Mẫu', family: 'Đặng', given: ['Thị Hoà Mẫu'] }],
  gender: 'female',
  birthDate: '1985-03-14',
  telecom: [{ system: 'phone', value: `09000${id.replaceAll(/\D/g, '').padStart(5, '0')}` }],
  managingOrganization: { reference: 'Organization/tyt-muong-mau' },
  ...more,
});

export const aTask = (id: string, more: Partial<Task> = {}): Task & { id: string } => ({
  resourceType: 'Task',
  id,
  status: 'requested',
  intent: 'order',
  for: { reference: 'Patient/p1' },
  owner: { reference: 'Organization/bv-trung-uong-mau' },
  requester: { reference: 'Organization/tyt-muong-mau' },
  authoredOn: '2026-11-01T00:00:00Z',
  ...more,
});

export const aSlot = (id: string, more: Partial<Slot> = {}): Slot & { id: string } => ({
  resourceType: 'Slot',
  id,
  schedule: { reference: 'Schedule/schedule-dr' },
  status: 'free',
  start: '2026-11-23T01:00:00Z',
  end: '2026-11-23T01:30:00Z',
  ...more,
});

export const anObservation = (id: string, patient: string, at: string, more: Partial<Observation> = {}): Observation & { id: string } => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  subject: { reference: `Patient/${patient}` },
  encounter: { reference: 'Encounter/e1' },
  effectiveDateTime: at,
  valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  ...more,
});

export const create = (resource: Extract<Write, { kind: 'put' }>['resource']): Write => ({ kind: 'put', resource, precondition: { kind: 'absent' } });
export const update = (resource: Extract<Write, { kind: 'put' }>['resource'], versionId: string): Write => ({ kind: 'put', resource, precondition: { kind: 'version', versionId } });
export const unit = (writes: readonly Write[], more: Partial<UnitOfWork> = {}): UnitOfWork => ({ writes, audit: aFact(), ...more });

/** The ids that a search finds, in its order. */
export const idsOf = async (repository: FhirRepository, type: ResourceType, query: string): Promise<string[]> => valueOf(await repository.search(type, query)).resources.map((r) => r.id);
