import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { FakeLeg } from '../leg.fake.ts';
import { LentLeg } from './lentLeg.ts';
import { RemoteLeg } from './remoteLeg.ts';

/** Both ends over a real socket; the worker alone is a fake. */
const servers: WebSocketServer[] = [];
afterEach(() => servers.splice(0).forEach((server) => {
  for (const client of server.clients) client.terminate();
  server.close();
}));

async function joined() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  const leg = new FakeLeg('lent');
  const taken = new Promise<LentLeg>((resolve) => server.once('connection', (socket) => resolve(new LentLeg(socket, leg))));
  await new Promise((resolve) => server.once('listening', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { allowSynchronousEvents: false });
  await new Promise((resolve) => socket.once('open', resolve));
  const heard: string[] = [];
  const lost = { on: () => undefined as void };
  const onLost = new Promise<void>((resolve) => (lost.on = resolve));
  const remote = new RemoteLeg('far', socket, { onLoud: (who, volume) => heard.push(`${who} ${volume}`), onLost: () => lost.on() });
  return { leg, lent: await taken, remote, socket, heard, onLost };
}
const told: { flood: number; unused: number; bandwidth: string[] } = { flood: 0, unused: 0, bandwidth: [] };
const watch = { seesPictures: () => false, onFlood: () => void (told.flood += 1), withinMs: 30_000, onUnused: () => void (told.unused += 1), onBandwidth: ({ kbps }: { readonly kbps: number }) => void told.bandwidth.push(String(kbps)) };

/** What is told comes over the socket: asked again until it is there. */
async function soon<Seen>(see: () => Seen, wanted: Seen): Promise<void> {
  for (const end = Date.now() + 40_000; JSON.stringify(see()) !== JSON.stringify(wanted) && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(see()).toEqual(wanted);
}
const rtpCapabilities = { codecs: [] };
const dtlsParameters = { fingerprints: [{ algorithm: 'sha-256' as const, value: 'AA' }] };

describe('a part of a room on another host', () => {
  it('seats people there: the browser is told the other host\'s addresses, and hears how its link does', async () => {
    const { leg, remote } = await joined();
    const { send, receive } = await remote.seat(watch);
    expect([send.id, receive.id, receive.dtlsParameters.fingerprints[0]?.value]).toEqual(['send', 'receive', 'AA']);
    await send.connect({ dtlsParameters });
    expect((await receive.restartIce()).usernameFragment).toBe('anew');
    leg.watch?.onFlood();
    leg.watch?.onUnused();
    leg.watch?.onBandwidth({ kbps: 300, limited: true });
    await soon(() => told, { flood: 1, unused: 1, bandwidth: ['300'] });
  });
  it('takes their streams, pauses and ends them, and listens to their voices', async () => {
    const { leg, remote, lent, heard } = await joined();
    const { send } = await remote.seat(watch);
    const producer = await send.produce({ kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }] } });
    await producer.pause();
    await remote.listen('nurse', producer.id);
    expect([producer.paused, leg.producers.get(producer.id)?.paused, leg.listened]).toEqual([true, true, [`nurse ${producer.id}`]]);
    for (const volume of [-40, -30, -35]) lent.note('nurse', volume);
    producer.close();
    await soon(() => [leg.producers.get(producer.id)?.closed, ...heard], [true, 'nurse -30']);
  });
  it('gives them the streams of others, as wanted, and says what becomes of them', async () => {
    const { leg, remote } = await joined();
    const { receive } = await remote.seat(watch);
    expect(await receive.consume({ producerId: 'unknown there', rtpCapabilities })).toBeUndefined();
    const { id } = leg.produced('voice', 'audio');
    const consumer = await receive.consume({ producerId: id, rtpCapabilities });
    const news: string[] = [];
    consumer?.on('producerpause', () => news.push('pause'));
    consumer?.on('producerclose', () => news.push('close'));
    consumer?.on('layerschange', (layers) => news.push(`layer ${layers?.spatialLayer ?? 'none'}`));
    await consumer?.resume();
    await consumer?.setPreferredLayers({ spatialLayer: 1, temporalLayer: 2 });
    await consumer?.setPriority(3);
    expect(leg.consumers[0]?.done).toEqual(['resume', 'layers 1 2', 'priority 3']);
    leg.consumers[0]?.safeEmit('producerpause');
    leg.consumers[0]?.safeEmit('layerschange', { spatialLayer: 0 });
    leg.consumers[0]?.safeEmit('layerschange', undefined);
    leg.consumers[0]?.safeEmit('producerclose');
    await soon(() => [...news, consumer?.producerPaused, consumer?.closed], ['pause', 'layer 0', 'layer none', 'close', true, true]);
  });
  it('is joined by pipes with keys', async () => {
    const { leg, remote } = await joined();
    const end = await remote.openPipe();
    await end.connect(end.point);
    await end.take({ id: 'from-home', kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }] }, paused: true });
    const outlet = await end.send('voice');
    expect([leg.pipes[0]?.far, leg.pipes[0]?.across, leg.producers.has('from-home'), outlet.paused]).toEqual([end.point, true, true, true]);
    end.close();
    await soon(() => [leg.pipes[0]?.closed, outlet.closed], [true, true]);
  });
  it('refuses what it does not have, and goes on', async () => {
    const { remote, leg } = await joined();
    const { send, receive } = await remote.seat(watch);
    leg.produced('voice', 'audio');
    const consumer = await receive.consume({ producerId: 'voice', rtpCapabilities });
    leg.consumers[0]?.close();
    await expect(consumer?.resume()).rejects.toThrow('RangeError');
    await send.connect({ dtlsParameters });
    expect(remote.isOver).toBe(false);
  });
  it('is lost with the way there: everything on it has ended, and nothing more can be asked', async () => {
    const { remote, lent, onLost, leg } = await joined();
    const { send } = await remote.seat(watch);
    const producer = await send.produce({ kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000 }] } });
    lent.end();
    await onLost;
    expect([remote.isOver, producer.closed]).toEqual([true, true]);
    await expect(remote.listen('who', 'x')).rejects.toThrow('gone');
    await soon(() => leg.isOver, true);
  });
  it('ends, and gives the worker back, at a word that neither understands', async () => {
    for (const nonsense of ['{', '{"n":1,"order":{"do":"anything"}}', '{"n":1,"order":{"do":"connect","transport":"send"}}', '[]']) {
      const { socket, leg, onLost } = await joined();
      socket.send(nonsense);
      await onLost;
      await soon(() => leg.isOver, true);
    }
  });
  it('is given back without a word of loss when nobody needs it', async () => {
    const { remote, leg, onLost } = await joined();
    remote.close();
    await soon(() => leg.isOver, true);
    expect(await Promise.race([onLost.then(() => 'lost'), new Promise((resolve) => setTimeout(resolve, 20, 'quiet'))])).toBe('quiet');
  });
});
