import { WebSocket } from 'ws';

type Message = { readonly type: string; readonly code?: string; readonly [field: string]: unknown };

/** A peer that speaks to the SFU by hand, so that it can do what no browser does. */
export type ByHand = {
  readonly socket: WebSocket;
  readonly heard: readonly Message[];
  /** A request, numbered as it should be. */
  readonly say: (type: string, fields?: object) => void;
  /** Anything at all. */
  readonly send: (frame: string | Buffer) => void;
  /** The code and the reason, once the socket is closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string; readonly at: number }>;
};

/** Resolves when the SFU has said what it can do. `deaf`: does not answer pings. */
export async function openByHand(url: string, { deaf = false } = {}): Promise<ByHand> {
  const socket = new WebSocket(url, { autoPong: !deaf });
  const heard: Message[] = [];
  let id = 0;
  const closed = new Promise<{ code: number; reason: string; at: number }>((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: reason.toString(), at: Date.now() })));
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as Message));
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('message', () => resolve());
    socket.once('error', reject);
  });
  return { socket, heard, closed, send: (frame) => socket.send(frame), say: (type, fields = {}) => socket.send(JSON.stringify({ id: (id += 1), type, ...fields })) };
}
