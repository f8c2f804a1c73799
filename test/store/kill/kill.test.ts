import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Task } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import { valueOf } from '../../../shared/kernel/result.ts';
import { finishTransactions } from '../../../shared/store/finishTransactions.ts';
import { dynamoRepository } from '../../../shared/store/repository.ts';
import { committed, type StreamImage } from '../../../shared/store/stream.ts';
import { base } from '../support/data.ts';
import { startEmbedded, type Database } from '../support/databases.ts';
import { streamOf } from '../support/followed.ts';
import { groupOf, keyOf, unitOf, type KillTask } from './killTask.ts';

/**
 * A process that is killed (SIGKILL) at any request of a commit leaves all of it or nothing, and what it leaves behind
 * goes away. `KILLS=100 KILL_SEED=7 npm run --silent jest -- --selectProjects store --testPathPatterns store/kill`
 */
const kills = Number(process.env['KILLS'] ?? 6);
const seed = Number(process.env['KILL_SEED'] ?? 1);
/** One transaction of the database; just more; five. */
const sizes = [40, 110, 500];
const patience = 600_000 + kills * 30_000;
const tenant = 'killed';

let state = seed;
/** mulberry32: the same seed, the same kills. */
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

let database: Database;
beforeAll(async () => {
  database = await startEmbedded();
}, 60_000);
afterAll(async () => await database.stop(), 60_000);

/** Far apart, so that what one leaves behind is over for the next. */
const timeOf = (round: number): Date => new Date(Date.UTC(2026, 10, 22) + round * 3_600_000);
const repositoryAt = (now: Date) => dynamoRepository({ client: database.client, tableName: database.tableName, tenant, identifierBase: base, clock: { now: () => now }, newId: () => v7() });

/** Commits in a process of its own; how many requests that took, unless it was killed. */
async function commitApart(task: KillTask): Promise<number | undefined> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killedCommit.ts'), JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  await new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (child.signalCode === 'SIGKILL') return undefined;
  const { requests, done } = JSON.parse(said) as { requests: number; done: unknown };
  expect(done).toBe('committed');
  return requests;
}

/** Whether the commit happened, by everything that would show it. */
async function happened(now: Date, size: number, label: string): Promise<boolean> {
  const repository = repositoryAt(now);
  const labels = new Set((await repository.readMany(groupOf(size))).map((r) => (r as Task | undefined)?.description));
  const found = valueOf(await repository.search<Task>('Task', `patient=of-${size}&_count=1000`)).resources;
  expect([labels.size, found.length, new Set(found.map((r) => r.description))]).toEqual([1, size, labels]);
  const signs = {
    tasks: labels.has(label),
    mark: (await repository.read(`Task/mark-${label}`)) !== undefined,
    found: valueOf(await repository.search('Task', `patient=mark-${label}`)).resources.length === 1,
    answer: (await repository.repeated('killer', keyOf(label), label)) !== undefined,
  };
  expect(new Set(Object.values(signs)).size).toBe(1);
  return signs.tasks;
}

async function everything(): Promise<Record<string, AttributeValue>[]> {
  const all: Record<string, AttributeValue>[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await database.client.send(new ScanCommand({ TableName: database.tableName, ConsistentRead: true, ExclusiveStartKey }));
    all.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return all;
}

it('a killed process leaves all or nothing, and nothing behind', async () => {
  const { client, tableName, endpoint } = database;
  const news = streamOf(database);
  const requests = new Map<number, number>();
  for (const size of sizes) {
    valueOf(await repositoryAt(timeOf(0)).commit(unitOf({ size, label: `first-${size}` })));
    requests.set(size, (await commitApart({ endpoint, tableName, tenant, size, label: `alone-${size}`, now: timeOf(1).toISOString() })) ?? 0);
  }
  const figures = { seed, kills, killed: 0, committed: 0, nothing: 0, leftBehind: 0, endedByHousekeeping: 0 };
  const labels = new Map<string, boolean>();
  for (let round = 2; round < kills + 2; round++) {
    const size = sizes[Math.floor(random() * sizes.length)] ?? 500;
    const label = `round-${round}`;
    const killAt = { request: 1 + Math.floor(random() * 1.2 * (requests.get(size) ?? 1)), milliseconds: Math.floor(random() * 8) };
    if ((await commitApart({ endpoint, tableName, tenant, size, label, now: timeOf(round).toISOString(), killAt })) === undefined) figures.killed++;
    const done = await happened(timeOf(round), size, label);
    labels.set(label, done);
    figures[done ? 'committed' : 'nothing']++;
    if ((await everything()).some((item) => item['sx'] ?? item['k'])) figures.leftBehind++;
    // What one round leaves is cleared by housekeeping, or by the next commit that meets it.
    if (random() < 0.5) figures.endedByHousekeeping += await finishTransactions({ client, tableName, tenant, clock: { now: () => timeOf(round + 0.5) } });
    expect(await happened(timeOf(round), size, label)).toBe(done);
  }
  const later = { now: () => timeOf(kills + 10) };
  figures.endedByHousekeeping += await finishTransactions({ client, tableName, tenant, clock: later });
  const items = await everything();
  const left = items.filter((item) => item['sx'] ?? item['k'] ?? item['s'] ?? item['sk']?.S?.startsWith('s#'));
  expect(left).toEqual([]);
  const stale = items.filter((item) => item['n'] && !item['v'] && item['r']?.S?.startsWith('Task/mark-') && labels.get(item['r'].S.slice('Task/mark-'.length)) === false).length;
  const images: StreamImage[] = [];
  for (let more = await news(); more.length > 0; more = await news()) images.push(...more);
  const told = new Set(images.flatMap((image) => committed(image)?.events.map(({ id }) => id) ?? []));
  for (const [label, done] of labels) expect([label, told.has(`event-${label}`)]).toEqual([label, done]);
  const audited = new Set(images.flatMap((image) => committed(image)?.audit?.fact.correlationId ?? []));
  for (const [label, done] of labels) expect([label, audited.has(label)]).toEqual([label, done]);
  process.stdout.write(`${JSON.stringify({ ...figures, stalePointers: stale, requests: Object.fromEntries(requests) })}\n`);
}, patience);

