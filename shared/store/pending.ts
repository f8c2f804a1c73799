import { keyItem, keyOf, type Connection, type Item } from './connection.ts';
import { keyText } from './indexing.ts';
import type { Key, Keys } from './keys.ts';

/**
 * Items that a large transaction has staged (ADR 43): the item stands as it was, `sx` names the transaction and `sn`
 * holds what the item becomes. Whether it has become that is told by one record for the whole transaction.
 */
export type PendingDeps = { readonly connection: Connection; readonly keys: Keys };

export const transactionOf = (item: Item): string | undefined => item['sx']?.S;

/** The record of a transaction: s, state; u, until when nobody else may end it; o, who goes before whom. */
export const isCommitted = (record: Item | undefined): boolean => record?.['s']?.S === 'committed';

/** The item as it was before it was staged; undefined when there was none. */
export function standing(item: Item): Item | undefined {
  const rest = Object.entries(item).filter(([name]) => name !== 'sx' && name !== 'sn');
  return rest.length > 2 ? Object.fromEntries(rest) : undefined;
}

/** What the item becomes; undefined when it goes. 'elsewhere': somebody has finished it meanwhile. */
export async function becoming({ connection, keys }: PendingDeps, item: Item): Promise<Item | undefined | 'elsewhere'> {
  const key = keyOf(item);
  const staged = item['sn'];
  if (staged?.M) return { ...keyItem(key), ...staged.M };
  if (staged?.NULL) return undefined;
  const aside = await connection.get('pending', keys.aside(key, transactionOf(item) ?? ''));
  return aside?.['i']?.M ? { ...keyItem(key), ...aside['i'].M } : 'elsewhere';
}

/**
 * What readers see of items as they were read: the new state if the transaction has committed, else the old one.
 * Items of one transaction are all seen in the same state, since its record is asked for once, after all of them.
 */
export async function seen(deps: PendingDeps, items: readonly Item[]): Promise<readonly (Item | undefined)[]> {
  const ids = new Set(items.map(transactionOf).filter((id) => id !== undefined));
  if (ids.size === 0) return items;
  const records = await deps.connection.getMany('pending', [...ids].map(deps.keys.transaction));
  return await Promise.all(items.map((item) => seenAs(deps, item, records)));
}

async function seenAs(deps: PendingDeps, item: Item, records: ReadonlyMap<string, Item>): Promise<Item | undefined> {
  const id = transactionOf(item);
  if (id === undefined) return item;
  const record = records.get(keyText(deps.keys.transaction(id)));
  if (record && !isCommitted(record)) return standing(item);
  if (record) {
    const next = await becoming(deps, item);
    if (next !== 'elsewhere') return next;
  }
  // A record goes last, after every item is finished. So this item is, by now; or its transaction never committed.
  const again = await deps.connection.get('pending', keyOf(item));
  if (!again) return undefined;
  return transactionOf(again) === id ? standing(again) : (await seen(deps, [again]))[0];
}

/** As `connection.getMany`, and what is pending as readers see it. */
export async function getSeen(deps: PendingDeps, operation: string, wanted: readonly Key[], consistent = true): Promise<ReadonlyMap<string, Item>> {
  const found = [...(await deps.connection.getMany(operation, wanted, consistent)).values()];
  const items = (await seen(deps, found)).filter((item) => item !== undefined);
  return new Map(items.map((item) => [keyText(keyOf(item)), item]));
}

export const getOneSeen = async (deps: PendingDeps, operation: string, key: Key, consistent = true): Promise<Item | undefined> => {
  const item = await deps.connection.get(operation, key, consistent);
  return item && (await seen(deps, [item]))[0];
};
