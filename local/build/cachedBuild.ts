import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { contentHash } from './contentHash.ts';

export type Build = {
  readonly name: string;
  /** What the result depends on, files and folders. */
  readonly inputs: readonly string[];
  /** A file that is there when the build was done. */
  readonly output: string;
  readonly command: readonly [string, ...string[]];
};

/**
 * Runs a build unless its inputs are what they were the last time. Returns whether it ran. Processes that want it at one
 * moment wait for the first: test files run beside each other, and two builds would write into one folder.
 */
export async function cachedBuild({ name, inputs, output, command }: Build): Promise<boolean> {
  const stamp = join('.local', 'builds', `${name}.sha256`);
  const hash = await contentHash(inputs);
  const isDone = async () => existsSync(output) && (await readFile(stamp, 'utf8').catch(() => '')) === hash;
  if (await isDone()) return false;
  await mkdir(dirname(stamp), { recursive: true });
  const release = await lock(stamp, { realpath: false, retries: { forever: true, factor: 1, minTimeout: 250 } });
  try {
    if (await isDone()) return false;
    await run(name, command);
    await writeFile(stamp, hash);
    return true;
  } finally {
    await release();
  }
}

async function run(name: string, [program, ...args]: readonly [string, ...string[]]): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', FORCE_COLOR: '0' } });
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  }).finally(() => process.off('exit', end));
  if (code !== 0) throw new Error(`${name} failed:\n${output.slice(-6000)}`);
}
