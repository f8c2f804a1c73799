import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';

/** Before minutes of building: throws, as the front door would at the end, when somebody has the port. */
export async function needPort(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(portFault(port, error)));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

export const portFault = (port: number, error: NodeJS.ErrnoException): Error =>
  error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken: stop what runs there, or choose another with PORT=`) : error;

/** A loopback port that nobody has at this moment. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

export type HeldPort = { readonly port: number; readonly letGo: () => Promise<void> };

/** A loopback port that nobody else can take until it is let go; whoever asks there meanwhile is told 503. */
export async function holdPort(): Promise<HeldPort> {
  const server = createHttpServer((_, response) => void response.writeHead(503).end());
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const letGo = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, letGo };
}
