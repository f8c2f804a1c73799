/**
 * `npm run test:localstack`: deploys the data and API stacks, as synthesised for AWS, to LocalStack by cdklocal and
 * runs the integration suite against them. Exits non-zero, saying what is missing, where LocalStack can't run.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { simulatorSecrets, startSimulators } from '../simulators/index.ts';

const root = resolve(import.meta.dirname, '../..');
const compose = ['compose', '-f', 'local/localstack/compose.yaml'];
const stacks = ['LienTuyenData', 'LienTuyenApi'];
const host = 'host.docker.internal';

class Missing extends Error {}

function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): void {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
  if (error || status !== 0) throw new Error(`${program} ${args.slice(0, 3).join(' ')} failed (${error?.message ?? status})`);
}

function needDocker(): void {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) throw new Missing('LocalStack needs a running Docker engine; `docker info` does not answer here.');
  if (!process.env['LOCALSTACK_AUTH_TOKEN']) throw new Missing('LocalStack needs LOCALSTACK_AUTH_TOKEN (a free account at localstack.cloud has one).');
  if (spawnSync('cdklocal', ['--version'], { stdio: 'ignore' }).status !== 0) throw new Missing('cdklocal is not installed: npm install --global aws-cdk-local@3.0.4 aws-cdk@2.1148.1');
}

function deploy(outputs: string, simulators: { readonly insurerUrl: string; readonly smsUrl: string }): string {
  const beyond = (address: string) => address.replace('127.0.0.1', host);
  const parameters = {
    BaseUrl: 'http://127.0.0.1:8080', OidcIssuer: process.env['OIDC_ISSUER'] ?? `http://${host}:8080/oidc`, SfuUrl: 'ws://127.0.0.1:8080/sfu', SfuControlUrl: `http://${host}:9`,
    InsurerUrl: beyond(simulators.insurerUrl), SmsUrl: beyond(simulators.smsUrl),
  };
  const given = Object.entries(parameters).flatMap(([name, value]) => ['--parameters', `LienTuyenApi:${name}=${value}`]);
  run('cdklocal', ['bootstrap']);
  run('cdklocal', ['deploy', 'LienTuyenData', '--require-approval', 'never']);
  // What an operator writes; the API stack's dynamic references read it while deploying.
  for (const [name, value] of Object.entries(simulatorSecrets)) run('docker', [...compose, 'exec', '-T', 'localstack', 'awslocal', 'secretsmanager', 'put-secret-value', '--secret-id', `lien-tuyen/${name}`, '--secret-string', value]);
  run('cdklocal', ['deploy', ...stacks, '--require-approval', 'never', '--outputs-file', outputs, ...given]);
  const { LienTuyenApi } = JSON.parse(readFileSync(outputs, 'utf8')) as { LienTuyenApi: { ApiUrl: string } };
  return LienTuyenApi.ApiUrl;
}

try {
  needDocker();
  const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-localstack-'));
  run('docker', [...compose, 'up', '--detach', '--wait']);
  const simulators = await startSimulators({ insurerPort: 0, smsPort: 0, dataDir: folder });
  try {
    const baseUrl = deploy(join(folder, 'outputs.json'), simulators);
    run('npm', ['run', '--silent', 'jest', '--', '--selectProjects', 'integration'], { TARGET: 'localstack', BASE_URL: baseUrl, SMS_URL: simulators.smsUrl, INSURER_URL: simulators.insurerUrl });
  } finally {
    await simulators.stop();
    run('docker', [...compose, 'down', '--volumes']);
  }
} catch (error) {
  console.error(`NOT RUN on LocalStack: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof Missing ? 2 : 1;
}
