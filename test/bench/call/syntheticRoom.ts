import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';
import { mediaCodecs } from '../../../sfu/media.ts';

/** What each site sends: a voice in packets of 40 ms, and the small picture at 15 frames, one packet each (100 kbit/s). */
const voice = { perSecond: 25, bytes: 120 } as const;
const picture = { perSecond: 15, bytes: 830 } as const;
/** What each site receives of the others. */
export const shown = { tiles: 9, voices: 3 } as const;
const TICK_MS = 20;
const address = '127.0.0.1';

export type Load = {
  /** Share of one core, in percent. */
  readonly core: number;
  readonly microsecondsAPacket: number;
  readonly packetsPerSecond: number;
  /** Share of what was sent to the worker that it did not take in, in percent. */
  readonly lost: number;
  /** Round trip of an order to the worker, 95th percentile (ms). */
  readonly controlP95: number;
};

/** Packets in and out of one worker each second, with so many sites of which everybody sees nine, all with their full rate, and hears three. */
export const packetsOf = (sites: number): number =>
  sites * (voice.perSecond + picture.perSecond) + sites * (Math.min(shown.tiles, sites - 1) * picture.perSecond + Math.min(shown.voices, sites - 1) * voice.perSecond);

type Sender = { readonly port: number; readonly ssrc: number; sequence: number; readonly audio: types.Producer; readonly video: types.Producer };

/**
 * A room of synthetic sites on one worker: real RTP over UDP in, encrypted RTP over UDP out to a socket that nobody reads.
 * Without the reports and requests of real receivers: a lower bound, to be read beside what real browsers cost.
 */
export async function loadOf(sites: number, workerBin: string, { sink, seconds }: { readonly sink: number; readonly seconds: number }): Promise<Load> {
  const worker = await createWorker({ logLevel: 'error', workerBin });
  const drain = spawn('python3', ['-c', `import socket,time\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\ns.bind(('${address}',${sink}))\ntime.sleep(3600)`], { stdio: 'ignore' });
  const socket = createSocket('udp4');
  try {
    const router = await worker.createRouter({ mediaCodecs });
    const senders: Sender[] = [];
    for (let n = 0; n < sites; n += 1) senders.push(await aSender(router, n));
    for (let n = 0; n < sites; n += 1) await aReceiver(router, n, { senders, sink });
    const stop = send(socket, senders);
    await pause(2_000);
    const [cpu, taken, sent, from] = [await cpuOf(worker), await takenBy(senders), stop.sent(), performance.now()];
    const orders: number[] = [];
    while (performance.now() - from < seconds * 1000) {
      const asked = performance.now();
      await router.dump();
      orders.push(performance.now() - asked);
      await pause(100);
    }
    const passed = performance.now() - from;
    const [cpuAfter, takenAfter, sentAfter] = [await cpuOf(worker), await takenBy(senders), stop.sent()];
    stop.now();
    const packetsPerSecond = packetsOf(sites) * Math.min(1, (takenAfter - taken) / Math.max(1, sentAfter - sent));
    const core = (100 * (cpuAfter - cpu)) / passed;
    return {
      core: round(core), packetsPerSecond: Math.round(packetsPerSecond), microsecondsAPacket: round((core * 1e4) / packetsPerSecond),
      lost: round(Math.max(0, 100 * (1 - (takenAfter - taken) / Math.max(1, sentAfter - sent)))), controlP95: round(orders.toSorted((a, b) => a - b)[Math.floor(orders.length * 0.95)] ?? 0),
    };
  } finally {
    socket.close();
    drain.kill();
    worker.close();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value: number) => Math.round(value * 10) / 10;
const cpuOf = async (worker: types.Worker): Promise<number> => {
  const { ru_utime: user, ru_stime: system } = await worker.getResourceUsage();
  return user + system;
};
const takenBy = async (senders: readonly Sender[]): Promise<number> => {
  const counts = await Promise.all(senders.flatMap(({ audio, video }) => [audio, video]).map(async (producer) => (await producer.getStats()).reduce((sum, { packetCount }) => sum + packetCount, 0)));
  return counts.reduce((sum, count) => sum + count, 0);
};

async function aSender(router: types.Router, n: number): Promise<Sender> {
  const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: address }, comedia: true, rtcpMux: true });
  const ssrc = 10_000 + n * 10;
  const audio = await transport.produce({ kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc }] } });
  const video = await transport.produce({ kind: 'video', rtpParameters: { codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }], encodings: [{ ssrc: ssrc + 1 }] } });
  return { port: transport.tuple.localPort, ssrc, sequence: 0, audio, video };
}

async function aReceiver(router: types.Router, n: number, { senders, sink }: { readonly senders: readonly Sender[]; readonly sink: number }): Promise<void> {
  const transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: address }, rtcpMux: true, enableSrtp: true, srtpCryptoSuite: 'AES_CM_128_HMAC_SHA1_80' });
  await transport.connect({ ip: address, port: sink, srtpParameters: { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: Buffer.alloc(30, n + 1).toString('base64') } });
  const others = senders.filter((_, each) => each !== n);
  const { rtpCapabilities } = router;
  for (const { audio } of others.slice(0, shown.voices)) await transport.consume({ producerId: audio.id, rtpCapabilities });
  for (const { video } of others.slice(0, shown.tiles)) await transport.consume({ producerId: video.id, rtpCapabilities });
}

/** Sends what all sites send, evenly; what a tick comes too late for is sent with the next. */
function send(socket: ReturnType<typeof createSocket>, senders: readonly Sender[]): { readonly now: () => void; readonly sent: () => number } {
  const from = performance.now();
  const due = { voice: 0, picture: 0 };
  let sent = 0;
  const one = (sender: Sender, kind: 'voice' | 'picture') => {
    const { bytes, perSecond } = kind === 'voice' ? voice : picture;
    const packet = Buffer.alloc(bytes);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(kind === 'voice' ? 100 : 0x80 | 101, 1);
    packet.writeUInt16BE(due[kind] & 0xffff, 2);
    packet.writeUInt32BE((due[kind] * ((kind === 'voice' ? 48_000 : 90_000) / perSecond)) >>> 0, 4);
    packet.writeUInt32BE(kind === 'voice' ? sender.ssrc : sender.ssrc + 1, 8);
    // A VP8 payload descriptor at the start of a frame, then a header that says key frame: any receiver can begin with it.
    if (kind === 'picture') packet.writeUInt8(0x10, 12);
    socket.send(packet, sender.port, address);
    sent += 1;
  };
  const timer = setInterval(() => {
    const seconds = (performance.now() - from) / 1000;
    for (const kind of ['voice', 'picture'] as const) {
      const { perSecond } = kind === 'voice' ? voice : picture;
      for (; due[kind] < seconds * perSecond; due[kind] += 1) for (const sender of senders) one(sender, kind);
    }
  }, TICK_MS);
  return { now: () => clearInterval(timer), sent: () => sent };
}
