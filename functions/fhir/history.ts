import type { Bundle, ResourceType } from '@medplum/fhirtypes';
import { referenceTo } from '../../shared/fhir/references.ts';
import type { Deletion, FhirRepository, Reference, TypeHistoryQuery } from '../../shared/fhir/repository.ts';
import { dateRange, type DateRange } from '../../shared/fhir/search/dates.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, factOf, type Interaction } from './context.ts';
import { searchRefusal } from './outcome.ts';
import { guardRead } from './read.ts';
import { auditShown } from './search.ts';
import { pruned, resultParameters } from './summary.ts';

type Version = Awaited<ReturnType<FhirRepository['history']>>[number];
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
    const one = await entryOf(interaction, reference, version);
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
export async function entryOf({ deps, query }: Interaction, reference: Reference, version: Version): Promise<Result<Entry, Refusal>> {
  const fullUrl = `${deps.address}/${reference}`;
  if (isDeletion(version)) return ok({ fullUrl, request: { method: 'DELETE', url: reference }, response: { status: '204', etag: `W/"${version.versionId}"`, lastModified: version.lastUpdated } });
  const resource = await pruned(version, query);
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

/** GET [type]/_history (R4 3.1.0.9): every version of the type that the caller may read, newest first. */
export async function historyOfType(interaction: Interaction, type: ResourceType): Promise<Handled> {
  const { deps, access, query } = interaction;
  const asked = typeHistoryQuery(query);
  if (!asked.ok) return asked;
  if (!access.possible('history', type)) {
    await deps.repository.recordAccess(factOf(interaction, { action: 'search', event: 'fhir-history', outcome: 'refused', entities: [] }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const page = await toldPage(interaction, type, asked.value);
  if (!page.ok) return page;
  const entry: Entry[] = [];
  for (const { reference, version } of page.value.told) {
    const one = await entryOf(interaction, reference, version);
    if (!one.ok) return one;
    entry.push(one.value);
  }
  await auditShown(interaction, `fhir-history-${type}`, page.value.told.flatMap(({ version }) => (isDeletion(version) ? [] : [version])));
  const address = (more: Record<string, string>) => `${deps.address}/${type}/_history?${new URLSearchParams({ ...Object.fromEntries(query), ...more }).toString()}`;
  const { next } = page.value;
  const link = [{ relation: 'self', url: address({}) }, ...(next ? [{ relation: 'next', url: address({ _cursor: next }) }] : [])];
  return ok(answer(200, { resourceType: 'Bundle', type: 'history', link, ...(entry.length > 0 ? { entry } : {}) }));
}

type Told = { readonly reference: Reference; readonly version: Version };

/** Pages that are gone through while everything is left out; then it gives a page that is short. */
const longestWalk = 5;

/** A page of what the caller may read; it goes on while everything is left out. */
async function toldPage(interaction: Interaction, type: ResourceType, asked: TypeHistoryQuery): Promise<Result<{ readonly told: readonly Told[]; readonly next?: string }, Refusal>> {
  let query = asked;
  for (let pages = 1; ; pages++) {
    const found = await interaction.deps.repository.typeHistory(type, query);
    if (!found.ok) return refuse(searchRefusal(found.error));
    const { versions, next } = found.value;
    const judged = await Promise.all(versions.map(async (version) => ((await mayBeTold(interaction, version)) ? [version] : [])));
    const told = judged.flat().map((version) => ({ version, reference: isDeletion(version) ? version.reference : referenceTo(version) }));
    if (told.length > 0 || next === undefined || pages === longestWalk) return ok({ told, ...(next ? { next } : {}) });
    query = { ...asked, cursor: next };
  }
}

/** A deletion is told to whoever may read what was deleted. */
async function mayBeTold({ access, deps }: Interaction, version: Version): Promise<boolean> {
  if (!isDeletion(version)) return await access.allowed('history', version);
  if (access.isSystem) return true;
  const before = await deps.repository.readVersion(version.reference, String(Number(version.versionId) - 1));
  return before !== undefined && before !== 'deleted' && (await access.allowed('history', before));
}

const usualPage = 100;

function typeHistoryQuery(query: URLSearchParams): Result<TypeHistoryQuery, Refusal> {
  const cursor = query.get('_cursor');
  const read = historyQuery(new URLSearchParams([...query].filter(([name]) => name !== '_cursor')));
  if (!read.ok) return read;
  const { since, at, count } = read.value;
  return ok({
    count: query.has('_count') ? count : usualPage,
    ...(Number.isFinite(since) ? { since: new Date(since) } : {}),
    ...(at ? { at: { from: new Date(at.low), to: new Date(at.high) } } : {}),
    ...(cursor === null ? {} : { cursor }),
  });
}
