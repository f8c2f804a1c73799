import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { synthesise } from '../local/build/builds.ts';
import { readEnvironment } from '../sfu/environment.ts';
import { mediaPorts, pipePorts, signallingPort } from './media/sfuService.ts';
import { routes } from '../shared/routes.ts';

type Resource = { readonly Type: string; readonly DeletionPolicy?: string; readonly Properties: Readonly<Record<string, unknown>> };
type Statement = { readonly Effect: string; readonly Action: string | readonly string[]; readonly Resource?: unknown };

const resourcesOf = (stack: string): Readonly<Record<string, Resource>> =>
  (JSON.parse(readFileSync(`cdk.out/${stack}.template.json`, 'utf8')) as { Resources: Record<string, Resource> }).Resources;
const of = (stack: string, type: string): Resource[] => Object.values(resourcesOf(stack)).filter((resource) => resource.Type === type);

// The templates that are deployed and that the runner reads; synthesised only when their sources changed.
beforeAll(async () => void (await synthesise()), 300_000);

describe('the API', () => {
  it('has every route of the table, and no other', () => {
    const resources = resourcesOf('LienTuyenApi');
    const pathOf = (reference: unknown): string => {
      const id = (reference as { Ref?: string }).Ref ?? '';
      const resource = resources[id];
      return resource?.Type === 'AWS::ApiGateway::Resource' ? `${pathOf(resource.Properties['ParentId'])}/${String(resource.Properties['PathPart'])}` : '';
    };
    const made = of('LienTuyenApi', 'AWS::ApiGateway::Method').map(({ Properties }) => `${String(Properties['HttpMethod'])} ${pathOf(Properties['ResourceId'])}`);
    expect(made.toSorted()).toEqual(Object.values(routes).map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it('answers by itself in problem+json with a permanent code', () => {
    const tooLarge = of('LienTuyenApi', 'AWS::ApiGateway::GatewayResponse').find((r) => r.Properties['ResponseType'] === 'REQUEST_TOO_LARGE');
    const templates = tooLarge?.Properties['ResponseTemplates'] as Record<string, string> | undefined;
    expect(JSON.parse(templates?.['application/json'] ?? '{}')).toMatchObject({ code: 'HTTP_BODY_TOO_LARGE', status: 413, help: { limit: '4.5 MB' } });
    const tooSlow = of('LienTuyenApi', 'AWS::ApiGateway::GatewayResponse').find((r) => r.Properties['ResponseType'] === 'INTEGRATION_TIMEOUT');
    expect(tooSlow?.Properties).toMatchObject({ StatusCode: '504', ResponseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json; charset=utf-8'" } });
  });

  it('gives no function an action or, but for tracing, a resource with a wildcard', () => {
    const statements = of('LienTuyenApi', 'AWS::IAM::Policy').flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
    const actions = statements.flatMap((s) => s.Action);
    expect(actions.filter((a) => a.includes('*'))).toEqual([]);
    expect(actions).not.toContain('dynamodb:Scan');
    const everywhere = statements.filter((s) => s.Resource === '*').flatMap((s) => s.Action);
    expect(new Set(everywhere)).toEqual(new Set(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']));
  });

  it('never holds a secret in its template', () => {
    for (const { Properties } of of('LienTuyenApi', 'AWS::Lambda::Function')) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
      expect(JSON.stringify(Variables['INSURER_CREDENTIALS'])).toContain('{{resolve:secretsmanager:');
      expect(JSON.stringify(Variables['SMS_CREDENTIALS'])).toContain('{{resolve:secretsmanager:');
    }
  });

  it('takes partial failures of stream batches and keeps what was given up', () => {
    const mappings = of('LienTuyenApi', 'AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(2);
    for (const { Properties } of mappings) {
      expect(Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'], BisectBatchOnFunctionError: true, MetricsConfig: { Metrics: ['EventCount'] } });
      expect(JSON.stringify(Properties['DestinationConfig'])).toContain('DeadLetters');
      // Nothing else carries an audit fact or a message; what is left out costs no invocation and holds up nobody.
      expect(Properties['FilterCriteria']).toEqual({ Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":["#"]}}}}' }] });
    }
  });
});

describe('the WebSocket API', () => {
  it('has the three routes that the function knows, answers messages, and logs neither headers nor texts', () => {
    const routesMade = of('LienTuyenApi', 'AWS::ApiGatewayV2::Route').map(({ Properties }) => [Properties['RouteKey'], Properties['RouteResponseSelectionExpression']]);
    expect(new Map(routesMade as [string, unknown][])).toEqual(new Map([['$connect', undefined], ['$disconnect', undefined], ['$default', '$default']]));
    const [stage] = of('LienTuyenApi', 'AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties).toMatchObject({ StageName: 'socket', AutoDeploy: true, DefaultRouteSettings: { ThrottlingRateLimit: 200 } });
    const { Format } = (stage?.Properties['AccessLogSettings'] ?? { Format: '{}' }) as { Format: string };
    expect(Object.values(JSON.parse(Format) as Record<string, string>).filter((field) => !/^\$context\.(requestId|requestTime|eventType|routeKey|status|connectionId)$/.test(field))).toEqual([]);
  });

  it('lets only delivery post to its connections, and do nothing else there', () => {
    const posting = Object.entries(resourcesOf('LienTuyenApi')).filter(([, { Type, Properties }]) => Type === 'AWS::IAM::Policy' && JSON.stringify(Properties).includes('execute-api:'));
    expect(posting.map(([id]) => id)).toEqual([expect.stringMatching(/^Delivery/)]);
    expect(JSON.stringify(posting)).toContain('/socket/POST/@connections/*');
  });
});

describe('the alarms', () => {
  it('watch the log of every function and everything that is given up, and tell somebody', () => {
    const filters = of('LienTuyenApi', 'AWS::Logs::MetricFilter').map(({ Properties }) => `${JSON.stringify(Properties['LogGroupName'])} ${(Properties['MetricTransformations'] as { MetricName: string }[])[0]?.MetricName}`);
    const functions = of('LienTuyenApi', 'AWS::Lambda::Function').length;
    for (const name of ['AuditDamaged', 'DoorsTried', 'Faults']) expect(new Set(filters.filter((f) => f.endsWith(name))).size).toBe(functions);
    const alarms = of('LienTuyenApi', 'AWS::CloudWatch::Alarm');
    expect(alarms.filter(({ Properties }) => Properties['MetricName'] === 'OnFailureDestinationDeliveredEventCount')).toHaveLength(of('LienTuyenApi', 'AWS::Lambda::EventSourceMapping').length);
    expect(alarms.every(({ Properties }) => (Properties['AlarmActions'] as unknown[]).length === 1)).toBe(true);
  });
});

describe('the data', () => {
  it('is encrypted by our key, recoverable to any second, and not deleted by mistake', () => {
    const [table] = of('LienTuyenData', 'AWS::DynamoDB::GlobalTable');
    expect(table?.Properties).toMatchObject({
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      Replicas: [{ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
    expect(table?.DeletionPolicy).toBe('Retain');
  });

  it('is public nowhere', () => {
    for (const stack of ['LienTuyenData', 'LienTuyenWeb'])
      for (const { Properties } of of(stack, 'AWS::S3::Bucket'))
        expect(Properties['PublicAccessBlockConfiguration']).toEqual({ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true });
  });
});

describe('the origin of files', () => {
  const policyOf = (begin: string) => JSON.stringify(Object.entries(resourcesOf('LienTuyenWeb')).find(([id, { Type }]) => Type === 'AWS::CloudFront::ResponseHeadersPolicy' && id.startsWith(begin))?.[1].Properties);

  it('lets nothing run, guess a type, or be framed, whatever was uploaded', () => {
    const policy = policyOf('Files');
    for (const part of ["default-src 'none'; sandbox", 'ContentTypeOptions', '"FrameOption":"DENY"', 'cross-origin-resource-policy']) expect(policy).toContain(part);
  });
  it('passes on the signature of a link and nothing else, and has no right of its own', () => {
    const [requests] = of('LienTuyenWeb', 'AWS::CloudFront::OriginRequestPolicy');
    expect(requests?.Properties['OriginRequestPolicyConfig']).toMatchObject({ QueryStringsConfig: { QueryStringBehavior: 'all' }, HeadersConfig: { HeaderBehavior: 'none' }, CookiesConfig: { CookieBehavior: 'none' } });
    const files = Object.entries(resourcesOf('LienTuyenWeb')).find(([id, { Type }]) => Type === 'AWS::CloudFront::Distribution' && id.startsWith('Files'))?.[1].Properties['DistributionConfig'] as { Origins: readonly Record<string, unknown>[]; DefaultCacheBehavior: unknown };
    expect(files.Origins.map((origin) => [origin['OriginAccessControlId'], JSON.stringify(origin['DomainName']).includes('Blobs')])).toEqual([[undefined, true]]);
    expect(files.DefaultCacheBehavior).toMatchObject({ AllowedMethods: ['GET', 'HEAD'], ViewerProtocolPolicy: 'https-only' });
  });
  it('is the only other origin from which pages take a picture', () => {
    const images = /img-src ([^;]*);/.exec(policyOf('SecurityHeaders'))?.[1] ?? '';
    expect(images).toContain("'self' blob: data: ");
    expect(images).toContain('FilesUrl');
    expect(images).not.toContain('http');
  });
});

it('the client may load and run nothing that is not its own', () => {
  const policy = JSON.stringify(Object.entries(resourcesOf('LienTuyenWeb')).filter(([id, { Type }]) => Type === 'AWS::CloudFront::ResponseHeadersPolicy' && !id.startsWith('Files')).map(([, { Properties }]) => Properties));
  expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
  expect(policy).not.toContain('unsafe-inline');
});

it('media services get the names that they read', () => {
  const [sfu, turn] = of('LienTuyenMedia', 'AWS::ECS::TaskDefinition').map(({ Properties }) => (Properties['ContainerDefinitions'] as { Environment: { Name: string; Value: unknown }[]; Secrets?: { Name: string }[]; Command?: string[] }[])[0]);
  const environment = Object.fromEntries((sfu?.Environment ?? []).map(({ Name, Value }) => [Name, typeof Value === 'string' ? Value : Name === 'SFU_RECORDING' ? 'with-consent' : 'https://parameter.example']));
  expect(Object.keys(readEnvironment(environment)).toSorted()).toEqual(expect.arrayContaining(Object.keys(environment).toSorted()));
  for (const name of ['TURN_SECRET', 'TURN_CERTIFICATE', 'TURN_KEY', 'TURN_REALM']) {
    expect(turn?.Command?.join(' ')).toContain(`$${name}`);
    expect([...(turn?.Secrets ?? []), ...(turn?.Environment ?? [])].map(({ Name }) => Name)).toContain(name);
  }
});

it('media hosts have signed metadata requests and encrypted disks', () => {
  for (const { Properties } of of('LienTuyenMedia', 'AWS::EC2::LaunchTemplate'))
    expect(Properties['LaunchTemplateData']).toMatchObject({ MetadataOptions: { HttpTokens: 'required' }, BlockDeviceMappings: [{ Ebs: { Encrypted: true } }] });
});

it('a media host reaches the placements of rooms and no other item of the records', () => {
  const statements = of('LienTuyenMedia', 'AWS::IAM::Policy').flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: { Action: string | string[]; Condition?: unknown }[] }).Statement);
  const onRecords = statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('dynamodb:')));
  expect(onRecords).toHaveLength(1);
  expect(JSON.stringify(onRecords[0]?.Condition)).toBe('{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":[{"Fn::Join":["",[{"Ref":"Tenant"},"#media/*"]]}]}}');
});

it('TURN is reached over UDP, TCP and TLS on the port that no network blocks, and relays to public media ports alone', () => {
  const [, turn] = of('LienTuyenMedia', 'AWS::ECS::TaskDefinition').map(({ Properties }) => (Properties['ContainerDefinitions'] as { Command?: string[] }[])[0]);
  const command = turn?.Command?.join(' ') ?? '';
  for (const option of ['--use-auth-secret', '--listening-port=3478', '--tls-listening-port=443', '--cert=', '--pkey=', '--no-tlsv1 ', '--no-tlsv1_1', '--no-multicast-peers', '--denied-peer-ip=10.0.0.0-10.255.255.255', '--denied-peer-ip=127.0.0.0-127.255.255.255', '--denied-peer-ip=169.254.0.0-169.254.255.255']) expect(command).toContain(option);
  type Rule = { readonly IpProtocol: string; readonly FromPort: number; readonly ToPort: number };
  const group = of('LienTuyenMedia', 'AWS::EC2::SecurityGroup').find(({ Properties }) => Properties['GroupDescription'] === 'TURN')?.Properties;
  const open = (rules: unknown) => (rules as Rule[]).map(({ IpProtocol, FromPort, ToPort }) => `${IpProtocol} ${FromPort}-${ToPort}`).toSorted();
  expect(open(group?.['SecurityGroupIngress'])).toEqual(['tcp 3478-3478', 'tcp 443-443', 'udp 3478-3478', 'udp 443-443']);
  expect(open(group?.['SecurityGroupEgress'])).toEqual(['tcp 443-443', `udp ${mediaPorts.first}-${mediaPorts.last}`]);
});

it('a media host writes recordings of its tenant, encrypted by our key, reads none, and does so only where somebody switched it on', () => {
  const statements = of('LienTuyenMedia', 'AWS::IAM::Policy').flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: { Action: string | string[]; Resource: unknown; Condition?: unknown }[] }).Statement);
  const files = statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('s3:')));
  expect(files.map(({ Action }) => Action)).toEqual([['s3:AbortMultipartUpload', 's3:PutObject'], ['s3:DeleteObject', 's3:PutObject']]);
  expect(files.map(({ Resource }) => JSON.stringify(Resource))).toEqual([expect.stringMatching(/"\/",\{"Ref":"Tenant"\},"\/recording-\*"/), expect.stringMatching(/"\/unfinished\/",\{"Ref":"Tenant"\},"\/recording-\*"/)]);
  const [sfu] = of('LienTuyenMedia', 'AWS::ECS::TaskDefinition').map(({ Properties }) => (Properties['ContainerDefinitions'] as { Environment: { Name: string; Value: unknown }[] }[])[0]);
  for (const name of ['SFU_RECORDING', 'SFU_RECORDING_BUCKET', 'SFU_RECORDING_KEY']) expect(sfu?.Environment.map(({ Name }) => Name)).toContain(name);
  for (const stack of ['LienTuyenApi', 'LienTuyenMedia'] as const) expect((JSON.parse(readFileSync(`cdk.out/${stack}.template.json`, 'utf8')) as { Parameters: Record<string, unknown> }).Parameters['Recording']).toMatchObject({ Default: 'off' });
});

it('what a dead media host leaves of a recording goes by the bucket\'s own rules, if nobody finishes it', () => {
  const rules = of('LienTuyenData', 'AWS::S3::Bucket').flatMap(({ Properties }) => (Properties['LifecycleConfiguration'] as { Rules?: Readonly<Record<string, unknown>>[] } | undefined)?.Rules ?? []);
  expect(rules).toContainEqual({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 }, Status: 'Enabled' });
  expect(rules).toContainEqual({ Prefix: 'unfinished/', ExpirationInDays: 2, NoncurrentVersionExpiration: { NoncurrentDays: 1 }, Status: 'Enabled' });
});

it('media hosts follow the rooms, keep their calls while they drain, and take sockets from each other', () => {
  expect(of('LienTuyenMedia', 'AWS::ApplicationAutoScaling::ScalingPolicy')[0]?.Properties['TargetTrackingScalingPolicyConfiguration']).toMatchObject({ TargetValue: 60, CustomizedMetricSpecification: { MetricName: 'RoomsPercent' } });
  const [task] = of('LienTuyenMedia', 'AWS::ECS::TaskDefinition');
  const [container] = (task?.Properties['ContainerDefinitions'] ?? []) as { Environment: { Name: string; Value: string }[] }[];
  const drains = Number(container?.Environment.find(({ Name }) => Name === 'SFU_DRAIN_SECONDS')?.Value);
  const templates = JSON.stringify(of('LienTuyenMedia', 'AWS::EC2::LaunchTemplate'));
  expect(Number(/ECS_CONTAINER_STOP_TIMEOUT=(\d+)s/.exec(templates)?.[1])).toBeGreaterThan(drains);
  expect(JSON.stringify(of('LienTuyenMedia', 'AWS::IAM::Policy'))).toContain('ecs:UpdateTaskProtection');
});

it('media hosts are joined by pipes on ports of their own, which nobody but media hosts reaches', () => {
  const rules = of('LienTuyenMedia', 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
  const between = rules.filter(({ GroupId, SourceSecurityGroupId }) => JSON.stringify(GroupId) === JSON.stringify(SourceSecurityGroupId));
  expect(between.map(({ IpProtocol, FromPort, ToPort }) => `${String(IpProtocol)} ${String(FromPort)}-${String(ToPort)}`).toSorted()).toEqual([`tcp ${signallingPort}-${signallingPort}`, `udp ${pipePorts.first}-${pipePorts.last}`]);
  const reaches = ({ FromPort, ToPort }: Readonly<Record<string, unknown>>) => Number(FromPort) <= pipePorts.last && Number(ToPort) >= pipePorts.first;
  const inline = of('LienTuyenMedia', 'AWS::EC2::SecurityGroup').flatMap(({ Properties }) => (Properties['SecurityGroupIngress'] ?? []) as Readonly<Record<string, unknown>>[]);
  expect([...inline, ...rules].filter(reaches)).toEqual(between.filter(({ IpProtocol }) => IpProtocol === 'udp'));
  const [task] = of('LienTuyenMedia', 'AWS::ECS::TaskDefinition');
  const [container] = (task?.Properties['ContainerDefinitions'] ?? []) as { Environment: { Name: string; Value: string }[] }[];
  const ports = container?.Environment.filter(({ Name }) => Name.startsWith('SFU_PIPE_')).map(({ Value }) => Number(Value));
  expect(ports).toEqual([pipePorts.first, pipePorts.last]);
});
