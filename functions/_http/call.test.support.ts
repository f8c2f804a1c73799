import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { routes, type RouteName } from '../../shared/routes.ts';
import type { httpFunction } from './chain.ts';

export type Call = { readonly token?: string; readonly params?: Readonly<Record<string, string>>; readonly query?: Readonly<Record<string, string[]>>; readonly body?: unknown; readonly key?: string };

/** Calls a function as API Gateway does, through the whole chain; for tests. */
export const callsTo = (handler: ReturnType<typeof httpFunction>) => async (name: RouteName, { token, params, query, body, key }: Call = {}) => {
  const { method, path } = routes[name];
  const event = {
    httpMethod: method, resource: path, path, pathParameters: params ?? null, multiValueQueryStringParameters: query ?? null,
    body: body === undefined ? null : JSON.stringify(body), isBase64Encoded: false, requestContext: { identity: { sourceIp: '127.0.0.1' } },
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(key ? { 'Idempotency-Key': key } : {}) },
  } as unknown as APIGatewayProxyEvent;
  const result = await handler(event, {} as Context);
  return { status: result.statusCode, headers: result.headers ?? {}, body: (result.isBase64Encoded ? { bytes: result.body } : JSON.parse(result.body)) as Record<string, unknown> };
};
