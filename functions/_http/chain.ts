import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import { jsonText } from '../../shared/fhir/decimals.ts';
import { idPattern } from '../../shared/fhir/references.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { refuse, type Result } from '../../shared/kernel/result.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import type { Route } from '../../shared/routes.ts';
import type { Gate } from './limits.ts';
import { log } from './log.ts';
import type { StepUp } from './stepUp.ts';
import { problemBody, type Language, type ProblemBody } from './problems/index.ts';
import type { ApiAnswer, ApiRequest, SignedInRequest } from './request.ts';

export type Handled = Result<ApiAnswer, Refusal>;

export type Endpoint =
  | { readonly route: Route & { readonly auth: 'public' }; readonly handle: (request: ApiRequest) => Promise<Handled> }
  | { readonly route: Route & { readonly auth: 'bearer' }; readonly handle: (request: SignedInRequest) => Promise<Handled> };

export type Authenticate = (accessToken: string) => Promise<Result<Principal, Refusal>>;

export type ChainOptions = {
  readonly endpoints: readonly Endpoint[];
  readonly authenticate: Authenticate;
  readonly gate: Gate;
  /** Asks for the passkey before the endpoints whose route says so; without it none of those can be served. */
  readonly stepUp?: StepUp;
  /** How a refusal is written; problem+json unless the function speaks FHIR (OperationOutcome). */
  readonly refuseWith?: (problem: ProblemBody, refused: Refusal) => ApiAnswer;
};

const problemJson = (problem: ProblemBody): ApiAnswer => ({
  status: problem.status,
  headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  json: problem,
});

/** What writing an answer takes. */
const answerMilliseconds = 500;

/** What is not handled when the platform is about to end the function is answered all the same: to be tried again. */
async function inTime(handled: Promise<Handled>, milliseconds: number): Promise<Handled> {
  if (!Number.isFinite(milliseconds)) return await handled;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Handled>((resolve) => {
    timer = setTimeout(() => resolve(refuse(refusal('HTTP_UNAVAILABLE'))), milliseconds);
  });
  return await Promise.race([handled, late]).finally(() => clearTimeout(timer));
}

/**
 * When to come again (RFC 9110 10.2.3), where the refusal knows it, and soon where the database or a key could not be
 * reached; and that the person has to prove who they are (RFC 9470 3).
 */
function withHeaders(answer: ApiAnswer, { code, params }: Refusal): ApiAnswer {
  const seconds = String(params?.['seconds'] ?? soonSeconds);
  if (answer.status === 429 || answer.status === 503) return { ...answer, headers: { ...answer.headers, 'retry-after': seconds } };
  if (code !== 'HTTP_STEP_UP_NEEDED') return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': `Bearer error="insufficient_user_authentication", error_description="confirm the command", acr_values="phr", max_age="${seconds}"` } };
}

const soonSeconds = 2;

/**
 * The one middy chain of every HTTP function: correlation id, language, route, authentication, the endpoint, the
 * mapping of refusals, and one structured log line that carries ids only.
 */
export function httpFunction(options: ChainOptions) {
  const { endpoints, authenticate, gate, stepUp, refuseWith = problemJson } = options;
  if (!stepUp && endpoints.some(({ route }) => route.stepUp)) throw new Error('an endpoint asks for a passkey and the function has no way to');
  // The chain minds the time itself: middy would end with an error, which API Gateway answers with 502.
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: 0 }).handler(async (event, context: Partial<Context>) => {
    const started = Date.now();
    const request = requestOf(event, context);
    const handled = await inTime(handle(event, request), request.timeLeft() - answerMilliseconds);
    const answer = handled.ok
      ? handled.value
      : withHeaders(refuseWith(problemBody(handled.error, request.language, request.correlationId), handled.error), handled.error);
    log.info('request', {
      correlationId: request.correlationId,
      method: event.httpMethod,
      route: event.resource,
      status: answer.status,
      ...(handled.ok ? {} : { code: handled.error.code }),
      milliseconds: Date.now() - started,
    });
    return resultOf(answer, request);
  });

  async function handle(event: APIGatewayProxyEvent, request: ApiRequest): Promise<Handled> {
    const endpoint = endpoints.find(
      ({ route }) => route.path === event.resource && (route.method === 'ANY' || route.method === event.httpMethod),
    );
    if (!endpoint) return { ok: false, error: refusal('HTTP_NOT_FOUND') };
    try {
      if (endpoint.route.auth === 'public') {
        const tooMany = await gate.anonymous(endpoint.route, request);
        return tooMany ? refuse(tooMany) : await (endpoint.handle as (r: ApiRequest) => Promise<Handled>)(request);
      }
      const principal = await principalOf(request);
      if (!principal.ok) return refuse((await gate.badToken(request)) ?? principal.error);
      // Our own steps are not in any scope of another application.
      if (principal.value.scopes && endpoint.route.function !== 'fhir') return refuse(refusal('HTTP_SCOPE_INSUFFICIENT'));
      const tooMany = await gate.signedIn(endpoint.route, principal.value);
      if (tooMany) return refuse(tooMany);
      // A one-segment parameter is always an id; what no id can be is found nowhere, and reaches no store.
      if (!endpoint.route.path.includes('+}') && !Object.values(request.params).every((id) => idPattern.test(id))) return { ok: false, error: refusal('HTTP_NOT_FOUND') };
      const signedIn = { ...request, principal: principal.value };
      const unconfirmed = endpoint.route.stepUp && (await stepUp?.(signedIn, endpoint.route.stepUp));
      return unconfirmed ? refuse(unconfirmed) : await endpoint.handle(signedIn);
    } catch (error) {
      // A bug or a fault of the platform: the client gets no inner detail, the log gets the stack and no data.
      log.error('unexpected', { correlationId: request.correlationId, route: event.resource, error: error instanceof Error ? error : new Error('thrown value') });
      return { ok: false, error: refusal('HTTP_UNAVAILABLE') };
    }
  }

  async function principalOf(request: ApiRequest): Promise<Result<Principal, Refusal>> {
    const match = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '');
    if (!match?.[1]) return { ok: false, error: refusal('HTTP_TOKEN_MISSING') };
    return await authenticate(match[1]);
  }
}

function requestOf(event: APIGatewayProxyEvent, context: Partial<Context>): ApiRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers ?? {})) if (value !== undefined) headers[name.toLowerCase()] = value;
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {}))
    for (const value of values ?? []) query.append(name, value);
  const given = headers['x-correlation-id'];
  return {
    correlationId: given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID(),
    language: languageOf(headers['accept-language']),
    method: event.httpMethod,
    path: event.path,
    params: Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([k, v]) => [k, safeDecode(v ?? '')])),
    query,
    headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    sourceIp: addressOf(event, headers['x-forwarded-for']),
    timeLeft: () => context.getRemainingTimeInMillis?.() ?? Infinity,
  };
}

/**
 * Who called, as far as it can be known. CloudFront adds the caller's address to X-Forwarded-For and API Gateway
 * CloudFront's, so before the last stands the caller; what a caller writes there itself stands further left.
 * Without a proxy in front it is the connection's own address.
 */
function addressOf({ requestContext }: APIGatewayProxyEvent, forwardedFor = ''): string {
  return forwardedFor.split(',').at(-2)?.trim() ?? requestContext?.identity?.sourceIp ?? '';
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Vietnamese unless English is asked for with a higher weight (RFC 9110 12.5.4). */
export function languageOf(acceptLanguage = ''): Language {
  const ranked = acceptLanguage
    .split(',')
    .map((part, order) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';');
      const q = Number(params.find((p) => p.trim().startsWith('q='))?.split('=')[1] ?? 1);
      return { tag, q: Number.isFinite(q) ? q : 0, order };
    })
    .filter(({ tag, q }) => q > 0 && /^(vi|en)\b/.test(tag))
    .toSorted((a, b) => b.q - a.q || a.order - b.order);
  return ranked[0]?.tag.startsWith('en') ? 'en' : 'vi';
}

function resultOf(answer: ApiAnswer, request: ApiRequest): APIGatewayProxyResult {
  const headers = {
    'cache-control': 'no-store',
    'x-correlation-id': request.correlationId,
    'x-content-type-options': 'nosniff',
    ...(answer.json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...answer.headers,
  };
  if (answer.bytes) {
    return { statusCode: answer.status, headers, body: Buffer.from(answer.bytes).toString('base64'), isBase64Encoded: true };
  }
  return { statusCode: answer.status, headers, body: answer.json === undefined ? '' : jsonText(answer.json, answer.indent) };
}
