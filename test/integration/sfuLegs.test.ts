import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as mediasoup from 'mediasoup';
import type { types } from 'mediasoup';
import { ensureMediasoupWorker } from '../../local/setup/mediasoupWorker.ts';
import { borrower } from '../../sfu/hosts/borrow.ts';
import { hostGate, makeHostKey } from '../../sfu/hosts/hostKey.ts';
import { Lender } from '../../sfu/hosts/lender.ts';
import type { Consumer, Leg, Transport } from '../../sfu/leg.ts';
import { Legs } from '../../sfu/legs.ts';
import { routerCapabilities } from '../../sfu/media.ts';
import { WorkerPool } from '../../sfu/workers.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { fakePlacements } from '../../shared/room/placements.fake.ts';
import { until } from '../support/browser.ts';

/** Real workers and real RTP between two hosts' pools in one process, so that the packets on the way can be counted. */
const port = 7846;
const address = '127.0.0.1';
const placements = fakePlacements();
const inlets: { readonly producer: types.Producer; readonly transport: types.PipeTransport }[] = [];
const socket = createSocket('udp4');
let home: WorkerPool;
let other: WorkerPool;
let server: Server;
let lender: Lender;
let legs: Legs;
/** `sent`: packets so far. */
let source: { readonly producer: types.Producer; readonly sent: () => number; readonly stop: () => void };

mediasoup.observer.on('newworker', (worker) => worker.observer.on('newrouter', (router) => router.observer.on('newtransport', (transport) => {
  if (transport.type === 'pipe') transport.observer.on('newproducer', (producer) => inlets.push({ producer, transport: transport as types.PipeTransport }));
})));

async function aPool(n: number, workerBin: string): Promise<WorkerPool> {
  const pool = new WorkerPool({ workers: 1, firstPort: 24_430 + n, listenAddress: address, announcedAddress: address, workerBin, peopleAWorker: 1, pipes: { address, firstPort: 25_300 + n * 10, lastPort: 25_309 + n * 10 } });
  await pool.start();
  return pool;
}

beforeAll(async () => {
  const worker = await ensureMediasoupWorker({ onProgress: () => undefined });
  if (!worker.ok) throw new Error(worker.reason);
  [home, other] = await Promise.all([aPool(0, worker.path), aPool(1, worker.path)]);
  const [key, otherKey] = await Promise.all(['home', 'other'].map((id) => makeHostKey(id, systemClock)));
  const at = new Date(Date.now() + 600_000).toISOString();
  await placements.beat({ id: 'home', address: 'ws://127.0.0.1:1', rooms: 0, most: 4, draining: false, at, key: key?.published ?? never() });
  await placements.beat({ id: 'other', address: `ws://${address}:${port}`, rooms: 0, most: 4, draining: false, at, key: otherKey?.published ?? never() });
  lender = new Lender({ pool: other, gate: hostGate({ id: 'other', placements, clock: systemClock }), hasRoom: () => lender.legs < 1 });
  server = createServer().on('upgrade', (request, upgraded, head) => lender.take(request, upgraded, head));
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  const borrow = borrower({ id: 'home', placements, clock: systemClock, key: key ?? never() });
  legs = new Legs(home, (events) => borrow('room', events), { onLoud: () => undefined, onLost: () => undefined });
}, 1_500_000);
afterAll(async () => {
  source?.stop();
  legs?.close();
  socket.close();
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  await Promise.all([home?.close(), other?.close()]);
});

function never(): never {
  throw new Error('not made');
}

/** A voice of 50 packets a second into the home's own router. */
async function speak(): Promise<typeof source> {
  const { router } = await legs.reach({ id: 'none' } as never, await someLeg());
  const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: address }, comedia: true, rtcpMux: true });
  const producer = await transport.produce({ kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: 7 }] } });
  let n = 0;
  const timer = setInterval(() => {
    const packet = Buffer.alloc(80);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(100, 1);
    packet.writeUInt16BE(n & 0xffff, 2);
    packet.writeUInt32BE((n * 960) >>> 0, 4);
    packet.writeUInt32BE(7, 8);
    n += 1;
    socket.send(packet, transport.tuple.localPort, address);
  }, 20);
  return { producer, sent: () => n, stop: () => clearInterval(timer) };
}

let seated: Leg | undefined;
let away: Leg | undefined;
const someLeg = async (): Promise<Leg> => (seated ??= (await legs.enter()) ?? never());
const watch = { seesPictures: () => false, onFlood: () => undefined, onBandwidth: () => undefined, withinMs: 60_000, onUnused: () => undefined };
const received = async () => (await inlets[0]?.producer.getStats())?.reduce((sum, { packetCount }) => sum + packetCount, 0) ?? 0;

describe('a room whose home is full', () => {
  it('is lent a worker of another host, to which a stream crosses once, encrypted, while somebody there wants it', async () => {
    const here = await someLeg();
    source = await speak();
    const there = (away = (await legs.enter()) ?? never());
    expect([here.isAway, there.isAway, lender.legs]).toEqual([false, true, 1]);
    const consume = async (way: Transport): Promise<Consumer> => {
      const crossing = await legs.bring(source.producer, here, there);
      const consumer = (await way.consume({ producerId: source.producer.id, rtpCapabilities: routerCapabilities })) ?? never();
      crossing?.follow(consumer);
      return consumer;
    };
    const ways = [(await there.seat(watch)).receive, (await there.seat(watch)).receive];
    const [one, another] = await Promise.all(ways.map(consume));
    expect(inlets.length).toBe(1);
    expect(inlets[0]?.transport.srtpParameters?.keyBase64.length).toBeGreaterThan(20);

    const quiet = await received();
    await pause(400);
    expect((await received()) - quiet).toBeLessThan(5);
    await one?.resume();
    await another?.resume();
    await until('packets cross', received, (packets) => packets > quiet + 20);
    await one?.pause();
    const [said, before] = [source.sent(), await received()];
    // One is enough, and two cost no more than one: what is said crosses once. (Some was on its way when it was counted.)
    await until('packets go on to cross', received, (packets) => packets > before + 50);
    expect((await received()) - before).toBeLessThan((source.sent() - said) * 1.2 + 10);
    await another?.pause();
    await until('no packet crosses', async () => {
      const still = await received();
      await pause(500);
      return (await received()) - still;
    }, (packets) => packets < 5);
  }, 60_000);

  it('has the voices from there at home, muted and ended as they are there: a recording takes them', async () => {
    const there = away ?? never();
    const { send } = await there.seat(watch);
    const voice = await send.produce({ kind: 'audio', rtpParameters: { mid: '0', codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: 9 }] } });
    const { router } = await legs.reach(voice, there);
    const isThere = () => router.canConsume({ producerId: voice.id, rtpCapabilities: router.rtpCapabilities });
    const inlet = inlets.find(({ producer }) => producer.id === voice.id)?.producer;
    expect([isThere(), inlet?.paused]).toEqual([true, false]);
    await voice.pause();
    await until('muted', async () => inlet?.paused, (paused) => paused === true);
    voice.close();
    await until('ended', async () => isThere(), (is) => !is);
  }, 60_000);

  it('crowds its own workers where no host has room, and is full beyond that', async () => {
    expect((await legs.enter())?.people).toBe(2);
    expect((await legs.enter())?.people).toBe(2);
    expect(await legs.enter()).toBeUndefined();
  }, 60_000);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
