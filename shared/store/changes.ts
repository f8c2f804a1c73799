import { TransactionCanceledException, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Claim, Reference } from '../fhir/repository.ts';
import { keyItem, type Connection, type Item, type SingleWrite } from './connection.ts';
import type { Key } from './keys.ts';

/** What a change is about, so that a refusal can be told exactly. */
export type Subject =
  | { readonly kind: 'write'; readonly reference: Reference }
  | { readonly kind: 'claim'; readonly claim: Claim }
  | { readonly kind: 'guard' }
  | { readonly kind: 'idempotency' };

/** What must be true of the item when it changes; checked by the database, in the write. */
export type Condition = { readonly ConditionExpression: string; readonly ExpressionAttributeNames?: Record<string, string>; readonly ExpressionAttributeValues?: Item };

/** One item of a commit, as it will be; no image: it goes. */
export type Change = { readonly about: Subject; readonly key: Key; readonly image: Item | undefined; readonly only: Condition };

/** An item with `sx` is part of a transaction that has staged it and not let it go yet (ADR 43). */
export const notStaged = 'attribute_not_exists(sx)';

export const unlessStaged = ({ ConditionExpression, ...rest }: Condition) =>
  ({ ...rest, ConditionExpression: `(${ConditionExpression}) AND ${notStaged}`, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }) as const;

export function actionOf(TableName: string, { key, image, only }: Change): SingleWrite {
  return image ? { Put: { TableName, Item: { ...keyItem(key), ...image }, ...unlessStaged(only) } } : { Delete: { TableName, Key: keyItem(key), ...unlessStaged(only) } };
}

/** How a set of changes went, which happen all or not at all. */
export type Applied =
  | { readonly kind: 'done' }
  /** Conditions that were not met. */
  | { readonly kind: 'unmet'; readonly about: readonly Subject[] }
  /** Items that a staged transaction holds. */
  | { readonly kind: 'held'; readonly items: readonly Item[] }
  /** Too much at once: throttled, or in conflict with another transaction. */
  | { readonly kind: 'passing' };

/** Makes the changes, at most as many as a transaction takes: a single one at half the price. */
export async function apply(connection: Connection, changes: readonly Change[]): Promise<Applied> {
  const [only] = changes;
  if (!only) return { kind: 'done' };
  try {
    if (changes.length > 1) await connection.transact('commit', changes.map((change): TransactWriteItem => actionOf(connection.tableName, change)));
    else return await applyOne(connection, only);
    return { kind: 'done' };
  } catch (error) {
    return whyNot(error, changes.map(({ about }) => about));
  }
}

async function applyOne(connection: Connection, change: Change): Promise<Applied> {
  const { met, old } = await connection.attempt('commit', actionOf(connection.tableName, change));
  // The answer to a first try may have been lost on the way: then what stands there is what we wrote.
  if (met || (old && change.image?.['n'] && old['n']?.S === change.image['n'].S)) return { kind: 'done' };
  return old?.['sx'] ? { kind: 'held', items: [old] } : { kind: 'unmet', about: [change.about] };
}

const passing = new Set(['TransactionInProgressException', 'ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded']);
const passingReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** What a cancelled transaction means; anything that is no race is a fault and thrown. */
export function whyNot(error: unknown, about: readonly Subject[]): Exclude<Applied, { kind: 'done' }> {
  if (error instanceof Error && passing.has(error.name)) return { kind: 'passing' };
  if (!(error instanceof TransactionCanceledException)) throw error;
  const reasons = error.CancellationReasons ?? [];
  const held = reasons.flatMap(({ Item }) => (Item?.['sx'] ? [Item] : []));
  if (held.length > 0) return { kind: 'held', items: held };
  const unmet = reasons.flatMap(({ Code }, i) => (Code === 'ConditionalCheckFailed' ? (about[i] ?? []) : []));
  if (unmet.length > 0) return { kind: 'unmet', about: unmet };
  if (reasons.some(({ Code }) => passingReasons.has(Code ?? ''))) return { kind: 'passing' };
  throw error;
}
