import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand, UpdateItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Confirmation, ConfirmationStore } from '../identity/passkeys/ports.ts';
import { digest } from './keys.ts';
import { wasWritten } from './wasWritten.ts';

type Item = Record<string, AttributeValue>;

/** What people were asked to confirm, gone by time to live; that is late by days, so every condition looks at the time itself. */
export function dynamoConfirmations(dynamo: DynamoDBClient, TableName: string, tenant: string): ConfirmationStore {
  const Key = (person: string, matter: string): Item => ({ pk: { S: `${tenant}#step-up/${digest(person)}` }, sk: { S: matter } });
  return {
    async open(person, matter, fresh, { now, usableUntil }) {
      try {
        await dynamo.send(new PutItemCommand({
          TableName,
          Item: { ...Key(person, matter), challenge: { S: fresh.challenge }, expiresAt: instant(fresh.expiresAt), ttl: ttl(fresh.expiresAt) },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR (attribute_not_exists(passkey) AND expiresAt < :usable)',
          ExpressionAttributeValues: { ':now': instant(now), ':usable': instant(usableUntil) },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }));
        return fresh;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException && error.Item) return confirmationOf(error.Item);
        throw error;
      }
    },
    async find(person, matter, now) {
      const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: Key(person, matter), ConsistentRead: true }));
      const found = Item && confirmationOf(Item);
      return found && found.expiresAt > now ? found : undefined;
    },
    make: (person, matter, challenge, made, { now, until }) =>
      wasWritten(dynamo.send(new UpdateItemCommand({
        TableName,
        Key: Key(person, matter),
        UpdateExpression: 'SET passkey = :passkey, assertionHash = :assertion, expiresAt = :until, #ttl = :ttl',
        ConditionExpression: 'challenge = :challenge AND expiresAt > :now AND attribute_not_exists(passkey)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':passkey': { S: made.passkey }, ':assertion': { S: made.assertion }, ':until': instant(until), ':ttl': ttl(until), ':challenge': { S: challenge }, ':now': instant(now) },
      }))),
  };
}

const instant = (at: Date): AttributeValue => ({ S: at.toISOString() });
const ttl = (at: Date): AttributeValue => ({ N: String(Math.floor(at.getTime() / 1000) + 3600) });

const confirmationOf = (item: Item): Confirmation => ({
  challenge: item['challenge']?.S ?? '',
  expiresAt: new Date(item['expiresAt']?.S ?? 0),
  ...(item['passkey']?.S === undefined ? {} : { made: { passkey: item['passkey'].S, assertion: item['assertionHash']?.S ?? '' } }),
});
