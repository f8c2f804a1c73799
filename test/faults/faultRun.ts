import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepLogsOf } from '../../local/test/logs/folder.ts';
import { check, type Findings } from './check.ts';
import { clientsOf, isAnswered, type Clients } from './clients.ts';
import { byKind, type KindFigures } from './kinds.ts';
import { randomFrom } from './random.ts';
import { untilCarried } from './stream.ts';
import { openWorld } from './world.ts';

export type FaultRun = { readonly kills: number; readonly seed: number; readonly throttled?: number; readonly timedOut?: number; /** At most so long, with fewer kills then. */
  readonly minutes?: number;
  readonly tell?: (line: string) => void };

/** Until somebody was answered: a process that is killed while it still loads meets nothing to break off. */
async function someWork({ commands }: Clients): Promise<void> {
  const answered = () => commands.filter(isAnswered).length;
  const [before, until] = [answered(), Date.now() + 15_000];
  while (answered() === before && Date.now() < until) await sleep(100);
}

/** Milliseconds that the last commands have to be answered in: while the faults last, and after them. */
const answeredUnderFaults = 60_000;
const answeredWithout = 90_000;

export type FaultReport = { readonly figures: Readonly<Record<string, unknown>> & { readonly commands: number; readonly kinds: Readonly<Record<string, KindFigures>> }; readonly findings: Findings };

/**
 * Eight clients at work while the database, the keys and the file store throttle and lose requests and answers, and the
 * process of the functions is killed and started again. Then the faults end, everybody gets an answer, and everything
 * is compared. The same seed gives the same chances; what falls together with what is the machine's.
 */
export async function faultRun({ kills, seed, throttled = 0.2, timedOut = 0.05, minutes = 60, tell = () => undefined }: FaultRun): Promise<FaultReport> {
  const random = randomFrom(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-tuyen-faults-'));
  process.env['RATE_LIMIT_SCALE'] = '1000';
  const former = process.env['LIEN_TUYEN_TARGET'];
  const faults = { throttled: 0, timedOut: 0 };
  const world = await openWorld(dataDir, faults, randomFrom(seed + 1));
  try {
    const { baseUrl, smsUrl, insurerUrl } = world;
    process.env['LIEN_TUYEN_TARGET'] = JSON.stringify({ kind: 'embedded', baseUrl, smsUrl, insurerUrl, dataDir });
    const clients = clientsOf(baseUrl, randomFrom(seed + 2));
    // What the seed has put into the stream comes first: a consumer that is killed every two seconds would hardly get through it.
    await untilCarried(world.stream, (left) => tell(`${left} records of the seed to be carried`));
    const from = new Date();
    Object.assign(faults, { throttled, timedOut });
    let over = false;
    let gaveUp = false;
    const working = clients.run(() => over, () => gaveUp);
    const until = Date.now() + minutes * 60_000;
    let n = 0;
    while (n < kills && Date.now() < until) {
      n += 1;
      await Promise.race([someWork(clients), working]);
      await Promise.race([sleep(random() * 3_000), working]);
      await world.kill();
      if (n % 10 === 0) tell(`${n} kills, ${clients.commands.length} commands, ${((Date.now() - from.getTime()) / 1000).toFixed(0)} s`);
    }
    await sleep(3_000);
    over = true;
    await Promise.race([working, sleep(answeredUnderFaults)]);
    Object.assign(faults, { throttled: 0, timedOut: 0 });
    const late = setTimeout(() => void (gaveUp = true), answeredWithout);
    await working.finally(() => clearTimeout(late));
    const to = new Date();
    tell(`${clients.commands.length} commands after ${((to.getTime() - from.getTime()) / 1000).toFixed(0)} s; comparing`);
    const { findings, counted, repeated } = await check(world, clients, from, to, tell);
    const { commands } = clients;
    return { findings, figures: { seed, kills: n, seconds: Math.round((to.getTime() - from.getTime()) / 1000), ...sum(world.counts), commands: commands.length, tries: commands.reduce((all, { tries }) => all + tries, 0), kinds: byKind(commands, repeated), ...counted } };
  } finally {
    if (former === undefined) delete process.env['LIEN_TUYEN_TARGET'];
    else process.env['LIEN_TUYEN_TARGET'] = former;
    await world.stop();
    keepLogsOf(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const sum = <T extends Readonly<Record<string, number>>>(all: readonly T[]): Readonly<Record<string, number>> =>
  all.reduce<Record<string, number>>((total, one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, (total[name] ?? 0) + value])), {});
