import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, LaunchOptions, Page } from 'playwright-core';

const candidates = [process.env['CHROMIUM_BIN'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The installed browser; tests of the screens can't run without one, and say so. */
export function chromiumPath(): string {
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM_BIN');
  return found;
}

/** Microphone and camera are Chromium's own: a beep every second and a moving picture, or a file as the camera's picture. */
const fakeDevices = (cameraFile: string | undefined) => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  ...(cameraFile === undefined ? [] : [`--use-file-for-fake-video-capture=${cameraFile}`]),
];

const quiet = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
];

export type BrowserOptions = {
  /** .y4m or .mjpeg that the camera shows, e.g. a card held to it. */
  readonly cameraFile?: string;
  readonly args?: readonly string[];
  /** Another program in the place of the installed browser. */
  readonly program?: string;
} & Pick<LaunchOptions, 'slowMo'>;

/** A browser with working fake devices. Two people in one call are two contexts; with different cameras, two browsers. */
export function launchBrowser({ cameraFile, args = [], program = chromiumPath(), ...options }: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: [...quiet, ...fakeDevices(cameraFile), ...args], ...options });
}

export type PersonOptions = { readonly viewport?: { readonly width: number; readonly height: number }; readonly locale?: string };

/** A person's own browser window: own storage, Vietnamese, the story's time zone, allowed microphone and camera. */
export async function openWindow(browser: Browser, origin: string, { viewport = { width: 1280, height: 800 }, locale = 'vi-VN' }: PersonOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport, locale, timezoneId: 'Asia/Ho_Chi_Minh' });
  await context.grantPermissions(['microphone', 'camera'], { origin });
  return { context, page: await context.newPage() };
}

/** What one browser has received so far, over all its connections: proof that sound and pictures arrived and were decoded. */
export type Received = { readonly frames: number; readonly audioEnergy: number; readonly videos: number; readonly voices: number };

type Watched = { receivedConnections?: RTCPeerConnection[] };

/** Before the page loads: keeps every RTCPeerConnection, so that `received` can ask it. */
export async function watchConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const watched = globalThis as unknown as Watched & { RTCPeerConnection: typeof RTCPeerConnection };
    const all: RTCPeerConnection[] = (watched.receivedConnections = []);
    watched.RTCPeerConnection = class extends watched.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        all.push(this);
      }
    };
  });
}

export async function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const sum = { frames: 0, audioEnergy: 0, videos: 0, voices: 0 };
    for (const connection of (globalThis as unknown as Watched).receivedConnections ?? []) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (entry['type'] !== 'inbound-rtp') continue;
        const frames = Number(entry['framesDecoded'] ?? 0);
        const energy = Number(entry['totalAudioEnergy'] ?? 0);
        sum.frames += frames;
        sum.audioEnergy += energy;
        if (frames > 0) sum.videos += 1;
        if (energy > 0) sum.voices += 1;
      }
    }
    return sum;
  });
}

/** Asks until the answer is good; fails with the last answer after `within` milliseconds: long, because a slow machine must not fail a rule. */
export async function until<T>(what: string, ask: () => Promise<T>, isGood: (answer: T) => boolean, within = 45_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${within} ms; last seen ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
