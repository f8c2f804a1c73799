import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { monthOf, type Measure, type MeasureStore } from '../overview/ports.ts';
import { connect, keyItem, type Meter } from './connection.ts';
import { keysFor, monthShards, shardOf } from './keys.ts';

/** More than a month of a province; a query brings some six thousand a megabyte. */
const mostInShard = 100_000;

/**
 * Measures in partitions of their own, four a month, so that a month is four queries and never a look at a record. Their
 * sort keys keep them out of the stream's consumers.
 */
export function dynamoMeasures({ client, tableName, tenant, meter }: { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string; readonly meter?: Meter }): MeasureStore {
  const connection = connect({ client, tableName, ...(meter ? { meter } : {}) });
  const keys = keysFor(tenant);
  return {
    async put(measure, version) {
      const month = monthOf(measure.kind === 'case' ? measure.requestedAt : measure.from);
      const key = { pk: keys.measures(month, shardOf(measure.id, monthShards)), sk: `m#${measure.kind}#${measure.id}` };
      const Item = { ...keyItem(key), m: { S: JSON.stringify(measure) }, w: { N: String(version) } };
      await connection.attempt('measure', { Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk) OR w < :w', ExpressionAttributeValues: { ':w': { N: String(version) } } } });
    },
    async inMonth(month) {
      const shards = await Promise.all(Array.from({ length: monthShards }, (_, shard) => connection.query('overview', { pk: keys.measures(month, shard) }, mostInShard)));
      return shards.flatMap(({ items }) => items.map((item) => JSON.parse(item['m']?.S ?? 'null') as Measure));
    },
  };
}
