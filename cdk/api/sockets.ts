import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { acknowledge } from '../acknowledge.ts';
import type { DataStack } from '../data/DataStack.ts';
import type { FunctionCode } from '../functions/code.ts';
import { ProductFunction } from '../functions/ProductFunction.ts';

export type Sockets = {
  /** Where the web stack passes WebSockets on from; also the name of the stage. */
  readonly path: string;
  readonly host: string;
  /** Lets a function post to open connections, and tells it where. */
  readonly letPost: (lambda: LambdaFunction) => void;
};

const stageName = 'socket';

/** The WebSockets of FHIR Subscriptions: one function for opening, messages and closing. */
export function addSockets(stack: Stack, { code, environment, data }: { readonly code: FunctionCode; readonly environment: Readonly<Record<string, string>>; readonly data: DataStack }): Sockets | undefined {
  const bundle = code.get('socket');
  if (!bundle) return undefined;
  const { function: lambda } = new ProductFunction(stack, 'Socket', { name: 'socket', code: bundle, environment, data, timeout: Duration.seconds(29) });
  const integration = (route: string) => new WebSocketLambdaIntegration(`Socket${route}`, lambda);
  const api = new WebSocketApi(stack, 'Sockets', {
    description: 'Liên Tuyến: websocket channel of FHIR Subscriptions',
    connectRouteOptions: { integration: integration('Connect') },
    disconnectRouteOptions: { integration: integration('Disconnect') },
    defaultRouteOptions: { integration: integration('Message'), returnResponse: true },
  });
  const log = new LogGroup(stack, 'SocketAccessLog', { retention: RetentionDays.THIRTEEN_MONTHS, removalPolicy: RemovalPolicy.RETAIN });
  const stage = new WebSocketStage(stack, 'SocketStage', {
    webSocketApi: api,
    stageName,
    autoDeploy: true,
    throttle: { rateLimit: 200, burstLimit: 400 },
    detailedMetricsEnabled: true,
    // Neither headers nor bodies: a browser's token stands in a header.
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(JSON.stringify({ requestId: '$context.requestId', at: '$context.requestTime', event: '$context.eventType', route: '$context.routeKey', status: '$context.status', connection: '$context.connectionId' })),
    },
  });
  acknowledge(api, { 'AwsSolutions-APIG4': '$connect verifies the access token of any OIDC issuer in the function; only an accepted connection can send on the other routes.' });
  return { path: `/${stageName}`, host: `${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`, letPost };

  function letPost(poster: LambdaFunction): void {
    poster.addEnvironment('AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI', stage.callbackUrl);
    const connections = stack.formatArn({ service: 'execute-api', resource: api.apiId, resourceName: `${stageName}/POST/@connections/*` });
    poster.addToRolePolicy(new PolicyStatement({ actions: ['execute-api:ManageConnections'], resources: [connections] }));
    if (poster.role) acknowledge(poster.role, { [`AwsSolutions-IAM5[Resource::arn:aws:execute-api:${stack.region}:<AWS::AccountId>:<SocketsA3E6BA67>/${stageName}/POST/@connections/*]`]: 'Any open connection of this one API: their ids are not known before.' });
  }
}
