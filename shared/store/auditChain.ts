import { TransactionCanceledException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '@medplum/fhirtypes';
import type { ChainEntry, ChainStore } from '../audit/ports.ts';
import type { Stored } from '../fhir/repository.ts';
import { readAll, readerOf } from './candidates.ts';
import { connect, keyItem, keyOf } from './connection.ts';
import { dayShards, keysFor, type Key } from './keys.ts';

const largestDay = 1_000_000;

/** The chain in the table: a head and entries for each day, a mark for each AuditEvent; moved by one transaction. */
export function dynamoChainStore({ client, tableName, tenant }: { client: DynamoDBClient; tableName: string; tenant: string }): ChainStore {
  const connection = connect({ client, tableName });
  const keys = keysFor(tenant);
  const put = (key: Key, rest: Record<string, { S: string } | { N: string }>, condition: Record<string, unknown>) => ({ Put: { TableName: tableName, Item: { ...keyItem(key), ...rest }, ...condition } });
  const absent = { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    async head(day) {
      const item = await connection.get('chain', keys.chainHead(day));
      return { sequence: Number(item?.['q']?.N ?? 0), hash: item?.['h']?.S ?? '' };
    },
    async chained(auditIds) {
      const found = await connection.getMany('chain', auditIds.map(keys.chained));
      const marks = new Set([...found.values()].map((item) => keyOf(item).pk));
      return new Set(auditIds.filter((id) => marks.has(keys.chained(id).pk)));
    },
    async append(day, head, entries) {
      const last = entries.at(-1);
      if (!last) return 'appended';
      const unmoved = head.sequence === 0 ? absent : { ConditionExpression: 'q = :q', ExpressionAttributeValues: { ':q': { N: String(head.sequence) } } };
      try {
        await connection.transact('chain', [
          put(keys.chainHead(day), { q: { N: String(last.sequence) }, h: { S: last.hash } }, unmoved),
          ...entries.flatMap((e) => [
            put(keys.chainEntry(day, e.sequence), { q: { N: String(e.sequence) }, a: { S: e.auditId }, p: { S: e.previous }, h: { S: e.hash } }, absent),
            put(keys.chained(e.auditId), {}, absent),
          ]),
        ]);
        return 'appended';
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        return 'moved';
      }
    },
    async entries(day) {
      const { items } = await connection.query('chain', { pk: keys.chainHead(day).pk, prefix: 'e#' }, largestDay);
      return items.map((i): ChainEntry => ({ sequence: Number(i['q']?.N ?? 0), auditId: i['a']?.S ?? '', previous: i['p']?.S ?? '', hash: i['h']?.S ?? '' }));
    },
    async auditEvents(day) {
      const ranges = Array.from({ length: dayShards }, (_, shard) => ({ pk: keys.day('AuditEvent', day, shard) }));
      const found = await readAll(readerOf(connection, keys), ranges, largestDay);
      return (found ?? []).filter((r): r is Stored<AuditEvent> => r?.resourceType === 'AuditEvent');
    },
  };
}
