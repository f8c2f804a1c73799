import { badConcealed, leastTold, type CallFigures, type Count, type Figures, type Overview, type Told } from './contract.ts';
import { monthOf, type CallMeasure, type CaseMeasure, type Measure } from './ports.ts';
import { disclosed } from './disclose.ts';

/** The measures of some months as figures of groups. Pure; nothing of fewer than five is in it. */
export function aggregate(measures: readonly Measure[], { from, to, now, stated }: { readonly from: string; readonly to: string; readonly now: Date; readonly stated: Overview['stated'] }): Overview {
  const cases = measures.filter((m): m is CaseMeasure => m.kind === 'case');
  const calls = measures.filter((m): m is CallMeasure => m.kind === 'call');
  const months = monthsBetween(from, to);
  const group = <K extends string>(keyOf: (one: CaseMeasure) => K, keys?: readonly K[]) => grouped(cases, keyOf, now, keys);
  const names = new Map(cases.toSorted((a, b) => a.requestedAt.localeCompare(b.requestedAt)).flatMap(({ facility, station }) => [facility, station].map(({ id, name }) => [id, name] as const)));
  const named = (found: ReturnType<typeof group>) => found.map(({ key: id, figures }) => ({ id, name: names.get(id) ?? id, ...figures })).toSorted((a, b) => sizeOf(b.requests) - sizeOf(a.requests) || a.name.localeCompare(b.name));
  return {
    from, to, stated,
    total: figuresOf(cases, now),
    months: group((one) => monthOf(one.requestedAt), months).map(({ key: month, figures }) => ({ month, ...figures })),
    facilities: named(group(({ facility }) => facility.id)),
    stations: named(group(({ station }) => station.id)),
    specialties: group(({ specialty }) => specialty).map(({ key, figures }) => ({ specialty: key, ...figures })).toSorted((a, b) => sizeOf(b.requests) - sizeOf(a.requests)),
    calls: { ...callFigures(calls), months: callMonths(calls, months) },
  };
}

/** "2026-11" to "2027-01": three months. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let at = from; at <= to; at = next(at)) months.push(at);
  return months;
}
const next = (month: string): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 7);

function grouped<K extends string>(cases: readonly CaseMeasure[], keyOf: (one: CaseMeasure) => K, now: Date, keys?: readonly K[]): readonly { readonly key: K; readonly figures: Figures }[] {
  const groups = Map.groupBy(cases, keyOf);
  const all = keys ?? [...groups.keys()];
  const figures = all.map((key) => figuresOf(groups.get(key) ?? [], now));
  const counts = disclosed(all.map((key) => groups.get(key)?.length ?? 0));
  const concluded = disclosed(all.map((key) => concludedIn(groups.get(key) ?? []).length));
  // Who is not told how many there are is told nothing else of them.
  return all.map((key, i) => ({ key, figures: typeof counts[i] === 'number' ? { ...(figures[i] ?? nothing), requests: counts[i], concluded: concluded[i] ?? null } : { ...nothing, requests: counts[i] ?? null, concluded: counts[i] ?? null } }));
}

/** For the order alone: what is not told comes last. */
const sizeOf = (count: Count): number => (typeof count === 'number' ? count : -1);

const nothing: Figures = { requests: null, concluded: null, waitMedian: null, waitNinth: null, inTime: null, concludedMedian: null };

const concludedIn = (cases: readonly CaseMeasure[]): readonly number[] => cases.flatMap(({ concluded }) => concluded ?? []);

function figuresOf(cases: readonly CaseMeasure[], now: Date): Figures {
  const waited = cases.filter(({ booked }) => !booked);
  const waits = waited.flatMap(({ taken }) => taken ?? []);
  const due = waited.flatMap((one) => judged(one, now) ?? []);
  const concluded = concludedIn(cases);
  const [requests = null] = disclosed([cases.length]);
  if (requests === null) return nothing;
  const [told = null] = disclosed([concluded.length]);
  return { requests, concluded: told, waitMedian: quantile(waits, 0.5), waitNinth: quantile(waits, 0.9), inTime: share(due), concludedMedian: quantile(concluded.map((minutes) => minutes / 60), 0.5) };
}

/** Whether it was taken in time; undefined while it still may be, and where the station itself took it back in time. */
function judged({ taken, limit, requestedAt, dropped }: CaseMeasure, now: Date): boolean | undefined {
  if (taken !== undefined) return taken <= limit;
  if (dropped) return undefined;
  return now.getTime() - Date.parse(requestedAt) > limit * 60_000 ? false : undefined;
}

function callMonths(calls: readonly CallMeasure[], months: readonly string[]): Overview['calls']['months'] {
  const groups = Map.groupBy(calls, ({ from }) => monthOf(from));
  const counts = disclosed(months.map((month) => groups.get(month)?.length ?? 0));
  return months.map((month, i) => ({ month, ...(typeof counts[i] === 'number' ? { ...callFigures(groups.get(month) ?? []), stays: counts[i] } : { ...noCalls, stays: counts[i] ?? null }) }));
}

const noCalls: CallFigures = { stays: null, firstSound: null, concealed: null, bad: null };

function callFigures(calls: readonly CallMeasure[]): CallFigures {
  const [stays = null] = disclosed([calls.length]);
  if (stays === null) return noCalls;
  const concealed = calls.flatMap(({ concealedPercent }) => concealedPercent ?? []);
  return { stays, firstSound: quantile(calls.flatMap(({ firstSoundMs }) => firstSoundMs ?? []).map((ms) => ms / 1000), 0.5), concealed: quantile(concealed, 0.5), bad: share(concealed.map((percent) => percent > badConcealed)) };
}

/** Nearest rank, to one decimal; null where fewer than five are measured. */
function quantile(values: readonly number[], part: number): Told {
  if (values.length < leastTold) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.ceil(part * sorted.length) - 1] ?? 0) * 10) / 10;
}

const share = (of: readonly boolean[]): Told => (of.length < leastTold ? null : Math.round((100 * of.filter(Boolean).length) / of.length));
