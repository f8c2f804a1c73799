import type { ResourceType } from '@medplum/fhirtypes';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { Reference, SearchRefusal } from '../repository.ts';
import { isResourceType, parametersOf, type CompositeParameter, type SearchParameterDefinition, type SimpleParameter } from './definitions.ts';
import { parseValue, splitEscaped } from './parseValue.ts';
import { invalidValue, SearchFault, unknownParameter, type Clause, type Include, type SearchRequest } from './request.ts';

/** How the search of a compartment names it, "Patient/p1". No client's parameter: the door refuses it. */
export const compartmentParameter = '_compartment';

/** Told once, or it would not be plain which is meant. */
const single = new Set(['_count', '_sort', compartmentParameter]);

export const defaultCount = 100;
export const largestCount = 1000;

/**
 * Reads a query by R4's search parameters of the type. Everything unknown is refused by name, so that a misspelt
 * filter never widens an answer.
 */
export function parseSearch(type: ResourceType, query: string | URLSearchParams): Result<SearchRequest, SearchRefusal> {
  const parameters = parametersOf(type);
  if (!parameters) return refuse({ kind: 'unknown-parameter', parameter: type });
  try {
    return ok(parse(type, parameters, new URLSearchParams(query)));
  } catch (error) {
    if (error instanceof SearchFault) return refuse(error.refusal);
    throw error;
  }
}

function parse(type: ResourceType, parameters: ReadonlyMap<string, SearchParameterDefinition>, query: URLSearchParams): SearchRequest {
  const clauses: Clause[] = [];
  const sort: SearchRequest['sort'][number][] = [];
  const include: Include[] = [];
  const revinclude: Include[] = [];
  let count = defaultCount;
  for (const [name, value] of query) {
    if (single.has(name) && query.getAll(name).length > 1) throw invalidValue(name, 'more than once');
    if (name === '_count') count = parseCount(value);
    else if (name === '_list') clauses.push(parseList(name, value));
    else if (name === compartmentParameter) clauses.push({ kind: 'compartment', name, of: value as Reference });
    else if (name === '_sort') sort.push(...value.split(',').map((key) => sortKey(parameters, key)));
    else if (/^_include(:iterate|:recurse)?$/.test(name)) include.push(...parseIncludes(type, name, value));
    else if (/^_revinclude(:iterate|:recurse)?$/.test(name)) revinclude.push(parseInclude(name, value));
    else clauses.push(parseClause(parameters, name, value));
  }
  return { type, clauses, sort, count, include, revinclude };
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw invalidValue('_count', 'not a whole number');
  return Math.min(Number(value), largestCount);
}

function parseList(name: string, value: string): Clause {
  // "$current-medications" and its like are lists that the server would have to make up.
  const id = /^(?:List\/)?([A-Za-z0-9\-.]{1,64})$/.exec(value)?.[1];
  if (id === undefined) throw invalidValue(name, 'must be the id of a List');
  return { kind: 'list', name, id };
}

function sortKey(parameters: ReadonlyMap<string, SearchParameterDefinition>, key: string) {
  const descending = key.startsWith('-');
  const parameter = parameters.get(descending ? key.slice(1) : key);
  if (!parameter || parameter.type === 'composite') throw invalidValue('_sort', 'not a search parameter of this type');
  return { parameter, descending };
}

/** One, or all references of a type by the wildcard: "*", "Observation:*". */
function parseIncludes(type: ResourceType, name: string, value: string): Include[] {
  const [source, code, more] = value === '*' ? [type, '*'] : value.split(':');
  if (code !== '*' || more !== undefined) return [parseInclude(name, value)];
  const references = [...(parametersOf(source ?? '')?.values() ?? [])].filter((p) => p.type === 'reference');
  if (!isResourceType(source ?? '')) throw invalidValue(name, 'must be Type:reference-parameter, Type:* or *');
  return references.map((parameter) => parseInclude(name, `${source}:${parameter.code}`));
}

function parseInclude(name: string, value: string): Include {
  const [source = '', code = '', target] = value.split(':');
  const parameter = parametersOf(source)?.get(code);
  if (!parameter || parameter.type !== 'reference' || (target && !isResourceType(target))) throw invalidValue(name, 'must be Type:reference-parameter or Type:reference-parameter:Target');
  return { source: source as ResourceType, parameter, ...(target ? { target: target as ResourceType } : {}), ...(name.includes(':') ? { iterate: true as const } : {}) };
}

const modifiers: Readonly<Record<SimpleParameter['type'], readonly string[]>> = {
  string: ['exact', 'contains'],
  token: ['not', 'text', 'above', 'below', 'of-type'],
  reference: ['identifier'],
  date: [],
  number: [],
  quantity: [],
  uri: ['below', 'above'],
};

/** Links of a chain and of `_has` together. Each may lead to several types, whose number multiplies from link to link. */
const mostLinks = 5;

function parseClause(parameters: ReadonlyMap<string, SearchParameterDefinition>, name: string, value: string): Clause {
  if ((name.match(/\.|_has:/g) ?? []).length > mostLinks) throw invalidValue(name, `at most ${mostLinks} links`);
  if (name.startsWith('_has:')) return parseHas(name, value);
  const dot = name.indexOf('.');
  const [code = '', modifier, more] = (dot < 0 ? name : name.slice(0, dot)).split(':');
  const parameter = parameters.get(code);
  if (!parameter || more !== undefined) throw unknownParameter(name);
  if (dot >= 0) return parseChain(name, parameter, modifier, `${encodeURIComponent(name.slice(dot + 1))}=${encodeURIComponent(value)}`);
  if (parameter.type === 'composite') {
    if (modifier) throw unknownParameter(name);
    return { kind: 'composite', name, parameter, values: splitEscaped(value, ',').map((one) => compositeValue(name, parameter, one)) };
  }
  if (modifier === 'missing') {
    if (value !== 'true' && value !== 'false') throw invalidValue(name, 'must be true or false');
    return { kind: 'missing', name, parameter, missing: value === 'true' };
  }
  if (parameter.type === 'token' && (modifier === 'in' || modifier === 'not-in')) {
    if (value === '') throw invalidValue(name, 'empty');
    return { kind: 'value-set', name, parameter, valueSet: value, negated: modifier === 'not-in' };
  }
  if (modifier === 'of-type' && !parameter.paths.every(({ type }) => type === 'Identifier')) throw unknownParameter(name);
  const typed = parameter.type === 'reference' && modifier !== undefined && isTarget(parameter, modifier);
  if (modifier !== undefined && !typed && !modifiers[parameter.type].includes(modifier)) throw unknownParameter(name);
  const values = splitEscaped(value, ',').map((one) => parseValue(name, parameter.type, one, modifier));
  return { kind: 'simple', name, parameter, values, ...(modifier && !typed ? { modifier } : {}) };
}

/** Whether references of the parameter may point to the type. */
const isTarget = ({ targets }: SimpleParameter, type: string): boolean => isResourceType(type) && (targets[0] === '*' || targets.includes(type));

function compositeValue(name: string, parameter: CompositeParameter, value: string) {
  const parts = splitEscaped(value, '$');
  const expected = parameter.places[0]?.parts ?? [];
  if (parts.length !== expected.length) throw invalidValue(name, `needs ${expected.length} parts separated by $`);
  return parts.map((part, i) => parseValue(name, expected[i]?.type ?? 'string', part));
}

function parseChain(name: string, parameter: SearchParameterDefinition, modifier: string | undefined, query: string): Clause {
  if (parameter.type !== 'reference') throw unknownParameter(name);
  if (modifier !== undefined && !isTarget(parameter, modifier)) throw unknownParameter(name);
  const targets = (modifier ? [modifier] : parameter.targets) as readonly ResourceType[];
  if (targets.length !== 1 || parameter.targets[0] === '*') {
    // A chain over several types is only what all the types understand.
    const fitting = targets.filter((t) => parseSearch(t, query).ok);
    if (fitting.length === 0) throw unknownParameter(name);
    return { kind: 'chain', name, parameter, targets: fitting, query };
  }
  const inner = parseSearch(targets[0] as ResourceType, query);
  if (!inner.ok) throw inner.error.kind === 'invalid-value' ? invalidValue(name, inner.error.reason) : unknownParameter(name);
  return { kind: 'chain', name, parameter, targets, query };
}

function parseHas(name: string, value: string): Clause {
  const [, source = '', code = '', ...rest] = name.split(':');
  const parameter = parametersOf(source)?.get(code);
  if (!parameter || parameter.type !== 'reference' || rest.length === 0) throw unknownParameter(name);
  const query = `${encodeURIComponent(rest.join(':'))}=${encodeURIComponent(value)}`;
  const inner = parseSearch(source as ResourceType, query);
  if (!inner.ok) throw inner.error.kind === 'invalid-value' ? invalidValue(name, inner.error.reason) : unknownParameter(name);
  return { kind: 'has', name, source: source as ResourceType, parameter, query };
}
