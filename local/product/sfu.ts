import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureMediasoupWorker, presentMediasoupWorker } from '../setup/mediasoupWorker.ts';
import { startChild, type Child } from './child.ts';
import { freePort, holdPort } from './freePort.ts';
import type { RecordsAddress } from './seed.ts';
import type { Part } from './part.ts';

export type SfuOptions = { readonly keysUrl: string; /** The table in which it says that it lives, and where recordings go; known once those run. */ readonly records: Promise<RecordsAddress & { readonly files: { readonly endpoint: string; readonly bucket: string } }>; readonly log: (text: string) => void; readonly tell: (line: string) => void };

export type Sfu = Part & {
  readonly port: number;
  /** Resolves when video can be used, or with why it can't. */
  readonly settled: Promise<'running' | { readonly reason: string }>;
};

/**
 * The media server as a child process. Its worker binary may have to be built first, which takes minutes: that goes
 * on beside the product, and until it is done joining a room answers that video is not there yet.
 */
export async function startSfu({ keysUrl, records, log, tell }: SfuOptions): Promise<Sfu> {
  // Minutes may pass before the server has its port: nothing else may answer there meanwhile.
  const { port, letGo } = await holdPort();
  const aborting = new AbortController();
  let child: Child | undefined;

  const run = async (workerBin: string): Promise<void> => {
    const { endpoint, region, tableName, tenant, files } = await records;
    await letGo();
    const mediaPort = await freePort();
    if (aborting.signal.aborted) return;
    const started = performance.now();
    const env = {
      ...process.env, SFU_PORT: String(port), SFU_MEDIA_PORT: String(mediaPort), KEYS_URL: keysUrl, MEDIASOUP_WORKER_BIN: workerBin,
      SFU_TABLE: tableName, SFU_TENANT: tenant, SFU_HOST_ID: 'local', SFU_PRIVATE_ADDRESS: `ws://127.0.0.1:${port}`,
      SFU_RECORDING: process.env['RECORDING'] ?? 'with-consent', SFU_RECORDING_BUCKET: files.bucket, AWS_ENDPOINT_URL_S3: files.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local',
    };
    child = startChild(process.execPath, ['--disable-warning=ExperimentalWarning', resolve('sfu/main.ts')], { env, log });
    // Started again when it dies; one that can't even start is left alone for a while.
    void child.ended.then(() => setTimeout(() => void run(workerBin), performance.now() - started < 2000 ? 10_000 : 200).unref());
  };

  return { port, settled: settle(), stop };

  async function settle(): Promise<'running' | { readonly reason: string }> {
    if (!existsSync('sfu/main.ts')) return { reason: 'there is no media server' };
    const present = presentMediasoupWorker();
    if (present) {
      await run(present);
      return 'running';
    }
    let told = '';
    const obtained = await ensureMediasoupWorker({
      signal: aborting.signal,
      onProgress: ({ step, percent }) => {
        const line = `  video: ${step} ${Math.floor(percent / 5) * 5} %`;
        if (line !== told) tell(line);
        told = line;
      },
    });
    if (!obtained.ok) return { reason: obtained.reason };
    await run(obtained.path);
    return 'running';
  }

  async function stop(): Promise<void> {
    aborting.abort();
    await letGo();
    await child?.stop();
  }
}
