import './withoutWebSocket.ts';
import { evalFhirPathTyped, LRUCache, type FhirPathAtom } from '@medplum/core';
import type { Scope } from './scope.ts';

/** Parsed expressions, kept between requests. */
const parsed = new LRUCache<FhirPathAtom>(2_000);

const ucum = { type: 'string', value: 'http://unitsofmeasure.org' };
const typed = (resource: { readonly resourceType: string }) => ({ type: resource.resourceType, value: resource });

/** Whether an invariant holds for a value; undefined when the expression can't be evaluated. */
export function holds(expression: string, value: { readonly type: string; readonly value: unknown }, { resource, root }: Pick<Scope, 'resource' | 'root'>): boolean | undefined {
  try {
    const result = evalFhirPathTyped(expression, [value], { '%context': value, '%resource': typed(resource), '%rootResource': typed(root), '%ucum': ucum }, parsed);
    // R4: an invariant that comes out empty is not met; a single value that is no boolean counts as true.
    return result.length === 1 && result[0]?.value !== false;
  } catch {
    return undefined;
  }
}
