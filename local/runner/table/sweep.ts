import * as z from 'zod';
import { AwsFault, type AwsCall } from '../../aws/json.ts';
import type { Part } from '../../product/part.ts';
import type { TablePlan } from '../template/plan.ts';

const page = z.object({ Items: z.array(z.record(z.string(), z.unknown())), LastEvaluatedKey: z.unknown().optional() });

/** DynamoDB deletes within days; a few minutes is near enough and keeps the scan rare. */
const everyMs = 300_000;

/** Deletes items whose time to live has passed: the embedded database leaves that to us. */
export function sweepTables(call: AwsCall, tables: readonly TablePlan[], log: (text: string) => void): Part {
  const timer = setInterval(() => {
    for (const table of tables) sweep(call, table, Math.floor(Date.now() / 1000)).catch((error: unknown) => log(`sweep ${table.name}: ${String(error)}\n`));
  }, everyMs);
  return { stop: async () => clearInterval(timer) };
}

/** `now` in epoch seconds, the unit of a TTL attribute. Returns how many items went. */
export async function sweep(call: AwsCall, { name, KeySchema, TimeToLiveSpecification }: TablePlan, now: number): Promise<number> {
  if (!TimeToLiveSpecification?.Enabled) return 0;
  const keys = KeySchema.map((k) => k.AttributeName);
  const names = { ...Object.fromEntries(keys.map((k, i) => [`#k${i}`, k])), '#ttl': TimeToLiveSpecification.AttributeName };
  const expired = { ExpressionAttributeValues: { ':now': { N: String(now) } } };
  let deleted = 0;
  let start: unknown;
  do {
    const { Items, LastEvaluatedKey } = page.parse(
      await call('DynamoDB_20120810.Scan', { TableName: name, FilterExpression: '#ttl < :now', ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: names, ...expired, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    for (const item of Items) {
      const Key = Object.fromEntries(keys.map((k) => [k, item[k]]));
      const gone = await call('DynamoDB_20120810.DeleteItem', { TableName: name, Key, ConditionExpression: '#ttl < :now', ExpressionAttributeNames: { '#ttl': names['#ttl'] }, ...expired }).then(() => true, unlessRenewed);
      if (gone) deleted += 1;
    }
    start = LastEvaluatedKey;
  } while (start);
  return deleted;
}

function unlessRenewed(error: unknown): boolean {
  if (error instanceof AwsFault && error.code === 'ConditionalCheckFailedException') return false;
  throw error;
}
