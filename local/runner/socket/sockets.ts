import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import * as z from 'zod';
import type { Part } from '../../product/part.ts';
import type { Invoke } from '../gateway/gateway.ts';
import type { SocketPlan } from '../template/plan.ts';
import { connectEvent, disconnectEvent, messageEvent, type SocketConnection, type SocketEvent } from './event.ts';
import { serveManagement } from './management.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const largestMessage = 128 * 1024;
const idleMilliseconds = 10 * 60_000;
const longestMilliseconds = 2 * 3_600_000;

/** Answers true when it takes the request. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
export type Sockets = Part & {
  /** Of the management API that functions post to open connections with. */
  readonly endpoint: string;
  readonly upgrade: Upgrade;
};

const answerSchema = z.object({ statusCode: z.int().default(200), headers: z.record(z.string(), z.string()).default({}), body: z.string().default('') });
type Answer = z.infer<typeof answerSchema>;

/** The WebSocket API of the template on sockets of our own: connections, messages and answers as API Gateway handles them. */
export async function openSockets(plan: SocketPlan | undefined, invoke: Invoke, log: (text: string) => void): Promise<Sockets> {
  const open = new Map<string, WebSocket>();
  const accepted = new WeakMap<IncomingMessage, string>();
  // What the function agrees to; API Gateway sends on the header that $connect answers with.
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessage, handleProtocols: (_, request) => accepted.get(request) ?? false });
  const management = await serveManagement(open);
  return {
    endpoint: `${management.origin}/${plan?.stage ?? ''}`,
    upgrade(request, socket, head) {
      if (!plan || request.url?.split('?')[0] !== `/${plan.stage}`) return false;
      socket.on('error', () => socket.destroy());
      connect(plan, request, socket, head).catch((error: unknown) => {
        log(`socket: ${error instanceof Error ? error.stack : 'failed'}\n`);
        refuse(socket, 500);
      });
      return true;
    },
    stop: async () => {
      for (const socket of open.values()) socket.terminate();
      await management.stop();
    },
  };

  async function connect(of: SocketPlan, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const connection: SocketConnection = { id: randomBytes(12).toString('base64url'), plan: of, domainName: request.headers.host ?? '', sourceIp: request.socket.remoteAddress ?? '', connectedAt: Date.now() };
    const answer = await call('$connect', connection, connectEvent(connection, request));
    if (socket.destroyed) return void (await call('$disconnect', connection, disconnectEvent(connection, 1006)));
    if (!answer || answer.statusCode >= 300) return refuse(socket, answer?.statusCode ?? 500);
    const protocol = Object.entries(answer.headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol')?.[1];
    if (protocol) accepted.set(request, protocol);
    server.handleUpgrade(request, socket, head, (webSocket) => serve(connection, webSocket));
  }

  function serve(connection: SocketConnection, socket: WebSocket): void {
    open.set(connection.id, socket);
    const longest = setTimeout(() => socket.close(1001, 'Going away'), longestMilliseconds);
    const idle = setTimeout(() => socket.close(1001, 'Going away'), idleMilliseconds);
    // Too large and malformed frames close the socket by themselves, with the same codes.
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, isBinary) => {
      idle.refresh();
      if (isBinary) socket.close(1003);
      else void answerTo(connection, socket, data.toString());
    });
    socket.once('close', (code) => {
      clearTimeout(longest);
      clearTimeout(idle);
      open.delete(connection.id);
      void call('$disconnect', connection, disconnectEvent(connection, code));
    });
  }

  /** A route with a response of its own sends back what the function answers. */
  async function answerTo(connection: SocketConnection, socket: WebSocket, text: string): Promise<void> {
    const answer = await call('$default', connection, messageEvent(connection, text));
    const body = answer ? answer.body : JSON.stringify({ message: 'Internal server error', connectionId: connection.id });
    if (body !== '' && socket.readyState === socket.OPEN) socket.send(body);
  }

  /** Undefined: the function failed, or answered what API Gateway would not take. */
  async function call(route: string, { plan: { functionArns } }: SocketConnection, event: SocketEvent): Promise<Answer | undefined> {
    const arn = functionArns.get(route);
    if (!arn) return { statusCode: 200, headers: {}, body: '' };
    const outcome = await invoke(arn, event);
    return outcome.kind === 'result' ? answerSchema.safeParse(outcome.value ?? {}).data : undefined;
  }
}

function refuse(socket: Duplex, status: number): void {
  if (socket.destroyed) return;
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
