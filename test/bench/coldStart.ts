/**
 * `npm run bench -- coldStart`: how long a container takes to load the FHIR function's bundle, against an empty function
 * with the SDK's client. Each loading is a process of its own; the two take turns, so that both meet the same machine.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleFunctions, bundleOptions } from '../../cdk/bundle/bundleFunctions.ts';

const rounds = 21;
const folder = '.local/bench/coldStart';

/** What the template gives the function, as far as loading reads it. */
const environment = {
  TABLE_NAME: 'bench', BLOB_BUCKET: 'bench', SEAL_BUCKET: 'bench', TENANT: 'bench', BASE_URL: 'https://bench.example', FILES_URL: 'https://files.example', OIDC_ISSUER: 'https://bench.example/oidc', OIDC_AUDIENCE: 'api', OIDC_CLIENT_ID: 'web', DOCUMENT_KEY_ID: 'd', TOKEN_KEY_ID: 't', RETIRED_KEYS: '[]',
  IDENTIFIER_BASE: 'https://bench.example', INSURER_URL: 'https://insurer.example', INSURER_BODY: 'json', INSURER_CREDENTIALS: '{}', SMS_URL: 'https://sms.example', SMS_CREDENTIALS: '{}', SFU_URL: 'wss://sfu.example', SFU_CONTROL_URL: 'https://sfu.example',
  AWS_REGION: 'ap-southeast-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x',
};

const empty = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => ({ statusCode: 200, body: typeof client });
`;

async function emptyFunction(): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const source = resolve(folder, 'empty.ts');
  writeFileSync(source, empty);
  await build({ ...bundleOptions, entryPoints: { index: source }, outdir: join(folder, 'empty'), nodePaths: [resolve('node_modules')] });
  return join(folder, 'empty');
}

type Taken = { readonly wall: number; readonly cpu: number };

/** Milliseconds that a fresh process takes for the module and all it imports: by the clock, and of the processor, which other work on the machine disturbs less. */
function load(entry: string): Taken {
  const script = `const from = performance.now(); const before = process.cpuUsage(); await import(${JSON.stringify(`file://${resolve(entry)}`)}); const cpu = process.cpuUsage(before); console.log(JSON.stringify({ wall: performance.now() - from, cpu: (cpu.user + cpu.system) / 1000 })); process.exit(0);`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env: { PATH: process.env['PATH'], ...environment }, encoding: 'utf8' })) as Taken;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const sizeOf = (path: string): number => statSync(path).size / 1024;

export async function coldStart(): Promise<void> {
  const fhir = (await bundleFunctions()).find(({ name }) => name === 'fhir')?.folder ?? '';
  const entries = { 'empty function with the SDK client': join(await emptyFunction(), 'index.mjs'), 'FHIR function': join(fhir, 'index.mjs') };
  const taken = new Map(Object.keys(entries).map((name) => [name, [] as Taken[]]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, entry] of Object.entries(entries)) {
      const one = load(entry);
      // The first round fills the machine's file cache.
      if (round > 0) taken.get(name)?.push(one);
    }
  const figures = [...taken].map(([name, all]) => ({ name, wall: median(all.map((t) => t.wall)), least: Math.min(...all.map((t) => t.wall)), cpu: median(all.map((t) => t.cpu)) }));
  for (const { name, wall, least, cpu } of figures) console.log(`${name.padEnd(38)}${wall.toFixed(0).padStart(6)} ms (least ${least.toFixed(0)}), ${cpu.toFixed(0)} ms of the processor`);
  const [base, ours] = figures;
  const ratio = (of: 'wall' | 'least' | 'cpu') => ((ours?.[of] ?? 0) / (base?.[of] ?? 1)).toFixed(2);
  console.log(`ratio ${ratio('wall')} (least ${ratio('least')}, processor ${ratio('cpu')}); aim 3 and 120 ms; medians of ${rounds}`);
  const parts = readdirSync(fhir).filter((name) => name.endsWith('.mjs'));
  const read = readAtStart(fhir, 'index.mjs');
  const kilobytes = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + sizeOf(join(fhir, name)), 0).toFixed(0);
  console.log(`bundle: ${kilobytes(parts)} KB in ${parts.length} files, of which a cold start reads ${kilobytes(read)} KB in ${read.size}`);
}

/** The entry and what it imports statically, all the way. */
function readAtStart(at: string, name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, part = ''] of readFileSync(join(at, name), 'utf8').matchAll(/(?:from|import)"\.\/([\w.-]+\.mjs)"/g)) readAtStart(at, part, seen);
  return seen;
}
