import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cachedBinary, cacheFolder, runsHere } from './mediasoup-worker/cache.ts';
import { tryLock } from './mediasoup-worker/lock.ts';
import { build, download } from './mediasoup-worker/obtain.ts';
import type { Obtained, WorkerProgress } from './mediasoup-worker/obtain.ts';

export type { Obtained, WorkerProgress } from './mediasoup-worker/obtain.ts';

/** The binary that is there already, at once and without the network. A given one that doesn't run is not replaced. */
export function presentMediasoupWorker(): string | undefined {
  const path = process.env['MEDIASOUP_WORKER_BIN'] || cachedBinary();
  return runsHere(path) ? path : undefined;
}

/**
 * Finds the worker, or downloads it (seconds), or builds it (about 7 minutes on two cores, at low priority).
 * Never throws; a second caller, also in another process, waits for the first and hears the same progress.
 */
export async function ensureMediasoupWorker(
  options: { readonly onProgress?: (progress: WorkerProgress) => void; readonly signal?: AbortSignal } = {},
): Promise<Obtained> {
  const report = options.onProgress ?? (() => undefined);
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given && !runsHere(given)) return { ok: false, reason: `MEDIASOUP_WORKER_BIN does not run on this machine: ${given}` };
  try {
    report({ step: 'looking', percent: 0 });
    for (;;) {
      const path = presentMediasoupWorker();
      if (path !== undefined) return { ok: true, path };
      if (options.signal?.aborted) return { ok: false, reason: 'stopped before the video worker was there' };
      const release = tryLock(lockFile());
      if (release !== undefined) return await obtain(report, release, options.signal);
      report(progressOfOther());
      await sleep(1_000);
    }
  } catch (error) {
    return { ok: false, reason: `the video worker could not be obtained: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const lockFile = () => `${cacheFolder()}/lock`;
const progressFile = () => `${cacheFolder()}/progress`;

async function obtain(report: (progress: WorkerProgress) => void, release: () => void, signal?: AbortSignal): Promise<Obtained> {
  const tell = (progress: WorkerProgress) => {
    writeFileSync(progressFile(), JSON.stringify(progress));
    report(progress);
  };
  try {
    const downloaded = await download(tell, signal);
    return downloaded === undefined ? await build(tell, signal) : { ok: true, path: downloaded };
  } finally {
    release();
  }
}

function progressOfOther(): WorkerProgress {
  try {
    return JSON.parse(readFileSync(progressFile(), 'utf8')) as WorkerProgress;
  } catch {
    return { step: 'looking', percent: 0 };
  }
}

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  let last = '';
  const onProgress = ({ step, percent }: WorkerProgress) => {
    const line = `video worker: ${step} ${percent} %`;
    if (line !== last) process.stderr.write(process.stderr.isTTY ? `\r${line}   ` : `${line}\n`);
    last = line;
  };
  const obtained = await ensureMediasoupWorker({ onProgress });
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (obtained.ok) console.log(obtained.path);
  else console.error(obtained.reason);
  process.exitCode = obtained.ok ? 0 : 1;
}

if (import.meta.main) await main();
