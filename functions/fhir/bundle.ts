import * as z from 'zod';
import type { Binary, Bundle, BundleEntry, Resource, ResourceType } from '@medplum/fhirtypes';
import { patientsOf } from '../../shared/fhir/compartment.ts';
import { jsonText } from '../../shared/fhir/decimals.ts';
import { idPattern, referenceTo } from '../../shared/fhir/references.ts';
import type { Reference, Stored, Write } from '../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { inParallel } from '../../shared/kernel/inParallel.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { problemBody } from '../_http/problems/index.ts';
import { bundleLimit, parseResource } from './body.ts';
import { answer, factOf, versionHeaders, type Interaction } from './context.ts';
import { outcomeOf } from './outcome.ts';
import { planPatch } from './patch.ts';
import { atOnce, replaced, resolveReferences } from './transactionReferences.ts';
import { entryCommand, keptAnswer, repeatable, repeated, type KeptAnswer } from './repeated.ts';
import { planDelete, planPut, planUpdate, refusedCommit, relyingOn, targetOf } from './write.ts';

/** How an entry is handled: the router, which knows Bundles in turn. */
export type Route = (interaction: Interaction) => Promise<Handled>;

const word = z.string().optional();
/** What must hold of an entry before it can be looked at; the resource is validated by itself. */
const entryShape = z.looseObject({
  fullUrl: word,
  /** Some type: a Bundle within a Bundle has none to go to (R4 3.1.0.11). */
  request: z.looseObject({ method: z.string(), url: z.string().regex(/^\/*[^/?]/), ifMatch: word, ifNoneExist: word, ifNoneMatch: word, ifModifiedSince: word }),
  resource: z.looseObject({ resourceType: z.string(), id: word }).optional(),
});

/** POST of a batch (each entry for itself) or a transaction (all or nothing, references between entries rewritten). */
export async function handleBundle(interaction: Interaction, route: Route): Promise<Handled> {
  const body = parseResource(interaction.request, 'Bundle', bundleLimit);
  if (!body.ok) return body;
  const { type, entry = [] } = body.value as Bundle;
  const shaped = entryShape.array().safeParse(entry);
  if (!shaped.success) {
    const [at = 0, ...place] = shaped.error.issues[0]?.path ?? [];
    return refuse(refusal('FHIR_BUNDLE_INVALID', { params: { entry: Number(at), reason: place.join('.') || 'entry' }, at: `Bundle.entry[${Number(at)}]` }));
  }
  if (entry.length > mostEntries) return refuse(refusal('FHIR_BUNDLE_TOO_LARGE'));
  if (type === 'batch') return await inSlot(interaction, entry, () => batch(interaction, entry, route));
  if (type === 'transaction') return await inSlot(interaction, entry, () => relyingOn(() => transaction(interaction, entry, route)));
  return refuse(refusal('FHIR_BUNDLE_INVALID', { params: { entry: 0, reason: 'type: batch, transaction' }, at: 'Bundle.type' }));
}

/** What one function call can answer in its time. */
const mostEntries = 1000;

/** A larger Bundle is an import: so many at once as leave the others their share of the database. */
const largeEntries = 50;
const comeAgainSeconds = 2;

/** For an answer that is on its way, after the last that may be begun. */
const answerMilliseconds = 6_000;

async function inSlot({ deps }: Interaction, entries: readonly BundleEntry[], run: () => Promise<Handled>): Promise<Handled> {
  if (entries.length <= largeEntries) return await run();
  const giveBack = await deps.imports.take();
  if (!giveBack) return refuse(refusal('FHIR_IMPORTS_AT_ONCE', { params: { seconds: comeAgainSeconds } }));
  try {
    return await run();
  } finally {
    await giveBack();
  }
}

async function batch(interaction: Interaction, entries: readonly BundleEntry[], route: Route): Promise<Handled> {
  const done: BundleEntry[] = [];
  for (const [i, entry] of entries.entries()) {
    const one = { ...forEntry(interaction, entry), ...entryCommand(interaction, i) };
    // Each entry is for itself: those for which no time is left are told to come again.
    const handled = interaction.request.timeLeft() > answerMilliseconds ? ((await repeated(one, route)) ?? (await route(one))) : refuse(refusal('HTTP_UNAVAILABLE'));
    done.push(handled.ok ? responseOf(handled.value.status, handled.value.json, handled.value.headers) : refusedEntry(interaction, handled.error));
  }
  return ok(answer(200, { resourceType: 'Bundle', type: 'batch-response', ...(done.length > 0 ? { entry: done } : {}) }));
}

/** An entry as if it had come as a request of its own. */
function forEntry(interaction: Interaction, { request, resource }: BundleEntry): Interaction {
  const [path = '', query = ''] = String(request?.url ?? '').split('?');
  const headers: Record<string, string> = { accept: 'application/fhir+json', 'content-type': 'application/fhir+json' };
  if (request?.ifMatch) headers['if-match'] = request.ifMatch;
  if (request?.ifNoneExist) headers['if-none-exist'] = request.ifNoneExist;
  if (request?.ifModifiedSince) headers['if-modified-since'] = request.ifModifiedSince;
  if (request?.ifNoneMatch) headers['if-none-match'] = request.ifNoneMatch;
  const method = String(request?.method ?? '');
  // R4 3.1.0.6: a JSON Patch comes in a Binary, a FHIRPath Patch as the Parameters it is.
  const patch = method === 'PATCH' && resource?.resourceType === 'Binary' ? resource : undefined;
  if (patch) headers['content-type'] = String(patch.contentType);
  const body = patch ? patchIn(patch) : Buffer.from(resource === undefined ? '' : jsonText(resource));
  return { ...interaction, method, headers, path: path.split('/').filter(Boolean), query: new URLSearchParams(query), request: { ...interaction.request, method, headers, body } };
}

const patchIn = ({ data }: Binary): Buffer => Buffer.from(typeof data === 'string' ? data : '', 'base64');

function responseOf(status: number, json: unknown, headers: Readonly<Record<string, string>> = {}): BundleEntry {
  return {
    ...(json === undefined ? {} : { resource: json as Resource }),
    response: { status: String(status), ...(headers['location'] ? { location: headers['location'] } : {}), ...(headers['etag'] ? { etag: headers['etag'] } : {}) },
  };
}

function refusedEntry({ deps, language, request }: Interaction, refused: Refusal): BundleEntry {
  const problem = problemBody(refused, language, request.correlationId);
  return { response: { status: String(problem.status), outcome: outcomeOf(problem, refused, deps.identifierBase) } };
}

type Planned = { readonly write?: Write; readonly isNew?: boolean; readonly read?: Interaction; readonly existing?: Resource; readonly patients: readonly Reference[] };

/** R4 3.1.0.11.2: deletes, creates, updates are one commit; reads see its result. */
async function transaction(interaction: Interaction, entries: readonly BundleEntry[], route: Route): Promise<Handled | 'changed'> {
  const assigned = await resolveReferences(interaction, entries);
  if (!assigned.ok) return assigned;
  const plans = await inParallel(entries, atOnce, async (entry, i) => await planEntry(interaction, replaced(entry, assigned.value.replace), assigned.value.ids[i]));
  const planned: Planned[] = [];
  for (const [i, plan] of plans.entries()) {
    if (!plan.ok) return refuse({ ...plan.error, at: `Bundle.entry[${i}]${plan.error.at ? `.resource: ${plan.error.at}` : ''}` });
    planned.push(plan.value);
  }
  const writes = planned.flatMap((p) => p.write ?? []);
  const twice = duplicate(writes);
  if (twice !== undefined) return refuse(refusal('FHIR_BUNDLE_INVALID', { params: { entry: twice, reason: 'fullUrl / request.url' } }));
  const patients = [...new Set(planned.flatMap((p) => p.patients))];
  const left = interaction.request.timeLeft();
  const saved = await interaction.deps.repository.commit({
    writes,
    watches: assigned.value.watches,
    ...(Number.isFinite(left) ? { until: new Date(interaction.deps.clock.now().getTime() + left - answerMilliseconds) } : {}),
    audit: factOf(interaction, { action: 'execute', event: 'fhir-transaction', entities: [...patients.slice(1), ...writes.map(targetOf)].slice(0, 60), ...(patients[0] ? { patient: patients[0] } : {}) }),
    ...repeatable(interaction, (stored) => ({ entries: planned.map((plan) => keptOf(plan, stored)) })),
  });
  if (!saved.ok) return await refusedCommit(interaction, saved.error, planned.flatMap(({ write, patients: of }, i) => (write ? [{ write, patients: of, at: `Bundle.entry[${i}]` }] : [])));
  const stored = new Map(saved.value.map((r) => [referenceTo(r), r]));
  const done = await inParallel(planned, atOnce, async (plan) => await respond(interaction, plan, stored, route));
  return ok(answer(200, { resourceType: 'Bundle', type: 'transaction-response', ...(done.length > 0 ? { entry: done } : {}) }));
}

/** What stays of an entry's answer. */
function keptOf({ write, isNew, existing }: Planned, stored: readonly Stored[]): KeptAnswer | null {
  if (existing) return keptAnswer(200, existing as Stored);
  if (!write) return null;
  return write.kind === 'delete' ? keptAnswer(204, undefined) : keptAnswer(isNew ? 201 : 200, stored.find((one) => referenceTo(one) === targetOf(write)));
}

function duplicate(writes: readonly Write[]): number | undefined {
  const seen = new Set<Reference>();
  const index = writes.map(targetOf).findIndex((target) => seen.size === seen.add(target).size);
  return index < 0 ? undefined : index;
}

async function planEntry(interaction: Interaction, entry: BundleEntry, newId: string | undefined): Promise<Result<Planned, Refusal>> {
  const one = forEntry(interaction, entry);
  const [type = '', named] = one.path;
  const id = named ?? (one.method === 'POST' ? undefined : newId);
  if (one.method === 'GET') return ok({ read: one, patients: [] });
  if (one.method === 'DELETE') {
    if (id === undefined || !idPattern.test(id)) return refuse(refusal('HTTP_NOT_FOUND'));
    const planned = await planDelete(one, `${type as ResourceType}/${id ?? ''}`);
    if (!planned.ok) return planned;
    return ok(planned.value ? { write: planned.value.write, patients: planned.value.patients } : { patients: [] });
  }
  if (one.method === 'PATCH') return await planPatchEntry(one, type as ResourceType, id);
  const body = parseResource(one.request, type as ResourceType);
  if (!body.ok) return body;
  if (one.method === 'POST' && newId !== undefined) {
    const existing = one.headers['if-none-exist'] ? await interaction.deps.repository.read(`${type as ResourceType}/${newId}`) : undefined;
    if (existing) return ok({ existing, patients: await interaction.access.patientsOf(existing) });
    const planned = await planPut(one, { ...body.value, id: newId }, 'create', { kind: 'absent' });
    return planned.ok ? ok({ write: planned.value, isNew: true, patients: patientsOf({ ...body.value, id: newId }) }) : planned;
  }
  if (one.method !== 'PUT') return refuse(refusal('HTTP_METHOD_NOT_ALLOWED', { params: { method: one.method } }));
  if (id === undefined || !idPattern.test(id) || (body.value.id ?? newId) !== id) return refuse(refusal('FHIR_ID_MISMATCH'));
  const planned = await planUpdate(one, { ...body.value, id }, { isNew: named === undefined });
  return planned.ok ? ok({ ...planned.value, patients: patientsOf(body.value) }) : planned;
}

async function planPatchEntry(one: Interaction, type: ResourceType, id: string | undefined): Promise<Result<Planned, Refusal>> {
  const current = id !== undefined && idPattern.test(id) && type !== 'Binary' ? await one.deps.repository.read(`${type}/${id}`) : undefined;
  if (!current) return refuse(refusal('HTTP_NOT_FOUND'));
  const planned = await planPatch(one, current);
  return planned.ok ? ok({ write: planned.value, patients: patientsOf(current) }) : planned;
}

async function respond(interaction: Interaction, { write, isNew, read, existing }: Planned, stored: ReadonlyMap<Reference, Resource>, route: Route): Promise<BundleEntry> {
  if (read) {
    const handled = await route(read);
    return handled.ok ? responseOf(handled.value.status, handled.value.json, handled.value.headers) : refusedEntry(interaction, handled.error);
  }
  if (existing) return responseOf(200, existing, { ...versionHeaders(existing), location: `${interaction.deps.address}/${existing.resourceType}/${existing.id}/_history/${existing.meta?.versionId}` });
  if (!write || write.kind === 'delete') return { response: { status: '204' } };
  const resource = stored.get(referenceTo(write.resource));
  const location = `${interaction.deps.address}/${targetOf(write)}/_history/${resource?.meta?.versionId}`;
  return responseOf(isNew ? 201 : 200, resource, { ...(resource ? versionHeaders(resource) : {}), location });
}

