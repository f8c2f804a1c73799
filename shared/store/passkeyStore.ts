import { DeleteItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Passkey, PasskeyStore } from '../identity/passkeys/ports.ts';
import { digest } from './keys.ts';
import { wasWritten } from './wasWritten.ts';

type Item = Record<string, AttributeValue>;

/** Public keys of staff in the table of records, one partition a person. */
export function dynamoPasskeys(dynamo: DynamoDBClient, TableName: string, tenant: string): PasskeyStore {
  const partition = (person: string): AttributeValue => ({ S: `${tenant}#passkeys/${digest(person)}` });
  const keyOf = (person: string, id: string): Item => ({ pk: partition(person), sk: { S: id } });
  return {
    async list(person) {
      const { Items = [] } = await dynamo.send(new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': partition(person) }, ConsistentRead: true }));
      return Items.map(passkeyOf).toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    },
    add: (person, passkey) => wasWritten(dynamo.send(new PutItemCommand({ TableName, Item: { ...keyOf(person, passkey.id), ...itemOf(passkey) }, ConditionExpression: 'attribute_not_exists(pk)' }))),
    async used(person, id, { counter, backedUp, at }) {
      await wasWritten(dynamo.send(new UpdateItemCommand({
        TableName, Key: keyOf(person, id), UpdateExpression: 'SET #counter = :counter, backedUp = :backedUp, lastUsedAt = :at', ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#counter': 'counter' }, ExpressionAttributeValues: { ':counter': { N: String(counter) }, ':backedUp': { BOOL: backedUp }, ':at': { S: at.toISOString() } },
      })));
    },
    remove: (person, id) => wasWritten(dynamo.send(new DeleteItemCommand({ TableName, Key: keyOf(person, id), ConditionExpression: 'attribute_exists(pk)' }))),
  };
}

const itemOf = ({ publicKey, counter, transports, backupEligible, backedUp, name, createdAt }: Passkey): Item => ({
  publicKey: { B: publicKey }, counter: { N: String(counter) }, transports: { L: transports.map((S) => ({ S })) },
  backupEligible: { BOOL: backupEligible }, backedUp: { BOOL: backedUp }, name: { S: name }, createdAt: { S: createdAt.toISOString() },
});

const passkeyOf = (item: Item): Passkey => ({
  id: item['sk']?.S ?? '',
  publicKey: new Uint8Array(item['publicKey']?.B ?? []),
  counter: Number(item['counter']?.N ?? 0),
  transports: (item['transports']?.L ?? []).flatMap(({ S }) => S ?? []),
  backupEligible: item['backupEligible']?.BOOL ?? false,
  backedUp: item['backedUp']?.BOOL ?? false,
  name: item['name']?.S ?? '',
  createdAt: new Date(item['createdAt']?.S ?? 0),
  ...(item['lastUsedAt']?.S === undefined ? {} : { lastUsedAt: new Date(item['lastUsedAt'].S) }),
});
