import { referenceTo } from '../fhir/references.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import { keyText } from './indexing.ts';
import { getSeen } from './pending.ts';
import { keyOf, type Connection, type Item, type QueryRange } from './connection.ts';
import { versionOf } from './items.ts';
import type { Keys } from './keys.ts';

/** Reads index entries and what they lead to. */
export type Reader = { readonly query: (range: QueryRange, limit: number, after?: string) => ReturnType<Connection['query']>; readonly readMany: (references: readonly Reference[]) => Promise<readonly (Stored | undefined)[]> };

/** `consistent`: sees every write that was answered before. */
export function readerOf(connection: Connection, keys: Keys, consistent = true): Reader {
  return {
    query: (range, limit, after) => connection.query('search', range, limit, after, consistent),
    async readMany(references) {
      const items = await getSeen({ connection, keys }, 'read', references.map(keys.current), consistent);
      return references.map((reference) => {
        const item = items.get(keyText(keys.current(reference)));
        return item && versionOf(item).resource;
      });
    },
  };
}

export type Candidate = { readonly sk: string; readonly resource?: Stored };

/** The body that an entry carries and that is known to be the current one. */
const carried = (item: Item) => (item['c']?.BOOL && item['b'] ? versionOf(item).resource : undefined);

/**
 * One page of an index partition, or of several that stand in one order: the first `limit` entries after a sort key. A
 * confirmed copy brings its body; any other entry is followed.
 */
export async function readPage(reader: Reader, ranges: readonly QueryRange[], limit: number, after?: string): Promise<{ readonly candidates: readonly Candidate[]; readonly more: boolean }> {
  const pages = await Promise.all(ranges.map((range) => reader.query(range, limit, after)));
  const found = pages.length === 1 ? (pages[0]?.items ?? []) : pages.flatMap(({ items }) => items).toSorted(inOrder(ranges[0]?.descending === true));
  return { candidates: await follow(reader, found.slice(0, limit)), more: found.length > limit || pages.some(({ more }) => more) };
}

const inOrder = (descending: boolean) => (a: Item, b: Item): number => (keyOf(a).sk < keyOf(b).sk === descending ? 1 : -1);

async function follow({ readMany }: Reader, items: readonly Item[]): Promise<Candidate[]> {
  const pointed = items.filter((item) => !carried(item)).map((item) => (item['r']?.S ?? '') as Reference);
  const fetched = new Map((pointed.length === 0 ? [] : await readMany([...new Set(pointed)])).filter((r) => r !== undefined).map((r) => [referenceTo(r), r]));
  return items.map((item) => {
    const resource = carried(item) ?? fetched.get((item['r']?.S ?? '') as Reference);
    return { sk: keyOf(item).sk, ...(resource ? { resource } : {}) };
  });
}

/** Everything in the ranges; undefined when there are more than `limit` entries. */
export async function readAll(reader: Reader, ranges: readonly QueryRange[], limit: number): Promise<readonly (Stored | undefined)[] | undefined> {
  const pages = await Promise.all(ranges.map((range) => reader.query(range, limit + 1)));
  const items = pages.flatMap((p) => p.items);
  if (items.length > limit) return undefined;
  return (await follow(reader, items)).map((c) => c.resource);
}
