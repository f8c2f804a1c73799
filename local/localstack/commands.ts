/** What `npm run test:localstack` says to others: command lines and parameters. Pure, so that it can be tested without Docker. */
export const edge = 'http://127.0.0.1:4566';
/** This machine as containers reach it (compose.yaml gives the name to LocalStack and to the functions' containers). */
export const hostName = 'host.docker.internal';
export const region = 'ap-southeast-1';

const compose = ['compose', '-f', 'local/localstack/compose.yaml'];

export type Command = readonly [program: string, ...args: string[]];
export type Beside = { readonly issuerPort: number; readonly insurerUrl: string; readonly smsUrl: string; readonly partnerUrl: string; readonly timeStampUrl: string; readonly timeStampAuthority: string; readonly prescriptionUrl: string };

export const up: Command = ['docker', ...compose, 'up', '--detach', '--wait'];
export const down: Command = ['docker', ...compose, 'down', '--volumes'];
export const bootstrap: Command = ['cdklocal', 'bootstrap', `aws://000000000000/${region}`];
/** Credentials that LocalStack takes for its one account; never somebody's real ones. */
export const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_PROFILE: '' } as const;

/** From the assembly that was synthesised for AWS: nothing is made anew for LocalStack. */
const deploy = ['cdklocal', 'deploy', '--app', 'cdk.out', '--require-approval', 'never'] as const;

export const deployData: Command = [...deploy, 'LienTuyenData'];

export function deployApi(outputs: string, parameters: Readonly<Record<string, string>>): Command {
  const given = Object.entries(parameters).flatMap(([name, value]) => ['--parameters', `LienTuyenApi:${name}=${value}`]);
  return [...deploy, 'LienTuyenData', 'LienTuyenApi', '--outputs-file', outputs, ...given];
}

/** What an operator writes before the API stack, whose dynamic references read it while deploying. */
export const putSecret = (name: string, value: string): Command =>
  ['docker', ...compose, 'exec', '-T', 'localstack', 'awslocal', 'secretsmanager', 'put-secret-value', '--region', region, '--secret-id', `lien-tuyen/${name}`, '--secret-string', value];

/** Addresses as the functions reach them from their containers. The issuer's name is its address there. */
export function parametersOf({ issuerPort, insurerUrl, smsUrl, partnerUrl, timeStampUrl, timeStampAuthority, prescriptionUrl }: Beside): Readonly<Record<string, string>> {
  const issuer = `http://${hostName}:${issuerPort}`;
  return {
    BaseUrl: issuer,
    // There is no CloudFront in front: links go to S3 itself.
    FilesUrl: `http://${hostName}:4566`,
    OidcIssuer: `${issuer}/oidc`,
    InsurerUrl: beyond(insurerUrl),
    SmsUrl: beyond(smsUrl),
    OutboundHosts: beyond(partnerUrl),
    TimeStampUrl: beyond(timeStampUrl),
    TimeStampAuthorities: timeStampAuthority,
    PrescriptionUrl: beyond(prescriptionUrl),
    // There is no media server: rooms are tested by themselves (test/integration/sfu.test.ts).
    SfuUrl: `ws://${hostName}:9/sfu`,
    SfuControlUrl: `http://${hostName}:9`,
  };
}

const beyond = (address: string): string => {
  const url = new URL(address);
  url.hostname = hostName;
  return url.origin;
};

/** The stack's own address (https://<id>.execute-api.…/<stage>) as LocalStack serves it without any DNS. */
export function apiAddress(apiUrl: string): string {
  const url = new URL(apiUrl);
  const path = url.pathname.replace(/\/$/, '');
  return url.pathname.startsWith('/_aws/') ? `${edge}${path}` : `${edge}/_aws/execute-api/${url.hostname.split('.')[0]}${path}`;
}

export type Answers = (...command: Command) => boolean;

/** Everything that is missing here; empty where LocalStack can run. */
export function missingHere(answers: Answers, environment: NodeJS.ProcessEnv): readonly string[] {
  return [
    ...(answers('docker', 'info') ? [] : ['a running Docker engine: `docker info` does not answer']),
    ...(answers('docker', 'compose', 'version') ? [] : ['Docker Compose 2: `docker compose version` does not answer']),
    ...(environment['LOCALSTACK_AUTH_TOKEN'] ? [] : ['LOCALSTACK_AUTH_TOKEN: a free account at localstack.cloud has one']),
    ...(answers('cdklocal', '--version') ? [] : ['cdklocal: npm install --global aws-cdk-local@3.0.4 aws-cdk@2.1148.1']),
  ];
}
