/**
 * `npm run bench -- capacity`: requests and capacity units of the store's operations, as the database reports them, with
 * 10^3, 10^4 and 10^5 patients in the table (CAPACITY_PATIENTS=1000,10000 for fewer). They must not grow.
 * The patients are written as prepared items, with the entries under identifier, birth date, phone and organization.
 */
import { v7 } from 'uuid';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { systemClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { packBody } from '../../shared/store/body.ts';
import { chunks, connect, keyItem, type Item, type Metering } from '../../shared/store/connection.ts';
import { followUps } from '../../shared/store/followUps.ts';
import { entriesOf } from '../../shared/store/indexing.ts';
import { entryItem, stamped, versionImage } from '../../shared/store/items.ts';
import { keysFor } from '../../shared/store/keys.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { table } from '../../shared/store/table.ts';
import { anObservation, aPatient, base, create, unit, update } from '../store/support/data.ts';
import { startEmbedded, type Database } from '../store/support/databases.ts';
import { streamOf } from '../store/support/followed.ts';

const tenant = 'capacity';
const keys = keysFor(tenant);
const identifierBase = base;
type Cost = { readonly requests: number; readonly read: number; readonly write: number };

export async function capacity(): Promise<void> {
  const database = await startEmbedded();
  try {
    await measureAll(database);
  } finally {
    await database.stop();
  }
}

async function measureAll(database: Database): Promise<void> {
  const { client, tableName } = database;
  const spent: Metering[] = [];
  const meter = (metering: Metering) => void spent.push(metering);
  const repository = dynamoRepository({ client, tableName, tenant, identifierBase, clock: systemClock, newId: () => v7(), meter });
  const followUp = followUps({ client, tableName, tenant, identifierBase, meter });
  let news = streamOf(database);
  const settle = async () => {
    for (let images = await news(); images.length > 0; images = await news()) await followUp(images);
  };
  const costOf = async (work: () => Promise<unknown>): Promise<Cost> => {
    spent.length = 0;
    await work();
    const sum = (of: (m: Metering) => number) => spent.reduce((total, m) => total + of(m), 0);
    return { requests: spent.length, read: sum((m) => m.readUnits), write: sum((m) => m.writeUnits) };
  };
  const minute = (n: number) => `2026-11-20T00:${String(n % 60).padStart(2, '0')}:00Z`;
  valueOf(await repository.commit(unit([create(aPatient('p1')), ...Array.from({ length: 30 }, (_, i) => create(anObservation(`o${i}`, 'p1', minute(i))))])));
  await settle();
  // The first page of all makes the key of the cursors, once in the life of a tenant.
  await repository.search('Observation', 'patient=p1&_count=1');

  async function measure(n: number): Promise<Record<string, Cost>> {
    const id = `new-${n}`;
    const createCost = await costOf(async () => valueOf(await repository.commit(unit([create(anObservation(id, 'p1', minute(40)))]))));
    const createAfter = await costOf(settle);
    const updateCost = await costOf(async () => valueOf(await repository.commit(unit([update(anObservation(id, 'p1', minute(40), { status: 'amended' }), '1')]))));
    const updateAfter = await costOf(settle);
    return {
      'create an Observation': createCost,
      '  in the background, without the chain': createAfter,
      'update it': updateCost,
      '  in the background': updateAfter,
      read: await costOf(() => repository.read('Patient/p1')),
      '  with max-stale': await costOf(() => repository.read('Patient/p1', { mayLag: true })),
      'read its current version by number': await costOf(() => repository.readVersion(`Observation/${id}`, '2')),
      'read an older version': await costOf(() => repository.readVersion(`Observation/${id}`, '1')),
      "20 newest of a patient's type": await costOf(() => repository.search('Observation', 'patient=p1&_sort=-date&_count=20')),
      '  with max-stale ': await costOf(() => repository.search('Observation', 'patient=p1&_sort=-date&_count=20', undefined, undefined, { mayLag: true })),
      'lookup by identifier': await costOf(() => repository.search('Patient', `identifier=${base}/sid/citizen-id|012185000001`)),
    };
  }

  let stored = 0;
  const found: Record<string, Cost>[] = [];
  for (const count of (process.env['CAPACITY_PATIENTS'] ?? '1000,10000,100000').split(',').map(Number)) {
    const start = performance.now();
    await fill(database, stored, count);
    // What was prepared needs no follow-up.
    news = streamOf(database, 'LATEST');
    await news();
    console.log(`${count} patients, ${Math.round((count - stored) / ((performance.now() - start) / 1000))} a second`);
    stored = count;
    found.push(await measure(count));
  }
  console.log(`${''.padEnd(40)}requests / read units / write units`);
  const show = (cost: Cost | undefined) => (cost ? `${cost.requests} / ${cost.read} / ${cost.write}` : '');
  for (const name of Object.keys(found[0] ?? {})) console.log(`${name.padEnd(40)}${found.map((costs) => show(costs[name]).padEnd(16)).join('')}`);
  console.log(found.every((costs) => JSON.stringify(costs) === JSON.stringify(found[0])) ? 'the same at every size' : 'NOT the same at every size');
}

/** Without a stream, and a hundred puts at a time: the embedded database writes its file once for each request or, of a batch, for each put. */
async function fill({ client, tableName: TableName }: Database, from: number, to: number): Promise<void> {
  const connection = connect({ client, tableName: TableName });
  await client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
  for (let i = from; i < to; i += 100) {
    const items = Array.from({ length: Math.min(100, to - i) }, (_, k) => itemsOf(i + k)).flat();
    await Promise.all(chunks(items, 100).map((chunk) => connection.transact('fill', chunk.map((Item) => ({ Put: { TableName, Item } })))));
  }
  await client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream } }));
}

function itemsOf(n: number): Item[] {
  const plain = aPatient(`f-${n}`, { birthDate: new Date(Date.UTC(1930, 0, 1 + (n % 29_000))).toISOString().slice(0, 10) });
  const patient = stamped({ ...plain, identifier: [{ system: `${base}/sid/citizen-id`, value: `9${String(n).padStart(11, '0')}` }], telecom: [{ system: 'phone', value: `08${String(n).padStart(8, '0')}` }] }, 1, '2026-11-01T00:00:00.000Z');
  const reference = `Patient/${patient.id}` as const;
  const { pointers, copies } = entriesOf(patient, keys);
  const kept = pointers.filter(({ pk }) => !pk.includes('#word#') && !pk.includes('#match#'));
  return [
    { ...keyItem(keys.current(reference)), ...versionImage({ reference, version: 1, lastUpdated: patient.meta.lastUpdated, resource: patient }, 'fill') },
    ...kept.map((key) => entryItem(key, reference, 'fill')),
    ...copies.map((key) => ({ ...entryItem(key, reference, 'fill', packBody(patient)), c: { BOOL: true } })),
  ];
}
