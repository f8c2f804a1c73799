import { describe, expect, it } from '@jest/globals';
import type { Invocation } from '../lambda/functionPool.ts';
import { deliver, type Delivery } from './deliver.ts';
import { passes } from './filter.ts';
import type { StreamRecord } from './shard.ts';

const record = (n: number): StreamRecord => ({ eventID: String(n), eventName: 'INSERT', dynamodb: { SequenceNumber: String(n), ApproximateCreationDateTime: 1000 } });
const records = [1, 2, 3, 4].map(record);
const numbers = (batch: readonly StreamRecord[]) => batch.map((r) => Number(r.eventID));
const taken = (...failed: number[]): Invocation => ({ kind: 'result', bytes: 0, value: { batchItemFailures: failed.map((n) => ({ itemIdentifier: String(n) })) } });
const crash: Invocation = { kind: 'error', name: 'Error', message: '' };

/** Delivers the four records to a function that answers as told, and notes what it was given and what was given up. */
async function run(answer: (batch: number[], call: number) => Invocation, mapping: Partial<Delivery['mapping']> = {}) {
  const calls: number[][] = [];
  const dead: [number[], string][] = [];
  await deliver(records, {
    mapping: { EventSourceArn: '', FunctionName: '', BatchSize: 10, BisectBatchOnFunctionError: false, MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: -1, FunctionResponseTypes: ['ReportBatchItemFailures'], StartingPosition: 'TRIM_HORIZON', ...mapping },
    invoke: async (batch) => {
      calls.push(numbers(batch));
      return answer(numbers(batch), calls.length);
    },
    giveUp: async (batch, reason) => void dead.push([numbers(batch), reason]),
    pause: async () => {},
    now: () => 2_000_000,
  });
  return { calls, dead };
}

describe('delivery of a batch', () => {
  it('is done when the function takes all', async () => {
    expect(await run(() => taken())).toEqual({ calls: [[1, 2, 3, 4]], dead: [] });
  });
  it('comes again from the first failed record on', async () => {
    expect((await run((_, call) => (call === 1 ? taken(4, 3) : taken()))).calls).toEqual([[1, 2, 3, 4], [3, 4]]);
  });
  it('comes again whole when the function crashes, and is given up after its retries', async () => {
    expect(await run(() => crash)).toEqual({ calls: [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]], dead: [[[1, 2, 3, 4], 'RetryAttemptsExhausted']] });
  });
  it('is halved until only the record that crashes it is given up', async () => {
    const { dead } = await run((batch) => (batch.includes(3) ? crash : taken()), { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 4 });
    expect(dead).toEqual([[[3], 'RetryAttemptsExhausted']]);
  });
  it('is given up when it is too old', async () => {
    expect(await run(() => crash, { MaximumRecordAgeInSeconds: 60, MaximumRetryAttempts: -1 })).toEqual({ calls: [[1, 2, 3, 4]], dead: [[[1, 2, 3, 4], 'EventAgeExceeded']] });
  });
  it('counts as failed whole when the answer names a record of another batch', async () => {
    expect((await run((_, call) => (call === 1 ? taken(99) : taken()))).calls).toEqual([[1, 2, 3, 4], [1, 2, 3, 4]]);
  });
});

describe('event filters', () => {
  const inserted = { eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'outbox#1' } } } };
  it.each([
    [{ eventName: ['INSERT'] }, true],
    [{ eventName: ['MODIFY', 'REMOVE'] }, false],
    [{ dynamodb: { Keys: { pk: { S: [{ prefix: 'outbox#' }] } } } }, true],
    [{ dynamodb: { Keys: { pk: { S: [{ 'anything-but': ['outbox#1'] }] } } } }, false],
    [{ dynamodb: { NewImage: [{ exists: false }] } }, true],
  ])('%j', (pattern, expected) => {
    expect(passes(inserted, [{ Pattern: JSON.stringify(pattern) }])).toBe(expected);
  });
  it('let everything pass when there are none', () => {
    expect(passes(inserted, [])).toBe(true);
  });
});
