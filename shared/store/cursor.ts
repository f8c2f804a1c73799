import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Position } from '../fhir/search/sort.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';

/** Where the next page starts: after a key of the index, or after a place in the sorted answer. */
export type Place = { readonly after: string } | { readonly position: Position };

export const queryDigest = (type: string, query: string): string => createHash('sha256').update(`${type}?${query}`).digest('base64url').slice(0, 16);

/** A signed cursor is bound to its query: nobody can make one up, or carry it to another search. */
export function sealCursor(key: Buffer, query: string, place: Place): string {
  const payload = Buffer.from(JSON.stringify({ q: query, ...place })).toString('base64url');
  return `${payload}.${signature(key, payload)}`;
}

export function openCursor(key: Buffer, query: string, cursor: string): Place | undefined {
  const [payload = '', given = ''] = cursor.split('.');
  const expected = Buffer.from(signature(key, payload));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
  const { q, ...place } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Place & { q: string };
  return q === query ? place : undefined;
}

const signature = (key: Buffer, payload: string): string => createHmac('sha256', key).update(payload).digest('base64url').slice(0, 22);

/** The key of all cursors of a tenant, made by whoever needs it first, kept in the (encrypted) table. */
export function cursorKeyIn(connection: Connection, keys: Keys): () => Promise<Buffer> {
  let known: Promise<Buffer> | undefined;
  const at = keys.setting('cursor-key');
  async function load(): Promise<Buffer> {
    const read = async () => (await connection.get('cursor-key', at))?.['b']?.B;
    const there = await read();
    if (there) return Buffer.from(there);
    const Item = { pk: { S: at.pk }, sk: { S: at.sk }, b: { B: randomBytes(32) } };
    await connection.attempt('cursor-key', { Put: { TableName: connection.tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } });
    const made = await read();
    if (!made) throw new Error('the cursor key is not there after writing it');
    return Buffer.from(made);
  }
  return () => {
    known ??= load().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
