import { createHash } from 'node:crypto';
import { paginateScan, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;
/** As an export holds it: binary as base64 text (the wire format of DynamoDB). */
export type WireItem = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** The same text for the same item, whoever wrote it down and in which order. */
function canonical(value: unknown): string {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  // Sets come in any order.
  const sets = ['SS', 'NS', 'BS'].filter((type) => Array.isArray(value[type]));
  if (sets.length > 0) return `{${sets.map((type) => `"${type}":[${(value[type] as unknown[]).map(canonical).toSorted().join()}]`).join()}}`;
  return `{${Object.keys(value).filter((key) => value[key] !== undefined).toSorted().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

export const hashOf = (item: Item | WireItem): string => createHash('sha256').update(canonical(item)).digest('base64url');

/** What an operator is shown: where it stands, never what is in it. */
export const placeOf = (item: Item | WireItem): string => `${(item['pk'] as { S?: string })?.S ?? ''} ${(item['sk'] as { S?: string })?.S ?? ''}`;

export async function* scan(client: DynamoDBClient, TableName: string): AsyncGenerator<Item> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) yield* Items;
}

/** An item of an export, to be written. */
export function fromWire(item: WireItem): Item {
  const value = (one: unknown): unknown => {
    if (!isObject(one)) return one;
    return Object.fromEntries(Object.entries(one).map(([type, content]) => [type, type === 'B' && typeof content === 'string' ? Buffer.from(content, 'base64') : type === 'M' && isObject(content) ? Object.fromEntries(Object.entries(content).map(([k, v]) => [k, value(v)])) : type === 'L' && Array.isArray(content) ? content.map(value) : content]));
  };
  return Object.fromEntries(Object.entries(item).map(([name, one]) => [name, value(one)])) as Item;
}

export const toWire = (item: Item): WireItem => JSON.parse(canonical(item)) as WireItem;
