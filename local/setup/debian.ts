import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium for the tests in real browsers. Throws with what to install where we can't. */
export async function ensureChromium(): Promise<void> {
  if (process.env['CHROMIUM_BIN'] && existsSync(process.env['CHROMIUM_BIN'])) return;
  if (onPath('chromium') || onPath('chromium-browser') || onPath('google-chrome')) return;
  if (canInstall()) return await install(['chromium', 'fonts-noto-core']);
  throw new Error('The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set CHROMIUM_BIN to a Chrome or Chromium.');
}

/** coturn for the test through a relay. Where it can't be had, that test says that it did not run. */
export async function ensureTurnserver(): Promise<void> {
  if (onPath('turnserver')) return;
  if (canInstall()) return await install(['coturn']);
  console.warn('NOT RUN through a TURN relay: no coturn here (Debian: apt-get install coturn).');
}

/** Java 17 for Amazon's DynamoDB Local. Where it can't be had, the suite of that database says that it did not run. */
export async function ensureJava(): Promise<void> {
  if (onPath('java')) return;
  if (canInstall()) return await install(['openjdk-17-jre-headless']);
  console.warn('NOT RUN on DynamoDB Local: no Java 17 here (Debian: apt-get install openjdk-17-jre-headless). The embedded database is tested all the same.');
}

const onPath = (program: string) => (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const canInstall = () => process.platform === 'linux' && onPath('apt-get') && process.getuid?.() === 0;

async function install(packages: readonly string[]): Promise<void> {
  console.log(`Installing ${packages.join(', ')} by apt-get`);
  await run('apt-get', ['update', '-qq']);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed (${code})`);
}
