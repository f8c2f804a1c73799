import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromiumPath } from '../../support/browser.ts';

/** One way of a link. `rate` in kbit/s, times in ms, `loss` in percent. Nothing given: as good as the machine. */
export type WayRules = { readonly rate?: number; readonly delay?: number; readonly jitter?: number; readonly queue?: number; readonly loss?: number; readonly burst?: number; readonly udp?: false };
export type LinkRules = { readonly up: WayRules; readonly down: WayRules };

export const both = (rules: WayRules): LinkRules => ({ up: rules, down: rules });
/** Half a round trip of a mobile network in the mountains. */
const ORDINARY_DELAY_MS = 60;
export const ordinary: LinkRules = both({ delay: ORDINARY_DELAY_MS });

export type BadLink = {
  /** The address of this machine as the far side sees it. */
  readonly here: string;
  /** Start a browser with this program and it is behind the link. */
  readonly browser: string;
  readonly set: (rules: LinkRules) => void;
  readonly close: () => void;
};

/** `BENCH_LINK`: a number of its own for each bench that runs at the same time on this machine. */
const number = Number(process.env['BENCH_LINK'] ?? 0);
const namespace = `lien-tuyen-thin${number}`;
const here = `10.77.${number}.1`;

/** Why the link can't be made on this machine; undefined when it can. */
export function whyNoLink(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root (a network namespace and a TUN device)';
  try {
    execFileSync('ip', ['netns', 'list'], { stdio: 'ignore' });
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'needs `ip netns` and python3';
  }
}

/** Opens the link; the control file carries the rules to the process that forwards packets. */
export async function openBadLink(folder: string): Promise<BadLink> {
  mkdirSync(folder, { recursive: true });
  const control = join(folder, 'link.json');
  const set = (rules: LinkRules) => writeFileSync(control, JSON.stringify(rules));
  set(both({}));
  removeNamespace();
  execFileSync('ip', ['netns', 'add', namespace]);
  const forwarder = spawn('python3', [join(import.meta.dirname, 'link.py'), namespace, here, `10.77.${number}.2`, control, String(number)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((done, fail) => {
    forwarder.stdout.once('data', () => done());
    forwarder.once('exit', (code) => fail(new Error(`the link ended (${code})`)));
  });
  const browser = resolve(folder, 'browser-behind-the-link.sh');
  writeFileSync(browser, `#!/bin/sh\nexec ip netns exec ${namespace} ${chromiumPath()} "$@"\n`);
  chmodSync(browser, 0o755);
  return {
    here, browser, set,
    close: () => {
      forwarder.removeAllListeners('exit');
      forwarder.kill();
      removeNamespace();
    },
  };
}

function removeNamespace(): void {
  try {
    execFileSync('ip', ['netns', 'del', namespace], { stdio: 'ignore' });
  } catch {
    // there was none
  }
}
