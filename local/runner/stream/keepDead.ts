import { randomUUID } from 'node:crypto';
import type { StreamPlan } from '../template/plan.ts';
import type { StreamRecord } from './shard.ts';

export type Given = { readonly mapping: StreamPlan; readonly shardId: string; readonly reason: string; /** As the function was given them. */ readonly records: readonly StreamRecord[] };

/**
 * Puts what was given up into the bucket that the mapping names, in the words in which Lambda does:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function keepDead(s3Endpoint: string, { mapping, shardId, reason, records }: Given, now: Date): Promise<void> {
  const bucket = mapping.DestinationConfig?.OnFailure.Destination.slice('arn:aws:s3:::'.length);
  if (!bucket) throw new Error(`${mapping.FunctionName} has no place for what it gives up`);
  const timestamp = now.toISOString();
  const name = mapping.FunctionName.split(':').at(-1) ?? '';
  const key = `aws/lambda/${name}/${shardId}/${timestamp.slice(0, 10).replaceAll('-', '/')}/${timestamp.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`;
  const body = {
    requestContext: { requestId: randomUUID(), functionArn: mapping.FunctionName, condition: reason, approximateInvokeCount: mapping.MaximumRetryAttempts + 1 },
    version: '1.0',
    timestamp,
    DDBStreamBatchInfo: { shardId, startSequenceNumber: records[0]?.dynamodb.SequenceNumber, endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber, batchSize: records.length, streamArn: mapping.EventSourceArn },
    payload: JSON.stringify({ Records: records }),
  };
  const answer = await fetch(`${s3Endpoint}/${bucket}/${key}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`what was given up could not be kept: ${answer.status}`);
}
