import type { SimpleParameter } from '../fhir/search/definitions.ts';
import type { SearchRequest, SearchValue } from '../fhir/search/request.ts';

/** A value of unknown precision may begin this much before its end. */
const longestPrecision = 366 * 86_400_000;

/**
 * The sort keys between which the matches of a query's dates stand, as wide as the matcher may accept; undefined when
 * the dates narrow nothing. Index keys hold the low end of a resource's date.
 */
export function dateBounds(request: SearchRequest, dating: SimpleParameter): { readonly from: string; readonly to: string } | undefined {
  const span = dateSpan(request, dating);
  // '!' sorts before the '#' of an undated entry, '~' after every date.
  return span && { from: span.low === -Infinity ? '!' : iso(span.low), to: span.high === Infinity ? '~' : `${iso(span.high)}#~` };
}

/** The same in milliseconds, both ends inclusive. */
export function dateSpan({ clauses }: SearchRequest, dating: SimpleParameter): { readonly low: number; readonly high: number } | undefined {
  const instants = dating.paths.every(({ type }) => type === 'instant');
  const points = dating.paths.every(({ type }) => type === 'instant' || type === 'dateTime' || type === 'date');
  let low = -Infinity;
  let high = Infinity;
  for (const clause of clauses) {
    if (clause.kind !== 'simple' || clause.parameter.code !== dating.code || clause.values.length !== 1) continue;
    const [value] = clause.values;
    if (value?.type !== 'date') continue;
    low = Math.max(low, lowest(value, points ? (instants ? 0 : longestPrecision) : Infinity));
    high = Math.min(high, highest(value));
  }
  return low === -Infinity && high === Infinity ? undefined : { low, high };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

function lowest({ prefix, range }: Extract<SearchValue, { type: 'date' }>, slack: number): number {
  if (prefix === 'eq' || prefix === 'sa') return range.low;
  if (prefix === 'ge' || prefix === 'gt') return range.low - slack;
  return -Infinity;
}

function highest({ prefix, range }: Extract<SearchValue, { type: 'date' }>): number {
  return prefix === 'eq' || prefix === 'le' || prefix === 'lt' || prefix === 'eb' ? range.high : Infinity;
}
