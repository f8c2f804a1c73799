import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { connect, keyItem, type Meter } from './connection.ts';
import type { Version } from './items.ts';
import { keysFor } from './keys.ts';
import { committed, type StreamImage } from './stream.ts';
import { logKey } from './typeHistory.ts';

export type FollowUpOptions = { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string; readonly meter?: Meter };

/**
 * What a commit leaves to be done after it, from what the stream brings, any number of times and in any order: the
 * log of each type. Nothing of it is needed for a reading or a search to be right.
 */
export function followUps({ client, tableName, tenant, meter }: FollowUpOptions): (images: readonly StreamImage[]) => Promise<void> {
  const connection = connect({ client, tableName, meter });
  const keys = keysFor(tenant);
  return async (images) => {
    const versions = images.map(committed).filter((come): come is { tenant: string; version: Version } => come?.tenant === tenant);
    const entries = new Map(versions.map(({ version }) => [`${version.reference} ${version.version}`, logKey(version, keys)]));
    if (entries.size > 0) await connection.writeMany('followUp', [...entries.values()].map((key) => ({ PutRequest: { Item: keyItem(key) } })));
  };
}
