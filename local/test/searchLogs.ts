/**
 * Last phase of `npm test`: no log of the whole suite names a person, a number or a phone. Tells file, line and kind,
 * never the value: what this prints is a log too.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keptLogs, keptPeople, logsIn } from './logs/folder.ts';
import { searcherFor, storyPeople } from './logs/personal.ts';

const folder = process.argv[2] ?? keptLogs;
const known = [...storyPeople(), ...keptPeople(folder)];
const kindsIn = searcherFor(known);
let lines = 0;
let faults = 0;
const files = logsIn(folder);
for (const file of files) {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) {
    number += 1;
    const kinds = kindsIn(line);
    if (kinds.length === 0) continue;
    faults += 1;
    if (faults <= 50) console.error(`${join(folder, file)}:${number}  ${kinds.join(', ')}`);
  }
  lines += number;
}
console.log(`${lines} lines in ${files.length} logs, searched for ${known.length} names, numbers, phones and addresses: ${faults} lines hold one`);
if (files.length === 0) console.error(`no logs in ${folder}: they are kept by the phases before`);
process.exitCode = faults === 0 && files.length > 0 ? 0 : 1;
