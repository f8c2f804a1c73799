import type { Resource } from '@medplum/fhirtypes';
import { fold } from '../../kernel/fold.ts';
import { rangeOf } from './dates.ts';
import type { SimpleParameter } from './definitions.ts';
import type { SearchRequest } from './request.ts';
import { textsOf } from './texts.ts';
import { tokensOf } from './tokens.ts';
import { valuesAt, type Found } from './values.ts';

type Key = string | number | undefined;

/**
 * The order of a search; resources without the value come last, whichever way it runs. Without _sort: newest written
 * first. The id decides between equals, so that pages never overlap.
 */
export function compareFor(sort: SearchRequest['sort']): (a: Resource, b: Resource) => number {
  return (a, b) => {
    for (const { parameter, descending } of sort) {
      const order = compareKeys(sortKeyOf(a, parameter, descending), sortKeyOf(b, parameter, descending), descending);
      if (order !== 0) return order;
    }
    if (sort.length === 0) {
      const order = compareKeys(a.meta?.lastUpdated, b.meta?.lastUpdated, true);
      if (order !== 0) return order;
    }
    return compareKeys(a.id, b.id, false);
  };
}

function compareKeys(a: Key, b: Key, descending: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}

/** Ascending by the smallest value, descending by the largest (R4 3.1.1.4.9.1). */
export function sortKeyOf(resource: Resource, parameter: SimpleParameter, descending: boolean): Key {
  const keys = valuesAt(resource, parameter.paths).map((found) => keyOf(found, parameter.type, descending)).filter((k) => k !== undefined);
  return keys.toSorted((a, b) => compareKeys(a, b, descending))[0];
}

function keyOf(found: Found, type: SimpleParameter['type'], descending: boolean): Key {
  switch (type) {
    case 'date': {
      const range = rangeOf(found.value, found.type);
      return range && (descending && Number.isFinite(range.high) ? range.high : range.low);
    }
    case 'number':
      return typeof found.value === 'number' ? found.value : undefined;
    case 'quantity':
      return (found.value as { value?: number }).value;
    case 'string': {
      const text = textsOf(found)[0];
      return text === undefined ? undefined : fold(text);
    }
    case 'token':
      return tokensOf(found)[0]?.code;
    case 'reference':
      return (found.value as { reference?: string }).reference;
    case 'uri':
      return typeof found.value === 'string' ? found.value : undefined;
  }
}
