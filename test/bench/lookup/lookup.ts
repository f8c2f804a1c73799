/**
 * `npm run bench -- lookup [people]` (also `npm run bench:lookup`): how many people's insurance is found without typing a second time, over HTTP against
 * the simulated portal, for two generators with other seeds and other mixes of faults (mix.ts says how often each, and which is assumed). Then
 * an hour's outage in simulated time.
 */
import { measure, type Figures } from './measure.ts';
import { roughMix, usualMix, type Mix } from './mix.ts';
import { outage } from './outage.ts';

const people = Number(process.env['LOOKUP_PEOPLE'] ?? 20_000);
const quietPortal: Mix['portal'] = { slow: 0, fault: 0, wrongShape: 0, unauthorized: 0, ownFault: 0, dropped: 0 };

export async function lookup(): Promise<void> {
  for (const [name, seed, mix] of [['usual', 1, usualMix], ['rough', 2, roughMix]] as const) {
    print(`${name} mix, seed ${seed}`, await measure(seed, people, mix));
    // One at a time, so that what is measured is not the waiting for each other on this machine.
    const alone = await measure(seed, Math.min(people, 1000), { ...mix, portal: quietPortal }, 1);
    console.log(`  added to the portal's own time   mean ${alone.added.mean.toFixed(2)} ms, p95 ${alone.added.p95.toFixed(2)} ms a check (one at a time; without the database)`);
    const o = await outage(seed, mix);
    console.log(`  an hour's outage: ${o.visits} visits, ${o.answeredAtOnce} answered at once, ${o.toConfirm} to be confirmed; ${o.callsWhileDown} calls reached the portal meanwhile;`);
    console.log(`    all confirmed ${o.minutesToConfirmAll} min after, at most ${o.mostCallsInAMinuteAfter} calls a minute; confirmed ${o.confirmed}, lost ${o.lost}, wrong ${o.wrong}`);
  }
}

const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;

function print(title: string, f: Figures): void {
  const inForce = f.asked - (f.hopeless['no card'] ?? 0) - (f.hopeless['no card in force'] ?? 0);
  console.log(`\n${title}: ${f.asked} people in ${f.seconds.toFixed(0)} s`);
  console.log(`  wrongly resolved                 ${f.wrong.length}`);
  console.log(`    beside these ${f.believed} whose number the register itself has linked to a namesake of the same sex and year, without a day: nobody outside could tell (ADR 70)`);
  console.log(`  resolved without retyping        ${share(f.resolved, f.resolvable)} of the ${f.resolvable} resolvable (${f.resolved})`);
  console.log(`    of these without any tap          ${share(f.resolved - f.byTap, f.resolvable)}; with the clerk comparing a number with the paper, by taps, ${f.byTap} (asked of ${f.tapped} in all)`);
  console.log(`    resolvable: a card in force that no rule sends to the clerk, a right number at the desk that the register knows, name and birth date that differ by spelling or precision only`);
  console.log(`    not resolved: ${f.resolvable - f.resolved}, of these ${f.unprovable - f.unprovableResolved} because one typed number and half a birth date or name prove too little (ADR 70) and no paper was at hand, or it was not looked at (ADR 113)`);
  console.log(`  of all with a card in force      ${share(f.resolved + f.hopelessResolved, inForce)} of ${inForce}`);
  console.log(`  by the first question alone      ${share(f.byFirstQuestion, f.resolvable)} of the resolvable`);
  console.log(`  could not be resolved by anybody ${Object.entries(f.hopeless).map(([why, n]) => `${why} ${n}`).join('; ')}`);
  console.log(`  calls a lookup                   mean ${f.calls.mean.toFixed(2)}, p95 ${f.calls.p95}, most ${f.calls.most}`);
  console.log(`  confirmed later by themselves    ${f.confirmedLater} (the portal failed), still waiting ${f.stillWaiting}`);
  for (const [why, n] of Object.entries(f.missed).toSorted((a, b) => b[1] - a[1]).slice(0, 5)) console.log(`    ${n} x ${why}`);
  for (const one of f.wrong.slice(0, 20)) console.log(`    WRONG ${one}`);
}
