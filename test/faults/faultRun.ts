import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepLogsOf } from '../../local/test/logs/folder.ts';
import { check, type Findings } from './check.ts';
import { clientsOf, type Command } from './clients.ts';
import { randomFrom } from './random.ts';
import { openWorld } from './world.ts';

export type FaultRun = { readonly kills: number; readonly seed: number; readonly throttled?: number; readonly timedOut?: number; /** At most so long, with fewer kills then. */
  readonly minutes?: number;
  readonly tell?: (line: string) => void };

export type FaultReport = { readonly figures: Readonly<Record<string, unknown>>; readonly findings: Findings };

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
    const from = new Date();
    Object.assign(faults, { throttled, timedOut });
    let over = false;
    const working = clients.run(() => over);
    const until = Date.now() + minutes * 60_000;
    let n = 0;
    while (n < kills && Date.now() < until) {
      n += 1;
      await Promise.race([sleep(500 + random() * 3_000), working]);
      await world.kill();
      if (n % 10 === 0) tell(`${n} kills, ${clients.commands.length} commands, ${((Date.now() - from.getTime()) / 1000).toFixed(0)} s`);
    }
    await sleep(3_000);
    over = true;
    await working;
    Object.assign(faults, { throttled: 0, timedOut: 0 });
    tell('all answered; comparing');
    const to = new Date();
    const { findings, counted } = await check(world, clients, from, to);
    return { findings, figures: { seed, kills: n, seconds: Math.round((to.getTime() - from.getTime()) / 1000), ...sum(world.counts), ...told(clients.commands), ...counted } };
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

function told(commands: readonly Command[]): Readonly<Record<string, unknown>> {
  const by: Record<string, Record<string, number>> = {};
  for (const { kind, status, answer } of commands) {
    const outcome = status < 300 ? 'done' : ((answer as { readonly code?: string } | undefined)?.code ?? String(status));
    const kinds = (by[kind] ??= {});
    kinds[outcome] = (kinds[outcome] ?? 0) + 1;
  }
  return { commands: commands.length, triedAgain: commands.filter(({ tries }) => tries > 1).length, tries: commands.reduce((all, { tries }) => all + tries, 0), outcomes: by };
}
