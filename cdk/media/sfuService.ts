import { ContainerImage, Ec2Service, Ec2TaskDefinition, LogDriver, NetworkMode, PlacementConstraint, Protocol, type Cluster } from 'aws-cdk-lib/aws-ecs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { MediaHosts } from './MediaHosts.ts';

export const signallingPort = 4443;
/** One UDP and TCP port a worker, from here on; a worker a core. */
export const mediaPorts = { first: 44_000, last: 44_063 } as const;

export type SfuServiceProps = { readonly cluster: Cluster; readonly hosts: MediaHosts; readonly image: string; readonly keysUrl: string };

/** One media server a host, on the host's own network: media ports are the host's. */
export function sfuService(scope: Construct, { cluster, hosts, image, keysUrl }: SfuServiceProps): Ec2Service {
  const task = new Ec2TaskDefinition(scope, 'SfuTask', { networkMode: NetworkMode.HOST });
  task.addContainer('sfu', {
    image: ContainerImage.fromRegistry(image),
    memoryReservationMiB: 2048,
    essential: true,
    environment: {
      SFU_PORT: String(signallingPort),
      SFU_LISTEN_ADDRESS: '0.0.0.0',
      SFU_MEDIA_PORT: String(mediaPorts.first),
      SFU_WORKERS: '2',
      SFU_MEDIA_LISTEN_ADDRESS: '0.0.0.0',
      // sfu/entry.sh asks the host's metadata for the public address.
      SFU_ANNOUNCED_ADDRESS: 'ec2',
      KEYS_URL: keysUrl,
    },
    logging: LogDriver.awsLogs({ streamPrefix: 'sfu', logGroup: new LogGroup(scope, 'SfuLog', { retention: RetentionDays.THREE_MONTHS }) }),
    portMappings: [{ containerPort: signallingPort, hostPort: signallingPort, protocol: Protocol.TCP }],
  });
  acknowledge(task, { 'AwsSolutions-ECS2': 'Ports and addresses only; there is no secret among them.' });
  return new Ec2Service(scope, 'Sfu', {
    cluster,
    taskDefinition: task,
    capacityProviderStrategies: [{ capacityProvider: hosts.capacityProvider.capacityProviderName, weight: 1 }],
    placementConstraints: [PlacementConstraint.distinctInstances()],
    // One: nothing yet sends all people of a room to the host that has it (docs/adr/0042).
    desiredCount: 1,
    minHealthyPercent: 0,
    maxHealthyPercent: 100,
    circuitBreaker: { rollback: true },
  });
}
