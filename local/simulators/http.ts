import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type Simulator = { readonly url: string; readonly stop: () => Promise<void> };

/** A server on loopback, or on `host`; `port` 0 takes a free one. Stops at once, connections in flight included. */
export async function listen(port: number, handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>, host = '127.0.0.1'): Promise<Simulator> {
  const server: Server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // The client closes what it does not need; closed from here after five idle seconds, a connection could just be taken again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** The fields of a JSON or form body; both are seen with these systems. */
export async function readFields(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (/form/.test(request.headers['content-type'] ?? '')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
