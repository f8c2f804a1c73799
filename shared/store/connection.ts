import {
  BatchGetItemCommand, BatchWriteItemCommand, ConditionalCheckFailedException, DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand, TransactWriteItemsCommand, UpdateItemCommand,
  type AttributeValue, type ConsumedCapacity, type DynamoDBClient, type TransactWriteItem, type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { keyText } from './indexing.ts';
import type { Key } from './keys.ts';

export type Item = Record<string, AttributeValue>;

/** What one request cost, for benches and for the figures of the story; absent in production. */
export type Metering = { readonly operation: string; readonly request: string; readonly readUnits: number; readonly writeUnits: number };
export type Meter = (metering: Metering) => void;

export type ConnectionOptions = { readonly client: DynamoDBClient; readonly tableName: string; readonly meter?: Meter; readonly wait?: (milliseconds: number) => Promise<void> };

export type QueryRange = {
  readonly pk: string;
  readonly prefix?: string;
  /** Sort keys from `from` to `to`, both inclusive. */
  readonly between?: { readonly from: string; readonly to: string };
  readonly descending?: boolean;
};

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Exponential with full jitter: waits spread out instead of meeting again. */
export const backoff = (attempt: number): number => Math.random() * Math.min(800, 15 * 2 ** attempt);

const tries = 8;

/** The requests that the store makes, metered, and strongly consistent unless asked otherwise. Nothing here knows FHIR. */
export function connect({ client, tableName, meter, wait = sleep }: ConnectionOptions) {
  const metered = meter ? { ReturnConsumedCapacity: 'TOTAL' as const } : {};

  function measure(operation: string, request: string, capacity: ConsumedCapacity | readonly ConsumedCapacity[] | undefined): void {
    if (!meter) return;
    const all = capacity === undefined ? [] : [capacity].flat();
    const write = /Write|Put|Update|Delete/.test(request);
    const total = all.reduce((sum, c) => sum + (c.CapacityUnits ?? 0), 0);
    meter({ operation, request, readUnits: write ? 0 : total, writeUnits: write ? total : 0 });
  }

  async function get(operation: string, key: Key, ConsistentRead = true): Promise<Item | undefined> {
    const answer = await client.send(new GetItemCommand({ TableName: tableName, Key: keyItem(key), ConsistentRead, ...metered }));
    measure(operation, 'GetItem', answer.ConsumedCapacity);
    return answer.Item;
  }

  /** Items by `keyText`; absent ones are absent. Any number of keys. */
  async function getMany(operation: string, wanted: readonly Key[], consistent = true): Promise<ReadonlyMap<string, Item>> {
    const found = new Map<string, Item>();
    const all = [...new Map(wanted.map((key) => [keyText(key), key])).values()];
    await Promise.all(chunks(all, 100).map((chunk) => getChunk(operation, chunk.map(keyItem), found, consistent)));
    return found;
  }

  async function getChunk(operation: string, keys: Item[], found: Map<string, Item>, ConsistentRead: boolean): Promise<void> {
    let left = keys;
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt >= tries) throw new Error('BatchGetItem left keys unprocessed');
      if (attempt > 0) await wait(backoff(attempt));
      const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead } }, ...metered }));
      measure(operation, 'BatchGetItem', answer.ConsumedCapacity);
      for (const item of answer.Responses?.[tableName] ?? []) found.set(keyText(keyOf(item)), item);
      left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
  }

  /** One page of a partition, at most `limit` items, after the sort key `after`. */
  async function query(operation: string, range: QueryRange, limit: number, after?: string, ConsistentRead = true): Promise<{ readonly items: readonly Item[]; readonly more: boolean }> {
    const items: Item[] = [];
    let start: Item | undefined = after === undefined ? undefined : keyItem({ pk: range.pk, sk: after });
    do {
      const answer = await client.send(
        new QueryCommand({ TableName: tableName, ...conditionOf(range), ScanIndexForward: !range.descending, Limit: limit - items.length, ConsistentRead, ExclusiveStartKey: start, ...metered }),
      );
      measure(operation, 'Query', answer.ConsumedCapacity);
      items.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey;
    } while (start && items.length < limit);
    return { items, more: start !== undefined };
  }

  /** Not atomic, repeated until everything is written. */
  async function writeMany(operation: string, requests: readonly WriteRequest[]): Promise<void> {
    await Promise.all(chunks(requests, 25).map((chunk) => writeChunk(operation, chunk)));
  }

  async function writeChunk(operation: string, requests: readonly WriteRequest[]): Promise<void> {
    let left = [...requests];
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt >= tries) throw new Error('BatchWriteItem left items unprocessed');
      if (attempt > 0) await wait(backoff(attempt));
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: left }, ...metered }));
      measure(operation, 'BatchWriteItem', answer.ConsumedCapacity);
      left = answer.UnprocessedItems?.[tableName] ?? [];
    }
  }

  async function transact(operation: string, actions: TransactWriteItem[]): Promise<void> {
    const answer = await client.send(new TransactWriteItemsCommand({ TransactItems: actions, ...metered }));
    measure(operation, 'TransactWriteItems', answer.ConsumedCapacity);
  }

  /** A conditional write of one item: whether it was made, and if not, what stood there. A refused one costs a unit. */
  async function attempt(operation: string, write: SingleWrite): Promise<{ readonly met: boolean; readonly old?: Item }> {
    const [name] = Object.keys(write);
    try {
      const answer = await send(write);
      measure(operation, `${name}Item`, answer.ConsumedCapacity);
      return { met: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      measure(operation, `${name}Item`, { CapacityUnits: 1 });
      return { met: false, ...(error.Item ? { old: error.Item } : {}) };
    }
  }

  async function send(write: SingleWrite): Promise<{ readonly ConsumedCapacity?: ConsumedCapacity | undefined }> {
    if ('Put' in write && write.Put) return await client.send(new PutItemCommand({ ...write.Put, ...metered }));
    if ('Update' in write && write.Update) return await client.send(new UpdateItemCommand({ ...write.Update, ...metered }));
    if ('Delete' in write && write.Delete) return await client.send(new DeleteItemCommand({ ...write.Delete, ...metered }));
    throw new Error('a write is a Put, an Update or a Delete');
  }

  return { tableName, wait, get, getMany, query, writeMany, transact, attempt };
}

/** One action of a transaction, to be made alone: at half the price. */
export type SingleWrite = Pick<TransactWriteItem, 'Put'> | Pick<TransactWriteItem, 'Update'> | Pick<TransactWriteItem, 'Delete'>;

export type Connection = ReturnType<typeof connect>;

export const keyItem = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });
export const keyOf = (item: Item): Key => ({ pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' });

function conditionOf({ pk, prefix, between }: QueryRange): { KeyConditionExpression: string; ExpressionAttributeValues: Item } {
  if (between)
    return { KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to', ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: between.from }, ':to': { S: between.to } } };
  if (prefix !== undefined)
    return { KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)', ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: prefix } } };
  return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } };
}

export function chunks<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));
  return parts;
}
