import type { APIGatewayProxyEvent } from 'aws-lambda';
import { account } from '../template/physical.ts';
import type { Match } from './match.ts';

/** A request as it came over the wire. */
export type WireRequest = {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  /** Name, value, name, value: Node's rawHeaders, which keeps repeated ones apart. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
};

export type EventContext = { readonly match: Match; readonly stage: string; readonly binaryMediaTypes: readonly string[]; readonly requestId: string; readonly now: Date };

/** The proxy event of a REST API (payload format 1.0): https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function proxyEvent(request: WireRequest, { match, stage, binaryMediaTypes, requestId, now }: EventContext): APIGatewayProxyEvent {
  const [path, queryText = ''] = split(request.target, '?');
  const headers = multi(pairsOf(request.rawHeaders));
  const query = multi([...new URLSearchParams(queryText)]);
  const binary = isBinary(last(headers, 'content-type') ?? 'application/json', binaryMediaTypes);
  return {
    resource: match.route.path,
    path,
    httpMethod: request.method,
    headers: single(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(single(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull({ ...match.pathParameters }),
    stageVariables: null,
    requestContext: requestContext(request, path, match, { stage, requestId, now, userAgent: last(headers, 'user-agent') ?? null }),
    body: request.body.length === 0 ? null : request.body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: request.body.length > 0 && binary,
  };
}

type ContextInput = { readonly stage: string; readonly requestId: string; readonly now: Date; readonly userAgent: string | null };

function requestContext(request: WireRequest, path: string, match: Match, { stage, requestId, now, userAgent }: ContextInput): APIGatewayProxyEvent['requestContext'] {
  return {
    accountId: account,
    apiId: 'local',
    authorizer: null,
    protocol: 'HTTP/1.1',
    httpMethod: request.method,
    path: `/${stage}${path}`,
    stage,
    requestId,
    requestTime: now.toUTCString(),
    requestTimeEpoch: now.getTime(),
    resourceId: match.route.resourceId,
    resourcePath: match.route.path,
    identity: {
      accessKey: null, accountId: null, apiKey: null, apiKeyId: null, caller: null, clientCert: null, cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null, cognitoIdentityId: null, cognitoIdentityPoolId: null, principalOrgId: null, user: null, userArn: null,
      sourceIp: request.sourceIp,
      userAgent,
    },
  };
}

/** Whether a media type is one of those that the API passes on as bytes; entries may have * on either side. */
export function isBinary(contentType: string, binaryMediaTypes: readonly string[]): boolean {
  const [type, subtype = ''] = split(contentType.split(';')[0]?.trim().toLowerCase() ?? '', '/');
  return binaryMediaTypes.some((entry) => {
    const [wantedType, wantedSubtype] = split(entry.toLowerCase(), '/');
    return (wantedType === '*' || wantedType === type) && (wantedSubtype === '*' || wantedSubtype === subtype);
  });
}

function pairsOf(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return pairs;
}

type Multi = Record<string, string[]>;

/** Grouped in a Map, because a name may be `constructor` or `__proto__`. */
function multi(pairs: readonly (readonly [string, string])[]): Multi {
  const grouped = new Map<string, string[]>();
  for (const [name, value] of pairs) grouped.set(name, [...(grouped.get(name) ?? []), value]);
  return Object.fromEntries(grouped);
}

/** Where a name came more than once, the single-value maps hold the last. */
const single = (all: Multi): Record<string, string> => Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.at(-1) ?? '']));

const last = (all: Multi, name: string) => Object.entries(all).find(([key]) => key.toLowerCase() === name)?.[1].at(-1);

const orNull = <T extends object>(value: T): T | null => (Object.keys(value).length === 0 ? null : value);

function split(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + by.length)];
}
