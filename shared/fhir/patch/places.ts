import '../validation/withoutWebSocket.ts';
import { evalFhirPathTyped, getAllDataTypes, toTypedValue, type InternalSchemaElement } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { installDataTypes } from '../validation/definitions.ts';

export type Fields = Record<string, unknown>;

/** An element in its parent: `parent[name]`, or one of the list there. */
export type Place = { readonly parent: Node; readonly name: string; readonly index?: number };

/** A complex value of the resource with its type, e.g. "PatientContact". */
export type Node = { readonly value: Fields; readonly type: string };

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What R4 says of an element by its own or, for a choice, its full name. `choice`: the name before the type. */
export function elementOf(type: string, name: string): { readonly element: InternalSchemaElement; readonly type: string; readonly choice?: string } | undefined {
  installDataTypes();
  const types = getAllDataTypes();
  const elements = Object.hasOwn(types, type) ? (types[type]?.elements ?? {}) : {};
  const own = Object.hasOwn(elements, name) ? elements[name] : undefined;
  if (own) return { element: own, type: own.type[0]?.code ?? '' };
  for (const [key, element] of Object.entries(elements)) {
    if (!key.endsWith('[x]') || !name.startsWith(key.slice(0, -3))) continue;
    const chosen = element.type.find(({ code }) => key.slice(0, -3) + capital(code) === name);
    if (chosen) return { element, type: chosen.code, choice: key.slice(0, -3) };
  }
  return undefined;
}

/** The name under which a value of a type stands: "value" and Quantity give "valueQuantity". */
export function nameFor(parent: string, name: string, type: string | undefined): string | undefined {
  if (elementOf(parent, name)) return name;
  const full = type === undefined ? undefined : name + capital(type);
  return full !== undefined && elementOf(parent, full) ? full : undefined;
}

/** Where every complex value of the resource stands. */
function nodesOf(root: Node): ReadonlyMap<unknown, { readonly node: Node; readonly place?: Place }> {
  const found = new Map<unknown, { node: Node; place?: Place }>([[root.value, { node: root }]]);
  const visit = (parent: Node): void => {
    for (const [name, value] of Object.entries(parent.value)) {
      const type = elementOf(parent.type, name)?.type;
      if (type === undefined) continue;
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      list.forEach((one, index) => {
        if (!isObject(one)) return;
        const node = { value: one, type: type === 'Resource' && typeof one['resourceType'] === 'string' ? one['resourceType'] : type };
        found.set(one, { node, place: { parent, name, ...(Array.isArray(value) ? { index } : {}) } });
        visit(node);
      });
    }
  };
  visit(root);
  return found;
}

/** A resource with the ways to its parts. A path that is no FHIRPath, or leads out of the resource, chooses undefined. */
export function placesIn(resource: Resource) {
  const root: Node = { value: resource as unknown as Fields, type: resource.resourceType };
  const evaluate = (path: string): readonly unknown[] | undefined => {
    try {
      return evalFhirPathTyped(path, [toTypedValue(resource)]).map((found) => found.value as unknown);
    } catch {
      return undefined;
    }
  };

  /** The complex values that a path chooses. */
  function nodes(path: string): readonly Node[] | undefined {
    const values = evaluate(path);
    const known = nodesOf(root);
    const found = values?.flatMap((value) => known.get(value)?.node ?? []);
    return found?.length === values?.length ? found : undefined;
  }

  /** The elements that a path chooses, simple ones by the last step of the path. */
  function places(path: string): readonly Place[] | undefined {
    const values = evaluate(path);
    if (!values) return undefined;
    const known = nodesOf(root);
    if (values.length > 0 && values.every(isObject)) {
      const found = values.flatMap((value) => known.get(value)?.place ?? []);
      return found.length === values.length ? found : undefined;
    }
    const [, before = '', name = '', at] = /^(?:(.+)\.)?([A-Za-z]\w*)(?:\[(\d+)\])?$/s.exec(path.trim()) ?? [];
    const parents = name === '' ? undefined : before === '' ? [root] : nodes(before);
    return parents?.flatMap((parent) => simplePlaces(parent, name, at === undefined ? undefined : Number(at)));
  }

  /** The list that a path names, also one that is not there yet. */
  function list(path: string): { readonly parent: Node; readonly name: string } | undefined {
    const found = places(path);
    if (!found) return undefined;
    const [first] = found;
    if (first) return found.every((p) => p.parent.value === first.parent.value && p.name === first.name && p.index !== undefined) ? first : undefined;
    const [, before = '', name = ''] = /^(?:(.+)\.)?([A-Za-z]\w*)$/s.exec(path.trim()) ?? [];
    const parents = before === '' ? [root] : nodes(before);
    const [parent] = parents ?? [];
    return parent && parents?.length === 1 && elementOf(parent.type, name)?.element.isArray ? { parent, name } : undefined;
  }

  /** Where a complex value stands; undefined for the resource itself. */
  const placeOf = (value: Fields): Place | undefined => nodesOf(root).get(value)?.place;

  return { nodes, places, list, placeOf };
}

function simplePlaces(parent: Node, name: string, at: number | undefined): Place[] {
  const key = Object.keys(parent.value).find((k) => k === name || elementOf(parent.type, k)?.choice === name);
  if (key === undefined) return [];
  const value = parent.value[key];
  if (!Array.isArray(value)) return at === undefined || at === 0 ? [{ parent, name: key }] : [];
  if (at !== undefined) return at < value.length ? [{ parent, name: key, index: at }] : [];
  return value.map((_, index) => ({ parent, name: key, index }));
}
