import type { ResourceType } from '@medplum/fhirtypes';
import { compartmentPaths, datingParameter } from '../fhir/compartment.ts';
import type { Reference } from '../fhir/repository.ts';
import { serviceOffset } from '../fhir/search/dates.ts';
import { holdsItself, membership } from '../fhir/search/compartments.ts';
import type { SimpleParameter } from '../fhir/search/definitions.ts';
import type { Clause, SearchRequest, SearchValue } from '../fhir/search/request.ts';
import { fold } from '../kernel/fold.ts';
import type { QueryRange } from './connection.ts';
import { dateBounds, dateSpan } from './dateBounds.ts';
import { isListedByDate, listedTypes, namedTypes, pathName, statusFirst } from './indexing.ts';
import { dayShards, listShards, wordShards, type Keys } from './keys.ts';

/** Where the candidates of a search stand. `dated`: in the order of the clinical date. */
export type Source = { readonly range: QueryRange; readonly dated: boolean };

/** `listed`: the sources are one list of the whole type, spread over partitions. */
export type Plan = { readonly kind: 'ids'; readonly references: readonly Reference[] } | { readonly kind: 'sources'; readonly sources: readonly Source[]; readonly listed?: true };

type SimpleClause = Extract<Clause, { kind: 'simple' }>;
type Option = { readonly rank: number; readonly plan: Plan };

/** The cheapest way to the candidates; undefined when only a scan would find them. */
export function planFor(request: SearchRequest, keys: Keys): Plan | undefined {
  const options = request.clauses
    .filter((clause): clause is SimpleClause => clause.kind === 'simple')
    .map((clause) => optionFor(clause, request, keys))
    .filter((option) => option !== undefined);
  const compartment = request.clauses.find((clause) => clause.kind === 'compartment');
  const members = compartment && membersOf(compartment.of, request, keys);
  if (members) options.push(members);
  if (listedTypes.has(request.type)) options.push({ rank: 9, plan: sources(shards(listShards).map((shard) => ({ range: { pk: keys.list(request.type, shard) }, dated: false }))) });
  return options.toSorted((a, b) => a.rank - b.rank)[0]?.plan;
}

/** The list of the whole type, as far as the dates asked for reach: the last way, where a deployment keeps such lists (ADR 131). */
export function listPlan(request: SearchRequest, keys: Keys): Plan | undefined {
  if (!isListedByDate(request.type, keys)) return undefined;
  return { kind: 'sources', listed: true, sources: shards(listShards).map((shard) => ({ range: datedRange(request, keys.list(request.type, shard), ''), dated: true })) };
}

/** The record of a patient stands together; members of another compartment point to what it is named after. */
function membersOf(of: Reference, request: SearchRequest, keys: Keys): Option | undefined {
  const [compartment = '', id = ''] = of.split('/');
  if (compartment === 'Patient') return { rank: 4, plan: sources([{ range: recordRange(request, of, keys), dated: true }]) };
  if (compartment === request.type && holdsItself(compartment)) return { rank: 0, plan: { kind: 'ids', references: [`${request.type}/${id}`] } };
  // The audit log is found by patient and by day alone.
  if (request.type === 'AuditEvent') return undefined;
  const found = membership(compartment, request.type).flatMap((parameter) => referenceSources(parameter, of, request, keys));
  return found.length === 0 ? undefined : { rank: rankOf(compartment), plan: sources(distinct(found)) };
}

const distinct = (found: readonly Source[]): Source[] => [...new Map(found.map((s) => [JSON.stringify(s.range), s])).values()];

const sources = (list: readonly Source[]): Plan => ({ kind: 'sources', sources: list });
const shards = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function optionFor(clause: SimpleClause, request: SearchRequest, keys: Keys): Option | undefined {
  const { parameter, modifier, values } = clause;
  if (parameter.code === '_id' && !modifier) return idOption(values, request.type);
  if (parameter.type === 'token' && (!modifier || modifier === 'of-type')) return tokenOption(parameter, values, request.type, keys);
  if (parameter.type === 'reference' && !modifier) return referenceOption(parameter, values, request, keys);
  if (request.type === 'AuditEvent' && parameter.code === 'date') return dayOption(values, request, keys);
  if (parameter.code === 'birthdate' && namedTypes.has(request.type)) return birthOption(values, request.type, keys);
  if (parameter.type === 'string' && modifier !== 'contains') return nameOption(parameter, values, request.type, keys);
  return undefined;
}

const idOption = (values: readonly SearchValue[], type: ResourceType): Option => ({
  rank: 0,
  plan: { kind: 'ids', references: [...new Set(values.flatMap((v) => (v.type === 'token' && v.code && /^[A-Za-z0-9\-.]{1,64}$/.test(v.code) ? [`${type}/${v.code}` as const] : [])))] },
});

function tokenOption(parameter: SimpleParameter, values: readonly SearchValue[], type: ResourceType, keys: Keys): Option | undefined {
  const telecom = ['telecom', 'phone', 'email'].includes(parameter.code) && namedTypes.has(type);
  if (parameter.code !== 'identifier' && !telecom) return undefined;
  const codes = values.map((v) => (v.type === 'token' ? v.code : v.type === 'typed-identifier' ? v.value : undefined)).filter((c) => c !== undefined);
  if (codes.length < values.length) return undefined;
  return { rank: telecom ? 2 : 1, plan: sources(codes.map((code) => ({ range: { pk: keys.token(type, telecom ? 'telecom' : 'identifier', code) }, dated: false }))) };
}

/** How many resources a target of a type has around it, roughly: fewer is better. */
const rankOf = (target: string): number => (target === 'Organization' ? 7 : target === 'Practitioner' || target === 'Location' || target === 'PractitionerRole' ? 6 : target === 'Patient' ? 4 : 3);

function referenceOption(parameter: SimpleParameter, values: readonly SearchValue[], request: SearchRequest, keys: Keys): Option | undefined {
  if (request.type === 'AuditEvent' && parameter.code !== 'patient') return undefined;
  if (parameter.paths.some(({ type }) => type !== 'Reference')) return undefined;
  const found: Source[] = [];
  let rank = 3;
  for (const value of values) {
    if (value.type !== 'reference' || value.url !== undefined || value.id === undefined) return undefined;
    const targets = value.resourceType ? [value.resourceType] : parameter.targets;
    if (targets.length === 0 || targets.length > 8 || targets[0] === '*') return undefined;
    for (const target of targets) {
      found.push(...referenceSources(parameter, `${target}/${value.id}`, request, keys));
      rank = Math.max(rank, rankOf(target));
    }
  }
  return { rank, plan: sources(distinct(found)) };
}

/** What a patient's record holds of the type, as far as the dates asked for reach. */
const recordRange = (request: SearchRequest, patient: string, keys: Keys): QueryRange => datedRange(request, keys.compartment(patient, request.type), '');

function datedRange(request: SearchRequest, pk: string, prefix: string): QueryRange {
  const bounds = dateBounds(request, datingParameter(request.type));
  return bounds ? { pk, between: { from: `${prefix}${bounds.from}`, to: `${prefix}${bounds.to}` } } : { pk, ...(prefix ? { prefix } : {}) };
}

function referenceSources(parameter: SimpleParameter, target: string, request: SearchRequest, keys: Keys): Source[] {
  const type = request.type;
  const inRecord = compartmentPaths(type);
  const within = (pk: string, prefix: string) => datedRange(request, pk, prefix);
  return parameter.paths
    .filter((path) => !path.target || target.startsWith(`${path.target}/`))
    .flatMap((path): Source[] => {
      const name = pathName(path);
      if (target.startsWith('Patient/') && inRecord.has(name)) return [{ range: recordRange(request, target, keys), dated: true }];
      const pk = keys.reference(target, type);
      if (!statusFirst[type]?.includes(name)) return [{ range: within(pk, `${name}#`), dated: true }];
      const statuses = statusesOf(request);
      if (!statuses) return [{ range: { pk, prefix: `${name}#` }, dated: false }];
      return statuses.map((status) => ({ range: within(pk, `${name}#${status}#`), dated: true }));
    });
}

function statusesOf({ clauses }: SearchRequest): string[] | undefined {
  const clause = clauses.find((c): c is SimpleClause => c.kind === 'simple' && c.parameter.code === 'status' && c.modifier === undefined);
  const codes = clause?.values.map((v) => (v.type === 'token' ? v.code : undefined)).filter((c) => c !== undefined);
  return codes && codes.length === clause?.values.length ? codes : undefined;
}

const dayLength = 86_400_000;
const zone = Number.parseInt(serviceOffset, 10) * 3_600_000;

/** Only whole days: there is a partition for each birth date. */
function birthOption(values: readonly SearchValue[], type: ResourceType, keys: Keys): Option | undefined {
  const days = values.map((v) => (v.type === 'date' && v.prefix === 'eq' && v.range.high - v.range.low === dayLength - 1 ? new Date(v.range.low + zone).toISOString().slice(0, 10) : undefined));
  const whole = days.filter((d) => d !== undefined);
  return whole.length < values.length ? undefined : { rank: 5, plan: sources(whole.map((d) => ({ range: { pk: keys.birth(type, d) }, dated: false }))) };
}

const longestSpan = 31;

/** The audit log day by day (UTC), for at most a month. */
function dayOption(values: readonly SearchValue[], request: SearchRequest, keys: Keys): Option | undefined {
  if (values.length !== 1 || values[0]?.type !== 'date') return undefined;
  const span = dateSpan(request, datingParameter(request.type));
  if (!span || !Number.isFinite(span.high - span.low) || span.high - span.low > longestSpan * dayLength) return undefined;
  const first = Math.floor(span.low / dayLength);
  const days = Array.from({ length: Math.floor(span.high / dayLength) - first + 1 }, (_, i) => new Date((first + i) * dayLength).toISOString().slice(0, 10));
  return { rank: 8, plan: sources(days.flatMap((day) => shards(dayShards).map((shard) => ({ range: { pk: keys.day(request.type, day, shard) }, dated: false })))) };
}

const nameParameters = new Set(['name', 'family', 'given', 'phonetic']);

/** By the first word; a word of one letter would be a scan of the alphabet. */
function nameOption(parameter: SimpleParameter, values: readonly SearchValue[], type: ResourceType, keys: Keys): Option | undefined {
  if (!namedTypes.has(type) || !nameParameters.has(parameter.code)) return undefined;
  const texts = values.map((v) => (v.type === 'string' ? fold(v.text).split(' ') : []));
  if (texts.some(([first = '', next]) => first.length < 2 && next === undefined)) return undefined;
  const found = texts.flatMap(([first = '', next]) =>
    shards(wordShards).map((shard) => ({ range: { pk: keys.word(type, first.slice(0, 2), shard), prefix: next === undefined ? first.slice(0, 40) : `${first.slice(0, 40)}#` }, dated: false })),
  );
  return { rank: 8, plan: sources(found) };
}

/** What to add to a query that would need a scan. */
export function whatToAdd(type: ResourceType): string[] {
  const record = compartmentPaths(type).size > 0 ? ['patient'] : [];
  if (type === 'AuditEvent') return ['_id', 'patient', 'date'];
  return ['_id', 'identifier', ...record, ...(namedTypes.has(type) ? ['birthdate', 'name', 'phone'] : []), ...(type === 'Task' ? ['owner', 'requester'] : []), ...(type === 'Slot' ? ['schedule'] : [])];
}
