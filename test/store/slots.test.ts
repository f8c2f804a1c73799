import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dynamoSlots } from '../../shared/store/slots.ts';
import { startEmbedded, type Database } from './support/databases.ts';

let database: Database;
let now = new Date('2026-11-22T00:00:00Z');
beforeAll(async () => {
  database = await startEmbedded();
}, 60_000);
afterAll(() => database.stop());
const slots = (name: string) => dynamoSlots({ client: database.client, tableName: database.tableName, tenant: 'slots', clock: { now: () => now }, newId: () => crypto.randomUUID(), name, most: 3, seconds: 30 });
const taken = async (count: number, name: string) => (await Promise.all(Array.from({ length: count }, () => slots(name).take()))).filter((slot) => slot !== undefined);

it('gives no more slots than there are, whoever asks at once', async () => {
  expect(await taken(12, 'a')).toHaveLength(3);
});

it('gives a slot again that was given back, and one whose holder has gone', async () => {
  const [first] = await taken(3, 'b');
  await first?.();
  expect(await taken(3, 'b')).toHaveLength(1);
  now = new Date(now.getTime() + 31_000);
  expect(await taken(4, 'b')).toHaveLength(3);
});

it('is not given back by one whose time was over', async () => {
  const [late] = await taken(3, 'c');
  now = new Date(now.getTime() + 31_000);
  expect(await taken(3, 'c')).toHaveLength(3);
  await late?.();
  expect(await taken(1, 'c')).toHaveLength(0);
});
