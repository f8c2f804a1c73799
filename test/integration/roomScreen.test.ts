import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { received, until } from '../support/browser.ts';
import { hearsAndSees, keepsSeeing, openCallWorld } from '../support/callWorld.ts';
import type { CallWorld } from '../support/callWorld.ts';

/** The room's screen as people use it, on a real call. */
let world: CallWorld;

beforeAll(async () => {
  mkdirSync('artifacts/room', { recursive: true });
  world = await openCallWorld({ port: 7804, mediaPort: 44_404 });
}, 1_500_000);
afterEach(() => world.leaveAll());
afterAll(() => world?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const picture = (page: Page, name: string) => page.screenshot({ path: `artifacts/room/${name}.png` });
const tracksAlive = (page: Page) => page.evaluate(() => [...document.querySelectorAll('video')].length);

describe('the room’s screen', () => {
  it('goes from the device check into the call, says who is muted, and comes back after a reload without a click', async () => {
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station', { page: '/stage' });
    await nurse.getByText('Micro nghe được tiếng của bạn.').waitFor();
    await picture(nurse, 'device-check');
    await button(nurse, 'Vào phòng').click();
    await nurse.getByText('Chưa có ai khác').waitFor();
    await picture(nurse, 'waiting');

    const specialist = await world.enter(room, 'specialist', { page: '/stage', viewport: { width: 390, height: 800 } });
    await button(specialist, 'Vào phòng').click();
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    await nurse.getByText('Bác sĩ chuyên khoa').waitFor();
    await picture(specialist, 'call-on-a-phone');

    await button(specialist, 'Tắt micro').click();
    await nurse.getByText('Đã tắt micro').waitFor();
    await picture(nurse, 'call');

    await specialist.reload();
    await hearsAndSees(specialist);
    await button(specialist, 'Bật micro').waitFor();
    await nurse.getByText('Đã tắt micro').waitFor();
    await keepsSeeing(specialist);

    await button(nurse, 'Chỉ dùng tiếng').click();
    await nurse.getByText('Chỉ dùng tiếng: hình hai bên đang tắt').waitFor();
    await picture(nurse, 'audio-only');

    await button(nurse, 'Rời phòng').click();
    await nurse.getByText('left').waitFor();
    expect(await tracksAlive(nurse)).toBe(0);
    await until('alone', () => specialist.getByText('Chưa có ai khác').count(), (count) => count === 1);
  }, 90_000);

  it('tells a person without microphone and camera what to do, and lets them listen', async () => {
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station', { page: '/stage' });
    await button(nurse, 'Vào phòng').click();
    const specialist = await world.enter(room, 'specialist', { page: '/stage' });
    await specialist.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await specialist.reload();
    await specialist.getByText('Trình duyệt chưa cho dùng micro').waitFor();
    await picture(specialist, 'denied');
    await button(specialist, 'Vào phòng để nghe và xem').click();
    await hearsAndSees(specialist);
    expect((await received(nurse)).voices).toBe(0);
  }, 60_000);

  it('says that the consultation is over when the room is closed', async () => {
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station', { page: '/stage' });
    await button(nurse, 'Vào phòng').click();
    await nurse.getByText('Chưa có ai khác').waitFor();
    await fetch(`${world.sfuOrigin}/rooms/${room}/close`, { method: 'POST', headers: { authorization: `Bearer ${await world.office.order(room)}` } });
    await nurse.getByText('phòng đã đóng').waitFor();
    await picture(nurse, 'closed');
    await button(nurse, 'Quay lại').click();
    await nurse.getByText('closed').waitFor();
  }, 60_000);
});
