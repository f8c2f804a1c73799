/** `npm run bench -- [screen | match | lookup | story | capacity | import | overhead | coldStart | call | faults]`: figures that are counted, each measured anew; nothing here fails a build. */
import { resolve } from 'node:path';
import { call } from './call/call.ts';
import { capacity } from './capacity.ts';
import { coldStart } from './coldStart.ts';
import { faults } from './faults.ts';
import { firstScreen } from './firstScreen.ts';
import { importing } from './import.ts';
import { lookup } from './lookup/lookup.ts';
import { match } from './match.ts';
import { overhead } from './overhead.ts';
import { story } from './story.ts';

process.chdir(resolve(import.meta.dirname, '../..'));
const benches: Readonly<Record<string, () => Promise<void>>> = { screen: firstScreen, match, lookup, story, capacity, import: importing, overhead, coldStart };
const asked = process.argv.slice(2);
if (asked[0] === 'call') {
  await call(asked.slice(1));
  process.exit(0);
}
// By itself: it takes a quarter of an hour.
if (asked[0] === 'faults') {
  await faults();
  process.exit(0);
}
for (const [name, run] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n# ${name}`);
  await run();
}
process.exit(0);
