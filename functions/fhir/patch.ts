import type { Resource, ResourceType } from '@medplum/fhirtypes';
import * as z from 'zod';
import type { applyFhirPathPatch } from '../../shared/fhir/patch/fhirPathPatch.ts';
import type { applyPatch, Operation } from '../../shared/fhir/patch/jsonPatch.ts';
import { readOperations, type PatchOperation } from '../../shared/fhir/patch/operations.ts';
import { copied, fromSymbols, inSymbols, isExact, parseJson } from '../../shared/fhir/decimals.ts';
import type { Reference, Stored, Write } from '../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { nestsTooDeep } from '../_http/nesting.ts';
import { jsonTypes, mediaTypeOf, parseResource, resourceLimit, tooDeep } from './body.ts';
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

/** PATCH [type]/[id] by JSON Patch or FHIRPath Patch (R4 3.1.0.6): applied to the version read, stored only if that is still current. */
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
  const planned = await planPatch(interaction, current);
  return planned.ok ? await save(interaction, planned.value, 'fhir-patch', 200) : planned;
}

/** The next version of what was read, as the body asks for it. */
export async function planPatch(interaction: Interaction, current: Stored): Promise<Result<Write, Refusal>> {
  // What is wrong with the body is told to nobody who would not be told that the resource is there.
  return await planReplacement(interaction, current, async () => {
    const change = await changeIn(interaction);
    return change.ok ? change.value(current) : change;
  });
}

type Identified = Resource & { readonly id: string };
type Change = (current: Stored) => Result<Identified, Refusal>;

/** JSON Patch by its own media type, FHIRPath Patch as a Parameters resource. Each is loaded by whoever needs it. */
async function changeIn(interaction: Interaction): Promise<Result<Change, Refusal>> {
  if (jsonTypes.has(mediaTypeOf(interaction.request))) return await fhirPathChange(interaction);
  const operations = operationsIn(interaction);
  const { applyPatch } = await import('../../shared/fhir/patch/jsonPatch.ts');
  return operations.ok ? ok((current) => patched(current, operations.value, applyPatch)) : operations;
}

async function fhirPathChange({ request }: Interaction): Promise<Result<Change, Refusal>> {
  const body = parseResource(request, 'Parameters');
  if (!body.ok) return body;
  const operations = readOperations(body.value);
  if (!operations.ok) return refuse(refusal('FHIR_PATCH_INVALID', { params: { operation: operations.error } }));
  const { applyFhirPathPatch } = await import('../../shared/fhir/patch/fhirPathPatch.ts');
  return ok((current) => patchedByPath(current, operations.value, applyFhirPathPatch));
}

/** What stands in quotes in a path is content of the record, which no message repeats. */
function patchedByPath(current: Stored, operations: readonly PatchOperation[], apply: typeof applyFhirPathPatch): Result<Identified, Refusal> {
  const done = apply<Resource>(current, operations);
  if (!done.ok) return refuse(refusal('FHIR_PATCH_FAILED', { params: { operation: done.error, path: (operations[done.error]?.path ?? '').replaceAll(/'[^']*'/g, "'…'") } }));
  return sameResource(done.value, current);
}

/** What a resource is, and its id, no patch changes. */
function sameResource(draft: Resource, current: Stored): Result<Identified, Refusal> {
  if (draft.id !== current.id || draft.resourceType !== current.resourceType) return refuse(refusal('FHIR_ID_MISMATCH'));
  return ok({ ...draft, id: current.id });
}

/** `exact`: the same with numbers as they were written, if some are written otherwise than JavaScript would. */
type Operations = { readonly list: Operation[]; readonly exact?: Operation[] };

function operationsIn({ request }: Interaction): Result<Operations, Refusal> {
  if (mediaTypeOf(request) !== 'application/json-patch+json') return refuse(refusal('FHIR_MEDIA_TYPE_UNSUPPORTED'));
  if (request.body.length > resourceLimit) return refuse(refusal('HTTP_BODY_TOO_LARGE', { params: { limit: '1 MB' } }));
  if (nestsTooDeep(request.body.toString('utf8'))) return refuse(tooDeep());
  const invalid = (at: string) => refuse(refusal('FHIR_PATCH_INVALID', { params: { operation: at } }));
  try {
    const text = request.body.toString('utf8');
    const read = patchShape.safeParse(JSON.parse(text));
    if (!read.success) return invalid(String(read.error.issues[0]?.path[0] ?? 0));
    const exact = parseJson(text);
    return ok({ list: read.data, ...(isExact(exact) ? { exact: exact as unknown as Operation[] } : {}) });
  } catch {
    return refuse(refusal('HTTP_BODY_NOT_JSON', { params: { reason: 'JSON Patch' } }));
  }
}

/** The resource after all operations; the first that fails refuses the whole. */
function patched(current: Stored, { list, exact }: Operations, apply: typeof applyPatch): Result<Identified, Refusal> {
  const draft = copied<Resource>(current);
  const failed = apply(draft, list).findIndex((error) => error !== null);
  if (failed >= 0) return refuse(refusal('FHIR_PATCH_FAILED', { params: { operation: failed, path: list[failed]?.path ?? '' } }));
  if (!exact && !isExact(current)) return sameResource(draft, current);
  // Once more for how the numbers are written. What was tested was tested by value above: 1.0 is 1.00 there.
  const precise = inSymbols<Resource>(current);
  apply(precise, inSymbols(exact ?? list).filter(({ op }) => op !== 'test'));
  return sameResource(fromSymbols(precise), current);
}
