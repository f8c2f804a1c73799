import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { awsJson } from '../../local/aws/json.ts';
import type { Part } from '../../local/product/part.ts';
import { pumpStreams } from '../../local/runner/stream/pump.ts';
import type { StreamPlan, TablePlan } from '../../local/runner/template/plan.ts';
import { startEmbedded, type Database } from './support/databases.ts';

let database: Database;
const folder = mkdtempSync(join(tmpdir(), 'pump-'));
const running: Part[] = [];
beforeAll(async () => {
  database = await startEmbedded();
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((pump) => pump.stop()));
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

const write = async (...names: string[]) => {
  for (const name of names) await database.client.send(new PutItemCommand({ TableName: database.tableName, Item: { pk: { S: name }, sk: { S: '#' } } }));
};
const mapping = (FunctionName: string, StartingPosition: StreamPlan['StartingPosition']): StreamPlan => ({ EventSourceArn: 'arn:stream', FunctionName, BatchSize: 2, BisectBatchOnFunctionError: false, MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: -1, FunctionResponseTypes: [], StartingPosition });

/** What each function is told, by name. */
function pump() {
  const told: Record<string, string[]> = { events: [], delivery: [] };
  const part = pumpStreams({
    call: awsJson(database.endpoint), streams: [mapping('events', 'TRIM_HORIZON'), mapping('delivery', 'LATEST')], tables: [{ name: database.tableName, streamArn: 'arn:stream' } as TablePlan], region: 'local', s3Endpoint: '', folder, log: () => undefined,
    invoke: async (name, event) => {
      for (const { dynamodb } of (event as { Records: { dynamodb: { Keys: { pk: { S: string } } } }[] }).Records) told[name]?.push(dynamodb.Keys.pk.S);
      return await Promise.resolve({ kind: 'result', value: null, bytes: 0 });
    },
  });
  running.push(part);
  return { part, told };
}

async function until(met: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !met(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
}

it('each function begins where the template says, and goes on where it was after a restart', async () => {
  await write('seed-1', 'seed-2', 'seed-3');
  const first = pump();
  await until(() => first.told['events']?.length === 3);
  // Until delivery has taken its place, too: it is told only what comes after.
  await until(() => existsSync(join(folder, 'delivery.json')));
  await write('after');
  await until(() => first.told['events']?.length === 4 && first.told['delivery']?.length === 1);
  expect(first.told).toEqual({ events: ['seed-1', 'seed-2', 'seed-3', 'after'], delivery: ['after'] });
  await first.part.stop();
  await write('meanwhile');
  const second = pump();
  await until(() => second.told['events']?.length === 1 && second.told['delivery']?.length === 1);
  expect(second.told).toEqual({ events: ['meanwhile'], delivery: ['meanwhile'] });
});

it('a function that begins at the end hears of everything after its first start, though that was killed before it delivered anything', async () => {
  rmSync(folder, { recursive: true });
  const first = pump();
  await until(() => existsSync(join(folder, 'delivery.json')));
  await first.part.stop();
  await write('between');
  const second = pump();
  await until(() => second.told['delivery']?.length === 1);
  expect(second.told['delivery']).toEqual(['between']);
});
