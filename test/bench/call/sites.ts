import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { ensureMediasoupWorker } from '../../../local/setup/mediasoupWorker.ts';
import { received, until } from '../../support/browser.ts';
import type { CallWindow, CallWorld } from '../../support/callWorld.ts';
import { both } from './badLink.ts';
import type { Case } from './cases.ts';
import { loadOf, shown } from './syntheticRoom.ts';

const SITES = 37;
const BROWSERS = 8;
const SECONDS = 10;
const SINK = Number(process.env['BENCH_PORT'] ?? 21_700) + 20;
/** Larger and larger rooms, until the worker does not take in all that is sent to it. */
const ramp = [100, 120, 150, 200] as const;
const LOST_TOO_MUCH = 1;
const SETTLE_MS = 12_000;
const tenths = (value: number) => Math.round(value * 10) / 10;

/** Clock ticks (10 ms) that a process has used. */
const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
};

/** RTP packets of a page so far, and of how many streams of others. */
type Counted = { readonly sent: number; readonly pictures: number; readonly voices: number; readonly faces: number; readonly speakers: number };

const countIn = (page: Page): Promise<Counted> =>
  page.evaluate(async () => {
    const seen = { sent: 0, pictures: 0, voices: 0, faces: 0, speakers: 0 };
    for (const connection of (globalThis as unknown as { receivedConnections?: RTCPeerConnection[] }).receivedConnections ?? []) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (entry['type'] === 'outbound-rtp') seen.sent += Number(entry['packetsSent'] ?? 0);
        if (entry['type'] !== 'inbound-rtp') continue;
        const isFace = entry['kind'] === 'video';
        seen[isFace ? 'pictures' : 'voices'] += Number(entry['packetsReceived'] ?? 0);
        seen[isFace ? 'faces' : 'speakers'] += 1;
      }
    }
    return seen;
  });

const kinds = ['sent', 'pictures', 'voices', 'faces', 'speakers'] as const;
const sumOf = (counts: readonly Counted[]): Counted => Object.fromEntries(kinds.map((kind) => [kind, counts.reduce((sum, one) => sum + one[kind], 0)])) as Counted;

/** What a packet of a real browser costs the worker (microseconds): with reports, retransmissions and estimates; and how many there are a second. */
type Real = { readonly cost: number; readonly sentPerSite: number; readonly perFace: number; readonly perVoice: number };

async function costOfReal(world: CallWorld): Promise<Real> {
  const room = world.newRoom();
  const pages: Page[] = [];
  for (let n = 0; n < BROWSERS; n += 1) pages.push(await world.enter(room, n === 0 ? 'specialist' : 'station'));
  await Promise.all(pages.map((page) => until('everybody heard', () => received(page), ({ voices }) => voices >= BROWSERS - 1, 60_000)));
  // As in a room of 37: each tile of nine is small.
  for (const page of pages) await page.evaluate(() => {
    const { callPage } = globalThis as CallWindow;
    for (const { person } of callPage.view()?.tiles ?? []) void callPage.call()?.showPeer(person.peer, 'small');
  });
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const pid = (await world.sfu.health()).workers[0] ?? 0;
  const sum = async () => sumOf(await Promise.all(pages.map(countIn)));
  const [ticks, before, from] = [ticksOf(pid), await sum(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  const [ticksAfter, after] = [ticksOf(pid), await sum()];
  const seconds = (performance.now() - from) / 1000;
  const of = (kind: keyof Counted) => after[kind] - before[kind];
  const packets = of('sent') + of('pictures') + of('voices');
  return { cost: ((ticksAfter - ticks) * 10_000) / Math.max(1, packets), sentPerSite: of('sent') / seconds / BROWSERS, perFace: of('pictures') / seconds / after.faces, perVoice: of('voices') / seconds / after.speakers };
}

/**
 * Packets a second in and out of the worker with so many sites: a camera of 24 frames, one packet each in the small layer; one
 * face with all of them and the others with half (sfu/crowd.ts); voices of 25. Browsers that share two cores make fewer.
 */
const FRAMES = 24;
const VOICE = 25;
const packetsOfRoom = (sites: number): number => sites * (FRAMES + VOICE + FRAMES + ((shown.tiles - 1) * FRAMES) / 2 + shown.voices * VOICE);

/** 37 sites in one room: nine tiles and three voices each. */
export const sites37: Case = {
  title: `${SITES} sites, 9 tiles, 3 voices`,
  bars: {
    core: { unit: '% of a core, real browsers extrapolated from 8', most: 50 },
    control: { unit: 'ms, order to the worker and back, 95th percentile', most: 100 },
    synthetic: { unit: '% of a core, synthetic', most: 50 },
    packet: { unit: 'µs a synthetic packet', most: 1_000 },
    dropsAt: { unit: 'synthetic sites when packets drop', least: SITES + 1 },
  },
  note: 'Extrapolated: the worker’s processor time a packet with 8 real browsers, times the packets that 37 sites make.',
  async run({ world, link }) {
    link.set(both({}));
    const real = await costOfReal(world);
    if (process.env['BENCH_VERBOSE']) console.log('    real browsers', real);
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
    return { core: Math.round((real.cost * packetsOfRoom(SITES)) / 1e3) / 10, control: controlP95, synthetic: core, packet: microsecondsAPacket, realPacket: tenths(real.cost), sentPerSite: tenths(real.sentPerSite), perFace: tenths(real.perFace), perVoice: tenths(real.perVoice), dropsAt };
  },
};
