import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, keep, packageFolder, recipeFolder, runsHere } from './cache.ts';
import { run } from './run.ts';

export type WorkerProgress = { readonly step: 'looking' | 'downloading' | 'installing' | 'building'; readonly percent: number };
export type Obtained = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };
type Report = (progress: WorkerProgress) => void;

export const buildPackages = [
  'g++', 'pkg-config', 'meson', 'ninja-build', 'libuv1-dev', 'libssl-dev', 'libsrtp2-dev', 'libabsl-dev', 'libflatbuffers-dev', 'flatbuffers-compiler',
] as const;

const refused = (reason: string): Obtained => ({ ok: false, reason });

/** The package's own download. Its script would go on to a build that needs the network: without a Python it stops there. */
export async function download(report: Report, signal?: AbortSignal): Promise<string | undefined> {
  const binary = join(packageFolder, 'worker', 'out', 'Release', process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker');
  if (!runsHere(binary)) {
    report({ step: 'downloading', percent: 0 });
    const { MEDIASOUP_WORKER_BIN: _, ...env } = process.env;
    await run(process.execPath, ['npm-scripts.mjs', 'postinstall'], { cwd: packageFolder, env: { ...env, PYTHON: 'no-build-here' }, timeoutMs: 30_000, signal });
  }
  return runsHere(binary) ? keep(binary) : undefined;
}

function isDebianLike(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function missingPackages(): readonly string[] {
  return buildPackages.filter((name) => {
    try {
      return !execFileSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).endsWith(' installed');
    } catch {
      return true;
    }
  });
}

/** Percent of ninja's "[12/261]"; undefined for any other line. */
export function ninjaPercent(line: string): number | undefined {
  const [, done, all] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? [];
  return done === undefined || all === undefined ? undefined : Math.floor((100 * Number(done)) / Number(all));
}

async function install(names: readonly string[], log: string, signal?: AbortSignal): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const onLine = (line: string) => appendFileSync(log, `${line}\n`);
  await run('apt-get', ['update', '-qq'], { env, onLine, signal, timeoutMs: 180_000 });
  const { code } = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env, onLine, signal, timeoutMs: 900_000 });
  return code === 0;
}

/** Installs what the build needs and builds: about 7 minutes on two cores. */
export async function build(report: Report, signal?: AbortSignal): Promise<Obtained> {
  const byHand = `install ${buildPackages.join(' ')}, or set MEDIASOUP_WORKER_BIN to a mediasoup-worker binary`;
  if (process.platform !== 'linux' || !isDebianLike()) {
    return refused(`no prebuilt video worker could be downloaded and this is not Debian or Ubuntu. Allow the download, or build mediasoup's worker (https://mediasoup.org/documentation/v3/mediasoup/installation/) and set MEDIASOUP_WORKER_BIN`);
  }
  for (const left of readdirSync(cacheFolder())) if (left.startsWith('build-')) rmSync(join(cacheFolder(), left), { recursive: true, force: true });
  const log = join(cacheFolder(), 'build.log');
  writeFileSync(log, '');
  const missing = missingPackages();
  if (missing.length > 0) {
    if (process.getuid?.() !== 0) return refused(`as root: apt-get install ${missing.join(' ')}; then start again`);
    report({ step: 'installing', percent: 0 });
    if (!(await install(missing, log, signal))) return refused(`apt-get could not install the build packages (see ${log}): ${byHand}`);
  }
  const work = `${cacheFolder()}/build-${process.pid}`;
  const onLine = (line: string) => {
    appendFileSync(log, `${line}\n`);
    const percent = ninjaPercent(line);
    if (percent !== undefined) report({ step: 'building', percent });
  };
  report({ step: 'building', percent: 0 });
  try {
    const { code } = await run(join(recipeFolder, 'build.sh'), [packageFolder, work], { onLine, signal, timeoutMs: 3_600_000 });
    const binary = join(work, 'mediasoup-worker');
    if (signal?.aborted) return refused('the build of the video worker was stopped');
    if (code !== 0 || !runsHere(binary)) return refused(`the build of the video worker failed (see ${log}): ${byHand}`);
    return { ok: true, path: keep(binary) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
