import { SecretValue } from 'aws-cdk-lib';
import { ContainerImage, Ec2Service, Ec2TaskDefinition, LogDriver, NetworkMode, PlacementConstraint, Secret as ContainerSecret, type Cluster } from 'aws-cdk-lib/aws-ecs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { MediaHosts } from './MediaHosts.ts';

/** Plain TURN, and TLS on the port that no network blocks. */
export const turnPorts = [3478, 443] as const;

/**
 * Credentials are `<unix time of expiry>:<any name>` with HMAC-SHA1 of it under TURN_SECRET. Relaying into private
 * networks and to the host's metadata is refused; the security group lets media go to the media ports only. The relay's
 * own public address is not announced: the media server never sends first.
 */
const startCoturn = [
  'umask 077',
  'printf "%s" "$TURN_CERTIFICATE" > /tmp/certificate.pem',
  'printf "%s" "$TURN_KEY" > /tmp/key.pem',
  [
    'exec turnserver -n --log-file=stdout --no-cli --fingerprint --use-auth-secret --static-auth-secret="$TURN_SECRET" --realm="$TURN_REALM"',
    `--listening-port=${turnPorts[0]} --tls-listening-port=${turnPorts[1]} --cert=/tmp/certificate.pem --pkey=/tmp/key.pem --no-tlsv1 --no-tlsv1_1`,
    '--no-multicast-peers --total-quota=600 --user-quota=12 --stale-nonce=600',
    ...['0.0.0.0-0.255.255.255', '10.0.0.0-10.255.255.255', '100.64.0.0-100.127.255.255', '127.0.0.0-127.255.255.255', '169.254.0.0-169.254.255.255', '172.16.0.0-172.31.255.255', '192.168.0.0-192.168.255.255'].map((range) => `--denied-peer-ip=${range}`),
  ].join(' '),
].join(' && ');

export type TurnServiceProps = { readonly cluster: Cluster; readonly hosts: MediaHosts; readonly image: string; readonly realm: string; readonly secret: ISecret };

/** coturn with time-limited credentials (HMAC over a shared secret), on the host's network. */
export function turnService(scope: Construct, { cluster, hosts, image, realm, secret }: TurnServiceProps): void {
  const certificate = new Secret(scope, 'TurnCertificate', { secretName: 'lien-tuyen/turn-tls', description: 'PEM texts { certificate, key } of the TURN domain', secretStringValue: SecretValue.unsafePlainText('{"certificate":"","key":""}') });
  const task = new Ec2TaskDefinition(scope, 'TurnTask', { networkMode: NetworkMode.HOST });
  task.addContainer('turn', {
    image: ContainerImage.fromRegistry(image),
    memoryReservationMiB: 512,
    environment: { TURN_REALM: realm },
    secrets: {
      TURN_SECRET: ContainerSecret.fromSecretsManager(secret),
      TURN_CERTIFICATE: ContainerSecret.fromSecretsManager(certificate, 'certificate'),
      TURN_KEY: ContainerSecret.fromSecretsManager(certificate, 'key'),
    },
    entryPoint: ['/bin/sh', '-c'],
    command: [startCoturn],
    user: 'root',
    logging: LogDriver.awsLogs({ streamPrefix: 'turn', logGroup: new LogGroup(scope, 'TurnLog', { retention: RetentionDays.ONE_MONTH }) }),
  });
  acknowledge(certificate, { 'AwsSolutions-SMG4': 'The certificate authority issues it; an operator renews it.' });
  acknowledge(task, { 'AwsSolutions-ECS2': 'The realm; the secret comes from Secrets Manager.' });
  new Ec2Service(scope, 'Turn', {
    cluster,
    taskDefinition: task,
    capacityProviderStrategies: [{ capacityProvider: hosts.capacityProvider.capacityProviderName, weight: 1 }],
    placementConstraints: [PlacementConstraint.distinctInstances()],
    desiredCount: 2,
    minHealthyPercent: 50,
    maxHealthyPercent: 100,
    circuitBreaker: { rollback: true },
  });
}
