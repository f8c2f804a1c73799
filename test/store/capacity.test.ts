import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import type { Metering } from '../../shared/store/connection.ts';
import { anObservation, aPatient, base, create, unit, update } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';
import type { Subject } from './support/contract.ts';
import { onDatabase } from './support/onDatabase.ts';

/**
 * What an operation costs may not depend on how much is stored: requests and capacity units, as the database reports. A
 * create costs 3 write units, and one more where the deployment lists every type.
 */
describe.each([['directories', 3], ['all', 4]] as const)('the cost of an operation with lists of %s', (lists, units) => {
  let database: Database;
  let subject: Subject;
  let repository: FhirRepository;
  let spent: Metering[] = [];
  const patience = 120_000;
  beforeAll(async () => {
    database = await startEmbedded();
    subject = onDatabase(database, { lists, meter: (metering) => spent.push(metering) });
    repository = subject.make('cost', fixedClock('2026-11-22T00:00:00Z'));
  }, patience);
  afterAll(async () => await database.stop(), patience);

  async function costOf(work: () => Promise<unknown>) {
    spent = [];
    await work();
    const sum = (of: (m: Metering) => number) => spent.reduce((total, m) => total + of(m), 0);
    return { requests: spent.length, read: sum((m) => m.readUnits), write: sum((m) => m.writeUnits) };
  }

  async function measure(run: string) {
    await subject.settle();
    const before = await costOf(() => repository.commit(unit([create(anObservation(`before-${run}`, 'p1', `2026-11-20T00:00:0${run}Z`))])));
    const background = await costOf(() => subject.settle());
    return {
      before, background,
      create: await costOf(() => repository.commit(unit([create(anObservation(`new-${run}`, 'p1', `2026-11-21T00:00:0${run}Z`))]))),
      update: await costOf(() => repository.commit(unit([update(anObservation(`new-${run}`, 'p1', `2026-11-21T00:00:0${run}Z`, { status: 'amended' }), '1')]))),
      confirmed: await costOf(() => subject.settle()),
      read: await costOf(() => repository.read('Patient/p1')),
      lagging: await costOf(() => repository.read('Patient/p1', { mayLag: true })),
      newest: await costOf(async () => expect(valueOf(await repository.search('Observation', 'patient=p1&_sort=-date&_count=20')).resources).toHaveLength(20)),
      identifier: await costOf(async () => expect(valueOf(await repository.search('Patient', `identifier=${base}/sid/citizen-id|012185000001`)).resources).toHaveLength(1)),
      person: await costOf(async () => expect(valueOf(await repository.search('Patient', 'birthdate=1985-03-14&name=hoa')).resources).toHaveLength(1)),
    };
  }

  async function fill(from: number, to: number) {
    for (let i = from; i < to; i += 10) {
      const ids = Array.from({ length: 10 }, (_, k) => i + k);
      valueOf(await repository.commit(unit([...ids.map((n) => create(aPatient(`f${n}`, { birthDate: `19${String(10 + (n % 80)).padStart(2, '0')}-01-01` }))), ...ids.map((n) => create(anObservation(`f${n}`, 'p1', `2025-01-01T00:${String(n % 60).padStart(2, '0')}:00Z`)))])));
    }
  }

  it('does not grow with the number of stored records', async () => {
    await repository.commit(unit([create(aPatient('p1'))]));
    await fill(1000, 1050);
    // The first page of all makes the key of the cursors, once in the life of a tenant.
    await repository.search('Observation', 'patient=p1&_count=1');
    const few = await measure('1');
    await fill(2000, 2300);
    const many = await measure('2');
    process.stdout.write(`${JSON.stringify(many)}\n`);
    expect(many).toEqual(few);
    expect(few.create.requests).toBeLessThanOrEqual(2);
    expect([few.read.requests, few.newest.requests, few.identifier.requests]).toEqual([1, 1, 1]);
    expect([few.read.read, few.lagging.read, few.newest.read, few.identifier.read, few.person.read]).toEqual([1, 0.5, 2, 1, 2]);
    // Observation 1, its entry in the record 1, pointer of the encounter 1, list of the type 1; audit and events travel in the Observation.
    expect([few.before.write, few.create.write, few.update.write]).toEqual([units, units, 3]);
  }, patience);
});
