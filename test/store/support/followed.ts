import { awsJson } from '../../../local/aws/json.ts';
import { streamReader } from '../../../local/runner/stream/shard.ts';
import type { StreamImage } from '../../../shared/store/stream.ts';
import type { Database } from './databases.ts';

/** Reads the stream of the table like its consumer does, from where the last call ended; the first one from its beginning, or from now on. */
export function streamOf({ endpoint, tableName }: Database, startingPosition: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON'): () => Promise<readonly StreamImage[]> {
  const reader = streamReader({ call: awsJson(endpoint), tableName, delivered: () => undefined, startingPosition });
  return async () => {
    const images: StreamImage[] = [];
    for (let more = true; more; ) {
      more = false;
      for await (const { records, done } of reader.pages(500)) {
        more ||= records.length > 0;
        for (const { eventName, dynamodb } of records) if (eventName !== 'REMOVE') images.push(dynamodb['NewImage'] as StreamImage);
        done();
      }
    }
    return images;
  };
}
