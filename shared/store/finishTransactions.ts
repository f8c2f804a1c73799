import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../kernel/clock.ts';
import { connect, keyItem, type Item, type Meter } from './connection.ts';
import { keysFor } from './keys.ts';
import { isCommitted } from './pending.ts';
import { undo } from './release.ts';
import { listedIn } from './staged.ts';

export type FinishOptions = { readonly client: DynamoDBClient; readonly tableName: string; readonly tenant: string; readonly clock: Clock; readonly meter?: Meter };

/** As long as this after its time a process that was believed dead may still stage: no function runs longer. */
const graceMilliseconds = 5 * 60_000;

const mostRecords = 2000;

/**
 * What large transactions of processes that died have left: committed ones are finished, others put back. Runs every
 * minute and costs one read unit when there is nothing. Returns how many it ended.
 */
export async function finishTransactions({ client, tableName, tenant, clock, meter }: FinishOptions): Promise<number> {
  const deps = { connection: connect({ client, tableName, meter }), keys: keysFor(tenant) };
  const { pk } = deps.keys.transaction('');
  const { items } = await deps.connection.query('finish', { pk }, mostRecords);
  const now = clock.now().getTime();
  const due = items.filter((item) => Date.parse(item['u']?.S ?? '') <= now);
  const lists = new Map(due.filter((item) => item['k']).map((item) => [item['sk']?.S ?? '', item]));
  let ended = 0;
  for (const record of due.filter((item) => item['s'])) {
    const id = record['sk']?.S ?? '';
    const list = lists.get(deps.keys.staged(id).sk);
    const settled = isCommitted(record) || now > Date.parse(record['u']?.S ?? '') + graceMilliseconds;
    await undo(deps, id, list ? listedIn(list) : [], settled);
    lists.delete(deps.keys.staged(id).sk);
    if (record['s']?.S !== 'ended') ended++;
  }
  await forget(deps, [...lists.values()]);
  return ended;
}

/** A list whose record is gone was left between the two. */
const forget = ({ connection }: { readonly connection: ReturnType<typeof connect> }, lists: readonly Item[]) =>
  connection.writeMany('finish', lists.map((item) => ({ DeleteRequest: { Key: keyItem({ pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' }) } })));
