import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployedTarget, needAnswer } from './deployedTarget.ts';

const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-target-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function outputs(content: object): string {
  const file = join(folder, 'outputs.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}
const simulators = { SMS_URL: 'https://sms.example', INSURER_URL: 'https://insurer.example' };
const deployed = { LienTuyenWeb: { WebUrl: 'https://d1.cloudfront.net/' }, LienTuyenApi: { ApiUrl: 'https://a.execute-api.example/v1' } };

describe('a deployed target', () => {
  it('is where the stacks say, the one origin before the bare API', () => {
    expect(deployedTarget('aws', { ...simulators, STACK_OUTPUTS: outputs(deployed) })).toEqual({ kind: 'aws', baseUrl: 'https://d1.cloudfront.net', smsUrl: 'https://sms.example', insurerUrl: 'https://insurer.example' });
    expect(deployedTarget('aws', { ...simulators, STACK_OUTPUTS: outputs({ LienTuyenApi: deployed.LienTuyenApi }) }).baseUrl).toBe('https://a.execute-api.example/v1');
  });

  it('is where the environment says, before the outputs', () => {
    const target = deployedTarget('localstack', { ...simulators, STACK_OUTPUTS: outputs(deployed), BASE_URL: 'http://127.0.0.1:4566/x', OIDC_URL: 'http://127.0.0.1:8080' });
    expect(target).toMatchObject({ kind: 'localstack', baseUrl: 'http://127.0.0.1:4566/x', issuerUrl: 'http://127.0.0.1:8080' });
  });

  it('that is not there is refused with everything that is missing', () => {
    const absent = join(folder, 'absent.json');
    expect(() => deployedTarget('aws', { STACK_OUTPUTS: absent })).toThrow(`there is no ${absent}: cdk deploy --all --outputs-file ${absent}`);
    expect(() => deployedTarget('aws', { STACK_OUTPUTS: absent })).toThrow(/SMS_URL: .*\n.*INSURER_URL: /);
    expect(() => deployedTarget('aws', { ...simulators, STACK_OUTPUTS: outputs({ LienTuyenData: {} }) })).toThrow('neither LienTuyenWeb.WebUrl nor LienTuyenApi.ApiUrl');
  });

  it('that does not answer is refused before any test', async () => {
    const target = deployedTarget('aws', { ...simulators, BASE_URL: 'https://product.example' });
    await expect(needAnswer(target, async () => new Response('', { status: 403 }))).rejects.toThrow('https://product.example/api/configuration was expected to answer with 200, it gave: 403');
    await expect(needAnswer(target, async () => await Promise.reject(new Error('getaddrinfo ENOTFOUND')))).rejects.toThrow('ENOTFOUND');
    await expect(needAnswer(target, async () => new Response('{}'))).resolves.toBeUndefined();
  });
});
