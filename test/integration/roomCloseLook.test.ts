import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { chromiumPath, until } from '../support/browser.ts';
import { hearsAndSees, openCallWorld } from '../support/callWorld.ts';
import type { CallWorld } from '../support/callWorld.ts';
import { livelyPicture } from '../support/livelyPicture.ts';

/** HD, by looking closely: two people at the room's screen, in two browsers (pages of one share its camera and its lines). */
let world: CallWorld;

beforeAll(async () => {
  mkdirSync('artifacts/room', { recursive: true });
  const camera = await livelyPicture('.local/test/camera');
  world = await openCallWorld({ port: 7832, mediaPort: 24_632, farBrowser: chromiumPath(), browserArgs: [`--use-file-for-fake-video-capture=${camera}`] });
}, 1_500_000);
afterEach(() => world.leaveAll());
afterAll(() => world?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const linesSeen = (page: Page) => page.evaluate(() => document.querySelector<HTMLVideoElement>('.room__tiles video')?.videoHeight ?? 0);
const ownLines = (page: Page) => page.evaluate(() => document.querySelector<HTMLVideoElement>('.room__self video')?.videoHeight ?? 0);

async function come(room: string, role: 'station' | 'specialist'): Promise<Page> {
  const page = await world.enter(room, role, { page: '/stage', viewport: { width: 1280, height: 800 }, far: role === 'station' });
  await button(page, 'Vào phòng').click();
  return page;
}

describe('a picture that is looked at closely', () => {
  it('becomes HD by itself once the links are known to carry it, and ordinary again after; no ordinary tile does', async () => {
    const room = world.newRoom();
    const [nurse, doctor] = [await come(room, 'station'), await come(room, 'specialist')];
    await Promise.all([hearsAndSees(nurse), hearsAndSees(doctor)]);
    await until('the ordinary picture', () => linesSeen(doctor), (lines) => lines === 360, 90_000);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect([await linesSeen(doctor), await ownLines(nurse)]).toEqual([360, 360]);
    await doctor.screenshot({ path: 'artifacts/room/ordinary.png' });

    const from = Date.now();
    await button(doctor, /Xem kỹ/).click();
    // Said when the way is found to carry it, some seconds before the picture is there; it does not stand for ever.
    const announced = doctor.getByText('hình nét cao').waitFor({ state: 'attached', timeout: 300_000 });
    await until('HD', () => linesSeen(doctor), (lines) => lines === 720, 300_000);
    console.log('HD after ms', Date.now() - from);
    expect(await ownLines(nurse)).toBe(720);
    await doctor.screenshot({ path: 'artifacts/room/closely.png' });
    await nurse.screenshot({ path: 'artifacts/room/looked-at.png' });
    await announced;

    const back = Date.now();
    await button(doctor, /Xem kỹ/).click();
    await until('ordinary again', () => linesSeen(doctor), (lines) => lines === 360, 60_000);
    await until('the camera too', () => ownLines(nurse), (lines) => lines === 360, 60_000);
    console.log('ordinary again after ms', Date.now() - back);
    // What the nurse sees of the doctor stayed as it was: nobody looked closely at the doctor.
    expect([await linesSeen(nurse), await ownLines(doctor)]).toEqual([360, 360]);
  }, 900_000);
});
