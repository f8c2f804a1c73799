import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';

/** What Lambda keeps of a batch that it gave up (local/runner/stream/keepDead.ts). */
const letterShape = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string(), condition: z.string() }),
  timestamp: z.string(),
  payload: z.string(),
});
const payloadShape = z.object({ Records: z.array(z.looseObject({ dynamodb: z.looseObject({ SequenceNumber: z.string() }) })) });
const answerShape = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish();

export type DeadLetter = {
  readonly key: string;
  readonly since: string;
  readonly functionArn: string;
  readonly reason: string;
  readonly records: z.infer<typeof payloadShape>['Records'];
  readonly whole: z.infer<typeof letterShape>;
};

export type Outcome = 'carried-out' | { readonly stillFailing: number };

export type DeadLetters = {
  /** Oldest first. */
  readonly list: () => Promise<readonly DeadLetter[]>;
  /**
   * Gives the records to their function once more. What it takes is gone from here; what it refuses stays. May be
   * repeated at any moment: the functions' effects are told apart by the ids of events.
   */
  readonly replay: (letter: DeadLetter) => Promise<Outcome>;
};

export function deadLetters(s3: S3Client, lambda: LambdaClient, bucket: string): DeadLetters {
  async function read(Key: string): Promise<DeadLetter> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const whole = letterShape.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    const { functionArn, condition } = whole.requestContext;
    return { key: Key, since: whole.timestamp, functionArn, reason: condition, records: payloadShape.parse(JSON.parse(whole.payload)).Records, whole };
  }
  return {
    async list() {
      const found: DeadLetter[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: 'aws/lambda/' })) for (const { Key } of Contents) if (Key) found.push(await read(Key));
      return found.toSorted((a, b) => (a.since < b.since ? -1 : 1));
    },
    async replay({ key, functionArn, records, whole }) {
      const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify({ Records: records })) }));
      if (FunctionError) return { stillFailing: records.length };
      const failed = new Set((answerShape.parse(JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null'))?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
      if (failed.size === 0) {
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        return 'carried-out';
      }
      const left = records.filter(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: 'application/json', Body: JSON.stringify({ ...whole, payload: JSON.stringify({ Records: left }) }) }));
      return { stillFailing: left.length };
    },
  };
}
