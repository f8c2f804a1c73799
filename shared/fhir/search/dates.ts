/**
 * Dates as ranges of milliseconds, both ends inclusive, at their stated precision (R4 3.1.1.4.5). A date or a time without
 * a zone is taken in the service's zone, which has no summer time.
 */
export type DateRange = { readonly low: number; readonly high: number };

/** Asia/Ho_Chi_Minh. */
export const serviceOffset = '+07:00';

const pattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

export const everything: DateRange = { low: -Infinity, high: Infinity };

/** undefined when the text is no FHIR date, dateTime or instant, or names a day that does not exist. */
export function dateRange(text: string): DateRange | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction, zone] = match;
  // Date.parse turns 31 February into March.
  if (day && Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined;
  const start = `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${(fraction ?? '0').slice(0, 3).padEnd(3, '0')}`;
  const low = Date.parse(`${start}${zone ?? serviceOffset}`);
  if (Number.isNaN(low)) return undefined;
  return { low, high: low + length({ year: Number(year), month, day, minute, second, fraction }) - 1 };
}

type Precision = { year: number; month?: string; day?: string; minute?: string; second?: string; fraction?: string };

/** Milliseconds covered by the precision that was written. */
function length({ year, month, day, minute, second, fraction }: Precision): number {
  const dayLength = 86_400_000;
  if (!month) return Date.UTC(year + 1, 0) - Date.UTC(year, 0);
  if (!day) return Date.UTC(year, Number(month)) - Date.UTC(year, Number(month) - 1);
  if (!minute) return dayLength;
  if (!second) return 60_000;
  return fraction ? Math.max(1, 10 ** (3 - Math.min(3, fraction.length))) : 1000;
}

type Period = { readonly start?: string; readonly end?: string };
type Timing = { readonly event?: readonly string[]; readonly repeat?: { readonly boundsPeriod?: Period } };

/** The range of an element of a date type; open periods reach to infinity. */
export function rangeOf(value: unknown, type: string): DateRange | undefined {
  if (typeof value === 'string') return dateRange(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (type === 'Timing') {
    const { event = [], repeat } = value as Timing;
    const ranges = event.map(dateRange).filter((r) => r !== undefined);
    if (repeat?.boundsPeriod) ranges.push(periodRange(repeat.boundsPeriod));
    if (ranges.length === 0) return undefined;
    return { low: Math.min(...ranges.map((r) => r.low)), high: Math.max(...ranges.map((r) => r.high)) };
  }
  return periodRange(value);
}

const periodRange = ({ start, end }: Period): DateRange => ({
  low: (start ? dateRange(start)?.low : undefined) ?? -Infinity,
  high: (end ? dateRange(end)?.high : undefined) ?? Infinity,
});

export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

/** R4 3.1.1.4.5: how the range of a resource stands to the range searched for. `now` widens `ap`. */
export function compareRanges(prefix: Prefix, resource: DateRange, search: DateRange, slack: number): boolean {
  const within = search.low <= resource.low && resource.high <= search.high;
  switch (prefix) {
    case 'eq':
      return within;
    case 'ne':
      return !within;
    case 'gt':
      return resource.high > search.high;
    case 'lt':
      return resource.low < search.low;
    case 'ge':
      return resource.high > search.high || within;
    case 'le':
      return resource.low < search.low || within;
    case 'sa':
      return resource.low > search.high;
    case 'eb':
      return resource.high < search.low;
    case 'ap':
      return resource.low <= search.high + slack && resource.high >= search.low - slack;
  }
}
