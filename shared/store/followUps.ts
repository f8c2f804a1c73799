import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { auditEventOf } from '../fhir/auditEvent.ts';
import { referenceTo } from '../fhir/references.ts';
import { chunks, connect, keyItem, type Item, type Meter } from './connection.ts';
import { confirmEntries } from './entries.ts';
import { entriesOf, keyText } from './indexing.ts';
import { entryItem, stamped, versionImage } from './items.ts';
import { keysFor, type Keys, type TypeLists } from './keys.ts';
import { committed, type Committed, type StreamImage } from './stream.ts';
import { logKey } from './typeHistory.ts';
import { noteLists } from './typeLists.ts';

export type FollowUpOptions = { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string; readonly identifierBase: string; readonly lists?: TypeLists; readonly meter?: Meter };

const atOnce = 25;

/**
 * What a commit leaves to be done after it, from what the stream brings, any number of times and in any order: the
 * AuditEvent of what was done, its entries, the log of each type, and the word that the bodies in index entries may be
 * trusted. No reading and no search of anything but the audit log waits for it.
 */
export function followUps({ client, tableName, tenant, identifierBase, lists, meter }: FollowUpOptions): (images: readonly StreamImage[]) => Promise<void> {
  const connection = connect({ client, tableName, meter });
  const keys = keysFor(tenant, lists);
  let noted = false;
  return async (images) => {
    if (!noted && images.length > 0) await noteLists(connection, keys);
    noted ||= images.length > 0;
    const come = images.map(committed).filter((one) => one?.tenant === tenant) as Committed[];
    const items = come.flatMap((one) => [...auditItem(one, identifierBase, keys), ...filed(one, keys)]);
    const distinct = [...new Map(items.map((item) => [keyText({ pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' }), item])).values()];
    if (distinct.length > 0) await connection.writeMany('followUp', distinct.map((Item) => ({ PutRequest: { Item } })));
    for (const part of chunks(come, atOnce)) await Promise.all(part.map(({ version, bodySize, mark }) => confirmEntries(connection, version, bodySize, mark, keys)));
  };
}

/** The fact of a commit becomes its AuditEvent, the same one however often it comes; the stream brings that in turn. */
function auditItem({ audit, version }: Committed, identifierBase: string, keys: Keys): Item[] {
  if (!audit) return [];
  const { lastUpdated } = version;
  const resource = stamped(auditEventOf(audit.fact, { id: audit.id, at: lastUpdated, identifierBase }), 1, lastUpdated);
  const reference = referenceTo(resource);
  return [{ ...keyItem(keys.current(reference)), ...versionImage({ reference, version: 1, lastUpdated, resource }, audit.id) }];
}

/** AuditEvents never change: they have the entries by which they are searched, and no log. */
function filed({ version, mark }: Committed, keys: Keys): Item[] {
  const { reference, resource } = version;
  if (!reference.startsWith('AuditEvent/')) return [keyItem(logKey(version, keys))];
  return resource ? entriesOf(resource, keys).pointers.map((key) => entryItem(key, reference, mark)) : [];
}
