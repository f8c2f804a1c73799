import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Folder of the mediasoup npm package; its sources are what is built. */
export const packageFolder = dirname(dirname(dirname(require.resolve('mediasoup'))));
export const recipeFolder = import.meta.dirname;
const recipeFile = /\.(sh|h)$/;

/** Changes with the version of the package, the recipe and the machine's kind, and with nothing else. */
function cacheKey(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of readdirSync(recipeFolder).filter((name) => recipeFile.test(name)).toSorted()) {
    hash.update(file).update(readFileSync(join(recipeFolder, file)));
  }
  return `${version}-${hash.digest('hex').slice(0, 12)}`;
}

/** Outside the checkout, so that a fresh clone of the same version starts with video. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'lien-tuyen', 'mediasoup-worker', cacheKey());
}

export const cachedBinary = (): string => join(cacheFolder(), 'mediasoup-worker');

/** Puts a finished binary into the cache in one step: nobody ever sees half of one. */
export function keep(binary: string): string {
  const target = cachedBinary();
  mkdirSync(dirname(target), { recursive: true });
  const half = `${target}.${process.pid}`;
  copyFileSync(binary, half);
  renameSync(half, target);
  return target;
}

/** The worker's own refusal to run without its parent (worker/src/main.cpp): it loaded, so its libraries are there. */
const RUNS_BUT_HAS_NO_PARENT = 41;

export function runsHere(binary: string): boolean {
  if (!existsSync(binary)) return false;
  try {
    execFileSync(binary, { stdio: 'ignore', timeout: 5_000, env: {} });
    return false;
  } catch (error) {
    return (error as { status?: number }).status === RUNS_BUT_HAS_NO_PARENT;
  }
}
