import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Binary } from '@medplum/fhirtypes';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3 } from '../../local/aws/s3.ts';
import type { Served } from '../../local/aws/serve.ts';
import { localBackup, type Backup } from '../../local/drill/backup.ts';
import { compare } from '../../local/drill/compare.ts';
import { placeOf, scan, type Item } from '../../local/drill/items.ts';
import { chainAudit } from '../../shared/audit/chain.ts';
import { fakeSealStore } from '../../shared/audit/sealStore.fake.ts';
import { blobExtension } from '../../shared/fhir/blobs.ts';
import type { Stored } from '../../shared/fhir/repository.ts';
import type { AuditEvent } from '@medplum/fhirtypes';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { dynamoChainStore } from '../../shared/store/auditChain.ts';
import { s3BlobStore } from '../../shared/store/blobs.ts';
import { versionOf } from '../../shared/store/items.ts';
import { aFact, aPatient, aTask, base, create, unit, update } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

const tenant = 'drill';
const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-drill-'));
let database: Database;
let s3Server: Served;
let s3: S3Client;
let backup: Backup;

const now = () => fixedClock(new Date().toISOString());

const compared = async () => await compare({ backup, dynamo: database.client, liveTable: database.tableName, tenant, seals: fakeSealStore(), keys: { keys: [] }, blobs: s3BlobStore(s3, 'files', tenant) });
const differences = async () => (await compared()).differences.map(({ kind }) => kind);
const put = async (Item: Item, TableName = backup.restoredTable) => void (await database.client.send(new PutItemCommand({ TableName, Item })));
const remove = async ({ pk, sk }: Item) => void (await database.client.send(new DeleteItemCommand({ TableName: backup.restoredTable, Key: { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } } })));

async function restored(find: (place: string) => boolean): Promise<Item> {
  for await (const item of scan(database.client, backup.restoredTable)) if (find(placeOf(item))) return item;
  throw new Error('no such item');
}

beforeAll(async () => {
  database = await startEmbedded();
  s3Server = await startS3(folder, ['files']);
  s3 = new S3Client({ endpoint: s3Server.endpoint, region: 'x', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, forcePathStyle: true });
  const subject = onDatabase(database);
  const repository = subject.make(tenant, now());
  const name = await s3BlobStore(s3, 'files', tenant).put(Buffer.from('a photo'), 'image/png');
  const photo: Binary & { id: string } = { resourceType: 'Binary', id: 'b1', contentType: 'image/png', meta: { extension: [{ url: blobExtension(base), valueString: name }] } };
  await repository.commit(unit([create(aPatient('p1')), create(photo)]));
  await repository.commit(unit([update(aPatient('p1', { gender: 'female' }), '1'), ...Array.from({ length: 60 }, (_, i) => create(aTask(`t${i}`)))]));
  for (let i = 0; i < 5; i++) await repository.recordAccess(aFact({ action: 'read', patient: 'Patient/p1' }));
  await subject.settle();
  const events: Stored<AuditEvent>[] = [];
  for await (const item of scan(database.client, database.tableName)) {
    const { resource } = item['sk']?.S === '#' && item['v'] ? versionOf(item) : {};
    if (resource?.resourceType === 'AuditEvent') events.push(resource);
  }
  await chainAudit(dynamoChainStore({ client: database.client, tableName: database.tableName, tenant }), events);
  await new Promise((resolve) => setTimeout(resolve, 5));
  backup = await localBackup({ dynamo: database.client, s3, tableName: database.tableName, bucket: 'files', target: 'store-contract-drill', tell: () => {} });
}, 60_000);
afterAll(async () => {
  await Promise.all([database.stop(), s3Server.stop()]);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('the restore drill', () => {
  it('finds every record, version, audit entry and file again', async () => {
    const { items, records, auditDays, files, differences: found } = await compared();
    expect(found).toEqual([]);
    expect(records).toMatchObject({ Patient: 1, Task: 60, Binary: 1, AuditEvent: 7 });
    expect([auditDays, files]).toEqual([1, 1]);
    expect(items).toBeGreaterThan(69);
  });
  it('is not disturbed by what is written after the backup', async () => {
    await onDatabase(database).make(tenant, now()).commit(unit([create(aTask('later'))]));
    expect(await differences()).toEqual([]);
  });
  it('finds a record that is not the one that was saved, by one bit', async () => {
    const item = await restored((place) => place === `${tenant}#Task/t7 #`);
    const body = Buffer.from(item['b']?.B ?? []);
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    await put({ ...item, b: { B: body } });
    const found = await differences();
    await put(item);
    expect(found).toContain('changed');
  });
  it('finds a record that is missing, also against what is live', async () => {
    const item = await restored((place) => place === `${tenant}#Task/t8 #`);
    await remove(item);
    const found = await differences();
    await put(item);
    expect(found).toEqual(['missing', 'older-than-live']);
  });
  it('finds an older version in place of the current one', async () => {
    const [current, old] = [await restored((place) => place === `${tenant}#Patient/p1 #`), await restored((place) => place.startsWith(`${tenant}#Patient/p1 v#`))];
    await put({ ...old, sk: { S: '#' } });
    const found = await differences();
    await put(current);
    expect(found).toEqual(['changed', 'older-than-live']);
  });
  it('finds a record that was put in', async () => {
    const item = await restored((place) => place === `${tenant}#Task/t9 #`);
    const added = { ...item, pk: { S: `${tenant}#Task/never` }, r: { S: 'Task/never' } };
    await put(added);
    const found = await differences();
    await remove(added);
    expect(found).toEqual(['added']);
  });
  it('finds an entry taken out of the audit log, even where the export lacks it too', async () => {
    const item = await restored((place) => place.startsWith(`${tenant}#AuditEvent/`));
    await remove(item);
    const whole = backup;
    backup = {
      ...whole,
      exported: async function* () {
        for await (const one of whole.exported()) if (placeOf(one) !== placeOf(item)) yield one;
      },
    };
    const found = await differences();
    backup = whole;
    await put(item);
    expect(found).toEqual(expect.arrayContaining(['audit']));
  });
  it('finds a file that is gone', async () => {
    rmSync(join(folder, 'files'), { recursive: true });
    backup = { ...backup, exported: () => scan(database.client, backup.restoredTable) };
    expect(await differences()).toEqual(['file']);
  });
});
