import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BatchWriteItemCommand, DynamoDBClient, PutItemCommand, type BatchWriteItemCommandInput, type PutItemCommandInput, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { fixedClock, systemClock } from '../../shared/kernel/clock.ts';
import { finishTransactions } from '../../shared/store/finishTransactions.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { aTask, base, create, unit } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';

let database: Database;
beforeAll(async () => {
  database = await startEmbedded();
}, 60_000);
afterAll(() => database.stop());

const repositoryOn = (client: DynamoDBClient) => dynamoRepository({ client, tableName: database.tableName, tenant: 'late', identifierBase: base, clock: systemClock, newId: () => crypto.randomUUID() });

/** Writes the record of a transaction once more, long after it was given up and sent again: just when the transaction has committed; then the process dies. */
function withLateWrite(): { readonly client: DynamoDBClient; readonly late: () => boolean } {
  const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'local', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 });
  let opening: (() => Promise<unknown>) | undefined;
  let dead = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (dead) throw new Error('killed');
      const input = args.input as Partial<BatchWriteItemCommandInput & PutItemCommandInput & UpdateItemCommandInput>;
      const opens = (item: PutItemCommandInput['Item']) => item?.['s']?.S === 'open';
      if (opens(input.Item)) opening = async () => await database.client.send(new PutItemCommand(input as PutItemCommandInput));
      if (Object.values(input.RequestItems ?? {}).flat().some(({ PutRequest }) => opens(PutRequest?.Item))) opening = async () => await database.client.send(new BatchWriteItemCommand(input as BatchWriteItemCommandInput));
      const answer = await next(args);
      if (input.ExpressionAttributeValues?.[':committed'] && opening) {
        await opening().catch(() => undefined);
        dead = true;
      }
      return answer;
    },
    { step: 'initialize' },
  );
  return { client, late: () => dead };
}

it('what was committed stays so, though the first try of opening its transaction arrives after that', async () => {
  const { client, late } = withLateWrite();
  const tasks = Array.from({ length: 130 }, (_, i) => aTask(`late-${i}`));
  expect((await repositoryOn(client).commit(unit(tasks.map((task) => create(task))))).ok).toBe(true);
  expect(late()).toBe(true);
  const there = async () => (await repositoryOn(database.client).readMany(tasks.map(({ id }) => `Task/${id}` as const))).filter((found) => found !== undefined).length;
  expect(await there()).toBe(130);
  await finishTransactions({ client: database.client, tableName: database.tableName, tenant: 'late', clock: fixedClock(new Date(Date.now() + 3_600_000)) });
  expect(await there()).toBe(130);
}, 120_000);
