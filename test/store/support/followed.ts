import { awsJson } from '../../../local/aws/json.ts';
import { recordsAfter, shardsOf } from '../../../local/runner/stream/shard.ts';
import type { StreamImage } from '../../../shared/store/stream.ts';
import type { Database } from './databases.ts';

/** Reads the stream of the table like its consumer does, from where the last call ended. */
export function streamOf({ endpoint, tableName }: Database): () => Promise<readonly StreamImage[]> {
  const call = awsJson(endpoint);
  const positions = new Map<string, string>();
  return async () => {
    const images: StreamImage[] = [];
    const { streamArn, shardIds } = await shardsOf(call, tableName);
    for (const shardId of shardIds)
      for (;;) {
        const records = await recordsAfter(call, { streamArn, shardId, after: positions.get(shardId) }, 500);
        const last = records.at(-1);
        if (!last) break;
        positions.set(shardId, last.dynamodb.SequenceNumber);
        for (const { eventName, dynamodb } of records) if (eventName !== 'REMOVE') images.push(dynamodb['NewImage'] as StreamImage);
      }
    return images;
  };
}
