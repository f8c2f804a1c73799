/** The functions, their stream and schedules in a process of their own, to be killed: `node functions.ts <FunctionsTask as JSON>`. */
import { createWriteStream } from 'node:fs';
import { serve } from '../../local/aws/serve.ts';
import { startRunner } from '../../local/runner/runner.ts';
import { readAssembly } from '../../local/runner/template/assembly.ts';
import { planOf, type PlanInput } from '../../local/runner/template/plan.ts';

export type FunctionsTask = Pick<PlanInput, 'parameters' | 'secrets'> & {
  readonly dataDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly databaseEndpoint: string;
  readonly endpoints: Readonly<Record<string, string>>;
};

const { parameters, secrets, dataDir, logFile, port, databaseEndpoint, endpoints } = JSON.parse(process.argv[2] ?? '') as FunctionsTask;
const log = createWriteStream(logFile, { flags: 'a' });
const plan = planOf({ stacks: await readAssembly('cdk.out'), parameters, secrets });
const runner = await startRunner({ plan, dataDir, databaseEndpoint, endpoints, log: (text) => void log.write(text) });
await serve(runner.handle, port);
runner.startBackground();
process.stdout.write(`${runner.lambdaEndpoint}\n`);
