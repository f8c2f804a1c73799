import { getAllDataTypes } from '@medplum/core';
import {
  GraphQLBoolean, GraphQLFloat, GraphQLInt, GraphQLInterfaceType, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLScalarType, GraphQLSchema, GraphQLString, Kind,
  type GraphQLFieldConfig, type GraphQLFieldConfigArgumentMap, type GraphQLOutputType,
} from 'graphql';
import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { isResourceType, parametersOf } from '../../../shared/fhir/search/definitions.ts';
import { installDataTypes } from '../../../shared/fhir/validation/definitions.ts';

/** How resources get into an answer; everything that goes through here is what the caller may read. */
export type GraphqlSource = {
  readonly read: (reference: string) => Promise<Resource | null>;
  readonly search: (type: ResourceType, query: URLSearchParams) => Promise<{ readonly resources: readonly Resource[]; readonly next?: string }>;
};

/** What a query mentions: the schema is made of that and nothing else. */
export type Mentioned = { readonly fields: ReadonlySet<string>; readonly types: ReadonlySet<string>; readonly arguments: ReadonlySet<string> };

type Field = GraphQLFieldConfig<unknown, GraphqlSource>;
type Element = { readonly isArray?: boolean; readonly type: readonly { readonly code: string }[] };

/** A search value may be written as a text, a number, a boolean or a word. */
const searchValue = new GraphQLScalarType<string>({
  name: 'SearchValue',
  parseValue: (value) => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : wrong()),
  parseLiteral: (node) => (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.ENUM ? node.value : node.kind === Kind.BOOLEAN ? String(node.value) : wrong()),
});

function wrong(): never {
  throw new TypeError('a text, a number, a boolean or a word');
}

const scalars: Readonly<Record<string, GraphQLScalarType>> = { integer: GraphQLInt, positiveInt: GraphQLInt, unsignedInt: GraphQLInt, decimal: GraphQLFloat, boolean: GraphQLBoolean };

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * R4's GraphQL (R4 2.1.20) for one query: `Patient(id:)`, `PatientList(…)`, `PatientConnection(…)` at the system level,
 * the fields of `root` at the level of a resource; `resource` follows a reference, `XList(_reference: …)` comes back.
 * Made of what the query mentions: the whole of R4 would be 150 types with thousands of fields for every question.
 */
export function schemaFor({ fields: named, types, arguments: given }: Mentioned, root?: ResourceType): GraphQLSchema {
  installDataTypes();
  const all = getAllDataTypes();
  const made = new Map<string, GraphQLObjectType>();
  const anyResource: GraphQLInterfaceType = new GraphQLInterfaceType({
    name: 'Resource',
    fields: { resourceType: { type: GraphQLString }, id: { type: GraphQLString } },
    resolveType: (value) => ((value as Resource).resourceType in mentionedTypes ? (value as Resource).resourceType : 'OtherResource'),
  });
  const mentionedTypes = Object.fromEntries([...types].filter(isResourceType).map((type) => [type, true]));
  const other = new GraphQLObjectType({ name: 'OtherResource', interfaces: [anyResource], fields: { resourceType: { type: GraphQLString }, id: { type: GraphQLString } } });

  function objectType(name: string): GraphQLObjectType {
    const known = made.get(name);
    if (known) return known;
    const type: GraphQLObjectType = new GraphQLObjectType({ name, ...(isResourceType(name) ? { interfaces: [anyResource] } : {}), fields: () => fieldsOf(name) });
    made.set(name, type);
    return type;
  }

  /** Of the fields of a type those that the query mentions; one always, since a type may not be empty. */
  function fieldsOf(name: string): Record<string, Field> {
    const fields: Record<string, Field> = isResourceType(name) ? { resourceType: { type: GraphQLString }, id: { type: GraphQLString } } : { id: { type: GraphQLString } };
    for (const [key, element] of Object.entries(all[name]?.elements ?? {}) as [string, Element][])
      for (const { code } of element.type) {
        const field = key.endsWith('[x]') ? key.slice(0, -3) + upper(code) : key;
        if (named.has(field) && !fields[field]) fields[field] = fieldOf(code, element.isArray === true);
      }
    if (name === 'Reference' && named.has('resource')) fields['resource'] = { type: anyResource, args: { type: { type: searchValue }, optional: { type: GraphQLBoolean } }, resolve: follow };
    if (isResourceType(name)) Object.assign(fields, searches(true));
    return fields;
  }

  function fieldOf(code: string, isArray: boolean): Field {
    const type = typeOf(code);
    if (!isArray) return { type };
    const children = type instanceof GraphQLObjectType ? (all[code]?.elements as Record<string, Element> | undefined) : undefined;
    const filters = Object.entries(children ?? {}).filter(([name, element]) => given.has(name) && !name.endsWith('[x]') && !element.isArray && isPrimitive(element.type[0]?.code ?? '')).map(([name]) => [name, { type: searchValue }] as const);
    return { type: new GraphQLList(type), args: { ...Object.fromEntries(filters), _count: { type: GraphQLInt }, _offset: { type: GraphQLInt } }, resolve: chosen };
  }

  function typeOf(code: string): GraphQLOutputType {
    if (code === 'Resource' || code === 'DomainResource') return anyResource;
    if (isPrimitive(code)) return scalars[code] ?? GraphQLString;
    return objectType(code);
  }

  /** `XList` and `XConnection` for the types that the query names; of a resource only those that point to it. */
  function searches(reverse: boolean): Record<string, Field> {
    const found: Record<string, Field> = {};
    for (const field of named) {
      const [, type = '', form] = /^([A-Z]\w+?)(List|Connection)$/.exec(field) ?? [];
      if (!isResourceType(type)) continue;
      const args = { ...searchArguments(type), ...(reverse ? { _reference: { type: new GraphQLNonNull(searchValue) } } : {}) };
      const resolve: Field['resolve'] = async (source, values, { search }) => await searchFor(type as ResourceType, source, values, search, form === 'Connection');
      found[field] = { type: form === 'List' ? new GraphQLList(objectType(type)) : connection(type), args, resolve };
    }
    return found;
  }

  function searchArguments(type: string): GraphQLFieldConfigArgumentMap {
    const codes = [...(parametersOf(type)?.keys() ?? []), '_count', '_sort', '_cursor'].map((code) => code.replaceAll('-', '_'));
    return Object.fromEntries(codes.filter((code) => given.has(code)).map((code) => [code, { type: new GraphQLList(searchValue) }]));
  }

  function connection(type: string): GraphQLObjectType {
    const name = `${type}Connection`;
    const edge = new GraphQLObjectType({ name: `${type}Edge`, fields: { mode: { type: GraphQLString }, resource: { type: objectType(type) } } });
    const known = made.get(name) ?? new GraphQLObjectType({ name, fields: { pagesize: { type: GraphQLInt }, next: { type: GraphQLString }, edges: { type: new GraphQLList(edge) } } });
    made.set(name, known);
    return known;
  }

  function rootFields(): Record<string, Field> {
    const single = [...named].filter(isResourceType).map((type): [string, Field] => [
      type,
      { type: objectType(type), args: { id: { type: new GraphQLNonNull(searchValue) } }, resolve: async (_, { id }: { id?: string }, { read }) => await read(`${type}/${id ?? ''}`) },
    ]);
    const fields = { ...Object.fromEntries(single), ...searches(false) };
    // A schema needs something to ask for, so that what is wrong with the query can be said.
    return Object.keys(fields).length > 0 ? fields : { resourceType: { type: GraphQLString } };
  }

  const query = root ? objectType(root) : new GraphQLObjectType({ name: 'Query', fields: rootFields });
  return new GraphQLSchema({ query, types: [other, ...Object.keys(mentionedTypes).map(objectType)] });
}

const isPrimitive = (code: string): boolean => /^[a-z]/.test(code) || code.startsWith('http://hl7.org/fhirpath/');

const follow: Field['resolve'] = async (source, { type }: { type?: string }, { read }) => {
  const { reference = '' } = source as { reference?: string };
  return type === undefined || reference.startsWith(`${type}/`) ? await read(reference) : null;
};

/** Of a list those whose elements have the values asked for, as a part of it. */
const chosen: Field['resolve'] = (source, { _count, _offset = 0, ...filters }: { _count?: number; _offset?: number; [name: string]: unknown }, _context, { fieldName }) => {
  const list = (source as Record<string, unknown>)[fieldName];
  if (!Array.isArray(list)) return undefined;
  const fitting = (list as readonly Record<string, unknown>[]).filter((one) => Object.entries(filters).every(([name, value]) => String(one[name]) === value));
  return fitting.slice(Math.max(0, _offset), _count === undefined ? undefined : Math.max(0, _offset) + Math.max(0, _count));
};

async function searchFor(type: ResourceType, source: unknown, values: Readonly<Record<string, unknown>>, search: GraphqlSource['search'], asConnection: boolean): Promise<unknown> {
  const query = new URLSearchParams();
  const codes = new Map([...(parametersOf(type)?.keys() ?? [])].map((code) => [code.replaceAll('-', '_'), code]));
  for (const [name, value] of Object.entries(values))
    for (const one of [value].flat() as string[]) {
      if (name === '_reference') query.append(codes.get(one) ?? one, `${(source as Resource).resourceType}/${(source as Resource).id ?? ''}`);
      else query.append(codes.get(name) ?? name, one);
    }
  const { resources, next } = await search(type, query);
  return asConnection ? { pagesize: resources.length, next, edges: resources.map((resource) => ({ mode: 'match', resource })) } : resources;
}
