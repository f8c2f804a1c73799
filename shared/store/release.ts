import type { Clock } from '../kernel/clock.ts';
import { keyItem, keyOf, type Item, type SingleWrite } from './connection.ts';
import { addedEntries, removeEntry } from './entries.ts';
import { versionOf } from './items.ts';
import type { Key } from './keys.ts';
import { becoming, isCommitted, standing, transactionOf, type PendingDeps } from './pending.ts';

export type ReleaseDeps = PendingDeps & { readonly clock: Clock };

/**
 * Frees an item that a staged transaction holds, if it may: finished when that has committed, put back when it never
 * will. A transaction whose time is over is ended, and one that comes after `order`. False: its time is not over.
 */
export async function release(deps: ReleaseDeps, item: Item, order?: string): Promise<boolean> {
  const id = transactionOf(item);
  if (id === undefined) return true;
  const record = await deps.connection.get('release', deps.keys.transaction(id));
  if (isCommitted(record)) {
    await forward(deps, id, item);
    return true;
  }
  if (record?.['s']?.S === 'open') {
    const over = (record['u']?.S ?? '') <= deps.clock.now().toISOString();
    const after = order !== undefined && (record['o']?.S ?? '') > order;
    if (!over && !after) return false;
    if (!(await end(deps, id))) {
      await forward(deps, id, item);
      return true;
    }
  }
  await back(deps, id, item);
  return true;
}

/** Ends a transaction that has not committed; false when it has. */
export async function end({ connection, keys }: PendingDeps, id: string): Promise<boolean> {
  const { met, old } = await connection.attempt('release', {
    Update: {
      TableName: connection.tableName, Key: keyItem(keys.transaction(id)), UpdateExpression: 'SET s = :ended', ConditionExpression: 's = :open',
      ExpressionAttributeValues: { ':open': { S: 'open' }, ':ended': { S: 'ended' } }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });
  return met || !isCommitted(old);
}

const ifHeld = (id: string) => ({ ConditionExpression: 'sx = :sx', ExpressionAttributeValues: { ':sx': { S: id } } });

/** The item becomes what was staged. */
export async function forward(deps: PendingDeps, id: string, item: Item): Promise<void> {
  const { connection, keys } = deps;
  const TableName = connection.tableName;
  const next = await becoming(deps, item);
  if (next === 'elsewhere') return;
  const write: SingleWrite = next ? { Put: { TableName, Item: next, ...ifHeld(id) } } : { Delete: { TableName, Key: keyItem(keyOf(item)), ...ifHeld(id) } };
  await connection.attempt('release', write);
  await clearAside(deps, item, keys.aside(keyOf(item), id));
}

/** The item is again what it was, and the index entries of what it does not become are gone. */
export async function back(deps: PendingDeps, id: string, item: Item): Promise<void> {
  const { connection, keys } = deps;
  const TableName = connection.tableName;
  const Key = keyItem(keyOf(item));
  const was = standing(item);
  const next = await becoming(deps, item);
  if (next && next !== 'elsewhere' && next['r']) {
    const entries = addedEntries(versionOf(next), was && versionOf(was), keys);
    await Promise.all(entries.map((key) => removeEntry(connection, 'release', key, id)));
  }
  await connection.attempt('release', was ? { Update: { TableName, Key, UpdateExpression: 'REMOVE sx, sn', ...ifHeld(id) } } : { Delete: { TableName, Key, ...ifHeld(id) } });
  await clearAside(deps, item, keys.aside(keyOf(item), id));
}

async function clearAside({ connection }: PendingDeps, item: Item, key: Key): Promise<void> {
  if (item['sn']?.BOOL) await connection.writeMany('release', [{ DeleteRequest: { Key: keyItem(key) } }]);
}

/** Everything that a transaction holds is freed by its outcome; with `forget` nobody stages for it any more, and its record goes. */
export async function undo(deps: PendingDeps, id: string, staged: readonly Key[], forget: boolean): Promise<void> {
  const { connection, keys } = deps;
  const free = (await end(deps, id)) ? back : forward;
  const items = [...(await connection.getMany('release', staged)).values()].filter((item) => transactionOf(item) === id);
  for (let from = 0; from < items.length; from += 20) await Promise.all(items.slice(from, from + 20).map((item) => free(deps, id, item)));
  if (!forget) return;
  for (const key of [keys.staged(id), keys.transaction(id)]) await connection.writeMany('release', [{ DeleteRequest: { Key: keyItem(key) } }]);
}
