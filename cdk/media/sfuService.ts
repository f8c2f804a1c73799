import { Duration, Fn, Stack } from 'aws-cdk-lib';
import { ContainerImage, Ec2Service, Ec2TaskDefinition, LogDriver, NetworkMode, PlacementConstraint, Protocol, type Cluster } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { DataStack } from '../data/DataStack.ts';
import { grantPlacement, grantRecordings } from '../functions/grants.ts';
import type { MediaHosts } from './MediaHosts.ts';

export const signallingPort = 4443;
/** One UDP and TCP port a worker, from here on; a worker a core. */
export const mediaPorts = { first: 44_000, last: 44_063 } as const;

/** Pipes between hosts (UDP, encrypted), where a room is larger than its home. */
export const pipePorts = { first: 45_000, last: 45_999 } as const;

export type SfuServiceProps = { readonly cluster: Cluster; readonly hosts: MediaHosts; readonly image: string; readonly keysUrl: string; readonly tenant: string; /** 'off' or 'with-consent'. */ readonly recording: string; readonly data: DataStack };

/** Rooms of a host that scaling aims at, in percent of what it takes: room enough for a rush while another host starts (minutes). */
const AIMED_LOAD = 60;
const MOST_HOSTS = 10;
/** A host that is to go keeps its calls for so long; ECS waits two minutes longer before it kills (MediaHosts). */
export const drainSeconds = 7_080;

/**
 * One media server a host, on the host's own network: media ports are the host's. As many hosts as the rooms need; one
 * that has rooms is protected from scale-in, and one that is stopped takes no more and waits for its rooms to end.
 */
export function sfuService(scope: Construct, { cluster, hosts, image, keysUrl, tenant, recording, data }: SfuServiceProps): Ec2Service {
  const logs = new LogGroup(scope, 'SfuLog', { retention: RetentionDays.THREE_MONTHS });
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
      SFU_PIPE_FIRST_PORT: String(pipePorts.first),
      SFU_PIPE_LAST_PORT: String(pipePorts.last),
      SFU_MEDIA_LISTEN_ADDRESS: '0.0.0.0',
      // sfu/entry.sh asks the host's metadata for the public address, the private one and the host's name.
      SFU_ANNOUNCED_ADDRESS: 'ec2',
      KEYS_URL: keysUrl,
      // Pages and keys are of one origin (ADR 21).
      SFU_ORIGIN: Fn.select(0, Fn.split('/api/', keysUrl)),
      SFU_TABLE: data.table.tableName,
      SFU_TENANT: tenant,
      SFU_RECORDING: recording,
      SFU_RECORDING_BUCKET: data.blobBucket.bucketName,
      SFU_RECORDING_KEY: data.dataKey.keyArn,
      SFU_DRAIN_SECONDS: String(drainSeconds),
    },
    logging: LogDriver.awsLogs({ streamPrefix: 'sfu', logGroup: logs }),
    portMappings: [{ containerPort: signallingPort, hostPort: signallingPort, protocol: Protocol.TCP }],
  });
  grantPlacement(task.taskRole, tenant, data);
  grantRecordings(task.taskRole, tenant, data);
  const service = new Ec2Service(scope, 'Sfu', {
    cluster,
    taskDefinition: task,
    capacityProviderStrategies: [{ capacityProvider: hosts.capacityProvider.capacityProviderName, weight: 1 }],
    placementConstraints: [PlacementConstraint.distinctInstances()],
    desiredCount: 2,
    // A new version comes beside the old one, which keeps its calls: a host more for each that drains.
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { rollback: true },
  });
  task.taskRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['ecs:UpdateTaskProtection', 'ecs:GetTaskProtection'], resources: [Stack.of(scope).formatArn({ service: 'ecs', resource: 'task', resourceName: `${cluster.clusterName}/*` })] }));
  acknowledge(task, {
    'AwsSolutions-IAM5[Resource::LienTuyenData:ExportsOutputFnGetAttBlobsF0F01DC6Arn220BCD82/<Tenant>/recording-*]': 'Recordings of one tenant, to be written only; each has a name of its own.',
    'AwsSolutions-IAM5[Resource::LienTuyenData:ExportsOutputFnGetAttBlobsF0F01DC6Arn220BCD82/unfinished/<Tenant>/recording-*]': 'Pieces of those recordings, to be written and deleted only.',
    'AwsSolutions-ECS2': 'Ports and addresses only; there is no secret among them.',
    'AwsSolutions-IAM5[Resource::arn:aws:ecs:ap-southeast-1:<AWS::AccountId>:task/<ClusterEB0386A7>/*]': 'A task protects itself: its own id is not known before it runs, and the cluster holds media tasks only.',
  });
  scaleByRooms(service, logs);
  return service;
}

/** The mean load of the hosts, as each logs it once a minute. */
function scaleByRooms(service: Ec2Service, logs: LogGroup): void {
  const load = new MetricFilter(service, 'Load', { logGroup: logs, metricNamespace: 'LienTuyen/Media', metricName: 'RoomsPercent', filterPattern: FilterPattern.stringValue('$.event', '=', 'SFU_LOAD'), metricValue: '$.percent' });
  service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: MOST_HOSTS }).scaleToTrackCustomMetric('Rooms', {
    metric: load.metric({ statistic: 'avg', period: Duration.minutes(1) }),
    targetValue: AIMED_LOAD,
    scaleOutCooldown: Duration.minutes(1),
    scaleInCooldown: Duration.minutes(15),
  });
}
