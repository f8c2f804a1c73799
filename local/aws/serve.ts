import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Part } from '../product/part.ts';

export type Served = Part & { readonly endpoint: string };

/** A small HTTP server on a port of its own, on loopback or on `host`; `port` 0 takes any. Stopping cuts open connections. */
export async function serve(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>, port = 0, host = '127.0.0.1'): Promise<Served> {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // The client closes what it does not need; closed from here after five idle seconds, a connection could just be taken again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () =>
      await new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
