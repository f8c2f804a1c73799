import * as z from 'zod';

/** Properties of the resource types that the runner acts on, after resolving; all else in them is ignored. */

const keyElement = z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });

export const tableSchema = z.object({
  KeySchema: z.array(keyElement),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: z.array(keyElement), Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }) }))
    .optional(),
  StreamSpecification: z.object({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

export const keySchema = z.object({ KeySpec: z.string().optional(), KeyUsage: z.string().optional() });

export const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string().startsWith('nodejs'),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
});

export const resourceSchema = z.object({ ParentId: z.string(), PathPart: z.string() });

export const methodSchema = z.object({ HttpMethod: z.string(), ResourceId: z.string(), Integration: z.object({ Type: z.string(), Uri: z.string().optional() }) });

export const restApiSchema = z.object({ BinaryMediaTypes: z.array(z.string()).default([]) });

export const stageSchema = z.object({ StageName: z.string() });

export const gatewayResponseSchema = z.object({
  ResponseType: z.string(),
  StatusCode: z.string().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

export const socketRouteSchema = z.object({ RouteKey: z.string(), Target: z.string() });

export const socketIntegrationSchema = z.object({ IntegrationUri: z.string() });

export const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(100),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.number().default(-1),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  FunctionResponseTypes: z.array(z.string()).default([]),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string().startsWith('arn:aws:s3:::') }) }).optional(),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
});

export const ruleSchema = z.object({ ScheduleExpression: z.string(), State: z.string(), Targets: z.array(z.object({ Arn: z.string() })) });

/** The path patterns that go somewhere else than the bucket. */
export const distributionSchema = z
  .object({ DistributionConfig: z.object({ CacheBehaviors: z.array(z.object({ PathPattern: z.string() })).default([]) }) })
  .transform(({ DistributionConfig }) => DistributionConfig.CacheBehaviors.map((b) => b.PathPattern));

const securityHeaders = z.object({
  ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string() }),
  FrameOptions: z.object({ FrameOption: z.string() }),
  ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }),
  StrictTransportSecurity: z.object({ AccessControlMaxAgeSec: z.number() }),
});

/** A response headers policy as the headers that CloudFront sends for it. */
export const headersPolicySchema = z
  .object({
    ResponseHeadersPolicyConfig: z.object({
      SecurityHeadersConfig: securityHeaders,
      CustomHeadersConfig: z.object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) }),
    }),
  })
  .transform(({ ResponseHeadersPolicyConfig: { SecurityHeadersConfig: s, CustomHeadersConfig } }) => ({
    'content-security-policy': s.ContentSecurityPolicy.ContentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': s.FrameOptions.FrameOption,
    'referrer-policy': s.ReferrerPolicy.ReferrerPolicy,
    'strict-transport-security': `max-age=${s.StrictTransportSecurity.AccessControlMaxAgeSec}; includeSubDomains; preload`,
    ...Object.fromEntries(CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value])),
  }));
