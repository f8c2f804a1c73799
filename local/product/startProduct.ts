import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startKms } from '../aws/kms.ts';
import { startS3 } from '../aws/s3.ts';
import { buildWeb, synthesise } from '../build/builds.ts';
import { startRunner } from '../runner/runner.ts';
import { readAssembly } from '../runner/template/assembly.ts';
import { planOf } from '../runner/template/plan.ts';
import { webServer } from '../web/serveWeb.ts';
import { startDatabase } from './database.ts';
import { openFrontDoor } from './frontDoor.ts';
import { localParameters } from './parameters.ts';
import type { Part } from './part.ts';

export type ProductOptions = {
  readonly port: number;
  /** Everything that survives a restart: records, files, keys, positions, logs. */
  readonly dataDir: string;
  /** Progress, a line a step. */
  readonly log: (line: string) => void;
};

export type Product = Part & { readonly baseUrl: string };

/** Starts the whole product in this process (the database and the media server as children) and resolves when it answers. */
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
    const baseUrl = `http://127.0.0.1:${port}`;
    await mkdir(join(dataDir, 'logs'), { recursive: true });
    const [database] = await Promise.all([startDatabase(dataDir).then(keep), step(log, 'template', synthesise), step(log, 'client', buildWeb)]);
    const simulators = { insurer: 'http://127.0.0.1:9/', sms: 'http://127.0.0.1:9/' };
    const plan = planOf({ stacks: await readAssembly('cdk.out'), parameters: localParameters(baseUrl, simulators), secrets: { 'lien-tuyen/insurer': '{}', 'lien-tuyen/sms': '{}' } });
    const kms = keep(await startKms(join(dataDir, 'keys'), plan.signingKeys));
    const s3 = keep(await startS3(join(dataDir, 'files'), plan.buckets));
    const functionLog = createWriteStream(join(dataDir, 'logs/functions.log'), { flags: 'a' });
    const runner = keep(
      await startRunner({
        plan,
        dataDir,
        databaseEndpoint: database.endpoint,
        endpoints: { AWS_ENDPOINT_URL_KMS: kms.endpoint, AWS_ENDPOINT_URL_S3: s3.endpoint },
        log: (text) => void functionLog.write(text),
      }),
    );
    const web = webServer('web/dist', plan.web.headers);
    keep(await openFrontDoor({ port, apiPatterns: plan.web.apiPatterns, api: runner.handle, web, oidc: web, sfuPort: () => undefined }));
    runner.startBackground();
    runner.warm();
    return { baseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function step(log: (line: string) => void, what: string, run: () => Promise<boolean>): Promise<void> {
  const from = performance.now();
  const ran = await run();
  log(`  ${what}: ${ran ? `built in ${((performance.now() - from) / 1000).toFixed(1)} s` : 'unchanged'}`);
}
