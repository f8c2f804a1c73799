import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { ensureMediasoupWorker } from '../../local/setup/mediasoupWorker.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { hostFor, type Placements } from '../../shared/room/placement.ts';
import { dynamoPlacements } from '../../shared/store/placements.ts';
import { startEmbedded, type Database } from '../store/support/databases.ts';
import { until } from '../support/browser.ts';
import { openPassOffice, startSfu, type PassOffice, type RunningSfu } from '../support/sfu.ts';

/** Two real SFU processes that share one table: where rooms go, what happens when a host dies, and how one leaves. */
const first = 7200;
let database: Database;
let placements: Placements;
let office: PassOffice;
let workerBin: string;
const running = new Map<string, RunningSfu>();

beforeAll(async () => {
  const worker = await ensureMediasoupWorker({ onProgress: () => undefined });
  if (!worker.ok) throw new Error(worker.reason);
  workerBin = worker.path;
  database = await startEmbedded();
  office = await openPassOffice(first + 9, `ws://127.0.0.1:${first}/sfu`, () => undefined);
}, 1_500_000);
afterAll(async () => {
  await office?.close();
  await database?.stop();
});

let tenants = 0;
const port = { a: first, b: first + 2 } as const;
type Host = keyof typeof port;

async function start(host: Host): Promise<RunningSfu> {
  const sfu = await startSfu({
    port: port[host], mediaPort: port[host] + 20, keysUrl: office.keysUrl, workerBin,
    env: {
      SFU_TABLE: database.tableName, SFU_TENANT: `hosts-${tenants}`, SFU_HOST_ID: host, SFU_PRIVATE_ADDRESS: `ws://127.0.0.1:${port[host]}`, SFU_DRAIN_SECONDS: '60',
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint, AWS_REGION: 'ap-southeast-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  running.set(host, sfu);
  return sfu;
}

async function both(): Promise<void> {
  tenants += 1;
  placements = dynamoPlacements(database.client, database.tableName, `hosts-${tenants}`);
  await Promise.all([start('a'), start('b')]);
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all([...running.values()].map(({ process }) => new Promise<void>((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) return resolve();
    process.once('exit', () => resolve());
    process.kill('SIGKILL');
  })));
  running.clear();
});

const sockets: WebSocket[] = [];
const place = async (room: string) => {
  const found = await hostFor({ placements, clock: systemClock }, room);
  return found.kind === 'on' ? (found.host as Host) : found.kind;
};
const rooms = async (host: Host) => (await running.get(host)?.health())?.rooms;

/** Joins at one host's door a room that is meant for another (or the same); the answer's kind, or the code of the refusal. */
async function join(room: string, { at, meant }: { readonly at: Host; readonly meant: string }): Promise<{ code: string; socket: WebSocket }> {
  const { token } = await office.pass({ sub: `someone-in-${room}`, room, role: 'station' });
  const socket = new WebSocket(`ws://127.0.0.1:${port[at]}/sfu/${meant}`);
  sockets.push(socket);
  return await new Promise((resolve) => {
    socket.on('open', () => socket.send(JSON.stringify({ id: 1, type: 'join', token })));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; code?: string };
      if (message.type === 'answer') resolve({ code: 'joined', socket });
      if (message.type === 'refusal') resolve({ code: message.code ?? '', socket });
    });
    socket.on('error', () => resolve({ code: 'no socket', socket }));
  });
}

describe('rooms on two hosts', () => {
  it('each go to one, whichever host the browser knocks at', async () => {
    await both();
    const at = await place('room-1');
    expect(['a', 'b']).toContain(at);
    const other = at === 'a' ? 'b' : 'a';
    expect((await join('room-1', { at: other, meant: at })).code).toBe('joined');
    expect([await rooms(at as Host), await rooms(other)]).toEqual([1, 0]);
    expect((await join('room-2', { at: other, meant: 'nowhere' })).code).toBe('no socket');
  }, 120_000);

  it('are closed by the API at the right host, whichever one it asks', async () => {
    await both();
    const at = (await place('room-1')) as Host;
    const other = at === 'a' ? 'b' : 'a';
    const { socket } = await join('room-1', { at, meant: at });
    const closed = new Promise<string>((resolve) => socket.once('close', (_, reason) => resolve(reason.toString())));
    const answer = await fetch(`http://127.0.0.1:${port[other]}/rooms/room-1/close`, { method: 'POST', headers: { authorization: `Bearer ${await office.order('room-1')}` } });
    expect(answer.status).toBe(204);
    expect(await closed).toBe('ROOM_CLOSED');
  }, 120_000);

  it('go to the living host when theirs is killed', async () => {
    await both();
    const at = (await place('room-1')) as Host;
    const other = at === 'a' ? 'b' : 'a';
    expect((await join('room-1', { at, meant: at })).code).toBe('joined');
    running.get(at)?.process.kill('SIGKILL');
    const diedAt = Date.now();
    await until('placed on the other', () => place('room-1'), (host) => host === other, 60_000);
    console.log('host killed, its room placed on another after ms', Date.now() - diedAt);
    expect((await join('room-1', { at: other, meant: other })).code).toBe('joined');
  }, 120_000);

  it('end before their host leaves, and no new one comes to it meanwhile', async () => {
    await both();
    const at = (await place('room-1')) as Host;
    const other = at === 'a' ? 'b' : 'a';
    const { socket } = await join('room-1', { at, meant: at });
    const leaving = running.get(at)?.stop();
    await until('draining', () => placements.hosts(), (hosts) => hosts.some(({ id, draining }) => id === at && draining));
    expect(new Set(await Promise.all(Array.from({ length: 6 }, (_, n) => place(`new-${n}`))))).toEqual(new Set([other]));
    expect((await join('late', { at, meant: at })).code).toBe('ROOM_RESTARTING');
    expect((await join('room-1', { at, meant: at })).code).toBe('joined');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect([await rooms(at), running.get(at)?.process.exitCode]).toEqual([1, null]);
    sockets.at(-1)?.send(JSON.stringify({ id: 2, type: 'leave' }));
    socket.terminate();
    for (const each of sockets) if (each.readyState === WebSocket.OPEN) each.send(JSON.stringify({ id: 3, type: 'leave' }));
    expect(await leaving).toBe(0);
    expect((await placements.hosts()).map(({ id }) => id)).toEqual([other]);
    expect(await place('room-1')).toBe(other);
  }, 120_000);
});
