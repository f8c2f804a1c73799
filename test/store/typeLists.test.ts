import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Observation, ResourceType } from '@medplum/fhirtypes';
import type { Visible } from '../../shared/fhir/repository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { buildTypeLists } from '../../shared/store/buildTypeLists.ts';
import { connect, keyOf } from '../../shared/store/connection.ts';
import { followUps } from '../../shared/store/followUps.ts';
import { entryItem } from '../../shared/store/items.ts';
import { keysFor, listShards } from '../../shared/store/keys.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { noteLists } from '../../shared/store/typeLists.ts';
import { anObservation, aPatient, base, create, idsOf, unit, update } from './support/data.ts';
import { java, startDynamoDbLocal, startEmbedded, type Database } from './support/databases.ts';
import { streamOf } from './support/followed.ts';
import { onDatabase } from './support/onDatabase.ts';
import { searches } from './support/searches.ts';
import { wholeTypes } from './support/wholeTypes.ts';

const databases = [['the embedded database', startEmbedded], ...(java() ? [["Amazon's DynamoDB Local", startDynamoDbLocal] as const] : [])] as const;
const patience = 60_000;
const now = '2026-11-22T00:00:00Z';

describe.each(databases)('lists of all types on %s', (_, start) => {
  let database: Database;
  let tenants = 0;
  const newId = () => crypto.randomUUID();
  beforeAll(async () => void (database = await start()), patience);
  afterAll(async () => await database.stop(), patience);

  /** A repository whose lists are whole from the start. */
  const listed = (clock = fixedClock(now)) => onDatabase(database, { lists: 'all' }).make(`listed-${++tenants}`, clock);
  searches(listed);
  wholeTypes(listed);

  const settingOf = (tenant = `option-${++tenants}`) => {
    const { client, tableName } = database;
    const at = { client, tableName, tenant, identifierBase: base, clock: fixedClock(now), newId };
    const connection = connect({ client, tableName });
    return {
      tenant,
      without: dynamoRepository(at), with: () => dynamoRepository({ ...at, lists: 'all' }),
      keep: async (lists: 'directories' | 'all') => await noteLists(connection, keysFor(tenant, lists)),
      build: async () => await buildTypeLists({ ...at, onPass: () => undefined }),
      entries: async (type: string) => (await Promise.all(Array.from({ length: listShards }, async (_one, shard) => await connection.query('test', { pk: keysFor(tenant).list(type, shard) }, 5000)))).flatMap(({ items }) => items.map((item) => keyOf(item).sk)).toSorted(),
    };
  };
  const costly = { ok: false, error: { kind: 'too-costly', add: expect.arrayContaining(['_id']) } };

  it('are not believed before they are whole, and are whole once everything that was there is listed', async () => {
    const setting = settingOf();
    await setting.without.commit(unit([create(aPatient('p1')), create(anObservation('o1', 'p1', '2026-11-01')), create(aPatient('gone'))]));
    await setting.without.commit(unit([{ kind: 'delete', reference: 'Patient/gone', precondition: { kind: 'any' } }]));
    const repository = setting.with();
    await repository.commit(unit([create(aPatient('p2'))]));
    expect(await repository.search('Patient', 'gender=female')).toEqual(costly);
    expect(await setting.build()).toBe('not-kept');
    await setting.keep('all');
    expect(await repository.search('Patient', 'gender=female')).toEqual(costly);
    expect(await setting.build()).toBe('whole');
    expect(await idsOf(repository, 'Patient', 'gender=female')).toEqual(['p2', 'p1']);
    expect(await idsOf(repository, 'Observation', 'status=final')).toEqual(['o1']);
    expect(await setting.entries('Patient')).toHaveLength(2);
    expect(await setting.build()).toBe('whole');
  });
  it('are whole no longer once somebody writes without listing, until all is listed again', async () => {
    const setting = settingOf();
    await setting.keep('all');
    expect(await setting.build()).toBe('whole');
    await setting.without.commit(unit([create(aPatient('p1'))]));
    const news = streamOf(database);
    const images = await news();
    expect(images.length).toBeGreaterThan(0);
    await followUps({ client: database.client, tableName: database.tableName, tenant: setting.tenant, identifierBase: base })(images);
    expect(await setting.with().search('Patient', 'gender=female')).toEqual(costly);
    await followUps({ client: database.client, tableName: database.tableName, tenant: setting.tenant, identifierBase: base, lists: 'all' })(images);
    expect(await setting.with().search('Patient', 'gender=female')).toEqual(costly);
    expect(await setting.build()).toBe('whole');
    expect(await idsOf(setting.with(), 'Patient', 'gender=female')).toEqual(['p1']);
  });
  it('are not asked by those who have not chosen them', async () => {
    const setting = settingOf();
    await setting.keep('all');
    await setting.with().commit(unit([create(aPatient('p1'))]));
    await setting.build();
    expect(await setting.without.search('Patient', 'gender=female')).toEqual(costly);
  });
  it('hold one entry a resource, which an update of the same date leaves alone', async () => {
    const setting = settingOf();
    const repository = setting.with();
    await repository.commit(unit([create(anObservation('o1', 'p1', '2026-11-01T00:00:00Z'))]));
    await repository.commit(unit([update(anObservation('o1', 'p1', '2026-11-01T00:00:00Z', { status: 'amended' }), '1')]));
    expect(await setting.entries('Observation')).toEqual(['2026-11-01T00:00:00.000Z#o1']);
    await repository.commit(unit([update(anObservation('o1', 'p1', '2026-11-02T00:00:00Z'), '2')]));
    expect(await setting.entries('Observation')).toEqual(['2026-11-02T00:00:00.000Z#o1']);
    await repository.commit(unit([{ kind: 'delete', reference: 'Observation/o1', precondition: { kind: 'any' } }]));
    expect(await setting.entries('Observation')).toEqual([]);
  });
});

describe('long lists of all types', () => {
  let database: Database;
  beforeAll(async () => void (database = await startEmbedded()), patience);
  afterAll(async () => await database.stop(), patience);
  const listed = (tenant: string) => onDatabase(database, { lists: 'all' }).make(tenant, fixedClock(now));

  /** Entries that lead to nothing (any more): they are looked at like the rest. */
  async function danglingIn(tenant: string, type: ResourceType, count: number): Promise<void> {
    const connection = connect({ client: database.client, tableName: database.tableName });
    const at = (i: number) => ({ pk: keysFor(tenant).list(type, i % listShards), sk: `2010-01-01T00:00:00.000Z#none-${i}` });
    await connection.writeMany('test', Array.from({ length: count }, (_one, i) => ({ PutRequest: { Item: entryItem(at(i), `${type}/none-${i}`, 'test') } })));
  }

  it('end a page after two thousand candidates with a cursor, never without a word, and refuse what would have to be sorted', async () => {
    const repository = listed('long');
    await repository.commit(unit([create({ resourceType: 'Basic', id: 'b0', code: { text: 'one' }, created: '2001-01-01' })]));
    await danglingIn('long', 'Basic', 2400);
    const first = valueOf(await repository.search('Basic', 'code:text=one'));
    expect([first.resources, first.next === undefined]).toEqual([[], false]);
    const second = valueOf(await repository.search('Basic', 'code:text=one', first.next));
    expect([second.resources.map(({ id }) => id), second.next]).toEqual([['b0'], undefined]);
    expect(await repository.search('Basic', '_sort=code')).toMatchObject({ ok: false, error: { kind: 'too-costly' } });
  }, patience);
  it('are judged once each, also where they must be sorted', async () => {
    const repository = listed('once');
    valueOf(await repository.commit(unit(['b1', 'b2', 'b3'].map((id) => create({ resourceType: 'Basic', id, code: { text: id }, created: '2001-01-01' })))));
    const judged: string[] = [];
    const visible: Visible = async (resources) => {
      judged.push(...resources.map(({ id }) => id));
      return resources;
    };
    const found = valueOf(await repository.search('Basic', '_sort=-code&_count=2', undefined, visible));
    expect([found.resources.map(({ id }) => id), judged.toSorted(), found.next === undefined]).toEqual([['b3', 'b2'], ['b1', 'b2', 'b3'], false]);
  }, patience);

  it('tell by no link how many match among those whom the caller may not see', async () => {
    const repository = listed('hidden');
    const many = (id: string, status: Observation['status']) => ({ ...anObservation(id, 'p', '2026-11-01', { status }), performer: Array.from({ length: 130 }, (_one, i) => ({ reference: `Patient/${id}-${i}` })) });
    valueOf(await repository.commit(unit([create(many('o1', 'final')), create(many('o2', 'amended'))])));
    await danglingIn('hidden', 'Observation', 100);
    const nothing: Visible = async () => [];
    const linkOf = async (query: string) => valueOf(await repository.search('Observation', query, undefined, nothing)).next !== undefined;
    // All match, half of them, none: judged is who stands in the list, before anything is compared.
    expect([await linkOf('_count=5'), await linkOf('status=final&_count=5'), await linkOf('status=cancelled&_count=5')]).toEqual([true, true, true]);
    for (const status of ['final', 'cancelled']) expect(await repository.search('Observation', `status=${status}&_sort=_id`, undefined, nothing)).toMatchObject({ ok: false, error: { kind: 'too-costly' } });
  }, patience);
});
