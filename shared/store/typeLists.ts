import { keyItem, type Connection } from './connection.ts';
import type { Key, Keys } from './keys.ts';

/**
 * What the table says of the lists of whole types (ADR 131): the item is there as long as whoever writes lists what it
 * writes; `w` once everything that was there before is listed too.
 */
export const listsMark = (keys: Keys): Key => keys.setting('type-lists');

/** Whether the lists hold everything. Once they do they will, while this process and its like write into them. */
export function listsAreWholeIn(connection: Connection, keys: Keys): () => Promise<boolean> {
  let known = false;
  return async () => (known ||= (await connection.get('type-lists', listsMark(keys)))?.['w']?.BOOL === true);
}

/** Says whether what is written from now on is listed. When it is not, the lists are no longer whole. */
export async function noteLists(connection: Connection, keys: Keys): Promise<void> {
  const at = { TableName: connection.tableName, Key: keyItem(listsMark(keys)) };
  if (keys.lists === 'all') await connection.attempt('type-lists', { Update: { ...at, UpdateExpression: 'SET k = :kept', ExpressionAttributeValues: { ':kept': { BOOL: true } } } });
  else await connection.attempt('type-lists', { Delete: at });
}

/** Says that everything is listed; not where nobody keeps the lists (any more). */
export async function declareWhole(connection: Connection, keys: Keys): Promise<boolean> {
  const whole = { UpdateExpression: 'SET w = :whole', ConditionExpression: 'attribute_exists(pk)', ExpressionAttributeValues: { ':whole': { BOOL: true } } };
  return (await connection.attempt('type-lists', { Update: { TableName: connection.tableName, Key: keyItem(listsMark(keys)), ...whole } })).met;
}
