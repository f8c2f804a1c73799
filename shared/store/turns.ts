import type { Reference } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';

/** A version of a resource that a commit wants to be the one to follow. */
export type Followed = { readonly reference: Reference; readonly version: number };

/** From so many pointers on it is dearer to write them in vain than to ask for a turn (one write unit). */
export const costlyPointers = 10;

/** How often a commit waits for the one whose turn it is, before it goes on all the same. */
export const patience = 6;

const turnSeconds = 600;

/**
 * Whether it is this commit's turn to follow these versions. A courtesy between racers, so that those who will lose
 * find out before they write their pointers; who wins is decided by the conditions of the transaction alone. A turn
 * ends by itself: the version has moved on, or the others have lost patience.
 */
export async function takeTurns({ connection, keys, clock }: { readonly connection: Connection; readonly keys: Keys; readonly clock: Clock }, followed: readonly Followed[], owner: string): Promise<boolean> {
  const ttl = { N: String(Math.floor(clock.now().getTime() / 1000) + turnSeconds) };
  const free = { ConditionExpression: 'attribute_not_exists(pk) OR o = :o', ExpressionAttributeValues: { ':o': { S: owner } } };
  const taken = await Promise.all(
    followed.map(async ({ reference, version }) => {
      const { pk, sk } = keys.turn(reference, version);
      return (await connection.attempt('commit', { Put: { TableName: connection.tableName, Item: { pk: { S: pk }, sk: { S: sk }, o: { S: owner }, ttl }, ...free } })).met;
    }),
  );
  return taken.every(Boolean);
}
