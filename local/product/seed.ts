import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { keysFor, type TypeLists } from '../../shared/store/keys.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { buildTypeLists } from '../../shared/store/buildTypeLists.ts';
import { connect } from '../../shared/store/connection.ts';
import { noteLists } from '../../shared/store/typeLists.ts';
import { seedStory } from '../seed/seedStory.ts';

/** How a tool beside the product reaches its records. */
export type RecordsAddress = { readonly endpoint: string; readonly region: string; readonly tableName: string; readonly tenant: string; readonly identifierBase: string; readonly lists?: TypeLists };

const clientAt = ({ endpoint, region }: RecordsAddress) => new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });

export function repositoryAt(records: RecordsAddress): FhirRepository {
  const { tableName, tenant, identifierBase, lists } = records;
  return dynamoRepository({ client: clientAt(records), tableName, tenant, identifierBase, ...(lists ? { lists } : {}), clock: systemClock, newId: () => uuid() });
}

const marker = (dataDir: string) => join(dataDir, 'seeded');

export const isSeeded = (dataDir: string): boolean => existsSync(marker(dataDir));

/** Writes what of the story is missing: everything on the first start, the calendar's new days on later ones. */
export async function seed(records: RecordsAddress, dataDir: string): Promise<number> {
  const written = await seedStory(repositoryAt(records), systemClock, records.identifierBase);
  if (records.lists === 'all') await listAll(records);
  await writeFile(marker(dataDir), new Date().toISOString());
  return written;
}

/** What the functions say at their first write is said before it, since nothing is written yet but by us. */
async function listAll(records: RecordsAddress): Promise<void> {
  const { tableName, tenant } = records;
  const client = clientAt(records);
  await noteLists(connect({ client, tableName }), keysFor(tenant, 'all'));
  await buildTypeLists({ client, tableName, tenant, newId: () => uuid() });
}
