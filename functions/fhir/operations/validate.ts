import type { OperationOutcome, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Reference } from '../../../shared/fhir/repository.ts';
import { issue, type Issue } from '../../../shared/fhir/validation/issue.ts';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import { asResource, parseResource } from '../body.ts';
import { answer, type Interaction } from '../context.ts';
import { judge } from '../knowledge/judge.ts';
import { issueOf } from '../outcome.ts';
import { guardRead } from '../read.ts';
import { inputOf } from './input.ts';
import type { Target } from './operation.ts';

const modes = ['create', 'update', 'delete', 'profile'];

type Asked = { readonly resource?: Resource; readonly mode?: string; readonly profiles: readonly string[] };

/**
 * $validate on a type or an instance (R4 resource-operation-validate): the same judgement as a write, and nothing is
 * stored. The body is the resource, or Parameters with resource, mode and profile; without one, the stored instance. Asked
 * of the system, the body is Parameters with a resource of any type.
 * What is wrong is the answer, so it comes with 200.
 */
export async function validateResource(interaction: Interaction, { type, id }: Target): Promise<Handled> {
  const asked = await askedIn(interaction, type);
  if (!asked.ok) return asked;
  const { mode, profiles } = asked.value;
  if (mode !== undefined && !modes.includes(mode)) return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: 'mode', reason: modes.join(', ') } }));
  const stored = id === undefined || type === undefined ? undefined : await readable(interaction, `${type}/${id}`);
  if (id !== undefined && mode !== 'create' && !stored) return refuse(refusal('HTTP_NOT_FOUND'));
  if (mode === 'delete' && id !== undefined) return outcome([]);
  const resource = asked.value.resource ?? stored;
  if (!resource) return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: 'resource', reason: type ?? 'Resource' } }));
  const misplaced: readonly Issue[] = (mode === 'update' && id !== undefined && resource.id !== id) || (mode === 'create' && resource.id !== undefined && id !== undefined) ? [issue('id', `${resource.resourceType}.id`)] : [];
  return outcome([...misplaced, ...(await judge(resource, interaction.deps, profiles))]);
}

async function askedIn(interaction: Interaction, type: ResourceType | undefined): Promise<Result<Asked, Refusal>> {
  if (interaction.method === 'GET' || interaction.request.body.length === 0) {
    const input = await inputOf({ ...interaction, method: 'GET' }, ['mode', 'profile']);
    return input.ok ? ok({ profiles: input.value.texts('profile'), ...given(input.value.text('mode')) }) : input;
  }
  const whole = type === undefined || type === 'Parameters' ? undefined : parseResource(interaction.request, type, 4.5 * 1024 * 1024);
  if (whole?.ok) {
    const input = await inputOf({ ...interaction, method: 'GET' }, ['mode', 'profile']);
    return input.ok ? ok({ resource: whole.value, profiles: input.value.texts('profile'), ...given(input.value.text('mode')) }) : input;
  }
  // What is neither the resource nor Parameters is refused for what it should have been.
  if (whole && whole.error.code !== 'FHIR_BODY_NOT_RESOURCE') return whole;
  const input = await inputOf(interaction, ['resource', 'mode', 'profile']);
  if (!input.ok) return input.error.code === 'FHIR_BODY_NOT_RESOURCE' && whole ? whole : input;
  const inner = input.value.resource('resource');
  const resource = inner === undefined ? ok(inner) : asResource(inner, type ?? inner?.resourceType);
  return resource.ok ? ok({ ...(resource.value ? { resource: resource.value } : {}), profiles: input.value.texts('profile'), ...given(input.value.text('mode')) }) : resource;
}

const given = (mode: string | undefined) => (mode === undefined ? {} : { mode });

async function readable(interaction: Interaction, reference: Reference): Promise<Resource | undefined> {
  const stored = await interaction.deps.repository.read(reference);
  return stored && (await guardRead(interaction, stored, 'fhir-validate')) ? stored : undefined;
}

const nothingWrong: OperationOutcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational', details: { text: 'Hợp lệ' }, diagnostics: 'All is well: nothing was found against it' }],
};

/** More findings than this help nobody. */
const mostIssues = 500;

const outcome = (issues: readonly Issue[]): Handled => ok(answer(200, issues.length === 0 ? nothingWrong : { resourceType: 'OperationOutcome', issue: issues.slice(0, mostIssues).map(issueOf) }));
