import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { apiAddress, deployApi, missingHere, parametersOf, putSecret } from './commands.ts';

const parameters = parametersOf({ issuerPort: 8080, insurerUrl: 'http://127.0.0.1:8081', smsUrl: 'http://127.0.0.1:8082', partnerUrl: 'http://127.0.0.1:8083', timeStampUrl: 'http://127.0.0.1:8084', timeStampAuthority: 'MII', prescriptionUrl: 'http://127.0.0.1:8085' });

describe('deploying to LocalStack', () => {
  it('gives the functions only addresses that a container can reach', () => {
    expect(Object.entries(parameters).filter(([name, address]) => name !== 'TimeStampAuthorities' && new URL(address).hostname !== 'host.docker.internal')).toEqual([]);
    expect(parameters).toMatchObject({ OidcIssuer: 'http://host.docker.internal:8080/oidc', InsurerUrl: 'http://host.docker.internal:8081', SmsUrl: 'http://host.docker.internal:8082' });
  });

  it('gives every parameter that has no default, and none that the stack does not have', () => {
    const source = readFileSync('cdk/api/parameters.ts', 'utf8');
    const defined = [...source.matchAll(/^ {2}(\w+): \{(.*)\},$/gm)].map(([, name = '', rest = '']) => ({ name, needed: !rest.includes('default:') }));
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining(defined.filter(({ needed }) => needed).map(({ name }) => name)));
    expect(defined.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(parameters)));
  });

  it('deploys the assembly that was synthesised for AWS', () => {
    expect(deployApi('/tmp/o.json', { BaseUrl: 'http://x' }).join(' ')).toBe(
      'cdklocal deploy --app cdk.out --require-approval never LienTuyenData LienTuyenApi --outputs-file /tmp/o.json --parameters LienTuyenApi:BaseUrl=http://x',
    );
    expect(putSecret('sms', '{}').join(' ')).toMatch(/^docker compose -f local\/localstack\/compose.yaml exec -T localstack awslocal secretsmanager put-secret-value .*--secret-id lien-tuyen\/sms --secret-string \{\}$/);
  });

  it.each([
    ['https://abc123.execute-api.ap-southeast-1.amazonaws.com/v1', 'http://127.0.0.1:4566/_aws/execute-api/abc123/v1'],
    ['https://abc123.execute-api.localhost.localstack.cloud:4566/v1/', 'http://127.0.0.1:4566/_aws/execute-api/abc123/v1'],
    ['http://localhost:4566/_aws/execute-api/abc123/v1', 'http://127.0.0.1:4566/_aws/execute-api/abc123/v1'],
  ])('reaches %s without any DNS', (output, address) => {
    expect(apiAddress(output)).toBe(address);
  });

  it('says everything that is missing, and nothing where all is there', () => {
    expect(missingHere(() => true, { LOCALSTACK_AUTH_TOKEN: 'x' })).toEqual([]);
    expect(missingHere(() => false, {}).map((line) => line.split(':')[0])).toEqual(['a running Docker engine', 'Docker Compose 2', 'LOCALSTACK_AUTH_TOKEN', 'cdklocal']);
  });

  it('is refused, with exit code 2 and the reasons, on a machine without Docker', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'local/localstack/run.ts'], { encoding: 'utf8', env: { PATH: '/nowhere' } });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^NOT RUN on LocalStack, which needs:\n {2}- a running Docker engine/);
  });
});
