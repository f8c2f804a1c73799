import { RemovalPolicy } from 'aws-cdk-lib';
import { ContainerImage, Ec2Service, Ec2TaskDefinition, LogDriver, NetworkMode, PlacementConstraint, Secret as ContainerSecret, type Cluster } from 'aws-cdk-lib/aws-ecs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { MediaHosts } from './MediaHosts.ts';

/** Plain TURN, and TLS on the port that no network blocks. */
export const turnPorts = [3478, 443] as const;

export type TurnServiceProps = { readonly cluster: Cluster; readonly hosts: MediaHosts; readonly image: string; readonly realm: string };

/** coturn with time-limited credentials (HMAC over a shared secret), on the host's network. */
export function turnService(scope: Construct, { cluster, hosts, image, realm }: TurnServiceProps): void {
  const secret = new Secret(scope, 'TurnSecret', { description: 'Key of the time-limited TURN credentials', generateSecretString: { passwordLength: 48, excludePunctuation: true }, removalPolicy: RemovalPolicy.DESTROY });
  const task = new Ec2TaskDefinition(scope, 'TurnTask', { networkMode: NetworkMode.HOST });
  task.addContainer('turn', {
    image: ContainerImage.fromRegistry(image),
    memoryReservationMiB: 512,
    environment: { TURN_REALM: realm, TURN_PORTS: turnPorts.join(',') },
    secrets: { TURN_SECRET: ContainerSecret.fromSecretsManager(secret) },
    logging: LogDriver.awsLogs({ streamPrefix: 'turn', logGroup: new LogGroup(scope, 'TurnLog', { retention: RetentionDays.ONE_MONTH }) }),
  });
  acknowledge(secret, { 'AwsSolutions-SMG4': 'Rotated by a new deployment: both sides must change at once.' });
  acknowledge(task, { 'AwsSolutions-ECS2': 'Realm and ports; the secret comes from Secrets Manager.' });
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
