/** `npm run bench -- faults`: 200 kills under 20 % throttling and 5 % time-outs, and what was broken by it. `KILLS=20 FAULT_SEED=7` for less. */
import { synthesise } from '../../local/build/builds.ts';
import { faultRun } from '../faults/faultRun.ts';

export async function faults(): Promise<void> {
  await synthesise();
  const { figures, findings } = await faultRun({ kills: Number(process.env['KILLS'] ?? 200), seed: Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000), minutes: Number(process.env['FAULT_MINUTES'] ?? 60), tell: console.log });
  console.table(Object.fromEntries(Object.entries(figures.kinds).map(([kind, { refused, ...counts }]) => [kind, { ...counts, refused: Object.values(refused).reduce((all, n) => all + n, 0) }])));
  console.log(JSON.stringify(figures, undefined, 2));
  for (const [name, found] of Object.entries(findings)) console.log(`${name.padEnd(20)}${found.length}${found.length > 0 ? `\n    ${found.slice(0, 20).join('\n    ')}` : ''}`);
}
