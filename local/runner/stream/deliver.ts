import * as z from 'zod';
import type { Invocation } from '../lambda/functionPool.ts';
import type { StreamPlan } from '../template/plan.ts';
import type { StreamRecord } from './shard.ts';

/** What a function with ReportBatchItemFailures answers. */
const partial = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish();

export type Delivery = {
  readonly mapping: StreamPlan;
  readonly invoke: (records: readonly StreamRecord[]) => Promise<Invocation>;
  readonly giveUp: (records: readonly StreamRecord[], reason: string) => Promise<void>;
  /** Waits before the next attempt; rejects when the runner stops, which ends the delivery where it is. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly now: () => number;
};

/**
 * Delivers one batch in order until all of it was taken or given up, as Lambda's event source mapping does: on a
 * partial failure again from the first failed record, on a whole failure halved if the mapping says so.
 */
export async function deliver(records: readonly StreamRecord[], delivery: Delivery, attempt = 0): Promise<void> {
  if (records.length === 0) return;
  const rest = failedPart(records, delivery.mapping, await delivery.invoke(records));
  if (rest.length === 0) return;
  const retry = attempt + 1;
  const { MaximumRetryAttempts: retries, MaximumRecordAgeInSeconds: maximumAge, BisectBatchOnFunctionError: bisect } = delivery.mapping;
  if (retries >= 0 && retry > retries) return await delivery.giveUp(rest, 'RetryAttemptsExhausted');
  if (maximumAge > 0 && ageSeconds(rest, delivery.now()) > maximumAge) return await delivery.giveUp(rest, 'EventAgeExceeded');
  await delivery.pause(retry);
  if (bisect && rest.length > 1 && rest.length === records.length) {
    const middle = Math.floor(rest.length / 2);
    await deliver(rest.slice(0, middle), delivery, retry);
    return await deliver(rest.slice(middle), delivery, retry);
  }
  await deliver(rest, delivery, rest.length < records.length ? 0 : retry);
}

function failedPart(records: readonly StreamRecord[], mapping: StreamPlan, outcome: Invocation): readonly StreamRecord[] {
  if (outcome.kind !== 'result') return records;
  if (!mapping.FunctionResponseTypes.includes('ReportBatchItemFailures')) return [];
  const answer = partial.safeParse(outcome.value);
  if (!answer.success) return records;
  const failed = new Set((answer.data?.batchItemFailures ?? []).map((f) => f.itemIdentifier));
  if (failed.size === 0) return [];
  const first = records.findIndex((r) => failed.has(r.dynamodb.SequenceNumber));
  // An identifier that is not of this batch makes Lambda repeat the whole of it.
  return first < 0 ? records : records.slice(first);
}

const ageSeconds = ([oldest]: readonly StreamRecord[], now: number) => now / 1000 - (oldest?.dynamodb.ApproximateCreationDateTime ?? 0);
