import { createHash } from 'node:crypto';
import type { EpisodeOfCare, Patient, Task } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, OutboxEvent, Stored } from '../fhir/repository.ts';
import type { SmsGateway } from '../identity/ports.ts';
import { messageFor, type Told } from './messages.ts';

export type TellDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'readVersion' | 'repeated' | 'commit'>;
  readonly sms: SmsGateway;
  readonly base: string;
  /** Public address of the product; the patient's page is below it. */
  readonly baseUrl: string;
};

/** `not-needed`: this event is not for patients, or what it was about is gone. */
export type Telling = 'told' | 'told-before' | 'no-phone' | 'not-needed';

const types = ['consultation-booked', 'consultation-signed', 'consultation-amended', 'consultation-prescribed', 'consultation-cancelled', 'record-opened-in-emergency', 'received-elsewhere', 'data-request-answered'] as const;
const isForPatients = (type: string): type is Told['type'] => types.some((t) => t === type);

/**
 * Tells the patient by SMS, once an event: a delivery that comes again finds the record that it was told. The message
 * goes first and the record after it, so that a crash between them sends a second message rather than none.
 */
export async function tellPatient(deps: TellDeps, event: OutboxEvent): Promise<Telling> {
  const { repository, sms } = deps;
  if (!isForPatients(event.type)) return 'not-needed';
  const bodyHash = createHash('sha256').update(JSON.stringify([event.type, event.data])).digest('base64url');
  if (await repository.repeated(subject, event.id, bodyHash)) return 'told-before';
  const patientId = event.data['patientId'] ?? '';
  const patient = await repository.read<Patient>(`Patient/${patientId}`);
  if (!patient || patient.deceasedBoolean || patient.deceasedDateTime) return 'not-needed';
  const phone = patient.telecom?.find(({ system, use, value }) => system === 'phone' && use !== 'old' && value)?.value;
  if (!phone) return 'no-phone';
  const told = await whatToTell(deps, event.type, event.data);
  if (!told) return 'not-needed';
  await sms.send({ to: phone, text: messageFor(told) });
  const done = await repository.commit({ writes: [], audit: factOf(event, patientId), idempotency: { key: event.id, subject, bodyHash, answer: 'told' } });
  if (!done.ok && done.error.kind !== 'repeated') throw new Error(`telling a patient: ${done.error.kind}`);
  return 'told';
}

const subject = 'events';

async function whatToTell({ repository, base, baseUrl }: TellDeps, type: Told['type'], { consultationId = '', taskId = '', visitId = '' }: OutboxEvent['data']): Promise<Told | undefined> {
  const address = `${baseUrl.replace(/^https?:\/\//, '')}/patient`;
  if (type === 'consultation-signed' || type === 'consultation-amended' || type === 'consultation-prescribed') return { type, address };
  if (type === 'data-request-answered') return { type, address: `${address}/privacy` };
  if (type === 'record-opened-in-emergency') {
    const opened = (await repository.read<Task>(`Task/${taskId}`))?.executionPeriod?.start;
    return opened ? { type, at: new Date(opened), address: `${address}/accesses` } : undefined;
  }
  if (type === 'received-elsewhere') {
    const visit = await repository.read<EpisodeOfCare>(`EpisodeOfCare/${visitId}`);
    const at = visit?.period?.start;
    return at ? { type, at: new Date(at), station: visit.managingOrganization?.display ?? 'mot tram y te', address: `${address}/accesses` } : undefined;
  }
  const task = await repository.read<Task>(`Task/${consultationId}`);
  // A cancelled consultation has no booking any more: the version before had.
  const booked = task && type === 'consultation-cancelled' ? await versionBefore(repository, task) : task;
  const start = booked && startOf(booked, base);
  return start ? { type, start: new Date(start), station: booked.requester?.display ?? 'tram y te' } : undefined;
}

async function versionBefore(repository: TellDeps['repository'], task: Stored<Task>): Promise<Task | undefined> {
  const before = await repository.readVersion(`Task/${task.id}`, String(Number(task.meta.versionId) - 1));
  return before === 'deleted' || before?.resourceType !== 'Task' ? undefined : before;
}

/** Start of the booking, as the Task carries it (agreed shape). */
const startOf = (task: Task, base: string): string | undefined =>
  task.extension?.find(({ url }) => url === `${base}/StructureDefinition/appointment`)?.extension?.find(({ url }) => url === 'period')?.valuePeriod?.start;

const factOf = (event: OutboxEvent, patientId: string): AuditFact => ({
  actor: { subject: 'events', name: 'Liên Tuyến', role: 'system' },
  action: 'execute',
  outcome: 'success',
  event: 'patient-told',
  patient: `Patient/${patientId}`,
  entities: event.data['visitId'] ? [`EpisodeOfCare/${event.data['visitId']}`] : [`Task/${event.data['consultationId'] ?? event.data['taskId'] ?? ''}`],
  correlationId: event.id,
});
