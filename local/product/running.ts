import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordsAddress } from './seed.ts';

/** What operators' tools work with: names as in a function's environment, with the endpoints of the local services. */
export type OperatorEnvironment = Readonly<Record<'TABLE_NAME' | 'TENANT' | 'BLOB_BUCKET' | 'SEAL_BUCKET' | 'DEAD_LETTER_BUCKET' | 'BASE_URL' | 'AWS_REGION' | 'AWS_ENDPOINT_URL_DYNAMODB' | 'AWS_ENDPOINT_URL_S3' | 'AWS_ENDPOINT_URL_LAMBDA', string>>;

/** Where the running product is, for tools that talk to it. */
export type Running = { readonly pid: number; readonly baseUrl: string; readonly smsUrl: string; readonly insurerUrl: string; readonly records: RecordsAddress; readonly operator: OperatorEnvironment };

const file = (dataDir: string) => join(dataDir, 'running.json');

export const writeRunning = async (dataDir: string, running: Running): Promise<void> => await writeFile(file(dataDir), JSON.stringify(running));

export const removeRunning = async (dataDir: string): Promise<void> => await rm(file(dataDir), { force: true });

/** Undefined when nothing runs with this data folder. */
export async function readRunning(dataDir: string): Promise<Running | undefined> {
  const running = await readFile(file(dataDir), 'utf8').then((text) => JSON.parse(text) as Running, () => undefined);
  return running && isAlive(running.pid) ? running : undefined;
}

/** Two products on one data folder would write over each other: throws, naming the one that runs. */
export async function needDataDir(dataDir: string): Promise<void> {
  const running = await readRunning(dataDir);
  if (!running || running.pid === process.pid) return;
  // After a crash the number may be another program's by now.
  const answers = await fetch(running.baseUrl, { method: 'HEAD', signal: AbortSignal.timeout(2000) }).then(() => true, () => false);
  if (answers) throw new Error(`${running.baseUrl} already runs with ${dataDir} (process ${running.pid}): stop it, or choose another folder with DATA_DIR=`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
