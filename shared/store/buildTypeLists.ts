import { ScanCommand, type DynamoDBClient, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { referenceTo } from '../fhir/references.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import { inParallel } from '../kernel/inParallel.ts';
import { readerOf } from './candidates.ts';
import { chunks, connect, keyOf, type Connection, type Item } from './connection.ts';
import { removeEntry } from './entries.ts';
import { isListedByDate, keyText, listEntries } from './indexing.ts';
import { entryItem } from './items.ts';
import { keysFor, type Key, type Keys } from './keys.ts';
import { declareWhole, listsMark } from './typeLists.ts';

export type ListingOptions = { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string; readonly newId: () => string; readonly onPass?: (listed: number) => void };

/** `not-kept`: the functions do not list what they write. `never-whole`: in every pass something was missing. */
export type Listing = 'whole' | 'not-kept' | 'never-whole';

const mostPasses = 5;

/**
 * Lists what stands in the table and not in the list of its type, pass by pass, until a whole pass finds nothing, and only
 * then says that the lists are whole. May be repeated and broken off at any time, while the product runs. Reads the whole
 * table in each pass.
 */
export async function buildTypeLists({ client, tableName, tenant, newId, onPass }: ListingOptions): Promise<Listing> {
  const connection = connect({ client, tableName });
  const keys = keysFor(tenant, 'all');
  if (!(await connection.get('type-lists', listsMark(keys)))) return 'not-kept';
  for (let pass = 0; pass < mostPasses; pass++) {
    let listed = 0;
    for await (const references of referencesIn(client, tableName, keys)) {
      const some = await inParallel(chunks(references, 100), 4, (chunk) => listMissing(connection, keys, chunk, newId()));
      listed += some.reduce((sum, n) => sum + n, 0);
    }
    onPass?.(listed);
    if (listed === 0) return (await declareWhole(connection, keys)) ? 'whole' : 'not-kept';
  }
  return 'never-whole';
}

/** The resources of the types that are listed by date, deleted ones too, as the table is read from end to end. */
async function* referencesIn(client: DynamoDBClient, TableName: string, keys: Keys): AsyncGenerator<readonly Reference[]> {
  const only = { FilterExpression: 'begins_with(pk, :tenant) AND sk = :current', ExpressionAttributeValues: { ':tenant': { S: keys.everything }, ':current': { S: keys.current('Patient/x').sk } } };
  let ExclusiveStartKey: Item | undefined;
  do {
    const answer: ScanCommandOutput = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ProjectionExpression: 'pk, sk', ...only, ExclusiveStartKey }));
    const found = (answer.Items ?? []).map((item) => keyOf(item).pk.slice(keys.everything.length)).filter((text): text is Reference => /^[A-Za-z]+\/[A-Za-z0-9\-.]+$/.test(text));
    yield found.filter((reference) => isListedByDate(reference.split('/')[0] ?? '', keys));
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** How many of these were missing. */
async function listMissing(connection: Connection, keys: Keys, references: readonly Reference[], by: string): Promise<number> {
  const { readMany } = readerOf(connection, keys);
  const wanted = entriesFor(await readMany(references), keys);
  const there = await connection.getMany('type-lists', [...wanted.values()]);
  const missing = [...wanted].filter(([, key]) => !there.has(keyText(key)));
  if (missing.length === 0) return 0;
  await connection.writeMany('type-lists', missing.map(([reference, key]) => ({ PutRequest: { Item: entryItem(key, reference, by) } })));
  // Whoever has moved or deleted one meanwhile knew nothing of its new entry.
  const now = entriesFor(await readMany(missing.map(([reference]) => reference)), keys);
  const gone = missing.filter(([reference, key]) => now.get(reference)?.sk !== key.sk);
  await inParallel(gone, 10, ([, key]) => removeEntry(connection, 'type-lists', key, by));
  return missing.length - gone.length;
}

const entriesFor = (resources: readonly (Stored | undefined)[], keys: Keys): ReadonlyMap<Reference, Key> =>
  new Map(resources.flatMap((resource) => (resource ? listEntries(resource, keys).map((key) => [referenceTo(resource), key] as const) : [])));
