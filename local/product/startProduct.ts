import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startKms } from '../aws/kms.ts';
import { startS3 } from '../aws/s3.ts';
import { serve } from '../aws/serve.ts';
import { buildWeb, synthesise } from '../build/builds.ts';
import { startOidc } from '../oidc/startOidc.ts';
import { startRunner } from '../runner/runner.ts';
import { readAssembly } from '../runner/template/assembly.ts';
import { planOf, type Plan } from '../runner/template/plan.ts';
import { simulatorSecrets } from '../simulators/index.ts';
import { fileServer } from '../web/serveFiles.ts';
import { webServer } from '../web/serveWeb.ts';
import { startDatabase } from './database.ts';
import { openFrontDoor } from './frontDoor.ts';
import { freePort, needPort } from './freePort.ts';
import { localParameters } from './parameters.ts';
import type { Part } from './part.ts';
import { needDataDir, removeRunning, writeRunning, type OperatorEnvironment } from './running.ts';
import { isSeeded, seed, type RecordsAddress } from './seed.ts';
import { startSfu, type SfuOptions } from './sfu.ts';
import { startLocalTurn } from './turn.ts';
import { simulatorsBeside } from './simulatorsBeside.ts';

export type ProductOptions = {
  readonly port: number;
  /** Everything that survives a restart: records, files, keys, positions, logs. Absolute. */
  readonly dataDir: string;
  /** Progress, a line a step. */
  readonly log: (line: string) => void;
};

export type Product = Part & {
  readonly baseUrl: string;
  /** The origin of files. */
  readonly filesUrl: string;
  readonly dataDir: string;
  readonly smsUrl: string;
  readonly insurerUrl: string;
  /** Another hospital's FHIR server, and whoever subscribes. */
  readonly partnerUrl: string;
  /** The time-stamp authority; POST /faults makes it fail. */
  readonly timeStampUrl: string;
  readonly prescriptionUrl: string;
  readonly records: RecordsAddress;
  /** When video can be used, or why it can't. Never awaited before the product is ready. */
  readonly video: Promise<'running' | { readonly reason: string }>;
};

/**
 * Starts the whole product in this process (the database and the media server as children) and resolves when it
 * answers. The working directory must be the repository's top.
 */
export async function startProduct({ port, dataDir, log }: ProductOptions): Promise<Product> {
  const started: Part[] = [];
  const stop = async () => {
    for (const part of started.splice(0).toReversed()) await part.stop();
  };
  const keep = <T extends Part>(part: T): T => {
    started.push(part);
    return part;
  };
  try {
    await needDataDir(dataDir);
    await needPort(port);
    await mkdir(join(dataDir, 'logs'), { recursive: true });
    // By name: browsers bind no passkey to a number.
    const baseUrl = `http://localhost:${port}`;
    // Another host and port: another origin, and another site.
    const filesPort = await freePort();
    const filesUrl = `http://127.0.0.1:${filesPort}`;
    const logs = { sfu: keep(logFile(dataDir, 'sfu')), turn: keep(logFile(dataDir, 'turn')), functions: keep(logFile(dataDir, 'functions')), front: keep(logFile(dataDir, 'front')), oidc: keep(logFile(dataDir, 'oidc')) };
    const turn = keep(await startLocalTurn({ secret: simulatorSecrets.turn, log: logs.turn.write }));
    const placing = Promise.withResolvers<Awaited<SfuOptions['records']>>();
    const sfu = keep(await startSfu({ keysUrl: `${baseUrl}/api/keys`, records: placing.promise, log: logs.sfu.write, tell: log }));
    const [database, simulators] = await Promise.all([
      startDatabase(dataDir).then(keep),
      simulatorsBeside(port, dataDir, `${baseUrl}/api/keys`).then(keep),
      told(log, 'template', synthesise),
      told(log, 'client', buildWeb),
    ]);
    const { insurerUrl, smsUrl, partnerUrl, timeStampUrl, timeStampAuthority, prescriptionUrl } = simulators;
    const plan = planOf({
      stacks: await readAssembly('cdk.out'),
      parameters: localParameters({ baseUrl, filesUrl, insurerUrl, smsUrl, partnerUrl, timeStampUrl, timeStampAuthority, prescriptionUrl, sfuControlUrl: `http://127.0.0.1:${sfu.port}`, turnUrls: turn.urls }),
      secrets: { 'lien-tuyen/insurer': simulatorSecrets.insurer, 'lien-tuyen/sms': simulatorSecrets.sms, 'lien-tuyen/turn': simulatorSecrets.turn, 'lien-tuyen/prescriptions': simulatorSecrets.prescriptions, 'lien-tuyen/fhir-servers': '{}' },
    });
    const kms = keep(await startKms(join(dataDir, 'keys'), plan.signingKeys));
    const s3 = keep(await startS3(join(dataDir, 'files'), plan.buckets));
    keep(await serve(fileServer(s3.endpoint, plan.web.fileHeaders), filesPort));
    const endpoints = { AWS_ENDPOINT_URL_KMS: kms.endpoint, AWS_ENDPOINT_URL_S3: s3.endpoint };
    const runner = keep(await startRunner({ plan, dataDir, databaseEndpoint: database.endpoint, endpoints, log: logs.functions.write }));
    const oidc = keep(await startOidc({ baseUrl, web: 'lien-tuyen-web', audience: 'lien-tuyen-api', idleMinutes: Number(plan.functions[0]?.environment['STAFF_IDLE_MINUTES'] ?? 15) }, join(dataDir, 'oidc'), logs.oidc.write));
    const records = recordsOf(plan, database.endpoint);
    placing.resolve({ ...records, files: { endpoint: s3.endpoint, bucket: plan.functions[0]?.environment['BLOB_BUCKET'] ?? '' } });
    const first = !isSeeded(dataDir);
    if (first) await told(log, 'seed story', async () => (await seed(records, dataDir)) > 0);
    const web = webServer('web/dist', plan.web.headers);
    keep(await openFrontDoor({ port, apiPatterns: plan.web.apiPatterns, api: runner.handle, web, oidc: oidc.handle, sockets: runner.upgrade, sfuPort: () => sfu.port, log: logs.front.write }));
    runner.startBackground();
    runner.warm();
    if (!first) void seed(records, dataDir).catch((error: unknown) => log(`  calendar: ${String(error)}`));
    await writeRunning(dataDir, { pid: process.pid, baseUrl, smsUrl, insurerUrl, records, operator: operatorOf(plan, { ...endpoints, AWS_ENDPOINT_URL_DYNAMODB: database.endpoint, AWS_ENDPOINT_URL_LAMBDA: runner.lambdaEndpoint }) });
    keep({ stop: async () => await removeRunning(dataDir) });
    return { baseUrl, filesUrl, dataDir, smsUrl, insurerUrl, partnerUrl, timeStampUrl, prescriptionUrl, records, video: sfu.settled, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function operatorOf(plan: Plan, endpoints: Pick<OperatorEnvironment, 'AWS_ENDPOINT_URL_DYNAMODB' | 'AWS_ENDPOINT_URL_S3' | 'AWS_ENDPOINT_URL_LAMBDA'>): OperatorEnvironment {
  const { TABLE_NAME = '', TENANT = '', BLOB_BUCKET = '', SEAL_BUCKET = '', BASE_URL = '' } = plan.functions[0]?.environment ?? {};
  const DEAD_LETTER_BUCKET = plan.streams[0]?.DestinationConfig?.OnFailure.Destination.split(':').at(-1) ?? '';
  return { TABLE_NAME, TENANT, BLOB_BUCKET, SEAL_BUCKET, DEAD_LETTER_BUCKET, BASE_URL, AWS_REGION: plan.region, ...endpoints };
}

function recordsOf(plan: Plan, endpoint: string): RecordsAddress {
  const environment = plan.functions[0]?.environment ?? {};
  return {
    endpoint,
    region: plan.region,
    tableName: environment['TABLE_NAME'] ?? '',
    tenant: environment['TENANT'] ?? '',
    identifierBase: environment['IDENTIFIER_BASE'] ?? '',
    lists: environment['TYPE_LISTS'] === 'all' ? 'all' : 'directories',
  };
}

/** Lines to a file of their own; written to the end when the product has stopped. */
function logFile(dataDir: string, name: string): Part & { readonly write: (text: string) => void } {
  const file = createWriteStream(join(dataDir, 'logs', `${name}.log`), { flags: 'a' });
  return {
    write: (text) => void (file.writable && file.write(text)),
    stop: async () => await new Promise((resolve) => file.end(resolve)),
  };
}

async function told(log: (line: string) => void, what: string, run: () => Promise<boolean>): Promise<void> {
  const from = performance.now();
  const ran = await run();
  log(`  ${what}: ${ran ? `done in ${((performance.now() - from) / 1000).toFixed(1)} s` : 'unchanged'}`);
}
