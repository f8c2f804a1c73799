import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FaultReport, FaultRun } from '../../faults/faultRun.ts';

/**
 * Nothing is lost while a database throttles, answers get lost and the functions are killed. A short run here; the long
 * one is `npm run bench -- faults` (200 kills). A process of its own: the sign-in that it holds does not take a key set
 * that was made in jest's realm, and its clients would ask for a token for ever.
 */
const run: FaultRun = { kills: Number(process.env['KILLS'] ?? 4), seed: Number(process.env['FAULT_SEED'] ?? 1) };

it('no booking is doubled, no command lost or done twice, nothing written without its audit entry, nothing signed changed', async () => {
  const main = join(import.meta.dirname, '../../faults/main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', main, JSON.stringify(run)], { env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 50_000_000 });
  const { figures, findings } = JSON.parse(stdout) as FaultReport;
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect({ seed: run.seed, ...findings }).toEqual({ seed: run.seed, unanswered: [], doubleBookings: [], lost: [], duplicated: [], answeredDifferently: [], unaudited: [], signedChanged: [], chain: [], gaps: [], heldItems: [] });
  expect(Object.values(figures.kinds).reduce((all, { committed }) => all + committed, 0)).toBeGreaterThan(0);
}, 900_000 + run.kills * 30_000);
