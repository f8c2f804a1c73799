import * as z from 'zod';
import type { AwsCall } from '../../aws/json.ts';

const recordSchema = z.looseObject({
  eventID: z.string(),
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number() }),
});
export type StreamRecord = z.infer<typeof recordSchema>;

const description = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });
const shards = z.object({ StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }) });
const iterator = z.object({ ShardIterator: z.string() });
const batch = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().nullish() });

const streams = 'DynamoDBStreams_20120810';

export type ShardPosition = { readonly streamArn: string; readonly shardId: string; readonly after: string | undefined };

/** The stream and shards of a table as the database has them now. */
export async function shardsOf(call: AwsCall, tableName: string): Promise<{ readonly streamArn: string; readonly shardIds: readonly string[] }> {
  const { Table } = description.parse(await call('DynamoDB_20120810.DescribeTable', { TableName: tableName }));
  const found = shards.parse(await call(`${streams}.DescribeStream`, { StreamArn: Table.LatestStreamArn }));
  return { streamArn: Table.LatestStreamArn, shardIds: found.StreamDescription.Shards.map((s) => s.ShardId) };
}

/** Up to `limit` records after a position. */
export async function recordsAfter(call: AwsCall, { streamArn, shardId, after }: ShardPosition, limit: number): Promise<readonly StreamRecord[]> {
  const start = after === undefined ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
  const { ShardIterator } = iterator.parse(await call(`${streams}.GetShardIterator`, { StreamArn: streamArn, ShardId: shardId, ...start }));
  return batch.parse(await call(`${streams}.GetRecords`, { ShardIterator, Limit: limit })).Records;
}
