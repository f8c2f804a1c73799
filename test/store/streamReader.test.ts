import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { awsJson } from '../../local/aws/json.ts';
import { streamReader, type StreamReading } from '../../local/runner/stream/shard.ts';
import { startEmbedded, type Database } from './support/databases.ts';

let database: Database;
beforeAll(async () => {
  database = await startEmbedded();
}, 60_000);
afterAll(() => database.stop());

const write = async (...names: string[]) => {
  for (const name of names) await database.client.send(new PutItemCommand({ TableName: database.tableName, Item: { pk: { S: name }, sk: { S: '#' } } }));
};
const readerOf = (more: Partial<StreamReading> = {}) => streamReader({ call: awsJson(database.endpoint), tableName: database.tableName, delivered: () => undefined, startingPosition: 'TRIM_HORIZON', ...more });
async function next(reader: ReturnType<typeof streamReader>, deliver = true) {
  const names: string[] = [];
  const numbers: string[] = [];
  for await (const { records, done } of reader.pages(100)) {
    names.push(...records.map((r) => (r.dynamodb as { Keys?: { pk: { S: string } } }).Keys?.pk.S ?? ''));
    numbers.push(...records.map((r) => r.dynamodb.SequenceNumber));
    if (deliver) done();
  }
  return { names, numbers };
}

it('a reader that begins at the end hears nothing of what was before it', async () => {
  await write('seed-1', 'seed-2');
  const reader = readerOf({ startingPosition: 'LATEST' });
  expect((await next(reader)).names).toEqual([]);
  expect((await next(reader)).names).toEqual([]);
  await write('after');
  expect((await next(reader)).names).toEqual(['after']);
  expect((await next(reader)).names).toEqual([]);
});

it('what was not delivered comes again, to the reader and to the next one', async () => {
  const reader = readerOf();
  const all = await next(reader, false);
  expect(all.names).toEqual(expect.arrayContaining(['seed-1', 'seed-2']));
  expect((await next(reader)).names).toEqual(all.names);
  expect((await next(reader)).names).toEqual([]);
  expect((await next(readerOf({ delivered: () => all.numbers[0] }))).names).toEqual(all.names.slice(1));
});

it('a reader that has delivered something goes on after it, wherever it was to begin', async () => {
  const { numbers, names } = await next(readerOf());
  expect((await next(readerOf({ startingPosition: 'LATEST', delivered: () => numbers.at(-2) }))).names).toEqual(names.slice(-1));
});
