/**
 * The restore drill: `npm run drill` takes a backup, restores it into a new table, compares every record, the audit log
 * and the files, and prints the figures and the time. Of the running product, or of the deployment that the environment
 * names (docs/recovery.md). The restored table goes again, unless `-- --keep`; `-- --restored <table>` compares one that was
 * kept once more, with its export. Exit code 0 only when nothing differs.
 */
import { parseArgs } from 'node:util';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { JSONWebKeySet } from 'jose';
import { s3BlobStore } from '../shared/store/blobs.ts';
import { s3SealStore } from '../shared/store/sealStore.ts';
import { awsBackup, keptBackup, localBackup } from './drill/backup.ts';
import { compare, type Difference } from './drill/compare.ts';
import { operated } from './product/operator.ts';

const words: Readonly<Record<Difference['kind'], string>> = {
  missing: 'was exported and is not in the restored table',
  changed: 'is not what was exported',
  added: 'stands in the restored table and was not exported',
  'older-than-live': 'is missing or older than it was at that moment',
  audit: 'the restored audit log does not verify',
  file: 'the file is missing or not the one that was stored',
};

const { values } = parseArgs({ options: { keep: { type: 'boolean' }, restored: { type: 'string' } } });

try {
  const { dynamo, s3, isLocal, tableName, tenant, blobBucket, sealBucket, baseUrl } = await operated();
  const answer = await fetch(`${baseUrl}/api/keys`, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${baseUrl}/api/keys answered ${answer.status}`);
  // Read now: the time limit is of the body too, and a backup takes longer.
  const keys = (await answer.json()) as JSONWebKeySet;
  const from = performance.now();
  const seconds = () => `${((performance.now() - from) / 1000).toFixed(1)} s`;
  const target = values.restored ?? `${tableName}-drill-${Date.now().toString(36)}`;
  const tell = (line: string) => console.log(`  ${line} after ${seconds()}`);
  const input = { dynamo, s3, tableName, bucket: blobBucket, target, tell };
  const backup = values.restored !== undefined ? await keptBackup(input) : await (isLocal ? localBackup : awsBackup)(input);
  tell(`restored as of ${backup.at.toISOString()} into ${target}`);
  const { items, records, auditDays, files, differences } = await compare({ backup, dynamo, liveTable: tableName, tenant, seals: s3SealStore(s3, sealBucket, tenant), keys, blobs: s3BlobStore(s3, blobBucket, tenant) });
  for (const [type, count] of Object.entries(records).toSorted(([a], [b]) => (a < b ? -1 : 1))) console.log(`    ${type.padEnd(32)}${String(count).padStart(9)}`);
  console.log(`${items} items, ${Object.values(records).reduce((sum, n) => sum + n, 0)} records, ${auditDays} days of the audit log, ${files} files compared in ${seconds()}`);
  for (const { kind, place } of differences.slice(0, 50)) console.log(`    ${words[kind]}: ${place}`);
  console.log(differences.length === 0 ? 'Everything is there.' : `${differences.length} DIFFERENCES`);
  if (!values.keep && values.restored === undefined) {
    await dynamo.send(new DeleteTableCommand({ TableName: target }));
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: blobBucket, Prefix: `drill/${target}/` })) for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: blobBucket, Key }));
  }
  process.exitCode = differences.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
