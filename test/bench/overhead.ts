/**
 * `npm run bench -- overhead`: the p50 of a request through the FHIR function (route, limits, token, policy, audit,
 * handler) against what the same SDK client takes for the bare database request, in turns in one process on the
 * embedded database. Then a CPU profile says where the rest goes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { BatchWriteItemCommand, GetItemCommand, TransactWriteItemsCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { generateKeyPair, SignJWT } from 'jose';
import { v7 } from 'uuid';
import { gate } from '../../functions/_http/limits.ts';
import { fhirFunction } from '../../functions/fhir/handler.ts';
import { fakeExportFiles } from '../../shared/export/exportFiles.fake.ts';
import { fakeBlobStore, fakeFileLinks } from '../../shared/fhir/blobs.ts';
import { accessTokens } from '../../shared/gateways/accessTokens.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { fakeSlots } from '../../shared/limits/slots.ts';
import { rateLimiter } from '../../shared/limits/rateLimiter.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { dynamoUsageStore } from '../../shared/store/usageStore.ts';
import { startEmbedded, type Database } from '../store/support/databases.ts';

const rounds = 200;
const warmUp = 40;
const issuer = 'https://bench.example';
const tenant = 'bench';
const station = 'Organization/station';

const patient = { resourceType: 'Patient', id: 'p1', active: true, gender: 'female', birthDate: '1985-03-14', name: [{ text: 'Đặng Thị Hoà Mẫu', family: 'Đặng', given: ['Thị', 'Hoà', 'Mẫu'] }], identifier: [{ system: 'https://bench.example/sid/citizen-id', value: '012185000001' }], managingOrganization: { reference: station } };
const organization = { resourceType: 'Organization', id: 'station', name: 'Trạm Y tế Mẫu', active: true };
const observation = {
  resourceType: 'Observation', status: 'final', category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }], code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  subject: { reference: 'Patient/p1' }, effectiveDateTime: '2026-11-20T09:00:00+07:00', valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
};

type Call = (who: string, method: string, path: string, body?: unknown) => Promise<number>;

/** The function as deps.ts makes it, but for the keys of the issuer, which are made here. */
async function product({ client, tableName }: Database): Promise<Call> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const repository = dynamoRepository({ client, tableName, tenant, identifierBase: issuer, clock: systemClock, newId: () => v7() });
  const limiter = rateLimiter(dynamoUsageStore({ client, tableName, tenant }), systemClock);
  const handler = fhirFunction({
    repository, blobs: fakeBlobStore(), links: fakeFileLinks(() => systemClock.now()), exportFiles: fakeExportFiles(), clock: systemClock, newId: () => v7(), address: `${issuer}/fhir`, identifierBase: issuer, isTooLarge: () => false, discovery: () => Promise.reject(new Error('nobody asks')), gate: gate(limiter, 1000), imports: fakeSlots(8),
    authenticate: accessTokens([{ issuer, algorithms: ['ES256'], keys: async () => publicKey, admits: () => true }], 'api', systemClock),
  });
  const token = async (claims: Record<string, unknown>) => await new SignJWT({ scope: 'api', ...claims }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).setIssuer(issuer).setAudience('api').setSubject(String(claims['name'])).setIssuedAt().setExpirationTime('2h').sign(privateKey);
  const tokens: Record<string, string> = { system: await token({ name: 'system', roles: ['system'] }), nurse: await token({ name: 'nurse', roles: ['station'], practitioner: 'Practitioner/n', organization: station }) };
  return async (who, method, path, body) => {
    const event = {
      httpMethod: method, path: `/fhir/${path}`, resource: '/fhir/{path+}', pathParameters: { path }, multiValueQueryStringParameters: null, requestContext: {},
      headers: { Authorization: `Bearer ${tokens[who]}`, 'Content-Type': 'application/fhir+json' }, body: body === undefined ? null : JSON.stringify(body), isBase64Encoded: false,
    } as unknown as APIGatewayProxyEvent;
    return ((await handler(event, {} as Context))).statusCode;
  };
}

const bare = (client: DynamoDBClient, TableName: string) => ({
  get: async () => await client.send(new GetItemCommand({ TableName, Key: { pk: { S: `${tenant}#Patient/p1` }, sk: { S: '#' } }, ConsistentRead: true })),
  /** What a create has to do at the least: the resource and its audit entry, together. */
  transact: async () => await client.send(new TransactWriteItemsCommand({ TransactItems: ['Observation', 'AuditEvent'].map((type) => ({ Put: { TableName, Item: anItem(type), ConditionExpression: 'attribute_not_exists(pk)' } })) })),
  put: async () => await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: anItem('AuditEvent') } }] } })),
});

const anItem = (type: string) => ({ pk: { S: `bare#${type}/${v7()}` }, sk: { S: '#' }, b: { B: Buffer.alloc(220, 7) } });

type Measured = { readonly name: string; readonly run: () => Promise<unknown>; readonly against?: string };

async function inTurns(all: readonly Measured[]): Promise<ReadonlyMap<string, number>> {
  const taken = new Map(all.map(({ name }) => [name, [] as number[]]));
  for (let round = -warmUp; round < rounds; round++)
    for (const { name, run } of all) {
      const from = performance.now();
      await run();
      if (round >= 0) taken.get(name)?.push(performance.now() - from);
    }
  return new Map([...taken].map(([name, values]) => [name, values.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0]));
}

export async function overhead(): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  const database = await startEmbedded();
  try {
    const call = await product(database);
    process.stdout.write = () => true; // the function's own log lines
    const expecting = (status: number, answer: Promise<number>) => answer.then((got) => (got === status ? got : Promise.reject(new Error(`${got} where ${status} was expected`))));
    await expecting(201, call('system', 'PUT', 'Organization/station', organization));
    await expecting(201, call('system', 'PUT', 'Patient/p1', patient));
    const { get, put, transact } = bare(database.client, database.tableName);
    const read = () => expecting(200, call('nurse', 'GET', 'Patient/p1'));
    const create = () => expecting(201, call('nurse', 'POST', 'Observation', observation));
    const all: readonly Measured[] = [
      { name: 'bare GetItem', run: get },
      { name: 'read of a directory entry', run: () => expecting(200, call('nurse', 'GET', 'Organization/station')), against: 'bare GetItem' },
      { name: 'bare GetItem, then bare put of the audit entry', run: async () => { await get(); await put(); } },
      { name: 'read of a record, audited before the answer', run: read, against: 'bare GetItem, then bare put of the audit entry' },
      { name: 'bare TransactWrite of two', run: transact },
      { name: 'validated create in a record', run: create, against: 'bare TransactWrite of two' },
    ];
    const p50 = await inTurns(all);
    const profiles = { read: await profiled(read), create: await profiled(create) };
    process.stdout.write = write;
    for (const { name, against } of all) {
      const value = p50.get(name) ?? 0;
      const ratio = against ? `${(value / (p50.get(against) ?? 1)).toFixed(2)} x ${against}` : '';
      console.log(`${name.padEnd(50)}${value.toFixed(2).padStart(7)} ms   ${ratio}`);
    }
    console.log(`(p50 of ${rounds}, in turns; a record read against one GetItem alone: ${((p50.get('read of a record, audited before the answer') ?? 0) / (p50.get('bare GetItem') ?? 1)).toFixed(2)})`);
    for (const [name, profile] of Object.entries(profiles)) report(name, profile);
  } finally {
    process.stdout.write = write;
    await database.stop();
  }
}

const profiledRounds = 150;

async function profiled(run: () => Promise<unknown>): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  for (let i = 0; i < profiledRounds; i++) await run();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return profile;
}

/** Whose work a function is, by where it stands. */
const places: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['SDK: requests, signing, (un)marshalling', /node_modules\/(@aws-sdk|@smithy|@aws)\//],
  ['token (jose)', /node_modules\/jose\/|shared\/gateways\//],
  ['validation', /shared\/fhir\/validation\/|node_modules\/@medplum\//],
  ['store: items, index entries, commit', /shared\/store\//],
  ['search, compartments, audit event', /shared\/fhir\//],
  ['policy and relations', /shared\/identity\/|functions\/fhir\/access/],
  ['handler, chain, limits', /functions\/|shared\/limits|@middy/],
  ['other packages', /node_modules\//],
  ["Node's own: sockets, streams, timers, zlib, crypto", /^node:/],
];

function placeOf({ functionName, url }: Profiler.ProfileNode['callFrame']): string {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(idle)') return 'waiting for the database';
  if (functionName === '(program)') return "Node's own: sockets, streams, timers, zlib, crypto";
  return places.find(([, pattern]) => pattern.test(url))?.[0] ?? 'V8 built-ins (JSON, promises)';
}

function report(name: string, { nodes, samples = [], timeDeltas = [] }: Profiler.Profile): void {
  mkdirSync('.local/bench', { recursive: true });
  writeFileSync(`.local/bench/${name}.cpuprofile`, JSON.stringify({ nodes, samples, timeDeltas, startTime: 0, endTime: timeDeltas.reduce((a, b) => a + b, 0) }));
  const frames = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const spent = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame) spent.set(placeOf(frame), (spent.get(placeOf(frame)) ?? 0) + (timeDeltas[i] ?? 0));
  }
  console.log(`\nwhere the time of a ${name} goes (ms of each request; .local/bench/${name}.cpuprofile):`);
  for (const [place, micros] of [...spent].toSorted((a, b) => b[1] - a[1])) console.log(`  ${place.padEnd(52)}${(micros / 1000 / profiledRounds).toFixed(3).padStart(7)}`);
}
