import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../kernel/clock.ts';
import { packBody, unpackBody } from './body.ts';
import { unlessStaged, whyNot, type Applied, type Change } from './changes.ts';
import { backoff, keyItem, type Item } from './connection.ts';
import { end, release, undo, type ReleaseDeps } from './release.ts';
import { transactionOf } from './pending.ts';
import type { Key } from './keys.ts';

/** Actions and bytes that DynamoDB takes in one transaction (its limits: 100, and 4 MB). */
export const mostActions = 100;
const mostBytes = 3_000_000;

/** A staged image up to this size stands beside the old one in its item (400 KB at most); a larger one stands aside. */
const besideLimit = 12 * 1024;

/** How long a transaction may take before others may end it. Its outcome never depends on a clock, only who waits for it. */
export const leaseMilliseconds = 20_000;

const tries = 8;

export type StagedDeps = ReleaseDeps & { readonly clock: Clock };
export type Staging = {
  /** Never used before. */
  readonly id: string;
  /** Of two that meet, the smaller one goes on and the other begins again. */
  readonly order: string;
  /** What must stand before the commit and only matters after it. */
  readonly enter: () => Promise<unknown>;
  /** Not committed after this moment. */
  readonly until?: Date;
};

export const isLarge = (changes: readonly Change[]): boolean => changes.length > mostActions || sizeOf(changes) > mostBytes;

/**
 * Any number of changes, all or nothing: each is staged in its own item, invisible, and holds the item; then one
 * conditional write to the record of the transaction makes them all true at once; then each is finished. Whoever
 * finds a staged item asks the record, so a process may die at any point (ADR 43).
 */
export async function applyStaged(deps: StagedDeps, changes: readonly Change[], staging: Staging): Promise<Applied> {
  const { id } = staging;
  try {
    await open(deps, changes, staging);
    const staged = await Promise.all(chunksOf(changes).map((chunk) => stage(deps, chunk, staging)));
    const failed = staged.find(({ kind }) => kind !== 'done');
    if (!failed) await staging.enter();
    if (!failed && staging.until && deps.clock.now() > staging.until) {
      // No time to put back what may be hundreds of items: whoever meets one does, and housekeeping.
      await end(deps, id);
      return { kind: 'passing' };
    }
    const flipped = !failed && (await flip(deps, id));
    if (!flipped) {
      await undo(deps, id, changes.map(({ key }) => key), true);
      return failed ?? { kind: 'passing' };
    }
  } catch (error) {
    // Nothing that we may still do matters to others; housekeeping does it if we can't.
    await undo(deps, id, changes.map(({ key }) => key), true).catch(() => undefined);
    throw error;
  }
  const listed = changes.map(({ key }) => key);
  // Committed is committed: what can't be finished now is finished by whoever meets it, or by housekeeping.
  await finish(deps, id, changes).catch(() => undo(deps, id, listed, true)).catch(() => undefined);
  return { kind: 'done' };
}

/** The record, and beside it the list of what will be staged, so that all of it can be found again. */
async function open({ connection, keys, clock }: StagedDeps, changes: readonly Change[], { id, order }: Staging): Promise<void> {
  const until = { S: new Date(clock.now().getTime() + leaseMilliseconds).toISOString() };
  const aside = changes.filter(isAside).map(({ key, image = {} }) => ({ ...keyItem(keys.aside(key, id)), i: { M: image } }));
  const record = { ...keyItem(keys.transaction(id)), s: { S: 'open' }, o: { S: order }, u: until };
  const list = { ...keyItem(keys.staged(id)), u: until, k: { B: packBody(changes.map(({ key }) => [key.pk, key.sk])) } };
  await connection.writeMany('commit', [list, ...aside].map((Item) => ({ PutRequest: { Item } })));
  // Only where none stands: a try that was given up may still arrive, and must not open again what has been committed since.
  await connection.attempt('commit', { Put: { TableName: connection.tableName, Item: record, ConditionExpression: 'attribute_not_exists(pk)' } });
}

export const listedIn = (list: Item): Key[] => (unpackBody(list['k']?.B ?? new Uint8Array()) as [string, string][]).map(([pk, sk]) => ({ pk, sk }));

/** All of a chunk or nothing of it. */
async function stage(deps: StagedDeps, chunk: readonly Change[], { id, order }: Staging): Promise<Applied> {
  const { connection } = deps;
  const actions = chunk.map((change) => stageAction(connection.tableName, id, change));
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await connection.wait(backoff(attempt));
    try {
      await connection.transact('commit', actions);
      return { kind: 'done' };
    } catch (error) {
      const failed = whyNot(error, chunk.map(({ about }) => about));
      if (failed.kind === 'unmet') return failed;
      if (failed.kind !== 'held') continue;
      // Our own try before this one has come through.
      if (failed.items.every((item) => transactionOf(item) === id)) return { kind: 'done' };
      const free = await Promise.all(failed.items.map((item) => release(deps, item, order)));
      if (!free.every(Boolean)) return failed;
    }
  }
  return { kind: 'passing' };
}

function stageAction(TableName: string, id: string, change: Change): TransactWriteItem {
  const { ExpressionAttributeValues, ...only } = unlessStaged(change.only);
  const sn = change.image === undefined ? { NULL: true as const } : isAside(change) ? { BOOL: true } : { M: change.image };
  return {
    Update: { TableName, Key: keyItem(change.key), UpdateExpression: 'SET sx = :sx, sn = :sn', ...only, ExpressionAttributeValues: { ...ExpressionAttributeValues, ':sx': { S: id }, ':sn': sn } },
  };
}

/** The moment of the commit. False when others have ended the transaction before. */
async function flip({ connection, keys }: StagedDeps, id: string): Promise<boolean> {
  const { met, old } = await connection.attempt('commit', {
    Update: {
      TableName: connection.tableName, Key: keyItem(keys.transaction(id)), UpdateExpression: 'SET s = :committed', ConditionExpression: 's = :open',
      ExpressionAttributeValues: { ':open': { S: 'open' }, ':committed': { S: 'committed' } }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });
  // Only we commit it: the answer to a first try was lost on the way.
  return met || old?.['s']?.S === 'committed';
}

/** What was staged takes the place of what stood there; the record goes last. */
async function finish(deps: StagedDeps, id: string, changes: readonly Change[]): Promise<void> {
  const { connection, keys } = deps;
  const TableName = connection.tableName;
  const held = { ConditionExpression: 'sx = :sx', ExpressionAttributeValues: { ':sx': { S: id } } };
  const actions = chunksOf(changes).map((chunk) => chunk.map(({ key, image }): TransactWriteItem => (image ? { Put: { TableName, Item: { ...keyItem(key), ...image }, ...held } } : { Delete: { TableName, Key: keyItem(key), ...held } })));
  await Promise.all(actions.map((chunk) => connection.transact('finish', chunk)));
  const gone = [...changes.filter(isAside).map(({ key }) => keys.aside(key, id)), keys.staged(id)];
  await connection.writeMany('finish', gone.map((key) => ({ DeleteRequest: { Key: keyItem(key) } })));
  await connection.writeMany('finish', [{ DeleteRequest: { Key: keyItem(keys.transaction(id)) } }]);
}

const isAside = ({ image }: Change): boolean => image !== undefined && sizeOfItem(image) > besideLimit;

const sizeOf = (changes: readonly Change[]): number => changes.reduce((sum, { image }) => sum + sizeOfItem(image ?? {}), 0);

/** About as DynamoDB counts, generously. */
const sizeOfItem = (item: Item): number => Object.values(item).reduce((sum, { B, S, N }) => sum + 40 + (B?.length ?? 0) + 2 * (S?.length ?? 0) + (N?.length ?? 0), 200);

/** As many as fit one transaction. */
function chunksOf(changes: readonly Change[]): Change[][] {
  const all: Change[][] = [];
  let bytes = Infinity;
  for (const change of changes) {
    const size = sizeOf([change]);
    const last = all.at(-1);
    if (!last || last.length >= mostActions || bytes + size > mostBytes) {
      all.push([change]);
      bytes = size;
    } else {
      last.push(change);
      bytes += size;
    }
  }
  return all;
}
