import { expect, it } from '@jest/globals';
import { faultRun } from '../faults/faultRun.ts';

/**
 * Nothing is lost while a database throttles, answers get lost and the functions are killed. A short run here; the long
 * one is `npm run bench -- faults` (200 kills).
 */
const kills = Number(process.env['KILLS'] ?? 4);
const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);

it('no booking is doubled, no command lost or done twice, nothing written without its audit entry, nothing signed changed', async () => {
  const { figures, findings } = await faultRun({ kills, seed });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect({ seed, ...findings }).toEqual({ seed, doubleBookings: [], lost: [], duplicated: [], answeredDifferently: [], unaudited: [], signedChanged: [], chain: [], gaps: [], heldItems: [] });
  expect(figures['commands']).toBeGreaterThan(0);
}, 600_000 + kills * 30_000);
