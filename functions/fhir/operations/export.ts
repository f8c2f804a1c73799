import type { Group, Task } from '@medplum/fhirtypes';
import { choiceIn, exportParameters, mayExport, membersOf, type ExportOrder } from '../../../shared/export/order.ts';
import { exportsThatAre, jobOf, progressOf, taskOf, type ExportJob } from '../../../shared/export/job.ts';
import { keptMilliseconds } from '../../../shared/export/keepExports.ts';
import { stepsOf } from '../../../shared/export/read.ts';
import { exportFact, saveJob, sliceEvent } from '../../../shared/export/runSlice.ts';
import type { Stored } from '../../../shared/fhir/repository.ts';
import { isSameAccount, type Principal } from '../../../shared/identity/policy.ts';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import { answer, factOf, type Interaction } from '../context.ts';
import { commitRefusal } from '../write.ts';
import type { Target } from './operation.ts';
import { operationParameters } from './parameters.ts';

const mostRunning = 3;
const retryAfterSeconds = '5';

/** Kick-off of Bulk Data Access 2.0: the order is kept with the event that begins it, and the answer says where to ask. */
export async function startExport(interaction: Interaction, target: Target): Promise<Handled> {
  const { deps, request, headers } = interaction;
  const { principal } = request;
  const level = target.type === 'Group' ? 'group' : target.type === 'Patient' ? 'patient' : 'system';
  if (!mayExport(principal, level)) {
    await deps.repository.recordAccess(factOf(interaction, { action: 'execute', event: 'export-requested', outcome: 'refused', entities: [] }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const prefer = headers['prefer'] ?? '';
  if (!/\brespond-async\b/.test(prefer)) return refuse(refusal('FHIR_EXPORT_NOT_ASYNC'));
  const asked = orderedIn(interaction, level, /\bhandling\s*=\s*lenient\b/.test(prefer));
  if (!asked.ok) return asked;
  const patients = await patientsFor(interaction, target);
  if (!patients.ok) return patients;
  const running = (await exportsThatAre(deps.repository, ['requested', 'in-progress'], deps.identifierBase)).filter(({ job }) => isSameAccount(job.order.principal, principal));
  if (running.length >= mostRunning) return refuse(refusal('FHIR_EXPORT_BUSY', { params: { count: running.length } }));
  const order: ExportOrder = { ...asked.value, level, ...(patients.value ? { patients: [...patients.value] } : {}), request: `${deps.address}/${interaction.path.join('/')}${interaction.query.size > 0 ? `?${interaction.query.toString()}` : ''}`, principal: { ...principal, roles: [...principal.roles] } };
  const now = deps.clock.now().toISOString();
  const job: ExportJob = { id: deps.newId(), status: 'requested', order, transactionTime: now, cursor: { step: 0 }, files: [], steps: stepsOf(order) };
  const saved = await deps.repository.commit({
    writes: [{ kind: 'put', resource: taskOf(job, deps.identifierBase, now), precondition: { kind: 'absent' } }],
    events: [sliceEvent(deps, job.id)],
    audit: exportFact(job, 'export-requested'),
  });
  if (!saved.ok) return refuse(commitRefusal(saved.error));
  return ok(answer(202, undefined, { 'content-location': `${deps.address}/$export-poll-status?_jobId=${job.id}` }));
}

function orderedIn(interaction: Interaction, level: ExportOrder['level'], lenient: boolean): Result<Pick<ExportOrder, 'since' | 'types' | 'filters'>, Refusal> {
  const parameters = operationParameters(interaction, lenient ? [...exportParameters, ...interaction.query.keys()] : exportParameters);
  if (!parameters.ok) return parameters;
  const choice = choiceIn(parameters.value, level);
  if (choice.ok) return choice;
  const { parameter, reason } = choice.error;
  return refuse(reason === undefined ? refusal('FHIR_PARAMETER_UNKNOWN', { params: { parameter } }) : refusal('FHIR_PARAMETER_INVALID', { params: { parameter, reason } }));
}

/** Whose records: the members of a Group, that of the patient in context, or undefined for everybody's. */
async function patientsFor({ deps, request }: Interaction, { type, id }: Target): Promise<Result<readonly string[] | undefined, Refusal>> {
  const { roles, patient, chosenPatient = patient } = request.principal;
  if (type === 'Group') {
    const group = await deps.repository.read<Group>(`Group/${id ?? ''}`);
    return group ? ok(membersOf(group)) : refuse(refusal('HTTP_NOT_FOUND'));
  }
  return ok(roles.includes('system') ? undefined : [chosenPatient ?? '']);
}

/** The same account; through another application also the same application and patient: one is not handed what another was given. */
const isTheirs = (owner: Principal, caller: Principal): boolean =>
  isSameAccount(owner, caller) && (!caller.scopes || (owner.client === caller.client && owner.chosenPatient === caller.chosenPatient));

/** The export with this id, if it is the caller's; another's is like none. */
async function ownJob(interaction: Interaction, id: string | null): Promise<{ readonly job: ExportJob; readonly task: Stored<Task> } | undefined> {
  const { deps, request } = interaction;
  if (!id || !/^[A-Za-z0-9\-.]{1,64}$/.test(id)) return undefined;
  const task = await deps.repository.read<Task>(`Task/${id}`);
  const job = task && jobOf(task, deps.identifierBase);
  if (!task || !job || job.status === 'cancelled') return undefined;
  if (isTheirs(job.order.principal as unknown as Principal, request.principal)) return { job, task };
  await deps.repository.recordAccess(factOf(interaction, { action: 'execute', event: 'export-read', outcome: 'refused', entities: [`Task/${id}`] }));
  return undefined;
}

/** 202 with the progress while it runs, 200 with the manifest when it is done; DELETE cancels and deletes the files. */
export async function pollExport(interaction: Interaction): Promise<Handled> {
  const { deps, method } = interaction;
  const parameters = operationParameters(interaction, ['_jobId']);
  if (!parameters.ok) return parameters;
  const found = await ownJob(interaction, parameters.value.get('_jobId'));
  if (!found) return refuse(refusal('HTTP_NOT_FOUND'));
  const { job, task } = found;
  if (method === 'DELETE') return await cancel(interaction, job, task);
  if (job.status === 'failed') return refuse(refusal('FHIR_EXPORT_FAILED'));
  if (job.status !== 'completed') return ok(answer(202, undefined, { 'x-progress': `${progressOf(job)} %`, 'retry-after': retryAfterSeconds }));
  const expires = new Date(Date.parse(task.meta.lastUpdated) + keptMilliseconds).toUTCString();
  return ok({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8', expires }, json: manifestOf(job, deps.address) });
}

function manifestOf({ id, order, transactionTime, files }: ExportJob, address: string) {
  const listed = (kind: 'output' | 'deleted') =>
    files.flatMap((file, number) => (file.kind === kind ? [{ type: file.type, url: `${address}/$export-file?_jobId=${id}&_file=${number}`, count: file.count }] : []));
  return { transactionTime, request: order.request, requiresAccessToken: true, output: listed('output'), deleted: listed('deleted'), error: [] };
}

async function cancel({ deps }: Interaction, job: ExportJob, task: Stored<Task>): Promise<Handled> {
  const saved = await saveJob({ ...deps, base: deps.identifierBase }, task, { ...job, status: 'cancelled', files: [] });
  if (!saved) return refuse(refusal('HTTP_CONTENTION'));
  // A slice that is at work may be writing more: the bucket deletes what is old.
  await deps.exportFiles.remove(job.id, job.files.length);
  return ok(answer(202, undefined));
}

/** A file of an export, handed out to whom it was made for while it is kept; each time on record. */
export async function exportFile(interaction: Interaction): Promise<Handled> {
  const { deps } = interaction;
  const parameters = operationParameters(interaction, ['_jobId', '_file']);
  if (!parameters.ok) return parameters;
  const found = await ownJob(interaction, parameters.value.get('_jobId'));
  const number = parameters.value.get('_file') ?? '';
  if (found?.job.status !== 'completed' || !/^\d{1,6}$/.test(number) || !found.job.files[Number(number)]) return refuse(refusal('HTTP_NOT_FOUND'));
  const bytes = await deps.exportFiles.get(found.job.id, Number(number));
  if (!bytes) return refuse(refusal('HTTP_NOT_FOUND'));
  await deps.repository.recordAccess({ ...exportFact(found.job, 'export-read'), action: 'read', correlationId: interaction.request.correlationId });
  return ok({ status: 200, bytes, headers: { 'content-type': 'application/fhir+ndjson', 'content-disposition': `attachment; filename="${found.job.files[Number(number)]?.type ?? 'export'}-${number}.ndjson"` } });
}
