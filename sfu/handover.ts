import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

const CONNECT_WITHIN_MS = 3_000;

/**
 * Takes a browser's socket on to the host that has its room: a balancer can't know which that is. Media goes straight to
 * that host; only signalling passes here. `address` comes from the table, never from the browser.
 */
export function handOver(request: IncomingMessage, socket: Duplex, head: Buffer, address: string): void {
  const { hostname, port } = new URL(address);
  const onward = connect({ host: hostname, port: Number(port) });
  const end = () => {
    socket.destroy();
    onward.destroy();
  };
  onward.setTimeout(CONNECT_WITHIN_MS, end);
  onward.once('connect', () => {
    onward.setTimeout(0);
    const headers = request.rawHeaders.flatMap((name, n) => (n % 2 === 0 ? [`${name}: ${request.rawHeaders[n + 1] ?? ''}`] : []));
    onward.write([`GET ${request.url ?? '/sfu'} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
    if (head.length > 0) onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  for (const each of [socket, onward]) {
    each.on('error', end);
    each.once('close', end);
  }
}
