import { beforeAll, describe, expect, it } from '@jest/globals';
import { DeleteItemCommand, PutItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { execFile } from 'node:child_process';
import { v7 as uuid } from 'uuid';
import { operated, type Operated } from '../../local/product/operator.ts';
import { packBody, unpackBody } from '../../shared/store/body.ts';
import { clientFor } from '../support/client.ts';
import { eventually } from '../support/fhir.ts';
import { accessToken } from '../support/people.ts';
import { target } from '../support/target.ts';

type Item = Record<string, AttributeValue>;

/** The day of the entries that this file looks at. */
let today = '';
let product: Operated;

/** Beside this process, in which the product may run. */
const verify = async () =>
  await new Promise<{ status: number; said: string }>((resolve) =>
    execFile(process.execPath, ['local/auditVerify.ts', '--from', today], { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: target().dataDir } }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stdout + stderr }),
    ),
  );
const put = async (Item: Item) => void (await product.dynamo.send(new PutItemCommand({ TableName: product.tableName, Item })));
const remove = async ({ pk, sk }: Item) => void (await product.dynamo.send(new DeleteItemCommand({ TableName: product.tableName, Key: { pk: pk as AttributeValue, sk: sk as AttributeValue } })));

async function itemsOf(begin: string): Promise<Item[]> {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await product.dynamo.send(new ScanCommand({ TableName: product.tableName, FilterExpression: 'begins_with(pk, :begin)', ExpressionAttributeValues: { ':begin': { S: `${product.tenant}#${begin}` } }, ...(from && { ExclusiveStartKey: from }) }));
    found.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
const links = async () => (await itemsOf(`chain#${today}`)).filter(({ sk }) => sk?.S?.startsWith('e#')).toSorted((a, b) => (a['sk']?.S ?? '').localeCompare(b['sk']?.S ?? ''));
/** The stored AuditEvent of a link. */
const eventOf = async (link: Item | undefined) => (await itemsOf(`AuditEvent/${link?.['a']?.S}`)).find(({ sk }) => sk?.S === '#') ?? {};

describe('npm run audit:verify, by somebody who may write the whole table', () => {
  beforeAll(async () => {
    product = await operated({ ...process.env, DATA_DIR: target().dataDir });
    const nurse = clientFor(await accessToken('nurse'));
    const day = () => new Date().toISOString().slice(0, 10);
    // All of one day, also when midnight comes meanwhile.
    do {
      today = day();
      for (let i = 0; i < 4; i++) await nurse.must('personLookup', { body: { kind: 'number', citizenId: '012185000011' } });
    } while (today !== day());
    // The stream brings the entries into the chain.
    await eventually(links, (all) => all.length >= 4, 120_000);
  }, 180_000);

  it('finds nothing where nobody touched the log', async () => {
    expect(await verify()).toMatchObject({ status: 0, said: expect.stringContaining('The audit log is whole.') });
  });
  it('finds a removed entry', async () => {
    const entry = await eventOf((await links())[1]);
    await remove(entry);
    const found = await verify();
    await put(entry);
    expect(found).toMatchObject({ status: 1, said: expect.stringContaining('removed, sequence 2') });
  });
  it('finds a changed entry', async () => {
    const entry = await eventOf((await links())[2]);
    await put({ ...entry, b: { B: packBody({ ...(unpackBody(entry['b']?.B ?? new Uint8Array()) as object), outcomeDesc: 'other' }) } });
    const found = await verify();
    await put(entry);
    expect(found).toMatchObject({ status: 1, said: expect.stringContaining('changed, sequence 3') });
  });
  it('finds entries that changed places', async () => {
    const [, second, third] = await links();
    if (!second || !third) throw new Error('too few links');
    const at = (place: Item, content: Item): Item => ({ ...content, pk: place['pk'] ?? { S: '' }, sk: place['sk'] ?? { S: '' }, q: place['q'] ?? { N: '0' } });
    await Promise.all([put(at(second, third)), put(at(third, second))]);
    const found = await verify();
    await Promise.all([put(second), put(third)]);
    expect(found).toMatchObject({ status: 1, said: expect.stringContaining('broken') });
  });
  it('finds an inserted link', async () => {
    const all = await links();
    const last = all.at(-1) ?? {};
    const inserted = { ...last, sk: { S: `e#${String(all.length + 1).padStart(10, '0')}` }, q: { N: String(all.length + 1) }, a: { S: uuid() } };
    await put(inserted);
    const found = await verify();
    await remove(inserted);
    expect(found).toMatchObject({ status: 1, said: expect.stringContaining('broken') });
  });
});
