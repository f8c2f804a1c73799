import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { ensureMediasoupWorker } from '../../../local/setup/mediasoupWorker.ts';
import { received, until } from '../../support/browser.ts';
import type { CallWorld } from '../../support/callWorld.ts';
import { both } from './badLink.ts';
import type { Case } from './cases.ts';
import { loadOf, packetsOf } from './syntheticRoom.ts';

const SITES = 37;
const BROWSERS = 8;
const SECONDS = 10;
const SINK = Number(process.env['BENCH_PORT'] ?? 21_700) + 20;
/** Larger and larger rooms, until the worker does not take in all that is sent to it. */
const ramp = [60, 80, 100, 120, 150, 200] as const;
const LOST_TOO_MUCH = 1;

/** Clock ticks (10 ms) that a process has used. */
const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
};

/** RTP packets that a page has sent and received. */
const packetsIn = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let packets = 0;
    for (const connection of (globalThis as unknown as { receivedConnections?: RTCPeerConnection[] }).receivedConnections ?? []) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (entry['type'] === 'inbound-rtp') packets += Number(entry['packetsReceived'] ?? 0);
        if (entry['type'] === 'outbound-rtp') packets += Number(entry['packetsSent'] ?? 0);
      }
    }
    return packets;
  });

/** What a packet of a real browser costs the worker (microseconds): with reports, retransmissions and estimates. */
async function costOfReal(world: CallWorld): Promise<number> {
  const room = world.newRoom();
  const pages: Page[] = [];
  for (let n = 0; n < BROWSERS; n += 1) pages.push(await world.enter(room, n === 0 ? 'specialist' : 'station'));
  await Promise.all(pages.map((page) => until('everybody heard', () => received(page), ({ voices }) => voices >= BROWSERS - 1, 60_000)));
  const pid = (await world.sfu.health()).workers[0] ?? 0;
  const sum = async () => (await Promise.all(pages.map(packetsIn))).reduce((total, one) => total + one, 0);
  const [ticks, packets] = [ticksOf(pid), await sum()];
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  const [ticksAfter, packetsAfter] = [ticksOf(pid), await sum()];
  return ((ticksAfter - ticks) * 10_000) / Math.max(1, packetsAfter - packets);
}

/** 37 sites in one room: nine tiles and five voices each. */
export const sites37: Case = {
  title: `${SITES} sites, 9 tiles, 5 voices`,
  bars: {
    core: { unit: '% of a core, real browsers extrapolated from 8', most: 50 },
    control: { unit: 'ms, order to the worker and back, 95th percentile', most: 100 },
    synthetic: { unit: '% of a core, synthetic', most: 50 },
    packet: { unit: 'µs a synthetic packet', most: 1_000 },
    dropsAt: { unit: 'synthetic sites when packets drop', least: SITES + 1 },
  },
  note: 'Extrapolated: the worker’s processor time a packet with 8 real browsers, times the packets of 37 sites.',
  async run({ world, link }) {
    link.set(both({}));
    const real = await costOfReal(world);
    await world.leaveAll();
    const worker = await ensureMediasoupWorker({ onProgress: () => undefined });
    if (!worker.ok) throw new Error(worker.reason);
    const load = (sites: number) => loadOf(sites, worker.path, { sink: SINK, seconds: sites === SITES ? SECONDS : 4 });
    const { core, microsecondsAPacket, controlP95 } = await load(SITES);
    let dropsAt: number = ramp[0];
    for (const sites of ramp) {
      dropsAt = sites;
      const tried = await load(sites);
      if (process.env['BENCH_VERBOSE']) console.log('   ', sites, tried);
      if (tried.lost >= LOST_TOO_MUCH) break;
    }
    return { core: Math.round((real * packetsOf(SITES)) / 1e3) / 10, control: controlP95, synthetic: core, packet: microsecondsAPacket, realPacket: Math.round(real * 10) / 10, dropsAt };
  },
};
