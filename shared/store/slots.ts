import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import type { Slots } from '../limits/slots.ts';
import { connect, keyItem } from './connection.ts';
import { keysFor } from './keys.ts';

export type SlotOptions = { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string; readonly clock: Clock; readonly newId: NewId; readonly name: string; readonly most: number; /** No holder works longer than this. */ readonly seconds: number };

/** A slot is an item that names its holder. Taking costs a write unit for each that is looked at, giving back one. */
export function dynamoSlots({ client, tableName, tenant, clock, newId, name, most, seconds }: SlotOptions): Slots {
  const connection = connect({ client, tableName });
  const keys = keysFor(tenant);
  return {
    async take() {
      const now = Math.floor(clock.now().getTime() / 1000);
      const holder = { S: newId() };
      // Each begins elsewhere, so that two who come at once seldom ask for the same.
      const from = Math.floor(Math.random() * most);
      for (let i = 0; i < most; i++) {
        const Key = keyItem(keys.setting(`slot-${name}-${(from + i) % most}`));
        const Item = { ...Key, o: holder, ttl: { N: String(now + seconds) } };
        const free = { ConditionExpression: 'attribute_not_exists(pk) OR #ttl < :now', ExpressionAttributeNames: { '#ttl': 'ttl' }, ExpressionAttributeValues: { ':now': { N: String(now) } } };
        if ((await connection.attempt('slot', { Put: { TableName: tableName, Item, ...free } })).met)
          return async () => void (await connection.attempt('slot', { Delete: { TableName: tableName, Key, ConditionExpression: 'o = :o', ExpressionAttributeValues: { ':o': holder } } }));
      }
      return undefined;
    },
  };
}
