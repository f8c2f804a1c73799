import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import type { Part } from '../../product/part.ts';

export type Management = Part & { readonly origin: string };

/** `POST /<stage>/@connections/<id>` of API Gateway's management API on loopback: sends the body, or answers 410. */
export async function serveManagement(open: ReadonlyMap<string, WebSocket>): Promise<Management> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const id = /\/(?:@|%40)connections\/([^/?]+)$/i.exec(request.url ?? '')?.[1];
      const socket = id === undefined ? undefined : open.get(decodeURIComponent(id));
      const gone = request.method !== 'POST' || socket?.readyState !== socket?.OPEN || !socket;
      if (!gone) socket.send(Buffer.concat(chunks).toString());
      // The SDK reads the kind of error from this header.
      response.writeHead(gone ? 410 : 200, { 'content-type': 'application/json', ...(gone && { 'x-amzn-errortype': 'GoneException' }) }).end(gone ? '{}' : '');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () =>
      await new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
