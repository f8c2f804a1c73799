import { createRequire } from 'node:module';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startChild } from './child.ts';
import { freePort } from './freePort.ts';
import type { Part } from './part.ts';
import { indexStream } from './streamIndex.ts';

export type Database = Part & { readonly endpoint: string };

/**
 * The embedded database on a free loopback port, or the one that DYNAMODB_ENDPOINT names. Throws with what to do
 * where neither is there: dynoxide comes from npm for Linux x64 only.
 */
export async function startDatabase(dataDir: string): Promise<Database> {
  const given = process.env['DYNAMODB_ENDPOINT'];
  if (given) return { endpoint: given, stop: async () => {} };
  const binary = embeddedBinary();
  if (!binary) {
    throw new Error(
      `no embedded database for ${process.platform} ${process.arch}. Start a DynamoDB that can be reached and set DYNAMODB_ENDPOINT, for instance:\n` +
        '  docker run -p 8000:8000 amazon/dynamodb-local   and   DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start',
    );
  }
  await mkdir(dataDir, { recursive: true });
  const port = await freePort();
  let complaint = '';
  const log = (text: string) => void (complaint = `${complaint}${text}`.slice(-2000));
  const file = join(dataDir, 'records.sqlite');
  const child = startChild(binary, ['serve', '--port', String(port), '--db-path', file], { log });
  const endpoint = `http://127.0.0.1:${port}`;
  await reachable(endpoint, () => child.process.exitCode !== null && `the database ended: ${complaint}`);
  indexStream(file);
  return { endpoint, stop: child.stop };
}

function embeddedBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`);
    return join(dirname(manifest), 'dynoxide');
  } catch {
    return undefined;
  }
}

/** Any HTTP answer will do. */
export async function reachable(endpoint: string, failure: () => string | false, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answered = await fetch(endpoint, { signal: AbortSignal.timeout(1000) }).then(() => true, () => false);
    if (answered) return;
    const failed = failure();
    if (failed) throw new Error(failed);
    if (Date.now() > end) throw new Error(`nothing answers at ${endpoint}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
