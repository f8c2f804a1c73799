import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settingOn } from '../../functions/fhir/handler.test.support.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import type { Metering } from '../../shared/store/connection.ts';
import { anObservation, aPatient, create, unit } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

/** Half a read unit for who says that a moment's lag is fine (ADR 132), and for nothing that decides about access. */
describe('Cache-Control: max-stale', () => {
  const patience = 60_000;
  const clock = fixedClock('2026-11-22T00:00:00Z');
  let database: Database;
  let call: ReturnType<typeof settingOn>['call'];
  let spent: Metering[] = [];
  beforeAll(async () => {
    database = await startEmbedded();
    const subject = onDatabase(database, { meter: (metering) => spent.push(metering) });
    const repository = subject.make('lagging', clock);
    valueOf(await repository.commit(unit([create(aPatient('p1')), ...Array.from({ length: 20 }, (_, i) => create(anObservation(`o${i}`, 'p1', `2026-11-01T00:00:${10 + i}Z`)))])));
    await subject.settle();
    // The first page of all makes the key of the cursors, once in the life of a tenant.
    await repository.search('Observation', 'patient=p1&_count=1');
    ({ call } = settingOn(repository, clock));
  }, patience);
  afterAll(async () => await database.stop(), patience);

  async function unitsOf(address: string, cacheControl: string | undefined, who = 'system') {
    spent = [];
    const { status } = await call('GET', address, { who, headers: cacheControl === undefined ? {} : { 'cache-control': cacheControl } });
    expect(status).toBe(200);
    return spent.reduce((sum, { readUnits }) => sum + readUnits, 0);
  }

  it.each([[undefined, 1], ['max-stale', 0.5], ['max-stale=1', 0.5], ['no-transform, Max-Stale="600"', 0.5], ['max-stale=0', 1], ['max-stale=soon', 1], ['max-stale, no-cache', 1], ['max-age=600', 1]])('is a read of a resource, with %s, for %d units', async (cacheControl, units) => {
    expect(await unitsOf('/Patient/p1', cacheControl)).toBe(units);
  });
  it('is the page of the twenty newest for half as much', async () => {
    const newest = '/Observation?patient=p1&_sort=-date&_count=20';
    const strong = await unitsOf(newest, undefined);
    expect([strong > 0, await unitsOf(newest, 'max-stale=5')]).toEqual([true, strong / 2]);
  });
  it('spares half a unit of the body and nothing of how the caller stands to the patient', async () => {
    const strong = await unitsOf('/Observation/o1', undefined, 'nurse');
    expect(strong).toBeGreaterThan(1);
    expect(strong - (await unitsOf('/Observation/o1', 'max-stale', 'nurse'))).toBe(0.5);
  });
  it('is nothing for a Patient whose relations are looked up: what is read for them is read once, strongly', async () => {
    const strong = await unitsOf('/Patient/p1', undefined, 'nurse');
    expect(spent.map(({ request }) => request).toSorted()).toEqual(['BatchGetItem', 'PutItem', 'Query', 'Query']);
    expect(await unitsOf('/Patient/p1', 'max-stale', 'nurse')).toBe(strong);
  });
  it('says nothing of a resource that was made a moment ago that is not true', async () => {
    const made = await call('POST', '/Patient', { body: { resourceType: 'Patient' } });
    expect((await call('GET', `/Patient/${made.json.id}`, { headers: { 'cache-control': 'max-stale' } })).status).toBe(200);
    expect((await call('GET', '/Patient/none', { headers: { 'cache-control': 'max-stale' } })).status).toBe(404);
  });
});
