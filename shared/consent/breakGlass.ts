import type { Task } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import { accessLimitsAt } from '../identity/accessLimits.ts';
import { mayCommand } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { emergencyAccessRequest, type EmergencyAccess, type EmergencyAccesses, type EmergencyAccessRequest, type EmergencyReview } from './contract.ts';
import { factOf, save, type Ask, type PrivacyContext, type SaveRefusal } from './context.ts';
import { officeFor } from './officer.ts';
import { privacyTaskIn } from './ports.ts';
import { extensionUrl, kindCode, named, valueOf } from './privacyTask.ts';

type Refused = Refusal<'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'> | SaveRefusal;

/**
 * Opens a record to one person for some hours, whatever the relation and whatever was withdrawn. The reason stands in
 * the log; the same commit tells the patient and puts it on the officer's list: nobody opens a record silently.
 */
export async function openInEmergency(context: PrivacyContext, ask: Ask, { patientId, request }: { readonly patientId: string; readonly request: EmergencyAccessRequest }): Promise<Result<EmergencyAccess, Refused>> {
  const { repository, clock, newId } = context;
  const { practitioner, organization, name } = ask.principal;
  const reference: Reference = `Patient/${patientId}`;
  const fact = { action: 'execute', event: 'emergency-access', patient: reference, reason: `${request.purpose}: ${request.reason}` } as const;
  if (!mayCommand(ask.principal, 'break-glass').allowed || !practitioner || !organization) {
    await repository.recordAccess(factOf(ask, { ...fact, outcome: 'refused' }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const [patient, facility] = await repository.readMany([reference, organization]);
  if (patient?.resourceType !== 'Patient') return refuse(refusal('HTTP_NOT_FOUND'));
  const now = clock.now();
  const until = new Date(now.getTime() + accessLimitsAt(now).emergencyHours * 3_600_000);
  const office = (await officeFor(repository, patient))?.reference ?? organization;
  const task: Task & { readonly id: string } = {
    resourceType: 'Task',
    id: newId(),
    extension: [{ url: extensionUrl(context.base, 'emergency-facility'), valueReference: { reference: organization, display: (facility as { name?: string } | undefined)?.name ?? '' } }],
    status: 'requested',
    intent: 'order',
    code: kindCode(context.base, 'emergency-access'),
    reasonCode: { coding: [{ system: `${context.base}/CodeSystem/emergency-purpose`, code: request.purpose }], text: request.reason },
    for: { reference, display: nameOf(patient) },
    requester: { reference: practitioner, display: name },
    owner: { reference: office },
    authoredOn: now.toISOString(),
    lastModified: now.toISOString(),
    executionPeriod: { start: now.toISOString(), end: until.toISOString() },
  };
  return await save(context, ask, emergencyIn(task, context.base), {
    writes: [{ kind: 'put', resource: task, precondition: { kind: 'absent' } }],
    audit: factOf(ask, { ...fact, entities: [`Task/${task.id}`] }),
    events: [{ id: newId(), type: 'record-opened-in-emergency', data: { patientId, taskId: task.id } }],
  });
}

/** The officer's list: what waits for a look first, then the newest. */
export async function listEmergencies(context: PrivacyContext, ask: Ask): Promise<Result<EmergencyAccesses, Refused>> {
  const { repository, base } = context;
  const { organization } = ask.principal;
  const fact = { action: 'search', event: 'emergencies-listed' } as const;
  if (!mayCommand(ask.principal, 'review-emergencies').allowed || !organization) {
    await repository.recordAccess(factOf(ask, { ...fact, outcome: 'refused' }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const tasks = await officeTasks(context, organization);
  const emergencies = tasks.filter((task) => privacyTaskIn(task) === 'emergency-access').map((task) => emergencyIn(task, base));
  await repository.recordAccess(factOf(ask, { ...fact, entities: emergencies.map(({ id }): Reference => `Task/${id}`) }));
  return ok({ emergencies: emergencies.toSorted((a, b) => Number(a.reviewed) - Number(b.reviewed) || b.at.localeCompare(a.at)) });
}

/** The officer has looked into it. The access itself has ended or ends by its own time. */
export async function reviewEmergency(context: PrivacyContext, ask: Ask, { id, review }: { readonly id: string; readonly review: Required<EmergencyReview> }): Promise<Result<EmergencyAccess, Refused>> {
  const { repository, clock, base } = context;
  const task = await repository.read<Task>(`Task/${id}`);
  const own = task && privacyTaskIn(task) === 'emergency-access' && task.owner?.reference === ask.principal.organization;
  const decision = mayCommand(ask.principal, 'review-emergencies');
  const fact = { action: 'update', event: 'emergency-reviewed', entities: [`Task/${id}` as const], ...(own ? { patient: task.for?.reference as Reference } : {}) } as const;
  if (!decision.allowed || !own) {
    await repository.recordAccess(factOf(ask, { ...fact, outcome: 'refused' }));
    return refuse(refusal(decision.allowed ? 'HTTP_NOT_FOUND' : 'HTTP_FORBIDDEN'));
  }
  const at = clock.now().toISOString();
  const next: Stored<Task> = { ...task, status: 'completed', businessStatus: { coding: [{ system: `${base}/CodeSystem/emergency-finding`, code: review.finding }], ...(review.note ? { text: review.note } : {}) }, lastModified: at };
  return await save(context, ask, emergencyIn(next, base), { writes: [{ kind: 'put', resource: next, precondition: { kind: 'version', versionId: task.meta.versionId } }], audit: factOf(ask, fact) });
}

/** Open and done, of one office. */
export async function officeTasks({ repository }: Pick<PrivacyContext, 'repository'>, office: Reference): Promise<readonly Stored<Task>[]> {
  const page = await repository.search<Task>('Task', new URLSearchParams({ owner: office, status: 'requested,in-progress,completed', _sort: '-authored-on', _count: '200' }));
  if (!page.ok) throw new Error(`office tasks refused: ${page.error.kind}`);
  return page.value.resources;
}

function emergencyIn(task: Task & { readonly id: string }, base: string): EmergencyAccess {
  const purpose = emergencyAccessRequest.shape.purpose.safeParse(task.reasonCode?.coding?.[0]?.code);
  return {
    id: task.id,
    patient: named(task.for),
    by: { name: task.requester?.display ?? '', organization: valueOf(task, base, 'emergency-facility')?.valueReference?.display ?? '' },
    purpose: purpose.success ? purpose.data : 'other-urgent',
    reason: task.reasonCode?.text ?? '',
    at: task.executionPeriod?.start ?? '',
    until: task.executionPeriod?.end ?? '',
    reviewed: task.status === 'completed',
  };
}
