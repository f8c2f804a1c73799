import type { Resource } from '@medplum/fhirtypes';
import { copied, putNumber, settled } from '../decimals.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { PatchOperation, PatchValue } from './operations.ts';
import { elementOf, nameFor, placesIn, type Fields, type Place } from './places.ts';

/**
 * The resource after all operations (R4 fhirpatch.html), or the number of the first that does not fit. The result is
 * not validated: the types of values are the validator's to judge. What was given stays as it is.
 */
export function applyFhirPathPatch<T extends Resource>(resource: T, operations: readonly PatchOperation[]): Result<T, number> {
  const draft = copied(resource);
  for (const [i, operation] of operations.entries()) if (!apply(draft, operation)) return refuse(i);
  return ok(settled(draft));
}

/** Whether the operation fitted. */
function apply(draft: Resource, operation: PatchOperation): boolean {
  const { nodes, places, list, placeOf } = placesIn(draft);
  switch (operation.type) {
    case 'add': {
      const [node, more] = nodes(operation.path) ?? [];
      return node !== undefined && more === undefined && add(node, operation.name, operation.value);
    }
    case 'delete': {
      const found = places(operation.path);
      if (!found || found.length > 1) return false;
      for (let gone = found[0]; gone; gone = isEmpty(gone.parent.value) ? placeOf(gone.parent.value) : undefined) remove(gone);
      return true;
    }
    case 'replace': {
      const [place, more] = places(operation.path) ?? [];
      return place !== undefined && more === undefined && replace(place, operation.value);
    }
    case 'insert': {
      const at = list(operation.path);
      const value = at && plain(operation.value, typeOf(at.parent.type, at.name));
      if (!at || value === undefined || operation.index > lengthOf(at)) return false;
      splice(at, operation.index, 0, [value]);
      return true;
    }
    case 'move': {
      const at = list(operation.path);
      if (!at || Math.max(operation.source, operation.destination) >= lengthOf(at)) return false;
      splice(at, operation.destination, 0, splice(at, operation.source, 1));
      return true;
    }
  }
}

/** What was emptied goes as well: FHIR has no element without content. */
const isEmpty = (value: Fields): boolean => Object.keys(value).length === 0;

type List = Pick<Place, 'parent' | 'name'>;

const typeOf = (parent: string, name: string): string => elementOf(parent, name)?.type ?? '';
const listAt = ({ parent, name }: List): unknown[] => (Array.isArray(parent.value[name]) ? (parent.value[name] as unknown[]) : []);
const lengthOf = (at: List): number => listAt(at).length;

/** Takes out and puts in; an emptied list goes, and what stands beside primitives (`_given`) moves along. */
function splice(at: List, start: number, howMany: number, put: readonly unknown[] = []): unknown[] {
  const items = listAt(at);
  const taken = items.splice(start, howMany, ...put);
  const beside = at.parent.value[`_${at.name}`];
  if (Array.isArray(beside)) beside.splice(start, howMany, ...put.map(() => null));
  if (items.length === 0) delete at.parent.value[at.name];
  else at.parent.value[at.name] = items;
  return taken;
}

function add(node: Place['parent'], name: string, given: PatchValue): boolean {
  const key = nameFor(node.type, name, 'type' in given ? given.type : undefined);
  const found = key === undefined ? undefined : elementOf(node.type, key);
  const value = found && plain(given, found.type);
  if (key === undefined || !found || value === undefined) return false;
  const at = { parent: node, name: key };
  if (found.element.isArray) {
    splice(at, lengthOf(at), 0, [value]);
    return true;
  }
  const taken = Object.keys(node.value).some((k) => k === key || (found.choice !== undefined && elementOf(node.type, k)?.choice === found.choice));
  if (!taken) put(node.value, key, value, given);
  return !taken;
}

function remove({ parent, name, index }: Place): void {
  if (index !== undefined) splice({ parent, name }, index, 1);
  else {
    delete parent.value[name];
    delete parent.value[`_${name}`];
  }
}

/** A choice may change its type: valueQuantity becomes valueString. */
function replace(place: Place, given: PatchValue): boolean {
  const { parent, name, index } = place;
  const choice = elementOf(parent.type, name)?.choice;
  const key = choice === undefined ? name : nameFor(parent.type, choice, 'type' in given ? given.type : undefined);
  const value = key === undefined ? undefined : plain(given, typeOf(parent.type, key));
  if (key === undefined || value === undefined) return false;
  if (index !== undefined) listAt(place)[index] = value;
  else {
    if (key !== name) remove(place);
    put(parent.value, key, value, given);
  }
  return true;
}

function put(holder: Fields, key: string, value: unknown, given: PatchValue): void {
  if (typeof value === 'number') putNumber(holder, key, value, 'text' in given ? given.text : undefined);
  else holder[key] = value;
}

/** The value as it stands in JSON; parts become the properties of the element they describe. */
function plain(given: PatchValue, type: string): unknown {
  if ('type' in given) return given.value;
  const value: Fields = {};
  for (const part of given.parts) {
    const key = nameFor(type, part.name, 'type' in part.value ? part.value.type : undefined);
    const found = key === undefined ? undefined : elementOf(type, key);
    const inner = found && plain(part.value, found.type);
    if (key === undefined || !found || inner === undefined) return undefined;
    if (found.element.isArray) value[key] = [...((value[key] as unknown[] | undefined) ?? []), inner];
    else put(value, key, inner, part.value);
  }
  return value;
}
