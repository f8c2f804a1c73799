import type { List, ResourceType, ValueSet, ValueSetExpansionContains } from '@medplum/fhirtypes';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { SearchRefusal, Stored } from '../repository.ts';
import { parseReference, referenceTo } from '../references.ts';
import { parametersOf, type SimpleParameter } from './definitions.ts';
import type { Clause, SearchRequest, SearchValue } from './request.ts';
import { valuesAt } from './values.ts';

/** Finds all the resources of a plain query, for the inner part of a chain: by an index, or also by a list of the whole type. */
export type FindAll = (type: ResourceType, query: string, way: 'indexed' | 'listed') => Promise<Result<readonly Stored[], SearchRefusal>>;

/** All resources that meet the plain clauses of a request, refused when no index leads to them. */
export type FindCandidates = (request: SearchRequest) => Promise<Result<readonly Stored[], SearchRefusal>>;

type Lookup = { readonly type: ResourceType; readonly findAll: FindAll; readonly candidates: () => Promise<Result<readonly Stored[], SearchRefusal>> };

const isPlain = (clause: Clause): boolean => clause.kind === 'simple' || clause.kind === 'missing' || clause.kind === 'composite' || clause.kind === 'compartment';

/**
 * A request whose chains, `_has`, lists and value sets are replaced by the values that they lead to. What a chain asks
 * for is found by itself, or, where that is too costly, among what the other clauses lead to.
 */
export async function resolveChains(request: SearchRequest, findAll: FindAll, findCandidates: FindCandidates): Promise<Result<SearchRequest, SearchRefusal>> {
  let known: ReturnType<FindCandidates> | undefined;
  const candidates = () => (known ??= findCandidates({ ...request, clauses: request.clauses.filter(isPlain), sort: [], include: [], revinclude: [] }));
  const clauses: Clause[] = [];
  for (const clause of request.clauses) {
    const resolved = await resolve(clause, { type: request.type, findAll, candidates });
    if (!resolved.ok) return resolved;
    clauses.push(resolved.value);
  }
  return ok({ ...request, clauses });
}

async function resolve(clause: Clause, lookup: Lookup): Promise<Result<Clause, SearchRefusal>> {
  switch (clause.kind) {
    case 'chain':
      return await resolveChain(clause, lookup);
    case 'has':
      return await resolveHas(clause, lookup);
    case 'list':
      return await resolveList(clause, lookup);
    case 'value-set':
      return await resolveValueSet(clause, lookup);
    case 'simple':
    case 'missing':
    case 'composite':
    case 'compartment':
      return ok(clause);
  }
}

/** From so many on, looking at each one's neighbours is dearer than what the client may add. */
const mostCandidates = 200;

/**
 * The inner search by an index, or else narrowed to what the candidates of the outer one have to do with it, or else, where
 * neither is possible, by the list of the whole type.
 */
async function findInner({ findAll, candidates }: Lookup, type: ResourceType, query: string, narrowed: (outer: readonly Stored[]) => { readonly code: string; readonly values: readonly string[] }): Promise<Result<readonly Stored[], SearchRefusal>> {
  const found = await findAll(type, query, 'indexed');
  if (found.ok || found.error.kind !== 'too-costly') return found;
  const outer = await candidates();
  if (!outer.ok || outer.value.length > mostCandidates) return await findAll(type, query, 'listed');
  const { code, values } = narrowed(outer.value);
  if (values.length > mostCandidates) return await findAll(type, query, 'listed');
  return values.length === 0 ? ok([]) : await findAll(type, `${query}&${new URLSearchParams({ [code]: values.join(',') }).toString()}`, 'indexed');
}

async function resolveChain(clause: Extract<Clause, { kind: 'chain' }>, lookup: Lookup): Promise<Result<Clause, SearchRefusal>> {
  const values: SearchValue[] = [];
  for (const target of clause.targets) {
    const found = await findInner(lookup, target, clause.query, (outer) => ({ code: '_id', values: idsOf(target, outer.flatMap((r) => referencesAt(r, clause.parameter))) }));
    if (!found.ok) return found;
    values.push(...found.value.map((r) => ({ type: 'reference' as const, resourceType: r.resourceType, id: r.id })));
  }
  return ok({ kind: 'simple', name: clause.name, parameter: clause.parameter, values });
}

async function resolveHas(clause: Extract<Clause, { kind: 'has' }>, lookup: Lookup): Promise<Result<Clause, SearchRefusal>> {
  const found = await findInner(lookup, clause.source, clause.query, (outer) => ({ code: clause.parameter.code, values: outer.map(referenceTo) }));
  return found.ok ? ok(idClause(clause.name, lookup.type, found.value.flatMap((r) => referencesAt(r, clause.parameter)))) : found;
}

const referencesAt = (resource: Stored, { paths }: SimpleParameter): (string | undefined)[] => valuesAt(resource, paths).map(({ value }) => (value as { reference?: string }).reference);

/** Ids of the local resources of a type among the references. */
function idsOf(type: ResourceType, references: readonly (string | undefined)[]): string[] {
  const parsed = references.map((text) => (text === undefined ? undefined : parseReference(text)));
  return [...new Set(parsed.flatMap((reference) => (reference?.local && reference.type === type ? [reference.id] : [])))];
}

async function resolveList(clause: Extract<Clause, { kind: 'list' }>, { type, findAll }: Lookup): Promise<Result<Clause, SearchRefusal>> {
  const found = await findAll('List', `_id=${clause.id}`, 'indexed');
  if (!found.ok) return found;
  const entries = found.value.flatMap((list) => (list as List).entry ?? []).filter((entry) => entry.deleted !== true);
  return ok(idClause(clause.name, type, entries.map(({ item }) => item?.reference)));
}

/** The resources of the type among the references, as if asked for by `_id`. */
function idClause(name: string, type: ResourceType, references: readonly (string | undefined)[]): Clause {
  const byId = parametersOf(type)?.get('_id');
  if (!byId || byId.type === 'composite') throw new Error('_id is a token parameter');
  return { kind: 'simple', name, parameter: byId, values: idsOf(type, references).map((code) => ({ type: 'token' as const, code, text: '' })) };
}

/** A ValueSet that lists its codes, expanded or by enumeration; one that would have to be computed is refused by name. */
async function resolveValueSet(clause: Extract<Clause, { kind: 'value-set' }>, { findAll }: Lookup): Promise<Result<Clause, SearchRefusal>> {
  const { name, valueSet, parameter, negated } = clause;
  const id = /^ValueSet\/([A-Za-z0-9\-.]{1,64})$/.exec(valueSet)?.[1];
  const found = await findAll('ValueSet', id === undefined ? `url=${encodeURIComponent(valueSet.split('|')[0]?.replaceAll(',', '\\,') ?? '')}` : `_id=${id}`, 'indexed');
  if (!found.ok) return found;
  const [stored] = found.value;
  const codes = stored && codesOf(stored as ValueSet);
  if (!codes) return refuse({ kind: 'invalid-value', parameter: name, reason: 'not a ValueSet stored here that lists its codes' });
  const values = codes.map(({ system, code }) => ({ type: 'token' as const, ...(system ? { system } : {}), code, text: '' }));
  return ok({ kind: 'simple', name, parameter, values, ...(negated ? { modifier: 'not' } : {}) });
}

type Code = { readonly system?: string; readonly code: string };

function codesOf({ expansion, compose }: ValueSet): readonly Code[] | undefined {
  if (expansion?.contains) return containedIn(expansion.contains);
  const include = compose?.include ?? [];
  if (include.length === 0 || compose?.exclude || include.some((one) => !one.concept || one.valueSet)) return undefined;
  return include.flatMap(({ system, concept = [] }) => concept.flatMap(({ code }) => (code ? [{ ...(system ? { system } : {}), code }] : [])));
}

const containedIn = (contains: readonly ValueSetExpansionContains[]): Code[] =>
  contains.flatMap(({ system, code, abstract, contains: inner = [] }) => [...(code && abstract !== true ? [{ ...(system ? { system } : {}), code }] : []), ...containedIn(inner)]);
