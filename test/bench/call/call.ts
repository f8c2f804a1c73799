/**
 * `npm run bench:call -- [case ...]`: real browsers in real calls over a bad link, `RUNS` (3) times a case, into
 * docs/calls.md. Runs already made are kept in .local/bench/call and counted (`FRESH=1`: begun anew). `BENCH_TRACE=1`:
 * what each browser saw, and when, into trace-<case>-<person>.txt there.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { openCallWorld } from '../../support/callWorld.ts';
import type { CallWorld } from '../../support/callWorld.ts';
import { openBadLink, whyNoLink } from './badLink.ts';
import type { BadLink } from './badLink.ts';
import { cases } from './cases.ts';
import type { Measured } from './cases.ts';
import { keepTrace, traceCalls } from './trace.ts';
import { readRuns, report, writeRuns, writeTable } from './table.ts';
import { writeVoice } from './voice.ts';

const folder = resolve('.local/bench/call');
const firstPort = Number(process.env['BENCH_PORT'] ?? 21_700);
/** No case takes this long; one that does counts as failed and the next begins. */
const CASE_WITHIN_MS = 300_000;

export async function call(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !(name in cases));
  if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(', ')}; there are ${Object.keys(cases).join(', ')}`);
  const why = whyNoLink();
  if (why !== undefined) return console.log(`not run: ${why}`);
  const names = Object.keys(cases).filter((name) => asked.length === 0 || asked.includes(name));
  if (process.env['FRESH']) for (const name of names) rmSync(`${folder}/${name}.json`, { force: true });
  const runs = Number(process.env['RUNS'] ?? 3);
  for (let n = 0; n < runs; n += 1) for (const name of names) if (readRuns(folder, name).length <= n) await once(name);
  const { table, unmet } = report(cases, folder);
  console.log(`\n${table}`);
  console.log(unmet.length === 0 ? '\nevery bar is met' : `\nnot met:\n  ${unmet.join('\n  ')}`);
  if (asked.length === 0 || process.env['WRITE']) writeTable(table);
  await stage?.close();
}

let running = '';
let stage: { readonly world: CallWorld; readonly link: BadLink; readonly close: () => Promise<void> } | undefined;

/** Opened for the first case and kept; after a failure it is made anew. */
async function openStage() {
  if (stage !== undefined) return stage;
  mkdirSync(folder, { recursive: true });
  const link = await openBadLink(folder);
  const voice = writeVoice(`${folder}/voice.wav`);
  const world = await openCallWorld({ port: firstPort, mediaPort: firstPort + 10, address: link.here, farBrowser: link.browser, browserArgs: [`--use-file-for-fake-audio-capture=${voice}`, '--no-proxy-server'],
    ...(process.env['BENCH_TRACE'] ? { onOpen: traceCalls, onLeave: (page, n) => keepTrace(page, `${folder}/trace-${running}-${n}.txt`) } : {}),
  });
  const close = async () => {
    stage = undefined;
    await world.close().catch(() => undefined);
    link.close();
  };
  return (stage = { world, link, close });
}

async function once(name: string): Promise<void> {
  const one = cases[name];
  if (one === undefined) return;
  running = name;
  const from = Date.now();
  const { world, link } = await openStage();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('took too long')), CASE_WITHIN_MS);
  });
  try {
    const figures: Measured = await Promise.race([one.run({ world, link }), late]);
    writeRuns(folder, name, [...readRuns(folder, name), figures]);
    console.log(`${name.padEnd(12)} ${JSON.stringify(figures)}  (${Math.round((Date.now() - from) / 1000)} s)`);
    await world.leaveAll();
  } catch (error) {
    console.log(`${name.padEnd(12)} failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    await stage?.world.leaveAll().catch(() => undefined);
    await stage?.close();
  } finally {
    clearTimeout(timer);
  }
}
