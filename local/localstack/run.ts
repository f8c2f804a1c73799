/**
 * `npm run test:localstack`: deploys the data and API stacks, as synthesised for AWS, to LocalStack by cdklocal and
 * runs the integration suite against them; simulators and issuer run here. Exits with 2, saying what is missing, where
 * LocalStack can't run, and with 1 when something failed.
 *
 *   PORT=8080   of the issuer, which containers reach as host.docker.internal
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../../shared/kernel/clock.ts';
import { serve } from '../aws/serve.ts';
import { synthesise } from '../build/builds.ts';
import { startOidc } from '../oidc/startOidc.ts';
import { repositoryAt } from '../product/seed.ts';
import { seedStory } from '../seed/seedStory.ts';
import { simulatorSecrets, startSimulators } from '../simulators/index.ts';
import { apiAddress, bootstrap, credentials, deployApi, deployData, down, edge, hostName, missingHere, parametersOf, putSecret, region, up, type Command } from './commands.ts';

const root = resolve(import.meta.dirname, '../..');
const everywhere = '0.0.0.0';
type Outputs = { readonly LienTuyenData: { readonly TableName: string }; readonly LienTuyenApi: { readonly ApiUrl: string } };

function run([program, ...args]: Command, environment: NodeJS.ProcessEnv = {}): void {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...credentials, ...environment } });
  // Not the whole line: it may hold a secret.
  if (error || status !== 0) throw new Error(`${program} ${args.slice(0, 4).join(' ')} failed (${error?.message ?? status})`);
}

/** What the deployed functions and the tests talk to outside AWS. */
async function startBeside(port: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-tuyen-localstack-'));
  let product = '';
  const simulators = await startSimulators({ insurerPort: port + 1, smsPort: port + 2, partnerPort: port + 3, timeStampPort: port + 4, prescriptionPort: port + 5, dataDir, host: everywhere, keysUrl: () => `${product}/api/keys` });
  const oidc = await startOidc({ baseUrl: `http://${hostName}:${port}`, alsoAt: `http://127.0.0.1:${port}`, web: 'lien-tuyen-web', audience: 'lien-tuyen-api', fhirUrl: () => `${product}/fhir` }, join(dataDir, 'oidc'));
  const issuer = await serve(oidc.handle, port, everywhere);
  const stop = async () => void (await Promise.all([issuer.stop(), oidc.stop(), simulators.stop()]));
  return { ...simulators, dataDir, issuerPort: port, stop, /** Known only once it is deployed. */ productIsAt: (url: string) => void (product = url) };
}

async function main(): Promise<number> {
  const missing = missingHere((program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0, process.env);
  if (missing.length > 0) {
    console.error(['NOT RUN on LocalStack, which needs:', ...missing].join('\n  - '));
    return 2;
  }
  process.chdir(root);
  await synthesise();
  const port = Number(process.env['PORT'] ?? 8080);
  const beside = await startBeside(port);
  try {
    run(up);
    run(bootstrap);
    run(deployData);
    for (const [name, value] of Object.entries(simulatorSecrets)) run(putSecret(name, value));
    const file = join(beside.dataDir, 'outputs.json');
    run(deployApi(file, parametersOf(beside)));
    const { LienTuyenData, LienTuyenApi } = JSON.parse(readFileSync(file, 'utf8')) as Outputs;
    const records = { endpoint: edge, region, tableName: LienTuyenData.TableName, tenant: 'lien-tuyen', identifierBase: 'https://lien-tuyen.example' };
    await seedStory(repositoryAt(records), systemClock, records.identifierBase);
    beside.productIsAt(apiAddress(LienTuyenApi.ApiUrl));
    return await suite({ BASE_URL: apiAddress(LienTuyenApi.ApiUrl), SMS_URL: beside.smsUrl, INSURER_URL: beside.insurerUrl, PARTNER_URL: beside.partnerUrl, OIDC_URL: `http://127.0.0.1:${port}` });
  } finally {
    await beside.stop();
    run(down);
  }
}

/** Beside this process, which has to go on answering as issuer and simulators. */
async function suite(addresses: NodeJS.ProcessEnv): Promise<number> {
  const { runPhases, jest } = await import('../test/phases.ts');
  Object.assign(process.env, addresses, { TARGET: 'localstack' });
  return await runPhases([jest('integration')]);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`FAILED on LocalStack: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
