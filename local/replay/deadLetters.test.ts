import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { eventsHandler } from '../../functions/events/handler.ts';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { OutboxEvent } from '../../shared/fhir/repository.ts';
import { fakeSmsGateway } from '../../shared/identity/smsGateway.fake.ts';
import { fakeConfirmationQueue } from '../../shared/insurance/ports.fake.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { startLambda } from '../aws/lambda.ts';
import { startS3 } from '../aws/s3.ts';
import type { Served } from '../aws/serve.ts';
import { deliver } from '../runner/stream/deliver.ts';
import { keepDead } from '../runner/stream/keepDead.ts';
import type { StreamRecord } from '../runner/stream/shard.ts';
import type { StreamPlan } from '../runner/template/plan.ts';
import { deadLetters, type DeadLetters } from './deadLetters.ts';

const mapping: StreamPlan = {
  EventSourceArn: 'arn:aws:dynamodb:x:0:table/t/stream/s', FunctionName: 'arn:aws:lambda:x:0:function:Events', BatchSize: 10, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: -1,
  FunctionResponseTypes: ['ReportBatchItemFailures'], StartingPosition: 'TRIM_HORIZON', DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::dead' } },
};
const record = (n: number, event: OutboxEvent): StreamRecord => ({ eventID: String(n), eventName: 'INSERT', dynamodb: { SequenceNumber: String(n), ApproximateCreationDateTime: 1000, NewImage: { what: { S: JSON.stringify(event) } } } });
const signed = (n: number): OutboxEvent => ({ id: `signed-${n}`, type: 'consultation-signed', data: { consultationId: 't1', patientId: 'p1' } });
const closed = (room: string): OutboxEvent => ({ id: `closed-${room}`, type: 'room-closed', data: { consultationId: 't1', room } });

const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-dead-'));
const closedRooms: string[] = [];
const sms = fakeSmsGateway();
let mediaServerDown = true;
let s3Server: Served;
let lambdaServer: Served;
let letters: DeadLetters;

/** The function as it is, its media server being down at first. */
const repository = fakeRepository({ clock: fixedClock('2026-11-22T03:00:00Z') });
repository.seed({ resourceType: 'Patient', id: 'p1', telecom: [{ system: 'phone', value: '0900000101' }] });
const handle = eventsHandler({
  repository, sms, base: 'https://lien-tuyen.example', baseUrl: 'https://lientuyen.example', clock: fixedClock('2026-11-22T03:00:00Z'), toConfirm: fakeConfirmationQueue(), outgoing: fakeConfirmationQueue(),
  rooms: { close: async (room) => (mediaServerDown ? await Promise.reject(new Error('no answer')) : void closedRooms.push(room)) },
  arrived: ({ dynamodb }: DynamoDBRecord) => ({ events: [JSON.parse(dynamodb?.NewImage?.['what']?.S ?? '{}') as OutboxEvent] }),
  followUp: async () => {}, measure: async () => {}, chainAudit: async () => {},
});
const invoke = async (batch: unknown) => ({ kind: 'result', value: await handle(batch as DynamoDBStreamEvent), bytes: 0 }) as const;

const throughStream = async (records: readonly StreamRecord[]) =>
  await deliver(records, {
    mapping, now: () => 1_000_000, pause: async () => {},
    invoke: async (batch) => await invoke({ Records: batch }),
    giveUp: async (given, reason) => await keepDead(s3Server.endpoint, { mapping, shardId: 'shard-1', reason, records: given }, new Date()),
  });

/** The command that an operator types. */
const run = async (...options: string[]) =>
  await new Promise<{ code: number; said: string }>((resolve) =>
    execFile(process.execPath, ['local/replay.ts', ...options], {
      env: {
        ...process.env, NODE_OPTIONS: '', TABLE_NAME: 'ttt', TENANT: 't', BLOB_BUCKET: 'bbb', SEAL_BUCKET: 'sss', BASE_URL: 'http://127.0.0.1', DEAD_LETTER_BUCKET: 'dead',
        AWS_REGION: 'x', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL_S3: s3Server.endpoint, AWS_ENDPOINT_URL_LAMBDA: lambdaServer.endpoint,
      },
    }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stdout + stderr })),
  );

beforeAll(async () => {
  s3Server = await startS3(join(folder, 'files'), ['dead']);
  lambdaServer = await startLambda(async (name, event) => (name === mapping.FunctionName ? await invoke(event) : { kind: 'error', name: 'ResourceNotFound', message: '' }));
  const common = { region: 'x', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  letters = deadLetters(new S3Client({ ...common, endpoint: s3Server.endpoint, forcePathStyle: true }), new LambdaClient({ ...common, endpoint: lambdaServer.endpoint }), 'dead');
});
afterAll(async () => {
  await Promise.all([s3Server.stop(), lambdaServer.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe('an event that fails to the end', () => {
  it('is kept whole, and holds up nobody after it', async () => {
    await throughStream([record(1, closed('r1')), record(2, signed(1)), record(3, closed('r2'))]);
    const kept = await letters.list();
    expect(kept.flatMap(({ records }) => records.map(({ dynamodb }) => dynamodb.SequenceNumber)).toSorted()).toEqual(expect.arrayContaining(['1', '3']));
    expect(kept.every(({ reason, functionArn }) => reason === 'RetryAttemptsExhausted' && functionArn === mapping.FunctionName)).toBe(true);
    expect([sms.sent.length, closedRooms]).toEqual([1, []]);
    await throughStream([record(4, { ...signed(2), data: { consultationId: 't2', patientId: 'p1' } })]);
    expect(sms.sent).toHaveLength(2);
  });
  it('is listed without what is in it, and a dry run changes nothing', async () => {
    const listed = await run();
    expect(listed).toMatchObject({ code: 0, said: expect.stringContaining('RetryAttemptsExhausted') });
    expect(listed.said).not.toContain('p1');
    const before = await letters.list();
    expect((await run('--all', '--dry-run')).said).toContain('would be carried out');
    expect(await letters.list()).toEqual(before);
  });
  it('stays where it is as long as it fails, and the command says so', async () => {
    expect(await run('--all')).toMatchObject({ code: 1, said: expect.stringContaining('still fail') });
    expect((await letters.list()).length).toBeGreaterThan(0);
  });
  it('is carried out once when the fault is mended, whatever had been done of it before', async () => {
    mediaServerDown = false;
    const kept = await letters.list();
    expect(await run('--all')).toMatchObject({ code: 0, said: expect.stringContaining('carried out') });
    expect(new Set(closedRooms)).toEqual(new Set(['r1', 'r2']));
    expect(await letters.list()).toEqual([]);
    // Even when the same letter is played again: by two operators at once, or a command that was broken off.
    for (const letter of kept) await letters.replay(letter);
    expect(sms.sent).toHaveLength(2);
    expect(await run()).toMatchObject({ code: 0, said: expect.stringContaining('Nothing waits.') });
  });
  it('that never was is told as such', async () => {
    expect(await run('--key', 'none')).toMatchObject({ code: 2 });
  });
});
