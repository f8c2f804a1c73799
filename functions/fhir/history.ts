import type { Bundle } from '@medplum/fhirtypes';
import type { FhirRepository, Reference } from '../../shared/fhir/repository.ts';
import { dateRange, type DateRange } from '../../shared/fhir/search/dates.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, type Interaction } from './context.ts';
import { guardRead } from './read.ts';
import { pruned, resultParameters } from './summary.ts';

type Version = Awaited<ReturnType<FhirRepository['history']>>[number];
type Deletion = Extract<Version, { deleted: true; versionId: string }>;
type Entry = NonNullable<Bundle['entry']>[number];

const isDeletion = (version: Version): version is Deletion => 'deleted' in version;
const numberOf = (version: Version): number => Number(isDeletion(version) ? version.versionId : version.meta.versionId);
const timeOf = (version: Version): number => Date.parse(isDeletion(version) ? version.lastUpdated : version.meta.lastUpdated);

/** GET [type]/[id]/_history (R4 3.1.0.9): newest first, page by page. */
export async function historyOf(interaction: Interaction, reference: Reference): Promise<Handled> {
  const { deps, access, query } = interaction;
  const asked = historyQuery(query);
  if (!asked.ok) return asked;
  const versions = await deps.repository.history(reference);
  const newest = versions.find((v) => !isDeletion(v));
  if (!newest || isDeletion(newest)) return refuse(refusal('HTTP_NOT_FOUND'));
  // Each version is judged by itself: an older one may have belonged to somebody else.
  const resources = versions.flatMap((v) => (isDeletion(v) ? [] : [v]));
  if (!(await guardRead(interaction, newest, 'fhir-history'))) return refuse(refusal('HTTP_NOT_FOUND'));
  const shown = new Set((await Promise.all(resources.map(async (v) => ((await access.allowed('history', v)) ? [v] : [])))).flat());
  const { since, at, count, before } = asked.value;
  const told = versions.filter((v, i) => (isDeletion(v) || shown.has(v)) && timeOf(v) >= since && stoodAt(at, v, versions[i - 1]));
  const left = told.filter((v) => numberOf(v) < before);
  const page = left.slice(0, count);
  const entry: Entry[] = [];
  for (const version of page) {
    const one = entryOf(interaction, reference, version);
    if (!one.ok) return one;
    entry.push(one.value);
  }
  const last = page.at(-1);
  const address = (more: Record<string, string>) => `${deps.address}/${reference}/_history?${new URLSearchParams({ ...Object.fromEntries(query), ...more }).toString()}`;
  const link = [{ relation: 'self', url: address({}) }, ...(last && page.length < left.length ? [{ relation: 'next', url: address({ _cursor: String(numberOf(last)) }) }] : [])];
  return ok(answer(200, { resourceType: 'Bundle', type: 'history', total: told.length, link, ...(entry.length > 0 ? { entry } : {}) }));
}

/** Whether the version was the current one at some time of the range, until `next` followed it. */
const stoodAt = (at: DateRange | undefined, version: Version, next: Version | undefined): boolean =>
  at === undefined || (timeOf(version) <= at.high && (next === undefined || timeOf(next) > at.low));

/** A version as it was made: the request, and what was answered. */
export function entryOf({ deps, query }: Interaction, reference: Reference, version: Version): Result<Entry, Refusal> {
  const fullUrl = `${deps.address}/${reference}`;
  if (isDeletion(version)) return ok({ fullUrl, request: { method: 'DELETE', url: reference }, response: { status: '204', etag: `W/"${version.versionId}"`, lastModified: version.lastUpdated } });
  const resource = pruned(version, query);
  if (!resource.ok) return resource;
  const { versionId, lastUpdated } = version.meta;
  const first = versionId === '1';
  return ok({ fullUrl, resource: resource.value, request: { method: first ? 'POST' : 'PUT', url: first ? version.resourceType : reference }, response: { status: first ? '201' : '200', etag: `W/"${versionId}"`, lastModified: lastUpdated } });
}

type HistoryQuery = { readonly since: number; readonly at?: DateRange; readonly count: number; readonly before: number };

const largestPage = 1000;

/** R4 3.1.0.9.2: _since, _at and _count; _cursor (the version told last) is how our own links go on. */
function historyQuery(query: URLSearchParams): Result<HistoryQuery, Refusal> {
  let read: HistoryQuery = { since: -Infinity, count: largestPage, before: Infinity };
  for (const [name, value] of query) {
    const invalid = (reason: string) => refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: name, reason } }));
    if (name === '_since' || name === '_at') {
      // In a query string "+07:00" arrives as " 07:00" when the plus was not encoded.
      const range = dateRange(value.replace(/ (?=\d{2}:\d{2}$)/, '+'));
      if (!range) return invalid('instant');
      read = name === '_at' ? { ...read, at: range } : { ...read, since: range.low };
    } else if (name === '_count' || name === '_cursor') {
      if (!/^\d{1,9}$/.test(value)) return invalid('0–999999999');
      read = name === '_count' ? { ...read, count: Math.min(Number(value), largestPage) } : { ...read, before: Number(value) };
    } else if (!(resultParameters as readonly string[]).includes(name)) return refuse(refusal('FHIR_PARAMETER_UNKNOWN', { params: { parameter: name } }));
  }
  return ok(read);
}
