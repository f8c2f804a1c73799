import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand, UpdateItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Attempt, Challenge, ChallengeStore } from '../identity/ports.ts';
import { wasWritten } from './wasWritten.ts';

type Item = Record<string, AttributeValue>;

/**
 * One-time codes in the table of records, under partitions of their own. DynamoDB's clean-up by `ttl` (epoch seconds)
 * is late by up to days, so every condition looks at the time itself.
 */
export function challengeStore(dynamo: DynamoDBClient, TableName: string, tenant: string): ChallengeStore {
  const challengeKey = (id: string): Item => ({ pk: { S: `${tenant}#sign-in-challenge/${id}` }, sk: { S: '#' } });
  return {
    countCode: (numberHash, windowStart, limit) =>
      wasWritten(dynamo.send(new UpdateItemCommand({
        TableName,
        Key: { pk: { S: `${tenant}#sign-in-codes/${numberHash}` }, sk: { S: windowStart.toISOString() } },
        UpdateExpression: 'SET #ttl = :ttl ADD #codes :one',
        ConditionExpression: 'attribute_not_exists(#codes) OR #codes < :limit',
        ExpressionAttributeNames: { '#codes': 'codes', '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':limit': { N: String(limit) }, ':ttl': ttl(windowStart, 2 * 3600) },
      }))),
    async save({ id, salt, codeHash, patient, expiresAt }, attempts) {
      const Item: Item = {
        ...challengeKey(id),
        id: { S: id }, salt: { S: salt }, codeHash: { S: codeHash }, expiresAt: { S: expiresAt.toISOString() },
        attempts: { N: String(attempts) }, ttl: ttl(expiresAt, 3600),
        ...(patient ? { patient: { S: patient } } : {}),
      };
      await dynamo.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    },
    takeAttempt: (id, now) => takeAttempt(dynamo, TableName, challengeKey(id), now),
    consume: (id) => wasWritten(dynamo.send(new DeleteItemCommand({ TableName, Key: challengeKey(id), ConditionExpression: 'attribute_exists(pk)' }))),
  };
}

async function takeAttempt(dynamo: DynamoDBClient, TableName: string, Key: Item, now: Date): Promise<Attempt> {
  try {
    const { Attributes = {} } = await dynamo.send(new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #attempts = #attempts - :one',
      ConditionExpression: 'expiresAt > :now AND #attempts > :none',
      ExpressionAttributeNames: { '#attempts': 'attempts' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':none': { N: '0' }, ':now': { S: now.toISOString() } },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }));
    return { kind: 'taken', challenge: challengeOf(Attributes), attemptsLeft: Number(Attributes['attempts']?.N) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { kind: (error.Item?.['expiresAt']?.S ?? '') > now.toISOString() ? 'exhausted' : 'gone' };
  }
}

const ttl = (from: Date, seconds: number): AttributeValue => ({ N: String(Math.floor(from.getTime() / 1000) + seconds) });

const challengeOf = (item: Item): Challenge => ({
  id: item['id']?.S ?? '',
  salt: item['salt']?.S ?? '',
  codeHash: item['codeHash']?.S ?? '',
  expiresAt: new Date(item['expiresAt']?.S ?? 0),
  ...(item['patient']?.S ? { patient: item['patient'].S as `Patient/${string}` } : {}),
});
