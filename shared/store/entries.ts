import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { keyItem, type Connection, type Item } from './connection.ts';
import { entriesOf, keyText, type Copy } from './indexing.ts';
import { entryItem, type Version } from './items.ts';
import type { Key, Keys } from './keys.ts';

/** What a commit does to the index, before and after. */
export type EntryChanges = {
  /** Written before the commit. */
  readonly puts: readonly Item[];
  /** Pointers that the new version no longer has; removed after the commit unless another commit has written them again. */
  readonly dropped: readonly Key[];
  /** The same for entries with a body, which this commit has made pointers of. */
  readonly demoted: readonly Key[];
};

const carried = ({ most }: Copy, body: Uint8Array | undefined): Uint8Array | undefined => (body && body.length <= most ? body : undefined);

/**
 * The entries of a resource's next version. Entries with a body are written anew by every commit, unconfirmed: so no
 * confirmed entry ever has another body than the current version (ADR 44).
 */
export function entryChanges(after: Version, before: Version | undefined, body: Uint8Array | undefined, mark: string, keys: Keys): EntryChanges {
  const { reference } = after;
  const was = before?.resource ? entriesOf(before.resource, keys) : { pointers: [], copies: [] };
  const will = after.resource ? entriesOf(after.resource, keys) : { pointers: [], copies: [] };
  const demoted = minus(was.copies, will.copies);
  return {
    puts: [
      ...will.copies.map((copy) => entryItem(copy, reference, mark, carried(copy, body))),
      ...[...minus(will.pointers, was.pointers), ...demoted].map((key) => entryItem(key, reference, mark)),
    ],
    dropped: minus(was.pointers, will.pointers),
    demoted,
  };
}

/** The keys at which a version has entries and the one before had none. */
export function addedEntries(after: Version, before: Version | undefined, keys: Keys): Key[] {
  const all = (version: Version | undefined): Key[] => {
    const { pointers, copies } = version?.resource ? entriesOf(version.resource, keys) : { pointers: [], copies: [] };
    return [...pointers, ...copies];
  };
  return minus(all(after), all(before));
}

export type Old = { readonly key: Key; readonly mark: string };

/** Entries stand before the commit makes them true: a search sees a write at once (ADR 4). Returns what to sweep after it. */
export async function enter(connection: Connection, changes: readonly EntryChanges[], kept: readonly Item[], mark: string): Promise<readonly Old[]> {
  const requests = [...kept, ...changes.flatMap(({ puts }) => puts)].map((Item): WriteRequest => ({ PutRequest: { Item } }));
  const dropped = changes.flatMap((change) => change.dropped);
  const [, old] = await Promise.all([
    connection.writeMany('commit', requests),
    dropped.length === 0 ? new Map<string, Item>() : connection.getMany('commit', dropped),
  ]);
  const pointers = dropped.flatMap((key): Old[] => {
    const written = old.get(keyText(key))?.['n']?.S;
    return written ? [{ key, mark: written }] : [];
  });
  return [...pointers, ...changes.flatMap(({ demoted }) => demoted.map((key) => ({ key, mark })))];
}

/** Only the entry that was there before this commit goes: one that another commit has written since has another mark. */
export async function sweep(connection: Connection, old: readonly Old[]): Promise<void> {
  await Promise.allSettled(old.map(({ key, mark }) => removeEntry(connection, 'commit', key, mark)));
}

export async function removeEntry(connection: Connection, operation: string, key: Key, mark: string): Promise<void> {
  await connection.attempt(operation, { Delete: { TableName: connection.tableName, Key: keyItem(key), ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': { S: mark } } } });
}

/** The body in an entry is the current version's: it may be used, as long as no later commit has written the entry. */
export async function confirmEntries(connection: Connection, version: Version, bodySize: number, mark: string, keys: Keys): Promise<void> {
  const copies = version.resource ? entriesOf(version.resource, keys).copies.filter(({ most }) => bodySize <= most) : [];
  const confirmed = { UpdateExpression: 'SET c = :c', ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':c': { BOOL: true }, ':n': { S: mark } } };
  await Promise.all(copies.map((key) => connection.attempt('followUp', { Update: { TableName: connection.tableName, Key: keyItem(key), ...confirmed } })));
}

function minus<T extends Key>(these: readonly T[], those: readonly Key[]): T[] {
  const known = new Set(those.map(keyText));
  return these.filter((key) => !known.has(keyText(key)));
}

