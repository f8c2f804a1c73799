import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { keepLogsOf } from '../../local/test/logs/folder.ts';

/** `npm start` as somebody runs it: a process of its own, known by what it prints. */
export type ProductProcess = {
  readonly baseUrl: string;
  readonly dataDir: string;
  readonly printed: () => string;
  /** Resolves when a text was printed; rejects with everything printed when the process ends before. */
  readonly says: (text: string) => Promise<void>;
  /** Everything that this process started, at this moment. */
  readonly children: () => readonly number[];
  readonly send: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
};

const root = join(import.meta.dirname, '../..');
const start = join(root, 'local/start.ts');

export function runProduct(options: { readonly port: number; readonly dataDir: string; readonly env?: NodeJS.ProcessEnv }): ProductProcess {
  const env = { ...process.env, NODE_OPTIONS: '', ...options.env, PORT: String(options.port), DATA_DIR: options.dataDir };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', start], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
  let printed = '';
  let ends = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() => {
    ends = true;
    keepLogsOf(options.dataDir);
  });
  return {
    baseUrl: `http://localhost:${options.port}`,
    dataDir: options.dataDir,
    printed: () => printed,
    says: async (text) => {
      while (!printed.includes(text)) {
        if (ends) throw new Error(`the product ended before it said "${text}":\n${printed}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    children: () => descendantsOf(child.pid ?? 0),
    send: (signal) => void child.kill(signal),
    ended,
  };
}

/** Of these processes, those that are still there. */
export const alive = (pids: readonly number[]): readonly number[] => {
  const all = new Set(processes().map(({ pid }) => pid));
  return pids.filter((pid) => all.has(pid));
};

function processes(): readonly { readonly pid: number; readonly parent: number }[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => !state?.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

function descendantsOf(top: number): readonly number[] {
  const all = processes();
  const below = (pid: number): number[] => all.filter(({ parent }) => parent === pid).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(top);
}
