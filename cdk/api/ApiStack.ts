import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat, EndpointType, LambdaIntegration, LogGroupLogDestination, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routes, type Route } from '../../shared/routes.ts';
import { acknowledge } from '../acknowledge.ts';
import type { DataStack } from '../data/DataStack.ts';
import type { FunctionCode } from '../functions/code.ts';
import { ProductFunction } from '../functions/ProductFunction.ts';
import { addAlarms } from './alarms.ts';
import { addBackground } from './background.ts';
import { environmentOf } from './environment.ts';
import { addGatewayResponses } from './gatewayResponses.ts';
import { addParameters, type Parameters } from './parameters.ts';
import { addSockets, type Sockets } from './sockets.ts';

export type ApiStackProps = StackProps & { readonly data: DataStack; readonly code: FunctionCode };

/** API Gateway ends a call after 29 s; a function that runs longer only costs. */
const httpTimeout = Duration.seconds(29);

/** The REST API, one function for each capability, and what runs by itself (stream, schedule). */
export class ApiStack extends Stack {
  readonly parameters: Parameters;
  readonly api: RestApi;
  /** Absent where its function was not bundled. */
  readonly sockets: Sockets | undefined;

  constructor(scope: Construct, id: string, { data, code, ...props }: ApiStackProps) {
    super(scope, id, props);
    this.parameters = addParameters(this);
    const environment = environmentOf(this.parameters, data);
    this.api = this.#api();
    this.#mount(code, environment, data);
    this.sockets = addSockets(this, { code, environment, data });
    addBackground(this, { code, environment, data, sockets: this.sockets });
    addGatewayResponses(this.api);
    addAlarms(this, data.dataKey);
    new CfnOutput(this, 'ApiUrl', { value: this.api.url.replace(/\/$/, ''), description: 'The API without the web in front: for integration tests' });
  }

  #api(): RestApi {
    const log = new LogGroup(this, 'AccessLog', { retention: RetentionDays.THIRTEEN_MONTHS, removalPolicy: RemovalPolicy.RETAIN });
    const api = new RestApi(this, 'Api', {
      description: 'Liên Tuyến',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: true,
      // All types: API Gateway turns base64 into bytes only if the first type in Accept is listed here, and a browser
      // that opens a PDF or fetches with */* would otherwise be given base64 as text.
      binaryMediaTypes: ['*/*'],
      deployOptions: {
        stageName: 'v1',
        accessLogDestination: new LogGroupLogDestination(log),
        // The route, never the path: a path may carry an id that a person chose.
        accessLogFormat: AccessLogFormat.custom(
          JSON.stringify({ requestId: '$context.requestId', at: '$context.requestTime', method: '$context.httpMethod', route: '$context.resourcePath', status: '$context.status', milliseconds: '$context.responseLatency', bytes: '$context.responseLength', error: '$context.error.responseType' }),
        ),
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        metricsEnabled: true,
        tracingEnabled: true,
        throttlingRateLimit: 500,
        throttlingBurstLimit: 1000,
      },
    });
    acknowledge(api, {
      'AwsSolutions-APIG2': 'Every body is parsed by the contract\'s own schema in the function, which can say what is wrong and where.',
      'AwsSolutions-APIG3': 'The web stack puts the firewall in front of this stage.',
      'AwsSolutions-APIG4': 'The function verifies the access token of any OIDC issuer; public routes are listed in shared/routes.ts.',
      'AwsSolutions-COG4': 'Any OIDC issuer may be used, not only a user pool; the function verifies its tokens.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]': 'The account-wide role that API Gateway writes its logs with.',
      'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]': 'The account-wide role that API Gateway writes its logs with.',
    });
    return api;
  }

  #mount(code: FunctionCode, environment: Readonly<Record<string, string>>, data: DataStack): void {
    const integrations = new Map<string, LambdaIntegration>();
    for (const { method, path, function: name } of Object.values(routes) as Route[]) {
      const bundle = code.get(name);
      if (!bundle) continue;
      let integration = integrations.get(name);
      if (!integration) {
        const { function: lambda } = new ProductFunction(this, pascal(name), { name, code: bundle, environment, data, timeout: httpTimeout });
        integration = new LambdaIntegration(lambda, { allowTestInvoke: false });
        integrations.set(name, integration);
      }
      this.api.root.resourceForPath(path).addMethod(method, integration);
    }
  }
}

const pascal = (name: string) => name[0]?.toUpperCase() + name.slice(1);
