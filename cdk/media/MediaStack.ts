import { CfnOutput, CfnParameter, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { FlowLogDestination, FlowLogTrafficType, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer, ApplicationProtocol, SslPolicy } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { DataStack } from '../data/DataStack.ts';
import { MediaHosts } from './MediaHosts.ts';
import { drainSeconds, mediaPorts, pipePorts, sfuService, signallingPort } from './sfuService.ts';
import { turnPorts, turnService } from './turnService.ts';

export type MediaStackProps = StackProps & { readonly data: DataStack };

/**
 * Video: hosts with public addresses, for media goes to a host and not through a balancer; signalling (wss) through a
 * load balancer; TURN for networks that let only TCP out. Nothing of a patient is stored here.
 */
export class MediaStack extends Stack {
  constructor(scope: Construct, id: string, { data, ...props }: MediaStackProps) {
    super(scope, id, props);
    const text = (name: string, description: string) => new CfnParameter(this, name, { type: 'String', description }).valueAsString;
    const vpc = this.#vpc();
    const cluster = new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.ENABLED });

    const balancerGroup = new SecurityGroup(this, 'BalancerGroup', { vpc, description: 'Signalling from browsers', allowAllOutbound: true });
    balancerGroup.addIngressRule(Peer.anyIpv4(), Port.tcp(443), 'wss');
    const sfuGroup = new SecurityGroup(this, 'SfuGroup', { vpc, description: 'Media from browsers, signalling from the balancer', allowAllOutbound: true });
    sfuGroup.addIngressRule(Peer.anyIpv4(), Port.udpRange(mediaPorts.first, mediaPorts.last), 'Media');
    sfuGroup.addIngressRule(Peer.anyIpv4(), Port.tcpRange(mediaPorts.first, mediaPorts.last), 'Media where UDP is blocked');
    sfuGroup.addIngressRule(sfuGroup, Port.tcp(signallingPort), 'Signalling handed over to the host that has the room, and orders to workers it was lent');
    sfuGroup.addIngressRule(sfuGroup, Port.udpRange(pipePorts.first, pipePorts.last), 'Pipes of rooms that span hosts');
    sfuGroup.addIngressRule(balancerGroup, Port.tcp(signallingPort), 'Signalling');
    const turnGroup = new SecurityGroup(this, 'TurnGroup', { vpc, description: 'TURN', allowAllOutbound: false });
    turnGroup.addEgressRule(Peer.anyIpv4(), Port.udpRange(mediaPorts.first, mediaPorts.last), 'Relayed media');
    turnGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'Registry, secrets and logs');
    for (const port of turnPorts) {
      turnGroup.addIngressRule(Peer.anyIpv4(), Port.tcp(port), 'TURN over TCP and TLS');
      turnGroup.addIngressRule(Peer.anyIpv4(), Port.udp(port), 'TURN over UDP');
    }

    const sfuHosts = new MediaHosts(this, 'SfuHosts', { vpc, cluster, securityGroup: sfuGroup, instanceType: 'c7g.large', least: 2, most: 20, stopsWithin: drainSeconds + 120 });
    const turnHosts = new MediaHosts(this, 'TurnHosts', { vpc, cluster, securityGroup: turnGroup, instanceType: 't4g.small', least: 2, most: 4 });
    const keysUrl = text('KeysUrl', 'The API\'s public keys: https://…/api/keys');
    const tenant = new CfnParameter(this, 'Tenant', { type: 'String', default: 'lien-tuyen', description: 'Whose data this deployment holds; as in the API' }).valueAsString;
    const recording = new CfnParameter(this, 'Recording', { type: 'String', default: 'off', allowedValues: ['off', 'with-consent'], description: 'As in the API: whether calls may be recorded, with everybody\'s consent' }).valueAsString;
    const sfu = sfuService(this, { cluster, hosts: sfuHosts, image: text('SfuImage', 'Container image of sfu/Dockerfile, for ARM'), keysUrl, tenant, recording, data });
    turnService(this, { cluster, secret: data.turnSecret, hosts: turnHosts, image: text('TurnImage', 'Container image of coturn, for ARM: coturn/coturn'), realm: text('TurnRealm', 'Domain of the TURN server') });

    const balancer = new ApplicationLoadBalancer(this, 'Balancer', { vpc, internetFacing: true, securityGroup: balancerGroup, vpcSubnets: { subnetType: SubnetType.PUBLIC }, idleTimeout: Duration.minutes(5), dropInvalidHeaderFields: true });
    balancer.logAccessLogs(data.logBucket, 'signalling');
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', text('SignallingCertificateArn', 'Certificate of the signalling domain, in this region'));
    const listener = balancer.addListener('Wss', { port: 443, protocol: ApplicationProtocol.HTTPS, sslPolicy: SslPolicy.RECOMMENDED_TLS, certificates: [certificate], open: false });
    listener.addTargets('Sfu', {
      port: signallingPort,
      protocol: ApplicationProtocol.HTTP,
      targets: [sfu],
      deregistrationDelay: Duration.minutes(10),
      healthCheck: { path: '/health', interval: Duration.seconds(10), healthyThresholdCount: 2 },
    });
    new CfnOutput(this, 'SignallingName', { value: balancer.loadBalancerDnsName, description: 'Point the signalling domain here; SfuUrl is wss://<domain>/sfu' });
    acknowledge(this, {
      'AwsSolutions-EC23': 'Browsers anywhere must reach signalling, media and TURN; each accepts nothing without a signed pass or time-limited credentials.',
      'CdkNagValidationFailure': 'Ports of the rules above are known; the rule can\'t resolve the peer\'s reference.',
    });
  }

  #vpc(): Vpc {
    const vpc = new Vpc(this, 'Network', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24 }], restrictDefaultSecurityGroup: false });
    vpc.addFlowLog('Flows', { destination: FlowLogDestination.toCloudWatchLogs(), trafficType: FlowLogTrafficType.REJECT });
    return vpc;
  }
}
