import { describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { Correspondence } from './correspondence.ts';

/** A socket that writes down what is sent over it. */
function aSocket() {
  const said: Record<string, unknown>[] = [];
  const how: string[] = [];
  const socket = { OPEN: 1, readyState: 1, bufferedAmount: 0, send: (text: string) => said.push(JSON.parse(text) as Record<string, unknown>), terminate: () => how.push('terminated'), close: (_: number, code: string) => how.push(code) } as unknown as WebSocket;
  return { socket, said, how };
}
const chat = (communication: string) => ({ type: 'chat', peer: 'a', communication }) as const;

describe('what is said to a browser in one stay', () => {
  it('is numbered, and what was not seen is said again over the next socket, in its order', () => {
    const [first, second] = [aSocket(), aSocket()];
    const post = new Correspondence(first.socket, () => undefined);
    for (const each of ['1', '2', '3']) post.send(chat(each));
    expect(first.said.map(({ n, communication }) => [n, communication])).toEqual([[1, '1'], [2, '2'], [3, '3']]);
    post.lose();
    post.send(chat('4'));
    expect(post.resume(second.socket, 2, '{"type":"hello"}')).toBe(true);
    post.send(chat('5'));
    expect(second.said.map(({ n }) => n)).toEqual([undefined, 3, 4, 5]);
    expect(first.how).toEqual([]);
  });
  it('takes the place of a socket that is not known to be dead', () => {
    const [first, second] = [aSocket(), aSocket()];
    const post = new Correspondence(first.socket, () => undefined);
    expect(post.resume(second.socket, 0, '{}')).toBe(true);
    expect(first.how).toEqual(['terminated']);
    expect([post.isOn(first.socket), post.isOn(second.socket)]).toEqual([false, true]);
  });
  it('says of a state only the last word again', () => {
    const [first, second] = [aSocket(), aSocket()];
    const post = new Correspondence(first.socket, () => undefined);
    for (let kbps = 1; kbps <= 500; kbps += 1) post.send({ type: 'bandwidth', kbps, limited: false });
    expect(post.resume(second.socket, 0, '{}')).toBe(true);
    expect(second.said.slice(1)).toEqual([{ type: 'bandwidth', kbps: 500, limited: false, n: 500 }]);
  });
  it('can not go on when too much was said meanwhile, and holds no more than that', () => {
    const [first, second] = [aSocket(), aSocket()];
    const post = new Correspondence(first.socket, () => undefined);
    post.lose();
    for (let n = 0; n < 3_000; n += 1) post.send(chat('x'.repeat(100)));
    expect(post.resume(second.socket, 0, '{}')).toBe(false);
    expect(second.said).toEqual([]);
  });
  it('can not go on from a number that was never said', () => {
    expect(new Correspondence(aSocket().socket, () => undefined).resume(aSocket().socket, 7, '{}')).toBe(false);
  });
  it('is over for good once it was ended, with the reason', () => {
    const first = aSocket();
    let over = 0;
    const post = new Correspondence(first.socket, () => (over += 1));
    post.end('ROOM_SENT_OUT');
    post.end('ROOM_CLOSED');
    expect([first.how, over, post.resume(aSocket().socket, 0, '{}')]).toEqual([['ROOM_SENT_OUT'], 1, false]);
  });
});

describe('what a browser asks', () => {
  it('is heard once, however often it is said', () => {
    const post = new Correspondence(aSocket().socket, () => undefined);
    expect([1, 2, 2, 1, 3].map((id) => post.hears(id, undefined))).toEqual([true, true, false, false, true]);
  });
  it('confirms what it has seen', () => {
    const [first, second] = [aSocket(), aSocket()];
    const post = new Correspondence(first.socket, () => undefined);
    for (const each of ['1', '2', '3']) post.send(chat(each));
    post.hears(1, 3);
    post.resume(second.socket, 0, '{}');
    expect(second.said).toHaveLength(1);
  });
});
