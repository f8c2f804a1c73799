import type { Binary } from '@medplum/fhirtypes';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { JSONWebKeySet } from 'jose';
import type { SealStore } from '../../shared/audit/ports.ts';
import { verifyDay, type VerifyDeps } from '../../shared/audit/verifyDays.ts';
import type { BlobName, BlobStore } from '../../shared/fhir/blobs.ts';
import { dynamoChainStore } from '../../shared/store/auditChain.ts';
import { versionOf, type Version } from '../../shared/store/items.ts';
import type { Backup } from './backup.ts';
import { hashOf, placeOf, scan, type Item } from './items.ts';

export type Difference = { readonly kind: 'missing' | 'changed' | 'added' | 'older-than-live' | 'audit' | 'file'; readonly place: string };

export type Comparison = {
  readonly items: number;
  /** Current versions by type. */
  readonly records: Readonly<Record<string, number>>;
  readonly auditDays: number;
  readonly files: number;
  readonly differences: readonly Difference[];
};

export type CompareInput = { readonly backup: Backup; readonly dynamo: DynamoDBClient; readonly liveTable: string; readonly tenant: string; readonly seals: SealStore; readonly keys: JSONWebKeySet; readonly blobs: BlobStore };

/**
 * The restored table against the export of the same moment, item by item; against the live table, as far as that has
 * not gone on; its audit log against its chain and seals; and whether each file that it names is there and is itself.
 * Holds a hash for each item in memory: some 150 bytes, 1.5 GB for ten million.
 */
export async function compare({ backup, dynamo, liveTable, tenant, seals, keys, blobs }: CompareInput): Promise<Comparison> {
  const differences: Difference[] = [];
  const expected = new Map<string, string>();
  for await (const item of backup.exported()) expected.set(placeOf(item), hashOf(item));
  const records: Record<string, number> = {};
  const names = new Set<BlobName>();
  const days = new Set<string>();
  const versions = new Map<string, number>();
  const items = expected.size;
  for await (const item of scan(dynamo, backup.restoredTable)) {
    const place = placeOf(item);
    const hash = expected.get(place);
    if (hash === undefined) differences.push({ kind: 'added', place });
    else if (hash !== hashOf(item)) differences.push({ kind: 'changed', place });
    expected.delete(place);
    const [, day] = /#chain#(\d{4}-\d\d-\d\d) head$/.exec(place) ?? [];
    if (day) days.add(day);
    const version = currentIn(item);
    if (!version) continue;
    versions.set(place, version.version);
    const type = version.reference.split('/')[0] ?? '';
    records[type] = (records[type] ?? 0) + 1;
    if (type === 'Binary') for (const name of blobNames(version.resource as Binary | undefined)) names.add(name);
  }
  for (const place of expected.keys()) differences.push({ kind: 'missing', place });
  differences.push(...(await behindLive(dynamo, liveTable, versions, backup.at)));
  const chain = dynamoChainStore({ client: dynamo, tableName: backup.restoredTable, tenant });
  for (const day of [...days].toSorted()) differences.push(...(await auditFaults({ chain, seals, keys }, day, backup.at)));
  for (const name of names) if (!(await blobs.get(name).catch(() => undefined))) differences.push({ kind: 'file', place: name });
  return { items, records, auditDays: days.size, files: names.size, differences };
}

/** A body that can't be read is none; its item differs from what was exported, or the export is as broken. */
function currentIn(item: Item): Version | undefined {
  if (item['sk']?.S !== '#' || !item['v']) return undefined;
  try {
    return versionOf(item);
  } catch {
    return undefined;
  }
}

/** What is wrong with a day of the restored audit log, judged as of the backup: what the stream had not brought yet is no fault. */
async function auditFaults(deps: VerifyDeps, day: string, at: Date): Promise<readonly Difference[]> {
  try {
    return (await verifyDay(deps, day, at)).faults.map(({ kind, ...where }) => ({ kind: 'audit', place: `${day} ${kind} ${Object.values(where).join(' ')}`.trim() }));
  } catch {
    return [{ kind: 'audit', place: `${day} can't be read` }];
  }
}

const blobNames = (binary: Binary | undefined): readonly BlobName[] => (binary?.meta?.extension ?? []).flatMap(({ url, valueString }) => (url.endsWith('/StructureDefinition/blob') && valueString ? [valueString as BlobName] : []));

/** Everything that was current then is there, in that version: what is in the live table and older than the moment. */
async function behindLive(dynamo: DynamoDBClient, liveTable: string, restored: ReadonlyMap<string, number>, at: Date): Promise<readonly Difference[]> {
  const behind: Difference[] = [];
  for await (const item of scan(dynamo, liveTable)) {
    const version = currentIn(item);
    if (!version || version.lastUpdated >= at.toISOString()) continue;
    const place = placeOf(item);
    if ((restored.get(place) ?? 0) < version.version) behind.push({ kind: 'older-than-live', place });
  }
  return behind;
}
