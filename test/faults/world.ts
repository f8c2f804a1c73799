import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { request as ask } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { awsJson } from '../../local/aws/json.ts';
import { startKms } from '../../local/aws/kms.ts';
import { startS3 } from '../../local/aws/s3.ts';
import { serve } from '../../local/aws/serve.ts';
import { startOidc } from '../../local/oidc/startOidc.ts';
import { startDatabase } from '../../local/product/database.ts';
import { openFrontDoor } from '../../local/product/frontDoor.ts';
import { freePort } from '../../local/product/freePort.ts';
import { localParameters } from '../../local/product/parameters.ts';
import type { Part } from '../../local/product/part.ts';
import { seed, type RecordsAddress } from '../../local/product/seed.ts';
import { deadLetters } from '../../local/replay/deadLetters.ts';
import { createTables } from '../../local/runner/table/createTables.ts';
import { readAssembly } from '../../local/runner/template/assembly.ts';
import { planOf } from '../../local/runner/template/plan.ts';
import { simulatorSecrets, startSimulators } from '../../local/simulators/index.ts';
import { faultyService, type FaultCounts, type Faults } from './faultyService.ts';
import type { FunctionsTask } from './functions.ts';
import { followStream, type Followed } from './stream.ts';

/** The product with everything that AWS would keep running, and functions that can be killed. */
export type World = Part & {
  readonly baseUrl: string;
  readonly smsUrl: string;
  readonly insurerUrl: string;
  readonly records: RecordsAddress;
  readonly dynamo: DynamoDBClient;
  readonly databaseEndpoint: string;
  readonly counts: readonly FaultCounts[];
  readonly faults: Faults;
  readonly stream: Followed;
  /** SIGKILL, and a new process; resolves when that answers. */
  readonly kill: () => Promise<void>;
  /** What the stream's consumers have given up, played again as an operator does (`npm run replay -- --all`). */
  readonly replay: () => Promise<{ readonly givenUp: number; readonly stillFailing: number }>;
};

export async function openWorld(dataDir: string, faults: Faults, random: () => number): Promise<World> {
  const parts: Part[] = [];
  const keep = <T extends Part>(part: T): T => (parts.push(part), part);
  await mkdir(join(dataDir, 'logs'), { recursive: true });
  const [port, functionsPort] = [await freePort(), await freePort()];
  const baseUrl = `http://127.0.0.1:${port}`;
  const [database, simulators, sfu] = [keep(await startDatabase(dataDir)), keep(await startSimulators({ insurerPort: 0, smsPort: 0, partnerPort: 0, dataDir })), keep(await serve(async (request, response) => void (request.resume(), response.writeHead(204).end())))];
  const input = {
    parameters: localParameters({ baseUrl, filesUrl: 'http://127.0.0.1:9', ...simulators, sfuControlUrl: sfu.endpoint, turnUrls: '' }),
    secrets: { 'lien-tuyen/insurer': simulatorSecrets.insurer, 'lien-tuyen/sms': simulatorSecrets.sms, 'lien-tuyen/turn': simulatorSecrets.turn, 'lien-tuyen/prescriptions': simulatorSecrets.prescriptions, 'lien-tuyen/fhir-servers': '{}' },
  };
  const plan = planOf({ stacks: await readAssembly('cdk.out'), ...input });
  await createTables(awsJson(database.endpoint), plan.tables);
  const { TABLE_NAME: tableName = '', TENANT: tenant = '', IDENTIFIER_BASE: identifierBase = '' } = plan.functions[0]?.environment ?? {};
  const records = { endpoint: database.endpoint, region: plan.region, tableName, tenant, identifierBase };
  await seed(records, dataDir);
  const kms = keep(await startKms(join(dataDir, 'keys'), plan.signingKeys));
  const s3 = keep(await startS3(join(dataDir, 'files'), plan.buckets));
  const oidc = keep(await startOidc({ baseUrl, web: 'lien-tuyen-web', audience: 'lien-tuyen-api' }, join(dataDir, 'oidc')));
  const faulty = { dynamo: keep(await faultyService(database.endpoint, 'dynamo', faults, random)), kms: keep(await faultyService(kms.endpoint, 'kms', faults, random)), s3: keep(await faultyService(s3.endpoint, 's3', faults, random)) };
  const task: FunctionsTask = { ...input, dataDir, logFile: join(dataDir, 'logs', 'functions.log'), port: functionsPort, databaseEndpoint: faulty.dynamo.endpoint, endpoints: { AWS_ENDPOINT_URL_KMS: faulty.kms.endpoint, AWS_ENDPOINT_URL_S3: faulty.s3.endpoint } };
  let child = await startFunctions(task);
  keep({ stop: async () => await killed(child.process) });
  const toFunctions = forwardTo(functionsPort);
  keep(await openFrontDoor({ port, apiPatterns: plan.web.apiPatterns, api: toFunctions, web: async (_, response) => void response.writeHead(404).end(), oidc: oidc.handle, sockets: () => false, sfuPort: () => undefined, log: () => undefined }));
  const aws = { region: plan.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamo = new DynamoDBClient({ ...aws, endpoint: database.endpoint });
  const deadLetterBucket = plan.streams[0]?.DestinationConfig?.OnFailure.Destination.split(':').at(-1) ?? '';
  return {
    baseUrl, smsUrl: simulators.smsUrl, insurerUrl: simulators.insurerUrl, records, dynamo, databaseEndpoint: database.endpoint, faults,
    stream: followStream(database.endpoint, tableName, join(dataDir, 'streams')),
    counts: Object.values(faulty).map(({ counts }) => counts),
    kill: async () => {
      await killed(child.process);
      child = await startFunctions(task);
    },
    replay: async () => {
      const letters = deadLetters(new S3Client({ ...aws, endpoint: s3.endpoint, forcePathStyle: true }), new LambdaClient({ ...aws, endpoint: child.lambdaEndpoint }), deadLetterBucket);
      const given = await letters.list();
      let stillFailing = 0;
      for (const letter of given) {
        const outcome = await letters.replay(letter);
        if (typeof outcome === 'object') stillFailing += outcome.stillFailing;
      }
      return { givenUp: given.reduce((all, { records }) => all + records.length, 0), stillFailing };
    },
    stop: async () => {
      dynamo.destroy();
      for (const part of parts.toReversed()) await part.stop();
    },
  };
}

const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

type Functions = { readonly process: ChildProcess; readonly lambdaEndpoint: string };

async function startFunctions(task: FunctionsTask): Promise<Functions> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'functions.ts'), JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  const lambdaEndpoint = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the functions ended (${code})`)));
  });
  return { process: child, lambdaEndpoint };
}

/** SIGKILL: nothing is closed, nothing is tidied. */
async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await gone;
}

/** As a load balancer: 502 where nobody answers any more. */
const forwardTo = (port: number): Parameters<typeof openFrontDoor>[0]['api'] => async (request, response) =>
  await new Promise<void>((resolve) => {
    const failed = () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'text/plain' }).end('Bad Gateway');
      resolve();
    };
    const onward = ask({ host: '127.0.0.1', port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', failed).on('end', resolve).pipe(response);
    });
    onward.on('error', failed);
    request.pipe(onward);
  });
