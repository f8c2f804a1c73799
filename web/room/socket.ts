import type { ServerMessage } from '../../shared/room/signalling.ts';

export type Capabilities = Extract<ServerMessage, { type: 'hello' }>['rtpCapabilities'];
export type OpenSocket = { readonly socket: WebSocket; readonly capabilities: Capabilities; /** About one way there and back. */ readonly roundTripMs: number };

/** A socket to the SFU that has greeted. Rejects when it doesn't come to that in time. */
export async function openSocket(url: string, withinMs: number): Promise<OpenSocket> {
  const startedAt = performance.now();
  const socket = new WebSocket(url);
  let openedAt = startedAt;
  socket.addEventListener('open', () => {
    openedAt = performance.now();
  });
  const capabilities = await new Promise<Capabilities>((resolve, reject) => {
    const timer = setTimeout(() => {
      // Not "closed" before seconds have passed on a dead network: not waited for.
      socket.close();
      reject(new Error('the line could not be opened in time'));
    }, withinMs);
    socket.addEventListener('message', (event) => {
      const message = JSON.parse(String(event.data)) as ServerMessage;
      if (message.type !== 'hello') return;
      clearTimeout(timer);
      resolve(message.rtpCapabilities);
    });
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      reject(new Error('the line could not be opened'));
    });
  });
  // TCP, TLS and the upgrade are one way there and back each.
  return { socket, capabilities, roundTripMs: (openedAt - startedAt) / (url.startsWith('wss:') ? 3 : 2) };
}
