import * as z from 'zod';
import { AwsFault, type AwsCall } from '../../aws/json.ts';

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

/** A stream may get new shards; nobody waits for the first record of one longer than this. */
const shardsKnownMs = 10_000;

export type StreamReading = {
  readonly call: AwsCall;
  readonly tableName: string;
  /** Sequence number up to which a shard was delivered. */
  readonly delivered: (shardId: string) => string | undefined;
  /** Where a shard is begun of which nothing was delivered yet, and which was there when reading began. */
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly now?: () => number;
};

export type Page = { readonly shardId: string; readonly records: readonly StreamRecord[]; /** To be called once the records were delivered; until then they come again. */ readonly done: () => void };

/** Reads a table's stream shard by shard, as an event source mapping does. */
export function streamReader({ call, tableName, delivered, startingPosition, now = Date.now }: StreamReading) {
  const places = new Map<string, string>();
  let known: { readonly until: number; readonly streamArn: string; readonly shardIds: readonly string[] } | undefined;

  async function shardsNow() {
    if (known && known.until > now()) return known;
    const first = known === undefined;
    const { Table } = description.parse(await call('DynamoDB_20120810.DescribeTable', { TableName: tableName }));
    const found = shards.parse(await call(`${streams}.DescribeStream`, { StreamArn: Table.LatestStreamArn }));
    const shardIds = found.StreamDescription.Shards.map((s) => s.ShardId);
    // A shard that comes later holds what happened since: it is read from its beginning.
    for (const shardId of shardIds) if (!places.has(shardId)) places.set(shardId, await placeOf(Table.LatestStreamArn, shardId, first ? startingPosition : 'TRIM_HORIZON'));
    return (known = { until: now() + shardsKnownMs, streamArn: Table.LatestStreamArn, shardIds });
  }

  async function placeOf(StreamArn: string, ShardId: string, start: StreamReading['startingPosition']): Promise<string> {
    const after = delivered(ShardId);
    const from = after === undefined ? { ShardIteratorType: start } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
    return iterator.parse(await call(`${streams}.GetShardIterator`, { StreamArn, ShardId, ...from })).ShardIterator;
  }

  /** The next records of each shard, at most `limit` of one. */
  async function* pages(limit: number): AsyncGenerator<Page> {
    const { streamArn, shardIds } = await shardsNow();
    for (const shardId of shardIds) {
      const place = places.get(shardId);
      // An ended shard is read through.
      if (place === undefined || place === '') continue;
      const page = await read(place, limit).catch(async (error: unknown) => {
        if (!(error instanceof AwsFault) || !/ExpiredIterator|TrimmedDataAccess/.test(error.code)) throw error;
        return await read(await placeOf(streamArn, shardId, 'TRIM_HORIZON'), limit);
      });
      yield { shardId, records: page.Records, done: () => void places.set(shardId, page.NextShardIterator ?? '') };
    }
  }

  const read = async (ShardIterator: string, Limit: number) => batch.parse(await call(`${streams}.GetRecords`, { ShardIterator, Limit }));

  return { pages };
}
