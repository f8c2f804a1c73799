import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { datingParameter, patientsOf } from '../fhir/compartment.ts';
import { referenceTo } from '../fhir/references.ts';
import type { SearchPage, SearchRefusal, Stored, Visible } from '../fhir/repository.ts';
import { includedFor } from '../fhir/search/includes.ts';
import { matches } from '../fhir/search/match.ts';
import { largestCount, parseSearch } from '../fhir/search/parse.ts';
import type { SearchRequest } from '../fhir/search/request.ts';
import { resolveChains } from '../fhir/search/resolveChains.ts';
import { orderOf } from '../fhir/search/sort.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { readAll, readPage, type Reader } from './candidates.ts';
import { openCursor, queryDigest, sealCursor, type Place } from './cursor.ts';
import type { Keys } from './keys.ts';
import { planFor, whatToAdd, type Plan, type Source } from './plan.ts';

export type SearchDeps = { readonly reader: Reader; readonly keys: Keys; readonly cursorKey: () => Promise<Buffer>; readonly visible?: Visible };

type Found = { readonly resources: readonly Stored[]; readonly next?: Place };

/** A search with its includes: the best index proposes, the matcher decides, nothing is scanned. */
export async function search(deps: SearchDeps, type: ResourceType, query: string | URLSearchParams, cursor?: string): Promise<Result<SearchPage, SearchRefusal>> {
  const parsed = parseSearch(type, query);
  if (!parsed.ok) return parsed;
  const digest = queryDigest(type, new URLSearchParams(query).toString());
  const place = cursor === undefined ? undefined : openCursor(await deps.cursorKey(), digest, cursor);
  if (cursor !== undefined && !place) return refuse({ kind: 'invalid-value', parameter: '_cursor', reason: 'not a cursor of this search' });
  const resolved = await resolveChains(parsed.value, (inner, q) => findAll(deps, inner, q), (plain) => findWhole(deps, plain));
  if (!resolved.ok) return resolved;
  const found = await find(deps, resolved.value, place);
  if (!found.ok) return found;
  const included = await includedFor(found.value.resources, resolved.value, {
    readMany: deps.reader.readMany,
    visible: deps.visible,
    pointingTo: (source, code, references) => findAll(deps, source, `${encodeURIComponent(code)}=${references.map(encodeURIComponent).join(',')}`),
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
  const plan = planFor(request, deps.keys);
  if (!plan) return refuse({ kind: 'too-costly', add: whatToAdd(request.type) });
  const ordered = orderedSource(plan, request);
  if (ordered) return ok(await walk(deps, ordered, request, place && 'after' in place ? place.after : undefined));
  return await gather(deps, plan, request, place && 'position' in place ? place.position : undefined);
}

/** Types whose date R4 requires, so that ascending order has no undated resources to put last. */
const alwaysDated = new Set(['Slot', 'AuditEvent', 'Provenance']);

/** The one partition that already stands in the order asked for. */
function orderedSource(plan: Plan, { sort, type }: SearchRequest): Source | undefined {
  if (plan.kind !== 'sources' || plan.sources.length !== 1 || sort.length > 1) return undefined;
  const [source] = plan.sources;
  if (!source?.dated) return undefined;
  const [key] = sort;
  if (!key) return { ...source, range: { ...source.range, descending: true } };
  const dating = datingParameter(type);
  if (key.parameter.code !== dating.code || (!key.descending && !alwaysDated.has(type) && dating.code !== '_lastUpdated')) return undefined;
  return { ...source, range: { ...source.range, descending: key.descending } };
}

/** Candidates that one page may look at before it stops and gives a cursor. */
const walkLimit = 2000;

async function walk({ reader, visible }: SearchDeps, source: Source, request: SearchRequest, start: string | undefined): Promise<Found> {
  const found: { resource: Stored; sk: string }[] = [];
  const sight = sightOf(visible);
  let after = start;
  let looked = 0;
  for (;;) {
    const wanted = request.count + 1 - found.length;
    const page = await readPage(reader, source.range, Math.min(Math.max(wanted, 20), 400), after);
    const seen = await sight.of(page.candidates.flatMap(({ resource }) => (resource && matches(resource, request) ? [resource] : [])));
    for (const { resource, sk } of page.candidates) {
      after = sk;
      if (resource && seen.has(resource) && !found.some((f) => f.resource.id === resource.id)) found.push({ resource, sk });
      if (found.length > request.count) break;
    }
    looked += page.candidates.length;
    if (found.length > request.count || !page.more || looked >= walkLimit || sight.isTired()) {
      const resources = found.slice(0, request.count).map((f) => f.resource);
      if (found.length > request.count) return { resources, next: { after: found[request.count - 1]?.sk ?? '' } };
      return { resources, ...(page.more && after !== undefined ? { next: { after } } : {}) };
    }
  }
}

/** Candidates that a search without a fitting order may have. */
const gatherLimit = 2000;

async function gather({ reader, visible }: SearchDeps, plan: Plan, request: SearchRequest, after: Extract<Place, { position: unknown }>['position'] | undefined): Promise<Result<Found, SearchRefusal>> {
  const candidates = plan.kind === 'ids' ? await reader.readMany(plan.references) : await readAll(reader, plan.sources.map((s) => s.range), gatherLimit);
  if (!candidates) return refuse({ kind: 'too-costly', add: whatToAdd(request.type) });
  const { position, compare } = orderOf(request.sort);
  const found = [...new Map(candidates.filter((r): r is Stored => r !== undefined && matches(r as Resource, request)).map((r) => [referenceTo(r), r])).values()]
    .map((resource) => ({ resource, at: position(resource) }))
    .toSorted((a, b) => compare(a.at, b.at))
    .filter(({ at }) => !after || compare(at, after) > 0);
  if (!visible) {
    const last = found[request.count - 1];
    return ok({ resources: found.slice(0, request.count).map((f) => f.resource), ...(found.length > request.count && last ? { next: { position: last.at } } : {}) });
  }
  return ok(await firstVisible(found, request.count, sightOf(visible)));
}

type Placed = { readonly resource: Stored; readonly at: Extract<Place, { position: unknown }>['position'] };

/** The first of them that pass, looked at a few at a time: who sees many need not have all of them judged. */
async function firstVisible(found: readonly Placed[], count: number, sight: ReturnType<typeof sightOf>): Promise<Found> {
  const shown: Placed[] = [];
  for (let i = 0; i < found.length; i += lookedAtOnce) {
    const some = found.slice(i, i + lookedAtOnce);
    const seen = await sight.of(some.map(({ resource }) => resource));
    shown.push(...some.filter(({ resource }) => seen.has(resource)));
    const last = shown.length > count ? shown[count - 1] : sight.isTired() ? some.at(-1) : undefined;
    if (last) return { resources: shown.slice(0, count).map(({ resource }) => resource), ...(i + lookedAtOnce < found.length || shown.length > count ? { next: { position: last.at } } : {}) };
  }
  return { resources: shown.map(({ resource }) => resource) };
}

const lookedAtOnce = 50;

/** People whose records one search may judge: each costs a reading of how the caller stands to them. */
const mostJudged = 250;

/** Judges what may be shown, until it was about too many people. */
function sightOf(visible: Visible | undefined) {
  const people = new Set<string>();
  return {
    async of(resources: readonly Stored[]): Promise<ReadonlySet<Stored>> {
      if (!visible) return new Set(resources);
      for (const resource of resources) for (const patient of patientsOf(resource)) people.add(patient);
      return new Set(await visible(resources));
    },
    isTired: () => people.size >= mostJudged,
  };
}

