import type { Resource } from '@medplum/fhirtypes';
import { fold } from '../../kernel/fold.ts';
import { clinicalDate } from '../compartment.ts';
import { rangeOf } from './dates.ts';
import type { SimpleParameter } from './definitions.ts';
import type { SearchRequest } from './request.ts';
import { textsOf } from './texts.ts';
import { tokensOf } from './tokens.ts';
import { valuesAt, type Found } from './values.ts';

type Key = string | number | undefined;

/** Where a resource stands in the order of a search: one key for each sort, then the id. JSON-safe, for cursors. */
export type Position = readonly (string | number | null)[];

/**
 * The order of a search; resources without the value come last, whichever way it runs. Without _sort: newest first
 * by the clinical date. The id decides between equals, in the direction of the first key, so that pages never overlap.
 */
export function orderOf(sort: SearchRequest['sort']): { position: (resource: Resource) => Position; compare: (a: Position, b: Position) => number } {
  const directions = sort.length === 0 ? [true] : sort.map((s) => s.descending);
  return {
    position: (resource) => [
      ...(sort.length === 0 ? [clinicalDate(resource) || null] : sort.map(({ parameter, descending }) => sortKeyOf(resource, parameter, descending) ?? null)),
      resource.id ?? '',
    ],
    compare(a, b) {
      for (let i = 0; i < a.length; i++) {
        const order = compareKeys(a[i] ?? undefined, b[i] ?? undefined, directions[i] ?? directions[0] ?? false);
        if (order !== 0) return order;
      }
      return 0;
    },
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
  const keys = valuesAt(resource, parameter.paths).map((found) => keyOf(found, parameter.type)).filter((k) => k !== undefined);
  return keys.toSorted((a, b) => compareKeys(a, b, descending))[0];
}

function keyOf(found: Found, type: SimpleParameter['type']): Key {
  switch (type) {
    case 'date': {
      const range = rangeOf(found.value, found.type);
      return range && Number.isFinite(range.low) ? range.low : undefined;
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
