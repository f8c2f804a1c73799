import type { Patient, Task } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import { mayCommand } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { officeTasks } from './breakGlass.ts';
import { dataRequestAnswer, dataRequestKinds, type DataRequest, type DataRequestAnswer, type DataRequestAsk, type DataRequests } from './contract.ts';
import { factOf, mayDo, save, type Ask, type PrivacyContext, type SaveRefusal } from './context.ts';
import type { ConsentErrorCode } from './errors.ts';
import { officeFor } from './officer.ts';
import { privacyTaskIn } from './ports.ts';
import { extensionUrl, kindCode, named, valueOf } from './privacyTask.ts';
import { answerWorkingDays, endOfWorkingDay } from './workingDays.ts';

type Refused = Refusal<ConsentErrorCode | 'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'> | SaveRefusal;
type Stepped = Task & { readonly id: string };

/** A copy, a correction, a restriction or a deletion is asked for: on the officer's list, with its clock. */
export async function askAboutData(context: PrivacyContext, ask: Ask, { patientId, request }: { readonly patientId: string; readonly request: DataRequestAsk }): Promise<Result<DataRequest, Refused>> {
  const { repository, clock, newId, base } = context;
  const reference: Reference = `Patient/${patientId}`;
  const fact = { action: 'create', event: 'data-requested', patient: reference, reason: request.kind } as const;
  const may = await mayDo(context, ask, { patient: reference, command: 'ask-about-data', fact });
  if (!may.ok) return may;
  const patient = await repository.read<Patient>(reference);
  if (!patient) return refuse(refusal('HTTP_NOT_FOUND'));
  const office = (await officeFor(repository, patient))?.reference ?? patient.managingOrganization?.reference;
  const now = clock.now();
  const task: Stepped = {
    resourceType: 'Task',
    id: newId(),
    extension: [{ url: extensionUrl(base, 'data-request-kind'), valueCode: request.kind }],
    status: 'requested',
    intent: 'order',
    code: kindCode(base, 'data-request'),
    description: request.text,
    for: { reference, display: nameOf(patient) },
    requester: { reference: ask.principal.patient ?? reference, display: ask.principal.name },
    ...(office ? { owner: { reference: office } } : {}),
    authoredOn: now.toISOString(),
    lastModified: now.toISOString(),
    restriction: { period: { start: now.toISOString(), end: endOfWorkingDay(now, answerWorkingDays).toISOString() } },
  };
  return await save(context, ask, requestIn(task, base, now), { writes: [{ kind: 'put', resource: task, precondition: { kind: 'absent' } }], audit: factOf(ask, { ...fact, entities: [`Task/${task.id}`] }) });
}

/** The patient's own requests, newest first, with what became of them. */
export async function listOwnRequests(context: PrivacyContext, ask: Ask, patientId: string): Promise<Result<DataRequests, Refused>> {
  const { repository, base, clock } = context;
  const patient: Reference = `Patient/${patientId}`;
  const fact = { action: 'read', event: 'data-requests-read', patient } as const;
  const may = await mayDo(context, ask, { patient, command: 'ask-about-data', fact });
  if (!may.ok) return may;
  const page = await repository.search<Task>('Task', new URLSearchParams({ patient, _sort: '-authored-on', _count: '200' }));
  if (!page.ok) throw new Error(`data requests refused: ${page.error.kind}`);
  await repository.recordAccess(factOf(ask, fact));
  return ok({ requests: requestsIn(page.value.resources, base, clock.now()) });
}

/** The officer's list: the open ones by their clock, then those that are done. */
export async function listOfficeRequests(context: PrivacyContext, ask: Ask): Promise<Result<DataRequests, Refused>> {
  const { repository, base, clock } = context;
  const { organization } = ask.principal;
  const fact = { action: 'search', event: 'data-requests-listed' } as const;
  if (!mayCommand(ask.principal, 'answer-about-data', ['privacy-officer']).allowed || !organization) {
    await repository.recordAccess(factOf(ask, { ...fact, outcome: 'refused' }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const requests = requestsIn(await officeTasks(context, organization), base, clock.now());
  await repository.recordAccess(factOf(ask, { ...fact, entities: requests.map(({ id }): Reference => `Task/${id}`) }));
  return ok({ requests: requests.toSorted((a, b) => Number(a.answer !== undefined) - Number(b.answer !== undefined) || a.dueAt.localeCompare(b.dueAt)) });
}

/** The officer's answer ends the clock; the patient is told that there is one. */
export async function answerAboutData(context: PrivacyContext, ask: Ask, { id, answer }: { readonly id: string; readonly answer: DataRequestAnswer }): Promise<Result<DataRequest, Refused>> {
  const { repository, base, clock, newId } = context;
  const task = await repository.read<Task>(`Task/${id}`);
  const own = task && privacyTaskIn(task) === 'data-request' && task.owner?.reference === ask.principal.organization;
  const decision = mayCommand(ask.principal, 'answer-about-data', own ? ['privacy-officer'] : ['none']);
  const fact = { action: 'update', event: 'data-request-answered', entities: [`Task/${id}` as const], reason: answer.outcome, ...(own ? { patient: task.for?.reference as Reference } : {}) } as const;
  if (!decision.allowed || !own) {
    await repository.recordAccess(factOf(ask, { ...fact, outcome: 'refused' }));
    return refuse(refusal(!decision.allowed && decision.reason === 'role' ? 'HTTP_FORBIDDEN' : 'HTTP_NOT_FOUND'));
  }
  if (task.status === 'completed') return refuse(refusal('DATA_REQUEST_ANSWERED'));
  const at = clock.now().toISOString();
  const next: Stored<Task> = {
    ...task,
    status: 'completed',
    businessStatus: { coding: [{ system: `${base}/CodeSystem/data-request-outcome`, code: answer.outcome }] },
    lastModified: at,
    note: [{ text: answer.text, time: at, authorString: ask.principal.name }],
  };
  return await save(context, ask, requestIn(next, base, clock.now()), {
    writes: [{ kind: 'put', resource: next, precondition: { kind: 'version', versionId: task.meta.versionId } }],
    audit: factOf(ask, fact),
    events: [{ id: newId(), type: 'data-request-answered', data: { patientId: named(task.for).id, taskId: id } }],
  });
}

const requestsIn = (tasks: readonly Stored<Task>[], base: string, now: Date): readonly DataRequest[] =>
  tasks.filter((task) => privacyTaskIn(task) === 'data-request').map((task) => requestIn(task, base, now));

function requestIn(task: Stepped, base: string, now: Date): DataRequest {
  const code = valueOf(task, base, 'data-request-kind')?.valueCode;
  const dueAt = task.restriction?.period?.end ?? '';
  const outcome = dataRequestAnswer.shape.outcome.safeParse(task.businessStatus?.coding?.[0]?.code);
  const note = task.note?.[0];
  return {
    id: task.id,
    patient: named(task.for),
    kind: dataRequestKinds.find((kind) => kind === code) ?? 'copy',
    text: task.description ?? '',
    askedAt: task.authoredOn ?? '',
    dueAt,
    late: (task.status === 'completed' ? (note?.time ?? '') : now.toISOString()) > dueAt,
    ...(outcome.success ? { answer: { outcome: outcome.data, text: note?.text ?? '', at: note?.time ?? '', by: note?.authorString ?? '' } } : {}),
  };
}
