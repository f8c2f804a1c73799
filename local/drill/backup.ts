import { gunzipSync, gzipSync } from 'node:zlib';
import {
  BatchWriteItemCommand, CreateTableCommand, DescribeExportCommand, DescribeTableCommand, ExportTableToPointInTimeCommand, RestoreTableToPointInTimeCommand, waitUntilTableExists, type DynamoDBClient, type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunks } from '../../shared/store/connection.ts';
import { createTableInput } from '../../shared/store/table.ts';
import { fromWire, scan, toWire, type Item, type WireItem } from './items.ts';

/** Two copies of the table at one moment that know nothing of each other: an export, and a table restored. */
export type Backup = { readonly at: Date; readonly exported: () => AsyncIterable<WireItem>; readonly restoredTable: string };

export type BackupInput = { readonly dynamo: DynamoDBClient; readonly s3: S3Client; readonly tableName: string; readonly bucket: string; readonly target: string; readonly tell: (line: string) => void };

const minutes = 60;

/**
 * Of a deployment: point-in-time export to S3 and point-in-time restore to a new table, both of the latest moment that
 * can be restored. Takes what AWS takes, mostly tens of minutes.
 */
export async function awsBackup(input: BackupInput): Promise<Backup> {
  const { dynamo, s3, tableName, bucket, target, tell } = input;
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: tableName }));
  // The continuous backup trails by up to five minutes.
  const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 5 * minutes * 1000);
  await keepMoment(input, at);
  const [exporting] = await Promise.all([
    dynamo.send(new ExportTableToPointInTimeCommand({ TableArn: Table?.TableArn, ExportTime: at, S3Bucket: bucket, S3Prefix: `drill/${target}`, ExportFormat: 'DYNAMODB_JSON' })),
    dynamo.send(new RestoreTableToPointInTimeCommand({ SourceTableName: tableName, TargetTableName: target, RestoreDateTime: at })),
  ]);
  const ExportArn = exporting.ExportDescription?.ExportArn;
  for (;;) {
    const { ExportDescription } = await dynamo.send(new DescribeExportCommand({ ExportArn }));
    if (ExportDescription?.ExportStatus === 'COMPLETED') break;
    if (ExportDescription?.ExportStatus === 'FAILED') throw new Error(`the export failed: ${ExportDescription.FailureCode}`);
    await sleep(15_000);
  }
  tell('exported');
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 6 * 60 * minutes }, { TableName: target });
  return { at, restoredTable: target, exported: () => exportedItems(s3, bucket, `drill/${target}/`) };
}

/** A backup that was taken before and kept: its export, its table, and of which moment both are. */
export async function keptBackup({ s3, bucket, target }: BackupInput): Promise<Backup> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: momentOf(target) }));
  return { at: new Date((await Body?.transformToString()) ?? ''), restoredTable: target, exported: () => exportedItems(s3, bucket, `drill/${target}/`) };
}

const momentOf = (target: string): string => `drill/${target}/moment`;
const keepMoment = async ({ s3, bucket, target }: BackupInput, at: Date) => void (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: momentOf(target), Body: at.toISOString() })));

/** On this machine: the same files, written by a scan, and a table filled from them. */
export async function localBackup(input: BackupInput): Promise<Backup> {
  const { dynamo, s3, tableName, bucket, target } = input;
  const at = new Date();
  await keepMoment(input, at);
  const lines: string[] = [];
  let file = 0;
  const flush = async () => {
    const Body = gzipSync(lines.splice(0).join('\n'));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `drill/${target}/AWSDynamoDB/local/data/${String(file++).padStart(6, '0')}.json.gz`, Body, ContentLength: Body.length }));
  };
  for await (const item of scan(dynamo, tableName)) if (lines.push(JSON.stringify({ Item: toWire(item) })) >= 5_000) await flush();
  if (lines.length > 0) await flush();
  await dynamo.send(new CreateTableCommand(createTableInput(target)));
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 60 }, { TableName: target });
  const exported = () => exportedItems(s3, bucket, `drill/${target}/`);
  const items: Item[] = [];
  for await (const item of exported()) items.push(fromWire(item));
  for (const part of chunks(items, 25)) await writeAll(dynamo, target, part.map((one) => ({ PutRequest: { Item: one } })));
  return { at, restoredTable: target, exported };
}

async function writeAll(dynamo: DynamoDBClient, table: string, requests: WriteRequest[]): Promise<void> {
  for (let left = requests; left.length > 0; ) left = (await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }))).UnprocessedItems?.[table] ?? [];
}

/** The data files of an export: gzip, a line an item. */
async function* exportedItems(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<WireItem> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    for (const { Key = '' } of Contents) {
      if (!Key.endsWith('.json.gz')) continue;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString('utf8');
      for (const line of text.split('\n')) if (line !== '') yield (JSON.parse(line) as { Item: WireItem }).Item;
    }
  }
}
