import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Upgrade } from '../runner/socket/sockets.ts';
import { proxySocket } from '../web/proxySocket.ts';
import { portFault } from './freePort.ts';
import type { Part } from './part.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type FrontDoor = {
  readonly port: number;
  /** CloudFront's path patterns that go to the API: "/api/*". */
  readonly apiPatterns: readonly string[];
  readonly api: Handle;
  readonly web: Handle;
  readonly oidc: Handle;
  /** WebSockets of the API; false where the path is none of theirs. */
  readonly sockets: Upgrade;
  /** Port of the media server's signalling; undefined while it is not there. */
  readonly sfuPort: () => number | undefined;
  readonly log: (text: string) => void;
};

/** The one origin: client, API, sign-in and signalling on one port, as CloudFront and the load balancer do it. */
export async function openFrontDoor({ port, apiPatterns, api, web, oidc, sockets, sfuPort, log }: FrontDoor): Promise<Part> {
  const isApi = (path: string) => apiPatterns.some((p) => (p.endsWith('*') ? path.startsWith(p.slice(0, -1)) : path === p));
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    const handle = path === '/oidc' || path.startsWith('/oidc/') ? oidc : isApi(path) ? api : web;
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end();
      log(`${request.method} ${path}: ${error instanceof Error ? error.stack : 'failed'}\n`);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (sockets(request, socket, head)) return;
    const target = request.url?.startsWith('/sfu') ? sfuPort() : undefined;
    if (target === undefined) socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else proxySocket(request, socket, head, target);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portFault(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    stop: async () =>
      await new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
