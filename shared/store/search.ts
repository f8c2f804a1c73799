import type { ResourceType } from '@medplum/fhirtypes';
import type { SearchPage, SearchRefusal, Stored, Visible } from '../fhir/repository.ts';
import { includedFor } from '../fhir/search/includes.ts';
import { largestCount, parseSearch } from '../fhir/search/parse.ts';
import type { SearchRequest } from '../fhir/search/request.ts';
import { resolveChains } from '../fhir/search/resolveChains.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Reader } from './candidates.ts';
import { openCursor, queryDigest, sealCursor, type Place } from './cursor.ts';
import { findBy, type Found } from './finding.ts';
import type { Keys } from './keys.ts';
import { listPlan, planFor, whatToAdd, type Plan } from './plan.ts';

export type SearchDeps = {
  readonly reader: Reader;
  readonly keys: Keys;
  readonly cursorKey: () => Promise<Buffer>;
  readonly visible?: Visible;
  /** Whether the lists of whole types hold everything; absent where they are not to be used. */
  readonly listsAreWhole?: () => Promise<boolean>;
};

/** A search with its includes: the best index proposes, the matcher decides, nothing is scanned. */
export async function search(deps: SearchDeps, type: ResourceType, query: string | URLSearchParams, cursor?: string): Promise<Result<SearchPage, SearchRefusal>> {
  const parsed = parseSearch(type, query);
  if (!parsed.ok) return parsed;
  const digest = queryDigest(type, new URLSearchParams(query).toString());
  const place = cursor === undefined ? undefined : openCursor(await deps.cursorKey(), digest, cursor);
  if (cursor !== undefined && !place) return refuse({ kind: 'invalid-value', parameter: '_cursor', reason: 'not a cursor of this search' });
  const { listsAreWhole: _, ...indexed } = deps;
  const resolved = await resolveChains(parsed.value, (inner, q, way) => findAll(way === 'indexed' ? indexed : deps, inner, q), (plain) => findWhole(indexed, plain));
  if (!resolved.ok) return resolved;
  const found = await find(deps, resolved.value, place);
  if (!found.ok) return found;
  const included = await includedFor(found.value.resources, resolved.value, {
    readMany: deps.reader.readMany,
    visible: deps.visible,
    pointingTo: (source, code, references) => findAll(indexed, source, `${encodeURIComponent(code)}=${references.map(encodeURIComponent).join(',')}`),
  });
  if (!included.ok) return included;
  const { next, resources } = found.value;
  return ok({ resources, included: included.value, ...(next ? { next: sealCursor(await deps.cursorKey(), digest, next) } : {}) });
}

/** Everything that matches; more than fits one page is refused, because a part would look like the whole. */
async function findAll(deps: SearchDeps, type: ResourceType, query: string): Promise<Result<readonly Stored[], SearchRefusal>> {
  const all = new URLSearchParams(query);
  all.set('_count', String(largestCount));
  const page = await search(deps, type, all);
  if (!page.ok) return page;
  if (page.value.next) return refuse({ kind: 'too-costly', add: whatToAdd(type) });
  return ok(page.value.resources);
}

/** The same for a request that is read already. */
async function findWhole(deps: SearchDeps, request: SearchRequest): Promise<Result<readonly Stored[], SearchRefusal>> {
  const found = await find(deps, { ...request, count: largestCount }, undefined);
  if (!found.ok) return found;
  return found.value.next ? refuse({ kind: 'too-costly', add: whatToAdd(request.type) }) : ok(found.value.resources);
}

async function find(deps: SearchDeps, request: SearchRequest, place: Place | undefined): Promise<Result<Found, SearchRefusal>> {
  const empty = request.clauses.some((c) => c.kind === 'simple' && c.values.length === 0 && c.modifier !== 'not');
  if (request.count === 0 || empty) return ok({ resources: [] });
  const plan = planFor(request, deps.keys) ?? (await wholeList(deps, request));
  return plan ? await findBy(deps, plan, request, place) : refuse({ kind: 'too-costly', add: whatToAdd(request.type) });
}

async function wholeList({ keys, listsAreWhole }: SearchDeps, request: SearchRequest): Promise<Plan | undefined> {
  const plan = listsAreWhole && listPlan(request, keys);
  return plan && (await listsAreWhole()) ? plan : undefined;
}
