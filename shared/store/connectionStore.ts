import { ConditionalCheckFailedException, DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand, TransactionCanceledException, TransactWriteItemsCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Principal } from '../identity/policy.ts';
import type { ConnectionStore } from '../subscription/ports.ts';

type Item = Record<string, AttributeValue>;
type Place = { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string };

/** Parallel binds of one connection touch one item; more than these in a row is no client of ours. */
const mostRaces = 8;

const seconds = (at: Date): AttributeValue => ({ N: String(Math.floor(at.getTime() / 1000)) });
const isOpen = (item: Item | undefined, now: Date): item is Item => Number(item?.['ttl']?.N ?? 0) > now.getTime() / 1000;

/**
 * Connections and their bindings in the table of records, each in a partition of its own: one item for the connection,
 * one below each Subscription. DynamoDB's clean-up by `ttl` is late by up to days, so every read looks at the time itself.
 * Their sort keys keep them out of the stream's consumer of versions and events.
 */
export function dynamoConnectionStore({ client, tableName: TableName, tenant }: Place): ConnectionStore {
  const connectionKey = (connection: string): Item => ({ pk: { S: `${tenant}#socket/${connection}` }, sk: { S: 'open' } });
  const bindingKey = (connection: string, subscription: string): Item => ({ pk: { S: `${tenant}#bound/${subscription}` }, sk: { S: connection } });
  const read = async (connection: string) => (await client.send(new GetItemCommand({ TableName, Key: connectionKey(connection), ConsistentRead: true }))).Item;

  return {
    async open(connection, principal, until) {
      await client.send(new PutItemCommand({ TableName, Item: { ...connectionKey(connection), principal: { S: JSON.stringify(principal) }, ttl: seconds(until) } }));
    },
    async holderOf(connection, now) {
      const item = await read(connection);
      return isOpen(item, now) ? (JSON.parse(item['principal']?.S ?? '{}') as Principal) : undefined;
    },
    async bind(connection, subscription, most, now) {
      for (let race = 0; race < mostRaces; race += 1) {
        const item = await read(connection);
        if (!isOpen(item, now)) return 'gone';
        const bound = item['bound']?.SS ?? [];
        if (bound.includes(subscription)) return 'bound';
        if (bound.length >= most) return 'full';
        if (await bindOne(connection, subscription, item)) return 'bound';
      }
      throw new Error('connection: others kept binding through all retries');
    },
    async boundTo(subscription, now) {
      const found: string[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await client.send(new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: `${tenant}#bound/${subscription}` } }, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) }));
        found.push(...(page.Items ?? []).filter((item) => isOpen(item, now)).map((item) => item['sk']?.S ?? ''));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return found;
    },
    async unbind(connection, subscription) {
      await client.send(new DeleteItemCommand({ TableName, Key: bindingKey(connection, subscription) }));
    },
    async close(connection) {
      const item = await read(connection);
      for (const subscription of item?.['bound']?.SS ?? []) await client.send(new DeleteItemCommand({ TableName, Key: bindingKey(connection, subscription) }));
      await client.send(new DeleteItemCommand({ TableName, Key: connectionKey(connection) }));
    },
  };

  /** Both items or neither, and only onto what was read; false when another bind or a close came between. */
  async function bindOne(connection: string, subscription: string, { bound = { SS: [] }, ttl = { N: '0' } }: Item): Promise<boolean> {
    const before = bound.SS ?? [];
    const unchanged = before.length > 0 ? 'attribute_exists(pk) AND #bound = :before' : 'attribute_exists(pk) AND attribute_not_exists(#bound)';
    const values: Item = { ':one': { SS: [subscription] }, ...(before.length > 0 && { ':before': { SS: before } }) };
    const update = { TableName, Key: connectionKey(connection), UpdateExpression: 'ADD #bound :one', ConditionExpression: unchanged, ExpressionAttributeNames: { '#bound': 'bound' }, ExpressionAttributeValues: values };
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: update }, { Put: { TableName, Item: { ...bindingKey(connection, subscription), ttl } } }] }));
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException || error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
