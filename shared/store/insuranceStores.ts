import { DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AnswerCache, BreakerStore, ConfirmationQueue, Unconfirmed } from '../insurance/ports.ts';
import { digest } from './keys.ts';
import { wasWritten } from './wasWritten.ts';

type Item = Record<string, AttributeValue>;
type Place = { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string };

const ttl = (at: Date): AttributeValue => ({ N: String(Math.ceil(at.getTime() / 1000)) });

/** Portal answers for a while; the key is hashed once more, because keys show in metrics and logs. */
export function dynamoAnswerCache({ client, tableName: TableName, tenant }: Place): AnswerCache {
  const keyOf = (key: string): Item => ({ pk: { S: `${tenant}#insurance-answer/${digest(key)}` }, sk: { S: '#' } });
  return {
    async get(key, now) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(key) }));
      // DynamoDB's clean-up by `ttl` is late by up to days.
      if (!Item || (Item['until']?.S ?? '') <= now.toISOString()) return undefined;
      return { finding: Item['finding']?.S ?? '', at: Item['at']?.S ?? '' };
    },
    async put(key, { finding, at }, until) {
      await client.send(new PutItemCommand({ TableName, Item: { ...keyOf(key), finding: { S: finding }, at: { S: at }, until: { S: until.toISOString() }, ttl: ttl(until) } }));
    },
  };
}

export function dynamoBreakerStore({ client, tableName: TableName, tenant }: Place): BreakerStore {
  const Key: Item = { pk: { S: `${tenant}#setting#insurer-breaker` }, sk: { S: '#' } };
  return {
    async read() {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const number = (name: string) => Number(Item[name]?.N ?? 0);
      return { failures: number('failures'), pauses: number('pauses'), version: number('version'), ...(Item['pausedUntil']?.S ? { pausedUntil: Item['pausedUntil'].S } : {}) };
    },
    write: ({ failures, pauses, version, pausedUntil }) =>
      wasWritten(client.send(new PutItemCommand({
        TableName,
        Item: { ...Key, failures: { N: String(failures) }, pauses: { N: String(pauses) }, version: { N: String(version) }, ...(pausedUntil ? { pausedUntil: { S: pausedUntil } } : {}) },
        ConditionExpression: version === 1 ? 'attribute_not_exists(pk)' : 'version = :before',
        ...(version === 1 ? {} : { ExpressionAttributeValues: { ':before': { N: String(version - 1) } } }),
      }))),
  };
}

/** One partition a tenant, in the order of waiting: an hour's outage is some hundreds of small items. */
export function dynamoConfirmationQueue({ client, tableName: TableName, tenant }: Place, name: 'insurance-to-confirm' | 'check-in-to-send'): ConfirmationQueue {
  const pk: AttributeValue = { S: `${tenant}#${name}` };
  const keyOf = ({ since, id }: Unconfirmed): Item => ({ pk, sk: { S: `${since}#${id}` } });
  const put = (entry: Unconfirmed, ConditionExpression: string) =>
    wasWritten(client.send(new PutItemCommand({
      TableName,
      ConditionExpression,
      Item: {
        ...keyOf(entry), id: { S: entry.id }, since: { S: entry.since }, patient: { S: entry.patient }, attempts: { N: String(entry.attempts) }, notBefore: { S: entry.notBefore },
        ...(entry.organization ? { organization: { S: entry.organization } } : {}),
      },
    })));
  return {
    async add(entry) {
      await put(entry, 'attribute_not_exists(pk)');
    },
    async due(now, limit) {
      const found: Unconfirmed[] = [];
      let start: Item | undefined;
      do {
        const page = await client.send(new QueryCommand({
          TableName, KeyConditionExpression: 'pk = :pk', FilterExpression: 'notBefore <= :now',
          ExpressionAttributeValues: { ':pk': pk, ':now': { S: now.toISOString() } }, ConsistentRead: true, ExclusiveStartKey: start,
        }));
        found.push(...(page.Items ?? []).map(entryOf));
        start = page.LastEvaluatedKey;
      } while (start && found.length < limit);
      return found.slice(0, limit);
    },
    async postpone(entry) {
      await put(entry, 'attribute_exists(pk)');
    },
    async remove(entry) {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(entry) }));
    },
  };
}

const entryOf = (item: Item): Unconfirmed => ({
  id: item['id']?.S ?? '',
  since: item['since']?.S ?? '',
  patient: (item['patient']?.S ?? '') as Unconfirmed['patient'],
  ...(item['organization']?.S ? { organization: item['organization'].S as `Organization/${string}` } : {}),
  attempts: Number(item['attempts']?.N ?? 0),
  notBefore: item['notBefore']?.S ?? '',
});
