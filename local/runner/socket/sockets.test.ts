import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { apiGatewaySockets } from '../../../shared/gateways/socketPoster.ts';
import type { Invocation } from '../lambda/functionPool.ts';
import type { SocketPlan } from '../template/plan.ts';
import type { SocketEvent } from './event.ts';
import { openSockets, type Sockets } from './sockets.ts';

const plan: SocketPlan = { apiId: 'Sockets', stage: 'socket', functionArns: new Map([['$connect', 'arn'], ['$default', 'arn'], ['$disconnect', 'arn']]) };
const started: { readonly sockets: Sockets; readonly server: Server }[] = [];

/** A gateway before a function that answers as `answers` says, by route key. */
async function gateway(answers: Readonly<Record<string, unknown>> = {}) {
  const events: SocketEvent[] = [];
  const invoke = async (_: string, event: unknown): Promise<Invocation> => {
    const came = event as SocketEvent;
    events.push(came);
    const value = answers[String(came.requestContext['routeKey'])] ?? { statusCode: 200, body: `heard ${came.body}` };
    return await Promise.resolve(value === 'fails' ? { kind: 'error', name: 'Error', message: 'x' } : { kind: 'result', value, bytes: 1 });
  };
  const sockets = await openSockets(plan, invoke, () => undefined);
  const server = createServer();
  server.on('upgrade', (request, socket, head) => void (sockets.upgrade(request, socket, head) || socket.end('HTTP/1.1 404 Not Found\r\n\r\n')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.push({ sockets, server });
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/socket`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { events, address, sockets, poster: apiGatewaySockets(new ApiGatewayManagementApiClient({ endpoint: sockets.endpoint, region: 'ap-southeast-1', credentials, maxAttempts: 1 })) };
}
const once = async (socket: WebSocket, event: 'open' | 'close' | 'message') => await new Promise<unknown>((resolve, reject) => socket.once(event, resolve).once('error', reject));
const idOf = (event: SocketEvent | undefined) => String(event?.requestContext['connectionId']);

afterEach(async () => {
  for (const { sockets, server } of started.splice(0)) {
    await sockets.stop();
    server.close();
  }
});

describe('the WebSocket API of the runner', () => {
  it('sends the function what API Gateway sends, and its answer to the client', async () => {
    const { events, address } = await gateway({ $connect: { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'ours' } } });
    const socket = new WebSocket(`${address}?a=b`, ['ours', 'bearer.x']);
    await once(socket, 'open');
    expect(socket.protocol).toBe('ours');
    socket.send('hello');
    expect(String(await once(socket, 'message'))).toBe('heard hello');
    socket.close();
    await once(socket, 'close');
    while (events.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(events[0]).toMatchObject({ queryStringParameters: { a: 'b' }, headers: { 'Sec-WebSocket-Protocol': 'ours,bearer.x' }, requestContext: { routeKey: '$connect', eventType: 'CONNECT', stage: 'socket', apiId: 'Sockets', identity: { sourceIp: '127.0.0.1' } } });
    expect(events[1]).toMatchObject({ body: 'hello', isBase64Encoded: false, requestContext: { routeKey: '$default', eventType: 'MESSAGE' } });
    expect(events[2]).toMatchObject({ requestContext: { routeKey: '$disconnect', eventType: 'DISCONNECT' } });
    expect(new Set(events.map(idOf)).size).toBe(1);
  });

  it.each<[string, unknown, number]>([['refuses', { statusCode: 401 }, 401], ['fails', 'fails', 500], ['answers with nonsense', { statusCode: 'x' }, 500]])('opens nothing when the function %s', async (_, answer, status) => {
    const { address } = await gateway({ $connect: answer });
    const socket = new WebSocket(address);
    socket.on('error', () => undefined);
    expect(await new Promise((resolve) => socket.once('unexpected-response', (__, { statusCode }) => resolve(statusCode)))).toBe(status);
  });

  it('tells a client that the function failed, and goes on', async () => {
    const { address } = await gateway({ $default: 'fails' });
    const socket = new WebSocket(address);
    await once(socket, 'open');
    socket.send('x');
    expect(JSON.parse(String(await once(socket, 'message')))).toMatchObject({ message: 'Internal server error' });
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('posts to an open connection, and says that a closed one is gone, also one of before a restart', async () => {
    const { address, events, poster } = await gateway();
    const socket = new WebSocket(address);
    await once(socket, 'open');
    const heard = once(socket, 'message');
    expect(await poster.post(idOf(events[0]), 'ping s1')).toEqual({ kind: 'sent' });
    expect(String(await heard)).toBe('ping s1');
    const again = await gateway();
    expect(await again.poster.post(idOf(events[0]), 'ping s1')).toEqual({ kind: 'gone' });
    socket.terminate();
    while (events.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await poster.post(idOf(events[0]), 'ping s1')).toEqual({ kind: 'gone' });
  });

  it('could not reach the management API: a failure, which says nothing of why', async () => {
    const { poster, sockets } = await gateway();
    await sockets.stop();
    expect(await poster.post('x', 'ping s1')).toEqual({ kind: 'failed', why: 'websocket' });
  });
});
