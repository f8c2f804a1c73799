import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fakeMeasures } from '../../shared/overview/measureStore.fake.ts';
import type { CaseMeasure, MeasureStore } from '../../shared/overview/ports.ts';
import type { Metering } from '../../shared/store/connection.ts';
import { dynamoMeasures } from '../../shared/store/measureStore.ts';
import { startEmbedded, type Database } from './support/databases.ts';

let database: Database;
const spent: Metering[] = [];
const stores: Record<string, (tenant: string) => MeasureStore> = {
  fake: () => fakeMeasures(),
  database: (tenant) => dynamoMeasures({ client: database.client, tableName: database.tableName, tenant, meter: (one) => void spent.push(one) }),
};
beforeAll(async () => {
  database = await startEmbedded();
}, 60_000);
afterAll(() => database.stop());

const aCase = (id: string, more: Partial<CaseMeasure> = {}): CaseMeasure => ({
  kind: 'case', id, requestedAt: '2026-11-02T02:00:00Z', facility: { id: 'bv', name: 'Bệnh viện' }, station: { id: 'tyt', name: 'Trạm' }, specialty: 'cardiology', booked: false, limit: 30, dropped: false, ...more,
});

it.each(Object.keys(stores))('a case is counted once and as it stands, whatever the stream brings in whichever order (%s)', async (name) => {
  const store = stores[name]?.('a') ?? fakeMeasures();
  for (const [measure, version] of [[aCase('c1'), 1], [aCase('c1', { taken: 4 }), 3], [aCase('c1', { taken: 9 }), 2], [aCase('c1', { taken: 4 }), 3], [aCase('c2', { requestedAt: '2026-10-31T16:59:59Z' }), 1], [aCase('c3', { requestedAt: '2026-10-31T17:00:00Z' }), 1]] as const) await store.put(measure, version);
  await store.put({ kind: 'call', id: 'c1', from: '2026-11-02T02:00:00Z', concealedPercent: 2 }, 1);
  const november = await store.inMonth('2026-11');
  expect(november.toSorted((a, b) => `${a.kind}${a.id}`.localeCompare(`${b.kind}${b.id}`))).toMatchObject([{ kind: 'call', id: 'c1' }, { kind: 'case', id: 'c1', taken: 4 }, { kind: 'case', id: 'c3' }]);
  expect((await store.inMonth('2026-10')).map(({ id }) => id)).toEqual(['c2']);
  expect(await store.inMonth('2026-09')).toEqual([]);
});

it('a month is four queries, a tenant sees its own, and a thousand cases cost no more than 80 read units', async () => {
  const store = stores['database']?.('b') ?? fakeMeasures();
  for (let i = 0; i < 1000; i += 50) await Promise.all(Array.from({ length: 50 }, async (_, n) => await store.put(aCase(`case-${i + n}`, { taken: 12.5, concluded: 240.25 }), 1)));
  spent.length = 0;
  expect(await store.inMonth('2026-11')).toHaveLength(1000);
  expect(spent.map(({ request }) => request)).toEqual(['Query', 'Query', 'Query', 'Query']);
  expect(spent.reduce((sum, { readUnits }) => sum + readUnits, 0)).toBeLessThan(80);
});
