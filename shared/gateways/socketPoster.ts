import { GoneException, PostToConnectionCommand, type ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import type { SocketPoster } from '../subscription/ports.ts';

/** Messages to open WebSockets through API Gateway's management API, which answers 410 for one that is closed. */
export function apiGatewaySockets(client: ApiGatewayManagementApiClient): SocketPoster {
  return {
    async post(connection, text) {
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId: connection, Data: text }));
        return { kind: 'sent' };
      } catch (error) {
        return error instanceof GoneException ? { kind: 'gone' } : { kind: 'failed', why: 'websocket' };
      }
    },
  };
}
