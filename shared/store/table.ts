import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/**
 * The one table for records, as plain data: cdk/ makes the deployed table of it, tests and the runner the local one.
 * No secondary index: they are eventually consistent, and a search here sees every write at once (docs/adr).
 */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds; on what need not stay: idempotency records, turns, one-time codes. */
  timeToLive: 'ttl',
  /** Consumers (messages, audit log and chain, what commits leave to be done) read new images. */
  stream: 'NEW_IMAGE',
  billing: 'PAY_PER_REQUEST',
  indexes: [],
} as const;

/** The input of CreateTable for this table, for local databases and tests. */
export const createTableInput = (name: string): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: table.billing,
  AttributeDefinitions: [
    { AttributeName: table.partitionKey, AttributeType: 'S' },
    { AttributeName: table.sortKey, AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: table.partitionKey, KeyType: 'HASH' },
    { AttributeName: table.sortKey, KeyType: 'RANGE' },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
});
