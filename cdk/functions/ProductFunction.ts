import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime, Tracing, type Code } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { DataStack } from '../data/DataStack.ts';
import { grant, needs } from './grants.ts';

export type ProductFunctionProps = {
  readonly name: string;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  readonly data: DataStack;
  readonly timeout: Duration;
};

/** One of our functions with its own role, its own log and just the rights in grants.ts. */
export class ProductFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { name, code, environment, data, timeout }: ProductFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THIRTEEN_MONTHS, removalPolicy: RemovalPolicy.RETAIN });
    this.logGroup = logGroup;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: `Rights of the function ${name}` });
    role.addToPrincipalPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    for (const need of needs[name] ?? []) grant(role, need, data);
    this.function = new LambdaFunction(this, 'Function', {
      description: `functions/${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      memorySize: 1024,
      timeout,
      environment: { ...environment },
    });
    acknowledge(this, {
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray\'s PutTraceSegments and PutTelemetryRecords take no resource.',
      'AwsSolutions-IAM5[Resource::LienTuyenData:ExportsOutputFnGetAttBlobsF0F01DC6Arn220BCD82/*]': 'All objects of one bucket of ours.',
      'AwsSolutions-IAM5[Resource::LienTuyenData:ExportsOutputFnGetAttBlobsF0F01DC6Arn220BCD82/*/recording-*]': 'Recordings and their pieces, each of which has a name of its own.',
      'AwsSolutions-IAM5[Resource::LienTuyenData:ExportsOutputFnGetAttDeadLettersBBF8BAABArnBAC4D3BD/*]': 'All objects of one bucket of ours, to be written only.',
      'AwsSolutions-IAM5[Resource::LienTuyenData:ExportsOutputFnGetAttAuditSealsDFB09333ArnB176296D/*]': 'All objects of one bucket of ours, which nobody can change.',
    });
  }
}
