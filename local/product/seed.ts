import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { seedStory } from '../seed/seedStory.ts';

/** How a tool beside the product reaches its records. */
export type RecordsAddress = { readonly endpoint: string; readonly region: string; readonly tableName: string; readonly tenant: string; readonly identifierBase: string };

export function repositoryAt({ endpoint, region, tableName, tenant, identifierBase }: RecordsAddress): FhirRepository {
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  return dynamoRepository({ client, tableName, tenant, identifierBase, clock: systemClock, newId: () => uuid() });
}

const marker = (dataDir: string) => join(dataDir, 'seeded');

export const isSeeded = (dataDir: string): boolean => existsSync(marker(dataDir));

/** Writes what of the story is missing: everything on the first start, the calendar's new days on later ones. */
export async function seed(records: RecordsAddress, dataDir: string): Promise<number> {
  const written = await seedStory(repositoryAt(records), systemClock, records.identifierBase);
  await writeFile(marker(dataDir), new Date().toISOString());
  return written;
}
