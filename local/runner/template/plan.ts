import * as z from 'zod';
import type { Json, SynthesisedStack } from './model.ts';
import { physicalOf } from './physical.ts';
import { exportsOf, resolverOf, type Resolve } from './resolve.ts';
import { functionSchema, mappingSchema, methodSchema, gatewayResponseSchema, keySchema, resourceSchema, restApiSchema, ruleSchema, socketIntegrationSchema, socketRouteSchema, stageSchema, tableSchema, distributionSchema, headersPolicySchema } from './schemas.ts';

export type PlanInput = { readonly stacks: readonly SynthesisedStack[]; readonly parameters: Readonly<Record<string, string>>; readonly secrets: Readonly<Record<string, string>> };

export type TablePlan = z.infer<typeof tableSchema> & { readonly name: string; readonly streamArn: string };
export type FunctionPlan = { readonly name: string; readonly arn: string; readonly folder: string; readonly handler: string; readonly timeoutMs: number; readonly memoryMb: number; readonly environment: Readonly<Record<string, string>> };
export type RoutePlan = { readonly path: string; readonly resourceId: string; readonly method: string; readonly functionArn: string };
export type GatewayAnswer = z.infer<typeof gatewayResponseSchema>;
export type StreamPlan = z.infer<typeof mappingSchema>;
export type SchedulePlan = { readonly expression: string; readonly functionArns: readonly string[]; readonly ruleArn: string };
/** A WebSocket API: its stage, which is its path, and the function of each route key ($connect, $default, …). */
export type SocketPlan = { readonly apiId: string; readonly stage: string; readonly functionArns: ReadonlyMap<string, string> };
export type WebPlan = { readonly apiPatterns: readonly string[]; readonly headers: Readonly<Record<string, string>>; /** Of the origin of files. */ readonly fileHeaders: Readonly<Record<string, string>> };

/** All that the runner does, read from the templates and nothing else. */
export type Plan = {
  readonly region: string;
  readonly tables: readonly TablePlan[];
  readonly buckets: readonly string[];
  /** Ids of asymmetric signing keys. */
  readonly signingKeys: readonly string[];
  readonly functions: readonly FunctionPlan[];
  readonly routes: readonly RoutePlan[];
  readonly stage: string;
  readonly binaryMediaTypes: readonly string[];
  readonly gatewayAnswers: readonly GatewayAnswer[];
  readonly sockets: SocketPlan | undefined;
  readonly streams: readonly StreamPlan[];
  readonly schedules: readonly SchedulePlan[];
  readonly web: WebPlan;
};

type Found = { readonly id: string; readonly ref: string; readonly arn: string; readonly attributes: Readonly<Record<string, string>>; readonly stack: SynthesisedStack; readonly properties: Json };

export function planOf({ stacks, parameters, secrets }: PlanInput): Plan {
  const resolvers = new Map<SynthesisedStack, Resolve>();
  const importValue = exportsOf(stacks, (stack) => resolverFor(stack));
  const secret = (name: string) => {
    const value = secrets[name];
    if (value === undefined) throw new Error(`template: secret ${name} has no value here`);
    return value;
  };
  const api = only(found('AWS::ApiGateway::RestApi'), 'REST API');
  return {
    region: stacks[0]?.region ?? '',
    tables: found('AWS::DynamoDB::GlobalTable').map((r) => ({ ...tableSchema.parse(r.properties), name: r.ref, streamArn: r.attributes['StreamArn'] ?? '' })),
    buckets: found('AWS::S3::Bucket').map((r) => r.ref),
    signingKeys: found('AWS::KMS::Key').filter((r) => keySchema.parse(r.properties).KeyUsage === 'SIGN_VERIFY').map((r) => r.ref),
    functions: found('AWS::Lambda::Function').flatMap(functionPlan),
    routes: routePlans(),
    stage: stageSchema.parse(only(found('AWS::ApiGateway::Stage'), 'stage').properties).StageName,
    binaryMediaTypes: restApiSchema.parse(api.properties).BinaryMediaTypes,
    gatewayAnswers: found('AWS::ApiGateway::GatewayResponse').map((r) => gatewayResponseSchema.parse(r.properties)),
    sockets: socketPlan(),
    streams: found('AWS::Lambda::EventSourceMapping').map((r) => mappingSchema.parse(r.properties)),
    schedules: found('AWS::Events::Rule').map((r) => {
      const rule = ruleSchema.parse(r.properties);
      return { expression: rule.ScheduleExpression, functionArns: rule.Targets.map((t) => t.Arn), ruleArn: r.arn };
    }),
    web: webPlan(),
  };

  function resolverFor(stack: SynthesisedStack): Resolve {
    const known = resolvers.get(stack);
    if (known) return known;
    const made = resolverOf({ stack, parameters, importValue, secret });
    resolvers.set(stack, made);
    return made;
  }

  function found(type: string): Found[] {
    return stacks.flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {})
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => {
          const { ref, attributes } = physicalOf(id, resource, { stack: stack.name, region: stack.region });
          return { id, ref, attributes, arn: attributes['Arn'] ?? '', stack, properties: resolverFor(stack)(resource.Properties ?? {}) };
        }),
    );
  }

  function functionPlan({ ref, arn, stack, properties }: Found): FunctionPlan[] {
    const parsed = functionSchema.safeParse(properties);
    if (!parsed.success) return []; // CDK's own custom resources run only while deploying.
    const { Code, Handler, Timeout, MemorySize, Environment } = parsed.data;
    const folder = stack.assets.get(Code.S3Key);
    if (!folder) throw new Error(`template: no asset ${Code.S3Key} for ${ref}`);
    return [{ name: ref, arn, folder, handler: Handler, timeoutMs: Timeout * 1000, memoryMb: MemorySize, environment: Environment.Variables }];
  }

  function routePlans(): RoutePlan[] {
    const resources = new Map(found('AWS::ApiGateway::Resource').map((r) => [r.ref, resourceSchema.parse(r.properties)]));
    const pathOf = (id: string): string => {
      const resource = resources.get(id);
      return resource ? `${pathOf(resource.ParentId)}/${resource.PathPart}` : '';
    };
    return found('AWS::ApiGateway::Method').flatMap((r) => {
      const { HttpMethod, ResourceId, Integration } = methodSchema.parse(r.properties);
      const functionArn = functionOf(Integration.Uri);
      return functionArn ? [{ path: pathOf(ResourceId) || '/', resourceId: ResourceId, method: HttpMethod, functionArn }] : [];
    });
  }

  function socketPlan(): SocketPlan | undefined {
    const [api] = found('AWS::ApiGatewayV2::Api');
    if (!api) return undefined;
    const integrations = new Map(found('AWS::ApiGatewayV2::Integration').map((r) => [`integrations/${r.ref}`, functionOf(socketIntegrationSchema.parse(r.properties).IntegrationUri)]));
    const functionArns = found('AWS::ApiGatewayV2::Route').flatMap((r) => {
      const { RouteKey, Target } = socketRouteSchema.parse(r.properties);
      const arn = integrations.get(Target);
      return arn ? [[RouteKey, arn] as const] : [];
    });
    return { apiId: api.ref, stage: stageSchema.parse(only(found('AWS::ApiGatewayV2::Stage'), 'WebSocket stage').properties).StageName, functionArns: new Map(functionArns) };
  }

  function webPlan(): WebPlan {
    // Two origins: the product's, and that of files.
    const distribution = found('AWS::CloudFront::Distribution').find(({ id }) => !id.startsWith('Files'));
    const policies = found('AWS::CloudFront::ResponseHeadersPolicy');
    const headersOf = (policy: Found | undefined) => (policy ? headersPolicySchema.parse(policy.properties) : {});
    return {
      apiPatterns: distribution ? distributionSchema.parse(distribution.properties) : [],
      headers: headersOf(policies.find(({ id }) => !id.startsWith('Files'))),
      fileHeaders: headersOf(policies.find(({ id }) => id.startsWith('Files'))),
    };
  }
}

const functionOf = (uri = ''): string | undefined => /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1];

function only(all: readonly Found[], what: string): Found {
  const [first, ...others] = all;
  if (!first || others.length > 0) throw new Error(`template: one ${what} was expected, ${all.length} found`);
  return first;
}
