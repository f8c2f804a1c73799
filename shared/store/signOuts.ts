import { createHash } from 'node:crypto';
import { GetItemCommand, PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SignOutStore } from '../identity/ports.ts';

/** Longer than any session: after it nobody is left who signed in before. */
const keptSeconds = 90 * 24 * 3600;

/** Who signed out of everything, and when, in a partition of its own for each person. */
export function dynamoSignOuts(dynamo: DynamoDBClient, TableName: string, tenant: string): SignOutStore {
  const Key = (subject: string): Record<string, AttributeValue> => ({ pk: { S: `${tenant}#sign-out/${createHash('sha256').update(subject).digest('base64url')}` }, sk: { S: '#' } });
  return {
    async signedOutAt(subject) {
      const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: Key(subject), ConsistentRead: true }));
      return Item?.['at']?.S === undefined ? undefined : new Date(Item['at'].S);
    },
    async signOut(subject, at) {
      await dynamo.send(new PutItemCommand({ TableName, Item: { ...Key(subject), at: { S: at.toISOString() }, ttl: { N: String(Math.floor(at.getTime() / 1000) + keptSeconds) } } }));
    },
  };
}
