import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type RunOptions = {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: (line: string) => void;
};

/** Runs a program at low priority in a group of its own, and takes the whole group down on time-out, abort or exit. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<{ readonly code: number }> {
  const nice = process.platform === 'win32' ? [] : ['nice', '-n', '10'];
  const [program = command, ...rest] = [...nice, command, ...args];
  return new Promise((resolve) => {
    const child = spawn(program, rest, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = () => {
      if (child.pid !== undefined && child.exitCode === null) {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          child.kill('SIGKILL');
        }
      }
    };
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(stop, options.timeoutMs);
    process.once('exit', stop);
    options.signal?.addEventListener('abort', stop, { once: true });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => options.onLine?.(line));
    const end = (code: number) => {
      clearTimeout(timer);
      process.off('exit', stop);
      options.signal?.removeEventListener('abort', stop);
      resolve({ code });
    };
    child.once('error', () => end(127));
    child.once('close', (code) => end(code ?? 1));
  });
}
