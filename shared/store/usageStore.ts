import { UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { UsageStore } from '../limits/ports.ts';
import { digest } from './keys.ts';

/** Counters in the table of records, one item a window, gone by time to live soon after it. One write unit a call. */
export function dynamoUsageStore({ client, tableName, tenant }: { client: DynamoDBClient; tableName: string; tenant: string }): UsageStore {
  return {
    async add(key, windowStart, windowSeconds, amount) {
      const { Attributes } = await client.send(new UpdateItemCommand({
        TableName: tableName,
        Key: { pk: { S: `${tenant}#usage#${digest(key)}` }, sk: { S: windowStart.toISOString() } },
        UpdateExpression: 'SET #ttl = :ttl ADD #used :amount',
        ExpressionAttributeNames: { '#ttl': 'ttl', '#used': 'used' },
        ExpressionAttributeValues: { ':amount': { N: String(amount) }, ':ttl': { N: String(Math.floor(windowStart.getTime() / 1000) + 2 * windowSeconds) } },
        ReturnValues: 'UPDATED_NEW',
      }));
      return Number(Attributes?.['used']?.N ?? amount);
    },
  };
}
