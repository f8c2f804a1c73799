import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { SocketPlan } from '../template/plan.ts';

/** One open WebSocket, as every event of it tells. */
export type SocketConnection = { readonly id: string; readonly plan: SocketPlan; readonly domainName: string; readonly sourceIp: string; readonly connectedAt: number };

type EventType = APIGatewayProxyWebsocketEventV2['requestContext']['eventType'];
export type SocketEvent = Omit<APIGatewayProxyWebsocketEventV2, 'requestContext'> & { readonly requestContext: Readonly<Record<string, unknown>>; readonly headers?: Readonly<Record<string, string>>; readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html */
function contextOf({ id, plan, domainName, sourceIp, connectedAt }: SocketConnection, eventType: EventType, routeKey: string): Readonly<Record<string, unknown>> {
  const now = new Date();
  const requestId = randomUUID();
  return {
    routeKey, eventType, requestId, extendedRequestId: requestId, requestTime: now.toUTCString(), requestTimeEpoch: now.getTime(), messageDirection: 'IN',
    stage: plan.stage, connectedAt, domainName, connectionId: id, apiId: plan.apiId, identity: { sourceIp },
  };
}

export function connectEvent(connection: SocketConnection, request: IncomingMessage): SocketEvent {
  const multiValueHeaders: Record<string, string[]> = {};
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) (multiValueHeaders[request.rawHeaders[i] ?? ''] ??= []).push(request.rawHeaders[i + 1] ?? '');
  const query = new URL(request.url ?? '/', 'http://socket').searchParams;
  return {
    headers: Object.fromEntries(Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1) ?? ''])),
    multiValueHeaders,
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: contextOf(connection, 'CONNECT', '$connect'),
    isBase64Encoded: false,
  };
}

export const messageEvent = (connection: SocketConnection, body: string): SocketEvent => ({
  requestContext: { ...contextOf(connection, 'MESSAGE', '$default'), messageId: randomUUID() },
  body,
  isBase64Encoded: false,
});

export const disconnectEvent = (connection: SocketConnection, code: number): SocketEvent => ({
  headers: { Host: connection.domainName },
  multiValueHeaders: { Host: [connection.domainName] },
  requestContext: { ...contextOf(connection, 'DISCONNECT', '$disconnect'), disconnectStatusCode: code, disconnectReason: '' },
  isBase64Encoded: false,
});
