import type { BundleEntry, Resource, ResourceType } from '@medplum/fhirtypes';
import { asWrittenIn } from '../../shared/fhir/decimals.ts';
import type { Watch } from '../../shared/fhir/repository.ts';
import { isResourceType } from '../../shared/fhir/search/definitions.ts';
import { matches } from '../../shared/fhir/search/match.ts';
import { parseSearch } from '../../shared/fhir/search/parse.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { inParallel } from '../../shared/kernel/inParallel.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Interaction } from './context.ts';
import { matchOrWatch, onlyMatch } from './write.ts';

/** Entries that are looked at side by side: what they wait for is the database. */
export const atOnce = 16;

/** The ids of a transaction's entries, and what each reference to one of them, or to what it describes, is replaced by. */
export type Resolved = { readonly ids: readonly (string | undefined)[]; readonly replace: ReadonlyMap<string, string>; readonly watches: readonly Watch[] };

/** R4 3.1.0.11.2 and .3: every entry gets its id, or the one that its condition matches; then conditional references are found. */
export async function resolveReferences(interaction: Interaction, entries: readonly BundleEntry[]): Promise<Result<Resolved, Refusal>> {
  const ids: (string | undefined)[] = [];
  const replace = new Map<string, string>();
  const watches: Watch[] = [];
  const all = await inParallel(entries, atOnce, async (entry, i) => await idFor(interaction, entry, i));
  for (const [i, assigned] of all.entries()) {
    if (!assigned.ok) return assigned;
    const { id, target, watch } = assigned.value;
    const fullUrl = entries[i]?.fullUrl;
    ids.push(id);
    if (watch) watches.push(watch);
    if (fullUrl && target) replace.set(fullUrl, target);
  }
  const conditional = new Map(entries.flatMap(({ resource }, i) => conditionalReferences(resource).map((reference) => [reference, i] as const)));
  const targets = await inParallel([...conditional], atOnce, async ([reference, i]) => ({ reference, i, found: await conditionalTarget(interaction, reference, entries, ids) }));
  for (const { reference, i, found } of targets) {
    if (!found.ok) return refuse({ ...found.error, at: `Bundle.entry[${i}].resource` });
    replace.set(reference, found.value);
  }
  return ok({ ids, replace, watches });
}

type Assigned = { readonly id?: string; readonly target?: string; readonly watch?: Watch };

async function idFor(interaction: Interaction, { request, resource }: BundleEntry, i: number): Promise<Result<Assigned, Refusal>> {
  const type = String(request?.url ?? '').split(/[/?]/)[0] ?? '';
  if (!request || !isResourceType(type)) return refuse(refusal('FHIR_BUNDLE_INVALID', { params: { entry: i, reason: 'request.url' }, at: `Bundle.entry[${i}].request` }));
  const condition = conditionOf(request);
  const named = ['POST', 'PATCH'].includes(request.method ?? '') || (condition !== undefined && !interaction.access.isSystem) ? undefined : resource?.id;
  if (request.method !== 'POST' && condition === undefined) return ok(named ? { target: `${type}/${named}` } : {});
  const given = (id: string): Assigned => ({ id, target: `${type}/${id}` });
  if (condition === undefined) return ok(given(interaction.deps.newId()));
  const matched = await matchOrWatch(interaction, type as ResourceType, condition);
  if (!matched.ok) return matched;
  if ('found' in matched.value) return ok(given(matched.value.found.id));
  const makes = request.method === 'POST' || request.method === 'PUT';
  return ok({ ...given(named ?? interaction.deps.newId()), ...(makes ? { watch: matched.value.watch } : {}) });
}

/** What a conditional entry asks for: If-None-Exist of a create, the query of an update, a patch or a delete. */
function conditionOf({ method, url, ifNoneExist }: NonNullable<BundleEntry['request']>): URLSearchParams | undefined {
  if (method === 'POST') return ifNoneExist ? new URLSearchParams(ifNoneExist.replace(/^\?/, '')) : undefined;
  const [path = '', query] = String(url ?? '').split('?');
  return (method === 'PUT' || method === 'DELETE' || method === 'PATCH') && !path.includes('/') ? new URLSearchParams(query) : undefined;
}

/** A reference that describes its target: "Patient?identifier=…". */
const conditional = /^([A-Z][A-Za-z]+)\?(.+)$/s;

/** The one that the reference describes: stored, or made by this very transaction. None or several are refused. */
async function conditionalTarget(interaction: Interaction, reference: string, entries: readonly BundleEntry[], ids: readonly (string | undefined)[]): Promise<Result<string, Refusal>> {
  const [, type = '', query = ''] = conditional.exec(reference) ?? [];
  if (!isResourceType(type)) return refuse(refusal('FHIR_TYPE_UNKNOWN'));
  const matched = await onlyMatch(interaction, type as ResourceType, new URLSearchParams(query));
  if (!matched.ok) return matched;
  if (matched.value) return ok(`${type}/${matched.value.id}`);
  const request = parseSearch(type as ResourceType, query);
  const made = request.ok ? entries.flatMap(({ resource }, i) => (resource && ids[i] !== undefined && matches({ ...resource, id: ids[i] }, request.value) ? [`${type}/${ids[i]}`] : [])) : [];
  const [only, another] = [...new Set(made)];
  if (another !== undefined) return refuse(refusal('FHIR_MULTIPLE_MATCHES'));
  return only === undefined ? refuse(refusal('FHIR_REFERENCE_NOT_FOUND', { params: { type } })) : ok(only);
}

const isReference = (name: string, value: unknown): value is string => (name === 'reference' || name === 'url') && typeof value === 'string';

function conditionalReferences(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionalReferences);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => (name === 'reference' && isReference(name, inner) ? (conditional.test(inner) ? [inner] : []) : conditionalReferences(inner)));
}

/** The entry with its references (and urls) replaced. */
export function replaced(entry: BundleEntry, replace: ReadonlyMap<string, string>): BundleEntry {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return asWrittenIn(Object.fromEntries(Object.entries(value).map(([name, inner]: [string, unknown]) => [name, isReference(name, inner) ? (replace.get(inner) ?? inner) : visit(inner)])), value);
  };
  return { ...entry, ...(entry.resource ? { resource: visit(entry.resource) as Resource } : {}) };
}
