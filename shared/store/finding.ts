import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { datingParameter, patientsOf } from '../fhir/compartment.ts';
import { referenceTo } from '../fhir/references.ts';
import type { SearchRefusal, Stored, Visible } from '../fhir/repository.ts';
import { matches } from '../fhir/search/match.ts';
import type { SearchRequest } from '../fhir/search/request.ts';
import { orderOf } from '../fhir/search/sort.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { readAll, readPage, type Reader } from './candidates.ts';
import type { Place } from './cursor.ts';
import { whatToAdd, type Plan, type Source } from './plan.ts';

export type Found = { readonly resources: readonly Stored[]; readonly next?: Place };
export type FindDeps = { readonly reader: Reader; readonly visible?: Visible };

/** One page of what the plan leads to: walked through where that stands in the order asked for, else gathered and sorted. */
export async function findBy(deps: FindDeps, plan: Plan, request: SearchRequest, place: Place | undefined): Promise<Result<Found, SearchRefusal>> {
  const ordered = orderedSources(plan, request);
  const listed = plan.kind === 'sources' && plan.listed === true;
  if (ordered) return ok(await walk(deps, { sources: ordered, listed }, request, place && 'after' in place ? place.after : undefined));
  return await gather(deps, plan, request, place && 'position' in place ? place.position : undefined);
}

/** Types whose date R4 requires, so that ascending order has no undated resources to put last. */
const alwaysDated: ReadonlySet<ResourceType> = new Set<ResourceType>(['Slot', 'AuditEvent', 'Provenance']);

/** The one partition that already stands in the order asked for, or the partitions of one list that do together. */
function orderedSources(plan: Plan, { sort, type }: SearchRequest): readonly Source[] | undefined {
  if (plan.kind !== 'sources' || (plan.sources.length !== 1 && !plan.listed) || sort.length > 1) return undefined;
  if (plan.sources.some(({ dated }) => !dated)) return undefined;
  const [key] = sort;
  const dating = datingParameter(type);
  if (key && (key.parameter.code !== dating.code || (!key.descending && !alwaysDated.has(type) && dating.code !== '_lastUpdated'))) return undefined;
  return plan.sources.map((source) => ({ ...source, range: { ...source.range, descending: key?.descending ?? true } }));
}

/** Candidates that one page may look at before it stops and gives a cursor. */
const walkLimit = 2000;
const leastRead = 20;
const mostRead = 400;

type Walked = { readonly sources: readonly Source[]; readonly listed: boolean };

async function walk({ reader, visible }: FindDeps, { sources, listed }: Walked, request: SearchRequest, start: string | undefined): Promise<Found> {
  const found: { resource: Stored; sk: string }[] = [];
  const sight = sightOf(visible);
  // In a list of everybody's it is judged first and compared then: so where a page ends tells nothing of what was left out.
  const shownOf = async (resources: readonly Stored[]): Promise<ReadonlySet<Stored>> =>
    listed ? await sight.of(resources) : await sight.of(resources.filter((resource) => matches(resource, request)));
  const most = listed && visible ? lookedAtOnce : mostRead;
  let after = start;
  let looked = 0;
  for (let round = 0; ; round++) {
    // Where little matches, each reading takes more at once.
    const wanted = Math.max(request.count + 1 - found.length, leastRead) * 2 ** round;
    const page = await readPage(reader, sources.map(({ range }) => range), Math.min(wanted, most), after);
    const shown = await shownOf(page.candidates.flatMap(({ resource }) => resource ?? []));
    for (const { resource, sk } of page.candidates) {
      after = sk;
      if (resource && shown.has(resource) && matches(resource, request) && !found.some((f) => f.resource.id === resource.id)) found.push({ resource, sk });
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

async function gather({ reader, visible }: FindDeps, plan: Plan, request: SearchRequest, after: Placed['at'] | undefined): Promise<Result<Found, SearchRefusal>> {
  const tooCostly = refuse({ kind: 'too-costly', add: whatToAdd(request.type) } as const);
  const candidates = plan.kind === 'ids' ? await reader.readMany(plan.references) : await readAll(reader, plan.sources.map((s) => s.range), gatherLimit);
  if (!candidates) return tooCostly;
  const listed = plan.kind === 'sources' && plan.listed === true;
  const all = listed ? await allVisible(candidates, visible) : candidates;
  if (!all) return tooCostly;
  const { position, compare } = orderOf(request.sort);
  const found = [...new Map(all.filter((r): r is Stored => r !== undefined && matches(r as Resource, request)).map((r) => [referenceTo(r), r])).values()]
    .map((resource) => ({ resource, at: position(resource) }))
    .toSorted((a, b) => compare(a.at, b.at))
    .filter(({ at }) => !after || compare(at, after) > 0);
  // Of a list everything has been judged already.
  if (!visible || listed) {
    const last = found[request.count - 1];
    return ok({ resources: found.slice(0, request.count).map((f) => f.resource), ...(found.length > request.count && last ? { next: { position: last.at } } : {}) });
  }
  return ok(await firstVisible(found, request.count, sightOf(visible)));
}

/** What of a list of everybody's may be shown, whatever was asked; undefined when that is about too many people. */
async function allVisible(candidates: readonly (Stored | undefined)[], visible: Visible | undefined): Promise<readonly Stored[] | undefined> {
  const sight = sightOf(visible);
  const there = candidates.filter((r) => r !== undefined);
  const shown: Stored[] = [];
  for (let i = 0; i < there.length; i += lookedAtOnce) {
    shown.push(...(await sight.of(there.slice(i, i + lookedAtOnce))));
    if (sight.isTired()) return undefined;
  }
  return shown;
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
