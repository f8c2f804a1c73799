import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ensureMediasoupWorker } from '../../local/setup/mediasoupWorker.ts';
import type { RoomClaims, RoomPass, RoomRole } from '../../shared/room/contract.ts';
import type { CallClient } from '../../web/room/callClient.ts';
import type { CallView } from '../../web/room/callView.ts';
import { launchBrowser, openWindow, received, until, watchConnections } from './browser.ts';
import { openPassOffice, originOf, startSfu } from './sfu.ts';
import type { PassOffice, RunningSfu } from './sfu.ts';

/** What the page of callPage.ts has on its window. */
export type CallWindow = typeof globalThis & {
  callPage: { prepare: (url: string) => Promise<void>; enter: (pass: RoomPass, withDevices: boolean) => Promise<void>; call: () => CallClient | undefined; view: () => CallView | undefined; renewPass?: () => Promise<RoomPass | undefined> };
  nextPass: () => Promise<RoomPass>;
};

export type Newcomer = { readonly devices?: boolean; readonly withoutUdp?: boolean; /** Reaches the SFU through these relays alone. */ readonly relays?: RoomPass['iceServers']; readonly speak?: boolean; /** What the pass says besides. */ readonly claims?: Partial<RoomClaims>; readonly page?: '/' | '/stage'; /** Behind the bad link, where the world has one. */ readonly far?: boolean; /** Opens the way in before the click, as the device check does. */ readonly prepared?: boolean; /** Between the page's loading and its join. */ readonly beforeJoin?: () => void; readonly viewport?: { readonly width: number; readonly height: number } };

/** A real SFU process, an office that hands out passes, and browsers: everything that a call needs and nothing more. */
export type CallWorld = {
  readonly office: PassOffice;
  sfu: RunningSfu;
  readonly sfuUrl: string;
  readonly sfuOrigin: string;
  readonly startSfu: () => Promise<RunningSfu>;
  readonly newRoom: () => string;
  /** One person with a browser window of their own, in the room (page `/`) or at its screen (page `/stage`). */
  readonly enter: (room: string, role: RoomRole, newcomer?: Newcomer) => Promise<Page>;
  readonly leaveAll: () => Promise<void>;
  readonly close: () => Promise<void>;
};

async function bundledPages(): Promise<Record<string, { type: string; body: string }>> {
  const bundle = await build({
    entryPoints: { call: 'test/support/callPage.ts', stage: 'test/support/stagePage.tsx' },
    bundle: true, write: false, outdir: '/', format: 'esm', platform: 'browser', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact',
  });
  const html = (name: string) => ({ type: 'text/html', body: `<!doctype html><html lang="vi"><meta charset="utf-8"><title>call</title><link rel="stylesheet" href="/${name}.css"><body><script type="module" src="/${name}.js"></script>` });
  const files = bundle.outputFiles.map(({ path, text }) => [path, { type: path.endsWith('.css') ? 'text/css' : 'text/javascript', body: text }] as const);
  return { '/': html('call'), '/stage': html('stage'), ...Object.fromEntries(files) };
}

export type CallWorldOptions = {
  /** Signalling; `port + 1` has the pages. */
  readonly port: number;
  /** UDP and TCP; the second worker has the next. */
  readonly mediaPort: number;
  readonly workers?: number;
  readonly peopleAWorker?: number;
  /** Where browsers reach it all, when not on this machine's own address. */
  readonly address?: string;
  readonly browserArgs?: readonly string[];
  /** The program of the browser behind the bad link. */
  readonly farBrowser?: string;
  /** Sees each person's browser before its page is loaded, and the page before it is closed. */
  readonly onOpen?: (context: BrowserContext) => Promise<void>;
  readonly onLeave?: (page: Page, number: number) => Promise<void>;
  /** Of the SFU, besides what it needs. */
  readonly env?: Readonly<Record<string, string>>;
};

export async function openCallWorld({ port, mediaPort, workers, peopleAWorker, address = '127.0.0.1', browserArgs = [], farBrowser, onOpen, onLeave, env }: CallWorldOptions): Promise<CallWorld> {
  const worker = await ensureMediasoupWorker({ onProgress: ({ step, percent }) => percent > 0 && percent % 10 === 0 && console.log(`video worker: ${step} ${percent} %`) });
  if (!worker.ok) throw new Error(worker.reason);
  const pages = await bundledPages();
  const sfuUrl = `ws://${address}:${port}/sfu`;
  const pageOrigin = originOf(port + 1, address);
  const args = [...browserArgs, `--unsafely-treat-insecure-origin-as-secure=${pageOrigin}`];
  const office = await openPassOffice(port + 1, sfuUrl, (path) => pages[path], address);
  const start = () => startSfu({ port, mediaPort, address, keysUrl: office.keysUrl, workerBin: worker.path, ...(env ? { env } : {}), ...(workers ? { workers } : {}), ...(peopleAWorker ? { peopleAWorker } : {}) });
  const [sfu, browser, far] = await Promise.all([start(), launchBrowser({ args }), farBrowser ? launchBrowser({ args, program: farBrowser }) : undefined]);
  const opened: Page[] = [];
  let rooms = 0;
  const world: CallWorld = {
    office, sfu, sfuUrl, startSfu: start,
    sfuOrigin: originOf(port, address),
    newRoom: () => `room-${++rooms}`,
    enter: async (room, role, newcomer = {}) => {
      const page = await openPerson((newcomer.far ? far : undefined) ?? browser, pageOrigin, newcomer);
      await onOpen?.(page.context());
      opened.push(page);
      const claims = { sub: `person-${opened.length}-${room}`, room, role, speak: newcomer.speak ?? true, ...newcomer.claims };
      await page.exposeFunction('nextPass', async () => ({ ...(await office.pass(claims)), iceServers: newcomer.relays ?? [] }));
      await page.goto(`${pageOrigin}${newcomer.page ?? '/'}`);
      newcomer.beforeJoin?.();
      if (newcomer.prepared) await page.evaluate((url) => (globalThis as CallWindow).callPage.prepare(url), sfuUrl);
      if (newcomer.page !== '/stage') await joinFrom(page, newcomer.devices);
      return page;
    },
    leaveAll: async () => {
      const leaving = opened.splice(0);
      if (onLeave) await Promise.all(leaving.map((page, n) => onLeave(page, n)));
      await Promise.all(leaving.map((page) => page.context().close()));
    },
    close: async () => {
      await Promise.all([browser.close(), far?.close()]);
      await world.sfu.stop();
      await office.close();
    },
  };
  return world;
}

async function openPerson(browser: Browser, origin: string, { viewport, withoutUdp = false, relays }: Newcomer): Promise<Page> {
  const { context, page } = await openWindow(browser, origin, viewport ? { viewport } : {});
  await watchConnections(context);
  if (relays) await context.addInitScript(relayOnly);
  if (withoutUdp) await context.addInitScript(forgetUdp);
  return page;
}

/** Runs in the page: no connection but by a relay, as in a network that lets nothing else out. */
function relayOnly(): void {
  const Original = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/** Runs in the page: the SFU's UDP address is struck out of every offer, as if the network dropped UDP. */
function forgetUdp(): void {
  const { prototype } = RTCPeerConnection;
  const original: (this: RTCPeerConnection, description: RTCSessionDescriptionInit) => Promise<void> = Reflect.get(prototype, 'setRemoteDescription');
  prototype.setRemoteDescription = function setWithoutUdp(this: RTCPeerConnection, description: RTCSessionDescriptionInit) {
    const sdp = description.sdp?.replace(/^a=candidate:\S+ \d+ udp .*\r\n/gm, '') ?? '';
    return original.call(this, { type: description.type, sdp });
  };
}

export async function joinFrom(page: Page, devices = true): Promise<void> {
  await page.evaluate(async (withDevices) => {
    const { callPage, nextPass } = globalThis as CallWindow;
    callPage.renewPass = nextPass;
    await callPage.enter(await nextPass(), withDevices);
  }, devices);
}

export const view = (page: Page) => page.evaluate(() => {
  const { state, tiles, microphone, camera, times, quality, step } = (globalThis as CallWindow).callPage.view() ?? { state: undefined, tiles: [] };
  return { state, microphone, camera, times, quality, step, tiles: tiles.map(({ person, picture, audio, video }) => ({ ...person, picture, sound: audio !== undefined, image: video !== undefined })) };
});

/** What a person asks of the room: 'done', or the code of the refusal. */
export const ask = (page: Page, type: string, fields: object = {}) => page.evaluate(async ([t, f]) => {
  try {
    await (globalThis as CallWindow).callPage.call()?.ask(t as never, f);
    return 'done';
  } catch (error) {
    return (error as Error).message;
  }
}, [type, fields] as const);

export const inState = (page: Page, kind: string, within?: number) => until(`state ${kind}`, () => view(page), ({ state }) => state?.kind === kind, within);

export const hearsAndSees = (page: Page, people = 1, within?: number) =>
  until(`${people} heard and seen`, () => received(page), ({ videos, voices }) => videos >= people && voices >= people, within);

/** Frames and sound that arrive from now on. */
export async function keepsSeeing(page: Page, within?: number): Promise<void> {
  const before = await received(page);
  await until('new frames and sound', () => received(page), ({ frames, audioEnergy }) => frames > before.frames + 5 && audioEnergy > before.audioEnergy, within);
}
