import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket as ServerSocket } from 'ws';
import { openLine, Refused } from './line.ts';
import type { Line, Notice } from './line.ts';

/** A server that answers as the SFU would, as far as a line is concerned. */
let server: WebSocketServer;
let url: string;
let client: ServerSocket | undefined;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('connection', (socket) => {
    client = socket;
    socket.send(JSON.stringify({ type: 'hello', rtpCapabilities: { codecs: [] } }));
    socket.on('message', (data: Buffer) => {
      const { id, type } = JSON.parse(data.toString()) as { id: number; type: string };
      if (type === 'produce') socket.send(JSON.stringify({ type: 'answer', id, answer: { producerId: `p${id}` } }));
      if (type === 'join') socket.send(JSON.stringify({ type: 'refusal', id, code: 'ROOM_PASS_EXPIRED' }));
    });
  });
});
afterEach(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

async function aLine(isAlive = () => false) {
  const notices: Notice[] = [];
  const closed: string[] = [];
  const line = await openLine(url);
  line.listen({ onNotice: (notice) => notices.push(notice), onClosed: (code) => closed.push(code), isAlive });
  return { line, notices, closed };
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 50));
const produce = { kind: 'audio' as const, source: 'microphone' as const, rtpParameters: { codecs: [] }, paused: false } satisfies Parameters<Line['request']>[1];

describe('a line to the SFU', () => {
  it('gives each answer to the request that it belongs to', async () => {
    const { line } = await aLine();
    await expect(Promise.all([line.request('produce', produce), line.request('produce', produce)])).resolves.toEqual([{ producerId: 'p1' }, { producerId: 'p2' }]);
  });
  it('throws a refusal with its code', async () => {
    const { line } = await aLine();
    await expect(line.request('join', { token: 'x', step: 'sd' })).rejects.toEqual(new Refused('ROOM_PASS_EXPIRED'));
  });
  it('passes notices on', async () => {
    const { notices } = await aLine();
    client?.send(JSON.stringify({ type: 'speaker', peer: 'a' }));
    await soon();
    expect(notices).toEqual([{ type: 'speaker', peer: 'a' }]);
  });
  it('tells once why it was closed, and fails what still waits', async () => {
    const { line, closed } = await aLine();
    const waiting = line.request('leave', {});
    client?.close(4000, 'ROOM_CLOSED');
    await expect(waiting).rejects.toThrow('closed');
    line.close();
    expect(closed).toEqual(['ROOM_CLOSED']);
    await expect(line.request('leave', {})).rejects.toThrow('closed');
  });
  it('knows what the SFU can do before anything is asked', async () => {
    expect((await aLine()).line.capabilities).toEqual({ codecs: [] });
  });
  it.each([
    ['is given up when no answer comes', false, ['']],
    ['is kept while media still comes: a thin link only holds it up', true, []],
  ])('%s', async (_, alive, ended) => {
    const { line, closed } = await aLine(() => alive);
    jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'clearTimeout', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    const waiting = line.request('leave', {}).catch(() => undefined);
    jest.advanceTimersByTime(30_000);
    jest.useRealTimers();
    expect(closed).toEqual(ended);
    line.close();
    await waiting;
  });
  it('goes on over another socket: what waits is asked again, and nothing that arrived is heard twice', async () => {
    const { line, notices, closed } = await aLine();
    const broken = new Promise<void>((resolve) => line.listen({ onNotice: (notice) => notices.push(notice), onClosed: (code) => closed.push(code), onBroken: resolve }));
    client?.send(JSON.stringify({ type: 'speaker', peer: 'a', n: 1 }));
    const unanswered = line.request('chat', { communication: 'c1' });
    await soon();
    client?.terminate();
    await broken;
    const late = line.request('chat', { communication: 'c2' });
    const asked: { id: number; type: string; seen?: number }[] = [];
    server.once('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as (typeof asked)[number];
        asked.push(message);
        if (message.type === 'resume') for (const each of [{ type: 'answer', id: 0, answer: {} }, { type: 'speaker', peer: 'a', n: 1 }, { type: 'speaker', peer: 'b', n: 2 }]) socket.send(JSON.stringify(each));
        else socket.send(JSON.stringify({ type: 'answer', id: message.id, answer: {} }));
      });
    });
    await line.resume('secret', 1_000);
    await Promise.all([unanswered, late]);
    expect(asked.map(({ id, type }) => `${id} ${type}`)).toEqual(['0 resume', '1 chat', '2 chat']);
    expect(asked[0]?.seen).toBe(1);
    expect(notices.filter(({ type }) => type === 'speaker')).toEqual([{ type: 'speaker', peer: 'a', n: 1 }, { type: 'speaker', peer: 'b', n: 2 }]);
    expect(closed).toEqual([]);
    line.close();
  });
  it('says so when its stay is over there', async () => {
    const { line } = await aLine();
    const broken = new Promise<void>((resolve) => line.listen({ onNotice: () => undefined, onClosed: () => undefined, onBroken: resolve }));
    client?.terminate();
    await broken;
    server.once('connection', (socket) => socket.on('message', () => socket.send(JSON.stringify({ type: 'refusal', id: 0, code: 'ROOM_STAY_OVER' }))));
    await expect(line.resume('secret', 1_000)).rejects.toEqual(new Refused('ROOM_STAY_OVER'));
    line.close();
  });
  it('is closed, not broken, when the server gives a reason', async () => {
    const { line } = await aLine();
    const heard: string[] = [];
    line.listen({ onNotice: () => undefined, onClosed: (code) => heard.push(code), onBroken: () => heard.push('broken') });
    client?.close(4000, 'ROOM_SENT_OUT');
    await soon();
    expect(heard).toEqual(['ROOM_SENT_OUT']);
  });
  it('cannot be opened where nobody listens', async () => {
    await expect(openLine('ws://127.0.0.1:9')).rejects.toThrow('could not be opened');
  });
});
