import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsCall } from '../../aws/json.ts';
import type { Part } from '../../product/part.ts';
import type { Invoke } from '../gateway/gateway.ts';
import type { StreamPlan, TablePlan } from '../template/plan.ts';
import { deliver } from './deliver.ts';
import { passes } from './filter.ts';
import { keepDead } from './keepDead.ts';
import { streamReader, type StreamRecord } from './shard.ts';

export type PumpInput = {
  readonly call: AwsCall;
  readonly streams: readonly StreamPlan[];
  readonly tables: readonly TablePlan[];
  readonly invoke: Invoke;
  readonly region: string;
  /** Where what was given up is kept. */
  readonly s3Endpoint: string;
  /** Where the position is kept: events outlive a restart. */
  readonly folder: string;
  readonly log: (text: string) => void;
};

const idleMs = 100;

/** Carries the records of each mapped table's stream to its function, in order, at least once. */
export function pumpStreams(input: PumpInput): Part {
  const stopping = new AbortController();
  const loops = input.streams.flatMap((mapping) => {
    const table = input.tables.find((t) => t.streamArn === mapping.EventSourceArn);
    return table ? [pump(input, mapping, table, stopping.signal)] : [];
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function pump(input: PumpInput, mapping: StreamPlan, table: TablePlan, signal: AbortSignal): Promise<void> {
  const positions = new Positions(join(input.folder, `${mapping.FunctionName}.json`));
  await positions.load();
  const reader = streamReader({ call: input.call, tableName: table.name, delivered: (shardId) => positions.of(shardId), startingPosition: 'TRIM_HORIZON' });
  let begun = mapping.StartingPosition === 'TRIM_HORIZON' || positions.known;
  while (!signal.aborted) {
    try {
      if (!begun) await skip(reader, positions);
      begun = true;
      const moved = await round(input, mapping, table, reader, positions, signal);
      if (!moved) await wait(idleMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      input.log(`stream ${table.name}: ${String(error)}\n`);
      await wait(1000, signal).catch(() => undefined);
    }
  }
}

/**
 * LATEST is a moment once, when the mapping is made. The place is kept at once: a runner that is killed before it has
 * delivered anything would otherwise begin later the next time, and what was written between would reach nobody.
 */
async function skip(reader: ReturnType<typeof streamReader>, positions: Positions): Promise<void> {
  for (let more = true; more; ) {
    more = false;
    for await (const { shardId, records, done } of reader.pages(1000)) {
      const last = records.at(-1);
      if (last) await positions.save(shardId, last.dynamodb.SequenceNumber);
      more ||= last !== undefined;
      done();
    }
  }
  await positions.keep();
}

/** One look at every shard; true when something was delivered. */
async function round(input: PumpInput, mapping: StreamPlan, table: TablePlan, reader: ReturnType<typeof streamReader>, positions: Positions, signal: AbortSignal): Promise<boolean> {
  let moved = false;
  for await (const { shardId, records, done } of reader.pages(mapping.BatchSize)) {
    const last = records.at(-1);
    if (!last) {
      done();
      continue;
    }
    const wanted = records.filter((record) => passes(record, mapping.FilterCriteria?.Filters ?? []));
    await deliver(wanted, {
      mapping,
      invoke: async (batch) => await input.invoke(mapping.FunctionName, { Records: batch.map((r) => eventRecord(r, mapping, input.region)) }),
      giveUp: async (batch, reason) => {
        await keepDead(input.s3Endpoint, { mapping, shardId, reason, records: batch.map((r) => eventRecord(r, mapping, input.region)) }, new Date());
        input.log(`stream ${table.name}: ${batch.length} records given up (${reason})\n`);
      },
      pause: async (attempt) => await wait(Math.min(100 * 2 ** attempt, 10_000), signal),
      now: Date.now,
    });
    await positions.save(shardId, last.dynamodb.SequenceNumber);
    done();
    moved = true;
  }
  return moved;
}

const eventRecord = (record: StreamRecord, mapping: StreamPlan, awsRegion: string) => ({ ...record, awsRegion, eventSource: 'aws:dynamodb', eventSourceARN: mapping.EventSourceArn });

/** Sequence number up to which each shard was delivered. */
class Positions {
  readonly #file: string;
  #known: Record<string, string> = {};
  #begun = false;

  constructor(file: string) {
    this.#file = file;
  }

  async load(): Promise<void> {
    const kept = await readFile(this.#file, 'utf8').then((text) => JSON.parse(text) as Record<string, string>, () => undefined);
    this.#begun = kept !== undefined;
    this.#known = kept ?? {};
  }

  of(shardId: string): string | undefined {
    return this.#known[shardId];
  }

  /** Whether this consumer has begun before. */
  get known(): boolean {
    return this.#begun;
  }

  async save(shardId: string, sequenceNumber: string): Promise<void> {
    this.#known[shardId] = sequenceNumber;
    await this.keep();
  }

  async keep(): Promise<void> {
    await mkdir(join(this.#file, '..'), { recursive: true });
    await writeFile(`${this.#file}.new`, JSON.stringify(this.#known));
    await rename(`${this.#file}.new`, this.#file);
  }
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new Error('stopped'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
