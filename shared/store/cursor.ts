import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Position } from '../fhir/search/sort.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';

/** Where the next page starts: after a key of the index, or after a place in the sorted answer. */
export type Place = { readonly after: string } | { readonly position: Position };

export const queryDigest = (type: string, query: string): string => createHash('sha256').update(`${type}?${query}`).digest('base64url').slice(0, 16);

const cipher = 'aes-256-gcm';
const saltLength = 16;
const tagLength = 16;

/** Each cursor has a key of its own, used once: so one nonce does for all. */
const ownKey = (key: Buffer, salt: Buffer): Buffer => createHmac('sha256', key).update(salt).digest();
const nonce = Buffer.alloc(12);

/**
 * A sealed cursor is bound to its query: nobody can make one up, carry it to another search, or read in it the key of a
 * resource that was left out of the page.
 */
export function sealCursor(key: Buffer, query: string, place: Place): string {
  const salt = randomBytes(saltLength);
  const sealing = createCipheriv(cipher, ownKey(key, salt), nonce).setAAD(Buffer.from(query));
  return Buffer.concat([salt, sealing.update(JSON.stringify(place), 'utf8'), sealing.final(), sealing.getAuthTag()]).toString('base64url');
}

export function openCursor(key: Buffer, query: string, cursor: string): Place | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  // Written another way, it would be another cursor that means the same.
  if (bytes.length <= saltLength + tagLength || bytes.toString('base64url') !== cursor) return undefined;
  const opening = createDecipheriv(cipher, ownKey(key, bytes.subarray(0, saltLength)), nonce, { authTagLength: tagLength })
    .setAAD(Buffer.from(query))
    .setAuthTag(bytes.subarray(-tagLength));
  try {
    return JSON.parse(Buffer.concat([opening.update(bytes.subarray(saltLength, -tagLength)), opening.final()]).toString('utf8')) as Place;
  } catch {
    return undefined;
  }
}

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
