import { DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MediaHost, Placements } from '../room/placement.ts';
import { wasWritten } from './wasWritten.ts';

type Item = Record<string, AttributeValue>;

/** How long a silent host is still listed; who lives is decided by the readers. */
const LISTED_SECONDS = 3_600;
const epoch = (at: number): AttributeValue => ({ N: String(Math.floor(at / 1000)) });

/**
 * Media hosts and the rooms on them, in partitions whose keys begin with `<tenant>#media/`: a media host's role reaches
 * those and nothing else of the table. Their sort keys keep them out of the stream's consumers.
 */
export function dynamoPlacements(client: DynamoDBClient, TableName: string, tenant: string): Placements {
  const hostsKey = `${tenant}#media/hosts`;
  const hostKey = (id: string): Item => ({ pk: { S: hostsKey }, sk: { S: `host/${id}` } });
  const roomKey = (room: string): Item => ({ pk: { S: `${tenant}#media/room/${room}` }, sk: { S: 'host' } });
  return {
    async beat(host) {
      await client.send(new PutItemCommand({ TableName, Item: { ...hostKey(host.id), host: { S: JSON.stringify(host) }, ttl: epoch(Date.parse(host.at) + LISTED_SECONDS * 1000) } }));
    },
    async leave(host) {
      await client.send(new DeleteItemCommand({ TableName, Key: hostKey(host) }));
    },
    async hosts() {
      const page = await client.send(new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: hostsKey } }, ConsistentRead: true }));
      return (page.Items ?? []).map((item) => JSON.parse(item['host']?.S ?? '{}') as MediaHost);
    },
    async hostOf(room) {
      return (await client.send(new GetItemCommand({ TableName, Key: roomKey(room), ConsistentRead: true }))).Item?.['host']?.S;
    },
    place: (room, host, instead, until) =>
      wasWritten(
        client.send(new PutItemCommand({
          TableName,
          Item: { ...roomKey(room), host: { S: host }, ttl: epoch(until.getTime()) },
          ExpressionAttributeNames: { '#host': 'host' },
          ...(instead === undefined ? { ConditionExpression: 'attribute_not_exists(#host)' } : { ConditionExpression: '#host = :instead', ExpressionAttributeValues: { ':instead': { S: instead } } }),
        })),
      ),
    async forget(room, host) {
      await wasWritten(client.send(new DeleteItemCommand({ TableName, Key: roomKey(room), ConditionExpression: '#host = :host', ExpressionAttributeNames: { '#host': 'host' }, ExpressionAttributeValues: { ':host': { S: host } } })));
    },
  };
}
