/**
 * `npm run seed -- --patients 1000 [--seed 1] [--from 0]`: adds invented people with records to the running product.
 *
 *   --patients N  how many
 *   --seed S      the same S makes the same people; another S makes others
 *   --from I      number of the first one, to go on where an earlier run ended
 *   DATA_DIR      of the product that runs; .local/data when absent
 *
 * A run that is repeated writes what is missing of it and nothing else.
 */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { readRunning } from './product/running.ts';
import { repositoryAt } from './product/seed.ts';
import { seedPeople } from './seed/seedPeople.ts';

const wholeNumber = (text: string, name: string, least: number): number => {
  const n = Number(text);
  if (!Number.isInteger(n) || n < least || n > 10_000_000) stop(`--${name} must be a whole number from ${least} on, not "${text}"`);
  return n;
};

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

const { values } = parseArgs({ options: { patients: { type: 'string' }, seed: { type: 'string', default: '1' }, from: { type: 'string', default: '0' } } });
if (values.patients === undefined) stop('How many? For instance: npm run seed -- --patients 1000');
const count = wholeNumber(values.patients, 'patients', 1);
const seed = wholeNumber(values.seed, 'seed', 0);
const from = wholeNumber(values.from, 'from', 0);

const dataDir = resolve(process.env['DATA_DIR'] ?? '.local/data');
const running = (await readRunning(dataDir)) ?? stop(`Nothing runs with the data in ${dataDir}. Start the product first (npm start), or set DATA_DIR to its folder.`);

const bar = new SingleBar({ format: '{bar} {percentage}% | {value} of {total} people | {records} records | {rate} records/s | {eta_formatted} left', noTTYOutput: true, notTTYSchedule: 5000, etaBuffer: 200 }, Presets.shades_classic);
const started = performance.now();
const rate = (records: number) => Math.round(records / Math.max(0.001, (performance.now() - started) / 1000));
bar.start(count, 0, { records: 0, rate: 0 });
const { people, records, present } = await seedPeople(repositoryAt(running.records), {
  base: running.records.identifierBase, now: new Date(), seed, from, count,
  onProgress: (done) => bar.update(done.people + done.present, { records: done.records, rate: rate(done.records) }),
}).catch((error: unknown) => {
  bar.stop();
  return stop(`The database stopped answering (${error instanceof Error ? error.name : 'unknown fault'}). What was written stays; run the same command again and it goes on.`);
});
bar.stop();
const seconds = (performance.now() - started) / 1000;
console.log(`${people} people and ${records} records written in ${seconds.toFixed(1)} s: ${rate(records)} records/s${present > 0 ? `. ${present} people were there before` : ''}`);
