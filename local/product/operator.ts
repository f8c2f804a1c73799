import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Client } from '../../shared/store/blobs.ts';
import { readRunning } from './running.ts';

/** What an operator's tool works on: the product that runs on this machine, or the deployment that the environment names. */
export type Operated = {
  /** The product on this machine, whose database knows no backups. */
  readonly isLocal: boolean;
  readonly tableName: string;
  readonly tenant: string;
  readonly blobBucket: string;
  readonly sealBucket: string;
  readonly baseUrl: string;
  /** What the stream's functions gave up; empty where the environment does not name it. */
  readonly deadLetterBucket: string;
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly lambda: () => Promise<LambdaClient>;
};

const needed = ['TABLE_NAME', 'TENANT', 'BLOB_BUCKET', 'SEAL_BUCKET', 'BASE_URL'] as const;

/**
 * With TABLE_NAME set: that deployment, by the AWS credentials of the environment (docs/deploy.md). Otherwise the
 * product that runs with DATA_DIR (.local/data). Throws with what is missing.
 */
export async function operated(environment: NodeJS.ProcessEnv = process.env): Promise<Operated> {
  const dataDir = resolve(environment['DATA_DIR'] ?? '.local/data');
  const local = environment['TABLE_NAME'] ? undefined : (await readRunning(dataDir))?.operator;
  if (!environment['TABLE_NAME'] && !local) throw new Error(`Nothing runs with the data in ${dataDir}. Start the product (npm start), set DATA_DIR to its folder, or name a deployment: ${needed.join(', ')}.`);
  const source: Readonly<Record<string, string | undefined>> = local ?? environment;
  const missing = needed.filter((name) => !source[name]);
  if (missing.length > 0) throw new Error(`${missing.join(', ')} not set`);
  const value = (name: string) => source[name] ?? '';
  const at = (service: 'DYNAMODB' | 'S3' | 'LAMBDA') =>
    local ? { endpoint: value(`AWS_ENDPOINT_URL_${service}`), region: value('AWS_REGION'), credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : {};
  return {
    isLocal: local !== undefined,
    tableName: value('TABLE_NAME'), tenant: value('TENANT'), blobBucket: value('BLOB_BUCKET'), sealBucket: value('SEAL_BUCKET'), baseUrl: value('BASE_URL'),
    deadLetterBucket: value('DEAD_LETTER_BUCKET'),
    lambda: async () => new (await import('@aws-sdk/client-lambda')).LambdaClient(at('LAMBDA')),
    dynamo: new DynamoDBClient(at('DYNAMODB')),
    s3: local ? new S3Client({ ...at('S3'), forcePathStyle: true }) : s3Client(environment),
  };
}
