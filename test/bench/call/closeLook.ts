import type { Page } from 'playwright-core';
import { until } from '../../support/browser.ts';
import { hearsAndSees, view } from '../../support/callWorld.ts';
import type { CallWindow } from '../../support/callWorld.ts';
import { both } from './badLink.ts';
import type { Case } from './cases.ts';

const WITHIN_MS = 40_000;
const ORDINARY_FOR_MS = 10_000;

const linesSeen = (page: Page) => page.evaluate(() => document.querySelector<HTMLVideoElement>('video')?.videoHeight ?? 0);
const look = (page: Page, size: 'large' | 'hd') => page.evaluate((wanted) => {
  const { callPage } = globalThis as CallWindow;
  for (const { person } of callPage.view()?.tiles ?? []) void callPage.call()?.showPeer(person.peer, wanted);
}, size);

async function linesAfter(page: Page, lines: number): Promise<number> {
  const from = Date.now();
  await until(`${lines} lines`, () => linesSeen(page), (seen) => seen === lines, WITHIN_MS).catch(() => undefined);
  return Date.now() - from;
}

/** A call of two on a good link, in two browsers (two pages of one share its camera, and the lines it was opened with): it stays as it is until one looks closely at the other, then it is HD by itself, and ordinary again after. */
export const closeLook: Case = {
  title: 'looked at closely on a good link',
  bars: { byItself: { unit: 'lines before anybody looks closely', most: 360 }, hd: { unit: 'ms until 720 lines', most: 20_000 }, back: { unit: 'ms until 360 lines again', most: 15_000 } },
  async run({ world, link }) {
    link.set(both({}));
    const room = world.newRoom();
    const [viewer, seen] = [await world.enter(room, 'specialist'), await world.enter(room, 'station', { far: true })];
    await Promise.all([hearsAndSees(viewer, 1, 30_000), hearsAndSees(seen, 1, 30_000)]);
    await new Promise((resolve) => setTimeout(resolve, ORDINARY_FOR_MS));
    const byItself = await linesSeen(viewer);
    await look(viewer, 'hd');
    const hd = await linesAfter(viewer, 720);
    if (process.env['BENCH_VERBOSE']) console.log('    steps', (await view(viewer)).step, (await view(seen)).step, await linesSeen(viewer));
    await look(viewer, 'large');
    return { byItself, hd, back: await linesAfter(viewer, 360) };
  },
};
