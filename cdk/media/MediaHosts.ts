import { Duration } from 'aws-cdk-lib';
import { AutoScalingGroup, BlockDeviceVolume, GroupMetrics, UpdatePolicy } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, LaunchTemplate, SubnetType, UserData, type IVpc, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { AmiHardwareType, AsgCapacityProvider, EcsOptimizedImage, type Cluster } from 'aws-cdk-lib/aws-ecs';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export type MediaHostsProps = { readonly vpc: IVpc; readonly cluster: Cluster; readonly securityGroup: SecurityGroup; readonly instanceType: string; readonly least: number; readonly most: number; /** How long a container that is told to stop may take (seconds). */ readonly stopsWithin?: number };

/** Hosts with a public address each, that containers share the network of. */
export class MediaHosts extends Construct {
  readonly capacityProvider: AsgCapacityProvider;

  constructor(scope: Construct, id: string, { vpc, cluster, securityGroup, instanceType, least, most, stopsWithin }: MediaHostsProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEC2ContainerServiceforEC2Role')],
    });
    const userData = UserData.forLinux();
    if (stopsWithin !== undefined) userData.addCommands(`echo ECS_CONTAINER_STOP_TIMEOUT=${stopsWithin}s >> /etc/ecs/ecs.config`);
    const launchTemplate = new LaunchTemplate(this, 'Template', {
      instanceType: new InstanceType(instanceType),
      machineImage: EcsOptimizedImage.amazonLinux2023(AmiHardwareType.ARM),
      role,
      securityGroup,
      userData,
      requireImdsv2: true,
      detailedMonitoring: true,
      // One more hop: the container reads the host's public address, which it announces to browsers.
      httpPutResponseHopLimit: 2,
      associatePublicIpAddress: true,
      blockDevices: [{ deviceName: '/dev/xvda', volume: BlockDeviceVolume.ebs(30, { encrypted: true }) }],
    });
    const group = new AutoScalingGroup(this, 'Group', {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      launchTemplate,
      minCapacity: least,
      maxCapacity: most,
      groupMetrics: [GroupMetrics.all()],
      maxInstanceLifetime: Duration.days(14),
      updatePolicy: UpdatePolicy.rollingUpdate({ maxBatchSize: 1, minInstancesInService: 1 }),
    });
    this.capacityProvider = new AsgCapacityProvider(this, 'Capacity', { autoScalingGroup: group, enableManagedTerminationProtection: true, enableManagedDraining: true });
    cluster.addAsgCapacityProvider(this.capacityProvider);
    acknowledge(this, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role]': 'The policy that the ECS agent is documented to need.',
      'AwsSolutions-IAM5[Action::ecs:Submit*]': 'Granted by CDK to the ECS agent, for this cluster.',
      'AwsSolutions-IAM5[Resource::*]': 'ecs:DiscoverPollEndpoint and ecr:GetAuthorizationToken take no resource.',
      'AwsSolutions-AS3': 'Alarms on the number of calls and on health are on the services, not on host events.',
      'AwsSolutions-EC26': 'The volume is encrypted in the launch template.',
    });
  }
}
