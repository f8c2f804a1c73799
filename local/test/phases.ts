import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { keepLog } from './logs/folder.ts';

export type Phase = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Installs what the phase needs, or throws with what somebody must install by hand. */
  readonly prepare?: () => Promise<void>;
  /** Where the phase writes how many tests passed and failed (jest --json). */
  readonly report?: string;
};

const root = resolve(import.meta.dirname, '../..');

export const types: Phase = { name: 'types', command: ['node_modules/typescript/bin/tsc', '--noEmit'] };
export const lint: Phase = { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet'] };

/** One of the projects of jest.config.ts. A project without tests is a fault, not a pass. */
export const jest = (project: string, ...options: readonly string[]): Phase => {
  const report = join(root, '.local/test', `${project}.json`);
  const command = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', '--selectProjects', project, '--json', '--outputFile', report, ...options] as const;
  return { name: project, command, report };
};

/** Rules without a product: as many files at once as there are cores, where jest itself would leave one idle. */
export const unit: Phase = jest('unit', '--maxWorkers=100%');

/** After all others: what they logged names nobody. */
export const logs: Phase = { name: 'logs', command: ['local/test/searchLogs.ts'] };

/** Runs phases one after another, prints the time of each, stops at the first that fails. Resolves to the exit code. */
export async function runPhases(phases: readonly Phase[]): Promise<number> {
  const times: string[] = [];
  const sum = { passed: 0, failed: 0 };
  for (const phase of phases) {
    const from = performance.now();
    console.log(`\n== ${phase.name}`);
    const code = await runPhase(phase);
    times.push(`${phase.name} ${((performance.now() - from) / 1000).toFixed(1)} s`);
    const { numPassedTests, numFailedTests } = countOf(phase);
    sum.passed += numPassedTests;
    sum.failed += numFailedTests;
    if (code === 0) continue;
    console.error(`\nFAILED: ${phase.name}   (${times.join(', ')})\n\nTests: ${sum.passed} passed, ${sum.failed} failed`);
    return 1;
  }
  console.log(`\nAll passed: ${times.join(', ')}\n\nTests: ${sum.passed} passed, ${sum.failed} failed`);
  return 0;
}

type Count = { readonly numPassedTests: number; readonly numFailedTests: number };

function countOf({ report }: Phase): Count {
  try {
    return report ? (JSON.parse(readFileSync(report, 'utf8')) as Count) : { numPassedTests: 0, numFailedTests: 0 };
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}

async function runPhase({ name, command, prepare, report }: Phase): Promise<number> {
  if (report) {
    mkdirSync(dirname(report), { recursive: true });
    rmSync(report, { force: true });
  }
  try {
    await prepare?.();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
  // Jest writes to stderr; on stdout is what the functions under test log, which is kept to be searched and hides what is to be read.
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    keepLog(name, `${line}\n`);
    if (!line.startsWith('{"level":')) console.log(line);
  });
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return await new Promise((done) => {
    child.once('error', () => done(1));
    child.once('exit', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      done(code ?? 1);
    });
  });
}
