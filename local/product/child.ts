import { spawn, type ChildProcess } from 'node:child_process';
import type { Part } from './part.ts';

const alive = new Set<ChildProcess>();
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

export type Child = Part & { readonly process: ChildProcess; readonly ended: Promise<void> };

/**
 * Starts a child in a process group of its own: Ctrl-C reaches only us, and we stop the parts in order. What is
 * still alive when this process ends goes with it.
 */
export function startChild(program: string, args: readonly string[], options: { readonly env?: NodeJS.ProcessEnv; readonly log: (text: string) => void }): Child {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: options.env ?? process.env });
  alive.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => options.log(chunk.toString()));
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      options.log(`${program}: ${error.message}\n`);
      resolve();
    });
    child.once('exit', () => resolve());
  }).then(() => void alive.delete(child));
  return { process: child, ended, stop: async () => await stopped(child, ended) };
}

/** Politely, then not. */
async function stopped(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 6000);
  await ended;
  clearTimeout(timer);
}
