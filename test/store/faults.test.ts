import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Task } from '@medplum/fhirtypes';
import { ProvisionedThroughputExceededException, PutItemCommand, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { mostWords } from '../../shared/store/indexing.ts';
import { keysFor } from '../../shared/store/keys.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { ResourceTooLargeError } from '../../shared/store/transaction.ts';
import { patience } from '../../shared/store/turns.ts';
import { aPatient, aSlot, aTask, base, create, unit, update } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';

/** Faults that no local database shows: the transaction fails as AWS lets it fail, all else is the real thing. */
describe('a database that throttles', () => {
  let database: Database;
  let waits: number[] = [];
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(async () => await database.stop(), 60_000);
  beforeEach(() => {
    waits = [];
  });
  const make = () =>
    dynamoRepository({ client: database.client, tableName: database.tableName, tenant: 'faults', identifierBase: base, clock: fixedClock('2026-11-22T00:00:00Z'), newId: () => crypto.randomUUID(), wait: async (ms) => void waits.push(ms) });
  const cancelled = (...codes: string[]) => new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons: codes.map((Code) => ({ Code })) });

  /** The next transactions fail so; everything else passes through to the database. */
  async function withFaults<T>(faults: readonly Error[], work: () => Promise<T>): Promise<T> {
    const left = [...faults];
    const send = database.client.send.bind(database.client) as (command: unknown) => Promise<unknown>;
    database.client.send = (async (command: unknown) => {
      const fault = command instanceof TransactWriteItemsCommand ? left.shift() : undefined;
      if (fault) throw fault;
      return await send(command);
    }) as typeof database.client.send;
    try {
      return await work();
    } finally {
      database.client.send = send as typeof database.client.send;
    }
  }

  it('is asked again, with growing waits, until it takes the commit', async () => {
    const result = await withFaults([cancelled('ThrottlingError'), cancelled('TransactionConflict'), new ProvisionedThroughputExceededException({ message: 'slow', $metadata: {} })], () => make().commit(unit([create(aPatient('p1')), create(aTask('t1'))])));
    expect([result.ok, waits.length]).toEqual([true, 3]);
  });
  it('is reported as contention in the end, and nothing is half written', async () => {
    const repository = make();
    const result = await withFaults(Array.from({ length: 50 }, () => cancelled('TransactionConflict')), () => repository.commit(unit([create(aPatient('p2')), create(aTask('t2'))])));
    expect(result).toEqual({ ok: false, error: { kind: 'contention' } });
    expect(await repository.read('Patient/p2')).toBeUndefined();
    expect(await repository.search('Patient', 'identifier=012185000002')).toMatchObject({ value: { resources: [] } });
  });
  it('holds nobody up for long when the one whose turn it was is gone', async () => {
    const repository = make();
    const writes = [update(aSlot('s1', { status: 'busy' }), '1'), ...Array.from({ length: 10 }, (_, i) => create(aTask(`turn-${i}`)))];
    await repository.commit(unit([create(aSlot('s1'))]));
    const { pk, sk } = keysFor('faults').turn('Slot/s1', 1);
    await database.client.send(new PutItemCommand({ TableName: database.tableName, Item: { pk: { S: pk }, sk: { S: sk }, o: { S: 'gone' } } }));
    expect((await repository.commit(unit(writes))).ok).toBe(true);
    expect(waits).toHaveLength(patience);
  });
  it('takes a single write for made when only the answer to it was lost', async () => {
    const repository = make();
    const send = database.client.send.bind(database.client) as (command: unknown) => Promise<unknown>;
    let lost = 0;
    // As the client does when a connection breaks: the same write once more.
    database.client.send = (async (command: unknown) => {
      if (command instanceof PutItemCommand && lost++ === 0) await send(command);
      return await send(command);
    }) as typeof database.client.send;
    try {
      expect(await repository.commit(unit([create(aTask('once'))]))).toMatchObject({ ok: true });
    } finally {
      database.client.send = send as typeof database.client.send;
    }
    expect((await repository.read('Task/once'))?.meta.versionId).toBe('1');
  });
  it('commits nothing of a large transaction whose time is up, and holds nobody up by it', async () => {
    let now = new Date('2026-11-22T00:00:00Z');
    const repository = dynamoRepository({ client: database.client, tableName: database.tableName, tenant: 'late', identifierBase: base, clock: { now: () => now }, newId: () => crypto.randomUUID(), wait: async (ms) => void waits.push(ms) });
    const tasks = (description: string) => Array.from({ length: 150 }, (_, i) => ({ kind: 'put', resource: aTask(`t${i}`, { description }), precondition: { kind: 'any' } }) as const);
    expect((await repository.commit(unit(tasks('old')))).ok).toBe(true);
    const until = new Date(now.getTime() + 5_000);
    const send = database.client.send.bind(database.client) as (command: unknown) => Promise<unknown>;
    database.client.send = (async (command: unknown) => {
      if (command instanceof TransactWriteItemsCommand) now = new Date(until.getTime() + 1);
      return await send(command);
    }) as typeof database.client.send;
    try {
      expect(await repository.commit({ ...unit(tasks('late')), until })).toEqual({ ok: false, error: { kind: 'contention' } });
    } finally {
      database.client.send = send as typeof database.client.send;
    }
    const said = async () => new Set(valueOf(await repository.search<Task>('Task', 'patient=p1&_count=1000')).resources.map(({ description }) => description));
    expect(await said()).toEqual(new Set(['old']));
    expect(await repository.commit({ ...unit(tasks('later still')), until })).toEqual({ ok: false, error: { kind: 'contention' } });
    expect((await repository.commit(unit(tasks('new')))).ok).toBe(true);
    expect(await said()).toEqual(new Set(['new']));
  });
  it('refuses a name of more words than are indexed, instead of making thousands of entries', async () => {
    const named = (words: number) => create(aPatient(`p${words}`, { name: [{ text: Array.from({ length: words }, (_, i) => `tu${i}`).join(' ') }] }));
    await expect(make().commit(unit([named(mostWords + 1)]))).rejects.toThrow(ResourceTooLargeError);
    expect(await make().commit(unit([named(mostWords)]))).toMatchObject({ ok: true });
  });
  it('does not hide a fault that is no race', async () => {
    await expect(withFaults([cancelled('ValidationError')], () => make().commit(unit([create(aPatient('p3')), create(aTask('t3'))])))).rejects.toThrow('cancelled');
  });
});
