import type { ResourceType } from '@medplum/fhirtypes';
import type { Deletion, HistoryPage, Reference, SearchRefusal, Stored, TypeHistoryQuery } from '../fhir/repository.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { keyOf, type Connection, type Item } from './connection.ts';
import { openCursor, queryDigest, sealCursor } from './cursor.ts';
import type { Version } from './items.ts';
import { logShards, shardOf, type Key, type Keys } from './keys.ts';
import { readVersions, type Numbered } from './versions.ts';

export type TypeHistoryDeps = { readonly connection: Connection; readonly keys: Keys; readonly cursorKey: () => Promise<Buffer> };

const leastPage = 20;

/** The entry of a version in the log of its type. */
export function logKey({ reference, version, lastUpdated }: Omit<Version, 'resource'>, keys: Keys): Key {
  const [type = '', id = ''] = reference.split('/');
  return { pk: keys.log(type, shardOf(id, logShards)), sk: `${lastUpdated}#${id}#${String(version).padStart(8, '0')}` };
}

function numberedIn(type: ResourceType, { sk }: Key): Numbered {
  const [, id = '', version = ''] = sk.split('#');
  return { reference: `${type}/${id}`, version: Number(version) };
}

/** The log is read backwards, all shards side by side, until a page is full. */
export async function typeHistory(deps: TypeHistoryDeps, type: ResourceType, query: TypeHistoryQuery): Promise<Result<HistoryPage, SearchRefusal>> {
  const { since, at, count, cursor } = query;
  const digest = queryDigest(`${type}/_history`, JSON.stringify([since, at]));
  const place = cursor === undefined ? undefined : openCursor(await deps.cursorKey(), digest, cursor);
  if (cursor !== undefined && (!place || !('after' in place))) return refuse({ kind: 'invalid-value', parameter: '_cursor', reason: 'not a cursor of this history' });
  const found: { readonly version: Version; readonly sk: string }[] = [];
  let after = place && 'after' in place ? place.after : undefined;
  for (let more = count > 0; more && found.length <= count; ) {
    const page = await before(deps, type, query, Math.max(count + 1 - found.length, leastPage), after);
    after = page.keys.at(-1)?.sk;
    more = page.more && after !== undefined;
    found.push(...(await versionsAt(deps, type, page.keys, at)));
  }
  const last = found[count - 1];
  const versions = found.slice(0, count).map(({ version }) => told(version));
  return ok({ versions, ...(found.length > count && last ? { next: sealCursor(await deps.cursorKey(), digest, { after: last.sk }) } : {}) });
}

const told = ({ reference, version, lastUpdated, resource }: Version): Stored | Deletion => resource ?? { deleted: true, reference, versionId: String(version), lastUpdated };

/** The newest `limit` entries older than `after`. */
async function before({ connection, keys }: TypeHistoryDeps, type: ResourceType, { since, at }: TypeHistoryQuery, limit: number, after: string | undefined): Promise<{ readonly keys: readonly Key[]; readonly more: boolean }> {
  const from = since?.toISOString() ?? '';
  const to = [after, at && `${at.to.toISOString()}#~`, '~'].filter((t) => t !== undefined).toSorted()[0] ?? '~';
  if (from > to) return { keys: [], more: false };
  const pages = await Promise.all(
    Array.from({ length: logShards }, (_, shard) => connection.query('typeHistory', { pk: keys.log(type, shard), between: { from: from || '!', to }, descending: true }, limit + 1)),
  );
  const all = pages.flatMap(({ items }) => items.map((item: Item) => keyOf(item))).filter(({ sk }) => sk !== after).toSorted((a, b) => (a.sk < b.sk ? 1 : -1));
  return { keys: all.slice(0, limit), more: all.length > limit };
}

/** Those that were current within the span, where one is asked for: the next version came after its beginning. */
async function versionsAt(deps: TypeHistoryDeps, type: ResourceType, keys: readonly Key[], at: TypeHistoryQuery['at']) {
  const entries = keys.map((key) => ({ key, ...numberedIn(type, key) }));
  const [versions, next] = await Promise.all([readVersions(deps, entries), at ? readVersions(deps, entries.map(following)) : []]);
  return entries.flatMap(({ key }, i) => {
    const version = versions[i];
    const until = next[i]?.lastUpdated;
    return version && (!at || until === undefined || until > at.from.toISOString()) ? [{ version, sk: key.sk }] : [];
  });
}

const following = ({ reference, version }: { readonly reference: Reference; readonly version: number }): Numbered => ({ reference, version: version + 1 });
