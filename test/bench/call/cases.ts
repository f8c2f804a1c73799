import type { Page } from 'playwright-core';
import { received, until } from '../../support/browser.ts';
import { hearsAndSees, view } from '../../support/callWorld.ts';
import type { CallWindow, CallWorld } from '../../support/callWorld.ts';
import { both, ordinary } from './badLink.ts';
import type { BadLink, LinkRules, WayRules } from './badLink.ts';
import { closeLook } from './closeLook.ts';
import { sites37 } from './sites.ts';
import { watch, worse } from './figures.ts';
import type { Figures } from './figures.ts';

export type Stage = { readonly world: CallWorld; readonly link: BadLink };
/** One figure of a case: the highest or the lowest value that is good. `mean`: for the median of the runs alone. */
export type Bar = { readonly unit: string; readonly most?: number; readonly least?: number; readonly of?: 'median' };
export type Measured = Readonly<Record<string, number>>;
export type Case = { readonly title: string; readonly bars: Readonly<Record<string, Bar>>; readonly run: (stage: Stage) => Promise<Measured>; /** What limits the figure, for the reader. */ readonly note?: string };

/** Time for estimators to find the link, and for measuring. */
const SETTLE_S = 8;
const WATCH_S = 12;
const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A call between somebody near the SFU and somebody behind the link. */
async function aCall({ world, link }: Stage, rules: LinkRules): Promise<{ near: Page; far: Page }> {
  const room = world.newRoom();
  // The page is loaded before: the bench is about calls, not about downloads.
  link.set(both({}));
  const near = await world.enter(room, 'specialist');
  const far = await world.enter(room, 'station', { far: true, beforeJoin: () => link.set(rules) });
  return { near, far };
}

async function watchBoth({ near, far }: { near: Page; far: Page }, seconds = WATCH_S): Promise<Figures> {
  const [a, b] = await Promise.all([watch(near, seconds), watch(far, seconds)]);
  if (process.env['BENCH_VERBOSE']) console.log('    near receives', a, '\n    far receives', b, (await view(far)).step, (await view(near)).step);
  return worse(a, b);
}

/** A link that is so before the call begins (`join`), or becomes so in a good call (`fall`). */
function steady(title: string, rules: WayRules, bars: Case['bars'], how: 'join' | 'fall' = 'join'): Case {
  const bad = both({ ...ordinary.up, ...rules });
  return {
    title, bars,
    async run(stage) {
      const call = await aCall(stage, how === 'join' ? bad : ordinary);
      if (how === 'fall') {
        await Promise.all([hearsAndSees(call.near, 1, 30_000), hearsAndSees(call.far, 1, 30_000)]);
        await sleep(2);
        stage.link.set(bad);
      }
      await sleep(SETTLE_S);
      const { framesPerSecond, longestStillMs, concealedPercent, soundSeconds } = await watchBoth(call);
      return { fps: framesPerSecond, still: longestStillMs, concealed: concealedPercent, sound: Math.round((100 * soundSeconds) / WATCH_S) };
    },
  };
}

const sound: Bar = { unit: '% of the time', least: 90 };
const concealed = (most: number): Bar => ({ unit: '%', most });

/** Somebody waits in the room, another comes: from the click to the first sound and picture. */
function join(title: string, far: boolean, rules: LinkRules, bars: Case['bars'], times = 1): Case {
  return {
    title, bars,
    async run(stage) {
      const all: { audio: number; frame: number }[] = [];
      for (let n = 0; n < times; n += 1) {
        const room = stage.world.newRoom();
        stage.link.set(both({}));
        await stage.world.enter(room, 'specialist');
        await sleep(1);
        const newcomer = await stage.world.enter(room, 'station', { far, prepared: true, beforeJoin: () => stage.link.set(rules) });
        const { times: t } = await until('sound and picture', () => view(newcomer), (seen) => seen.times?.firstAudioMs !== undefined && seen.times.firstFrameMs !== undefined, 30_000);
        all.push({ audio: t?.firstAudioMs ?? 0, frame: t?.firstFrameMs ?? 0 });
        await stage.world.leaveAll();
      }
      const middle = (pick: (one: { audio: number; frame: number }) => number) => all.map(pick).toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
      return { audio: middle(({ audio }) => audio), frame: middle(({ frame }) => frame), slowest: Math.max(...all.map(({ frame }) => frame)) };
    },
  };
}

/** From now until both see new pictures and hear new sound, in ms. */
async function backWithin(pages: readonly Page[], from: number, within: number): Promise<number> {
  const before = await Promise.all(pages.map((page) => received(page)));
  await Promise.all(pages.map((page, n) => {
    let base = before[n];
    return until('back', () => received(page), (now) => {
      // A new connection begins its totals anew.
      if (base && now.frames < base.frames) base = { ...base, frames: 0, audioEnergy: 0 };
      return now.frames > (base?.frames ?? 0) + 2 && now.audioEnergy > (base?.audioEnergy ?? 0);
    }, within);
  }));
  return Date.now() - from;
}

const thin64 = both({ ...ordinary.up, rate: 64, loss: 10 });

const yields: Case = {
  title: '64 kbit/s and 10 % loss, all at once in a good call',
  bars: { yielded: { unit: 'ms until the picture has yielded', most: 2_000 }, concealed: concealed(5), sound },
  async run(stage) {
    const call = await aCall(stage, ordinary);
    await Promise.all([hearsAndSees(call.near, 1, 30_000), hearsAndSees(call.far, 1, 30_000)]);
    await sleep(4);
    stage.link.set(thin64);
    const from = Date.now();
    await until('picture yielded', () => view(call.far), ({ step }) => step === 'audio', 20_000).catch(() => undefined);
    const yielded = Date.now() - from;
    await sleep(3);
    const { concealedPercent, soundSeconds } = await watchBoth(call);
    return { yielded, concealed: concealedPercent, sound: Math.round((100 * soundSeconds) / WATCH_S) };
  },
};

const returns: Case = {
  title: 'falls to 64 kbit/s for 15 s and comes back',
  bars: { back: { unit: 'ms until pictures', most: 10_000 }, fps: { unit: 'fps after 12 s, % of before', least: 80 }, height: { unit: '% of the height before', least: 100 } },
  async run(stage) {
    const call = await aCall(stage, ordinary);
    await Promise.all([hearsAndSees(call.near, 1, 30_000), hearsAndSees(call.far, 1, 30_000)]);
    await sleep(SETTLE_S);
    const before = await watchBoth(call, 3);
    stage.link.set(both({ ...ordinary.up, rate: 64 }));
    await sleep(15);
    stage.link.set(ordinary);
    const from = Date.now();
    const back = await backWithin([call.near, call.far], from, 30_000).catch(() => 30_000);
    await sleep(Math.max(0, 12 - (Date.now() - from) / 1000));
    const after = await watchBoth(call, 3);
    return { back, fps: Math.round((100 * after.framesPerSecond) / Math.max(1, before.framesPerSecond)), height: Math.round((100 * after.frameHeight) / Math.max(1, before.frameHeight)) };
  },
};

const outage: Case = {
  title: 'nothing gets through for 30 s',
  bars: { back: { unit: 'ms after the link’s return', most: 3_000 }, muted: { unit: 'still muted (1: yes)', least: 1 } },
  note: 'What was typed is kept by the client’s drafts; test/journeys shows it.',
  async run(stage) {
    const call = await aCall(stage, ordinary);
    await Promise.all([hearsAndSees(call.near, 1, 30_000), hearsAndSees(call.far, 1, 30_000)]);
    await call.far.evaluate(() => (globalThis as CallWindow).callPage.call()?.setMicrophone(false));
    stage.link.set(both({ loss: 100 }));
    await sleep(30);
    stage.link.set(ordinary);
    const from = Date.now();
    const farBack = backWithin([call.far], from, 30_000).catch(() => 30_000);
    const nearSees = until('picture of the far side', () => view(call.near), ({ tiles }) => tiles.some(({ presence, picture, image }) => presence === 'present' && picture === 'flowing' && image), 30_000).then(() => Date.now() - from, () => 30_000);
    const back = Math.max(await farBack, await nearSees);
    const { microphone } = await view(call.far);
    const seen = (await view(call.near)).tiles[0]?.microphone;
    return { back, muted: !microphone && seen === false ? 1 : 0 };
  },
};

function breaks(title: string, most: number, act: (stage: Stage) => Promise<void>, far: boolean): Case {
  return {
    title, bars: { back: { unit: 'ms until all are back', most } },
    async run(stage) {
      stage.link.set(both({}));
      const room = stage.world.newRoom();
      const pages = await Promise.all([stage.world.enter(room, 'specialist'), stage.world.enter(room, 'station', { far }), stage.world.enter(room, 'relative')]);
      await Promise.all(pages.map((page) => hearsAndSees(page, 2, 30_000)));
      const from = Date.now();
      if (process.env['BENCH_VERBOSE']) console.log('    begun at', from);
      await act(stage);
      return { back: await backWithin(pages, from, 40_000) };
    },
  };
}

/** The table of docs/calls.md, in its order. Names are what `npm run bench:call -- <name>` takes. */
export const cases: Readonly<Record<string, Case>> = {
  'join': join('join, on this machine', false, both({}), { audio: { unit: 'ms to sound', most: 300, of: 'median' }, frame: { unit: 'ms to picture', most: 400, of: 'median' }, slowest: { unit: 'ms, slowest', most: 1_000 } }, 4),
  'join-300ms': join('join at 300 ms round trip, 2 % loss', true, both({ delay: 150, loss: 2 }), { audio: { unit: 'ms to sound', most: 2_000 }, frame: { unit: 'ms to picture', most: 2_500 } }),
  '300kbit': steady('300 kbit/s each way, 5 % loss', { rate: 300, loss: 5 }, { fps: { unit: 'fps', least: 10 }, still: { unit: 'ms longest still', most: 1_000 }, concealed: concealed(2) }),
  '150kbit': steady('150 kbit/s each way', { rate: 150 }, { fps: { unit: 'fps', least: 8 }, concealed: concealed(1) }),
  '64kbit': yields,
  '40kbit': steady('40 kbit/s each way', { rate: 40 }, { concealed: concealed(2), sound }, 'fall'),
  'loss10': steady('10 % loss', { loss: 10 }, { concealed: concealed(1), sound }, 'fall'),
  'loss20': steady('20 % loss', { loss: 20 }, { concealed: concealed(3), sound }, 'fall'),
  'loss30': steady('30 % loss', { loss: 30 }, { concealed: concealed(8), sound }, 'fall'),
  returns,
  outage,
  'worker': breaks('worker killed', 2_000, async ({ world }) => void process.kill((await world.sfu.health()).workers[0] ?? 0, 'SIGKILL'), false),
  'restart': breaks('SFU process restarted', 5_000, async ({ world }) => {
    await world.sfu.stop();
    world.sfu = await world.startSfu();
  }, false),
  sites37,
  'close-look': closeLook,
  'no-udp': join('UDP blocked', true, both({ delay: 20, udp: false }), { frame: { unit: 'ms to picture', most: 1_500 } }),
};
