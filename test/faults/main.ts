/** A fault run as a process of its own: `node main.ts <FaultRun as JSON>`. Progress on stderr, the report as JSON on stdout. */
import { resolve } from 'node:path';
import { synthesise } from '../../local/build/builds.ts';
import { faultRun, type FaultRun } from './faultRun.ts';

process.chdir(resolve(import.meta.dirname, '../..'));
await synthesise();
const report = await faultRun({ ...(JSON.parse(process.argv[2] ?? '') as FaultRun), tell: (line) => void process.stderr.write(`${line}\n`) });
process.stdout.write(JSON.stringify(report));
process.exit(0);
