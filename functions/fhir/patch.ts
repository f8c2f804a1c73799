import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { applyPatch, type Operation } from 'rfc6902';
import * as z from 'zod';
import type { Reference, Stored } from '../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { nestsTooDeep } from '../_http/nesting.ts';
import { resourceLimit, tooDeep } from './body.ts';
import type { Interaction } from './context.ts';
import { missing } from './read.ts';
import { onlyMatch, planReplacement, save } from './write.ts';

/** No step of a path may lead out of the data into the machinery of objects. */
const pointer = z.string().regex(/^(\/[^/]*)*$/).refine((path) => !path.split('/').some((step) => ['__proto__', 'constructor', 'prototype'].includes(step)));
const value = z.json();
/** RFC 6902 section 4. */
const patchShape = z
  .array(
    z.discriminatedUnion('op', [
      z.object({ op: z.literal('add'), path: pointer, value }),
      z.object({ op: z.literal('replace'), path: pointer, value }),
      z.object({ op: z.literal('test'), path: pointer, value }),
      z.object({ op: z.literal('remove'), path: pointer }),
      z.object({ op: z.literal('move'), path: pointer, from: pointer }),
      z.object({ op: z.literal('copy'), path: pointer, from: pointer }),
    ]),
  )
  .max(200);

/** PATCH [type]/[id] by JSON Patch (R4 3.1.0.6): applied to the version read, stored only if that is still current. */
export async function patchResource(interaction: Interaction, reference: Reference): Promise<Handled> {
  const current = await interaction.deps.repository.read(reference);
  return current ? await patchCurrent(interaction, current) : await missing(interaction, reference);
}

/** PATCH [type]?[condition]: the one that matches. */
export async function patchByCondition(interaction: Interaction, type: ResourceType): Promise<Handled> {
  const matched = await onlyMatch(interaction, type, interaction.query);
  if (!matched.ok) return matched;
  return matched.value ? await patchCurrent(interaction, matched.value) : refuse(refusal('HTTP_NOT_FOUND'));
}

async function patchCurrent(interaction: Interaction, current: Stored): Promise<Handled> {
  const operations = operationsIn(interaction);
  if (!operations.ok) return operations;
  const planned = await planReplacement(interaction, current, () => patched(current, operations.value));
  return planned.ok ? await save(interaction, planned.value, 'fhir-patch', 200) : planned;
}

function operationsIn({ request }: Interaction): Result<Operation[], Refusal> {
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json-patch+json') return refuse(refusal('FHIR_MEDIA_TYPE_UNSUPPORTED'));
  if (request.body.length > resourceLimit) return refuse(refusal('HTTP_BODY_TOO_LARGE', { params: { limit: '1 MB' } }));
  if (nestsTooDeep(request.body.toString('utf8'))) return refuse(tooDeep());
  const invalid = (at: string) => refuse(refusal('FHIR_PATCH_INVALID', { params: { operation: at } }));
  try {
    const read = patchShape.safeParse(JSON.parse(request.body.toString('utf8')));
    return read.success ? ok(read.data as Operation[]) : invalid(String(read.error.issues[0]?.path[0] ?? 0));
  } catch {
    return refuse(refusal('HTTP_BODY_NOT_JSON', { params: { reason: 'JSON Patch' } }));
  }
}

/** The resource after all operations; the first that fails refuses the whole. */
function patched(current: Stored, operations: Operation[]): Result<Resource & { readonly id: string }, Refusal> {
  const draft = structuredClone(current) as Resource;
  const failed = applyPatch(draft, operations).findIndex((error) => error !== null);
  if (failed >= 0) return refuse(refusal('FHIR_PATCH_FAILED', { params: { operation: failed, path: operations[failed]?.path ?? '' } }));
  if (draft.id !== current.id || draft.resourceType !== current.resourceType) return refuse(refusal('FHIR_ID_MISMATCH'));
  return ok({ ...draft, id: current.id });
}
