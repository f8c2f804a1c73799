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
    await nurse.getByText('Chỉ dùng tiếng: hình hai bên đang tắt').first().waitFor();
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

  it('shows who waits by name and role; only a manager lets them in by hand, and who waits is told what happens', async () => {
    const room = world.newRoom();
    const doctor = await world.enter(room, 'specialist', { page: '/stage' });
    await button(doctor, 'Vào phòng').click();
    await doctor.getByText('Chưa có ai khác').waitFor();
    await doctor.getByRole('button', { name: /Mọi người/ }).click();
    await doctor.getByLabel('Cho từng người vào bằng tay').check({ force: true });
    const relative = await world.enter(room, 'relative', { page: '/stage', viewport: { width: 360, height: 740 } });
    await button(relative, 'Vào phòng').click();
    await relative.getByText('Người chủ phòng đã thấy bạn đang chờ').waitFor();
    await picture(relative, 'lobby-on-a-phone');
    const waiting = doctor.getByRole('region', { name: 'Đang chờ vào phòng' });
    await waiting.getByText('Người nhà').waitFor();
    await picture(doctor, 'lobby-by-hand');
    await waiting.getByRole('button', { name: /^Cho vào:/ }).click();
    await Promise.all([hearsAndSees(doctor), hearsAndSees(relative)]);
    await until('nobody waits', () => waiting.count(), (count) => count === 0);

    const second = await world.enter(room, 'relative', { page: '/stage' });
    await button(second, 'Vào phòng').click();
    await waiting.getByRole('button', { name: /^Không cho vào:/ }).click();
    await second.getByText('Chủ phòng chưa cho vào').waitFor();
  }, 90_000);

  it('raises a hand in order, lets a manager mute, and only the muted person speaks again', async () => {
    const room = world.newRoom();
    const doctor = await world.enter(room, 'specialist', { page: '/stage' });
    await button(doctor, 'Vào phòng').click();
    const patient = await world.enter(room, 'patient', { page: '/stage', viewport: { width: 360, height: 740 } });
    await button(patient, 'Vào phòng').click();
    await hearsAndSees(doctor);
    await button(patient, 'Giơ tay').click();
    await patient.getByText('Bạn đang giơ tay, đứng thứ 1.').waitFor();
    await doctor.getByText('Giơ tay, thứ 1').first().waitFor();
    await doctor.getByRole('status').filter({ hasText: 'giơ tay.' }).waitFor();

    await doctor.getByRole('button', { name: /Mọi người/ }).click();
    await doctor.getByRole('button', { name: /^Hạ tay của/ }).click();
    await button(patient, 'Giơ tay').waitFor();
    await doctor.getByRole('button', { name: /^Tắt micro của/ }).click();
    await patient.getByText('đã tắt micro của bạn').first().waitFor();
    await button(patient, 'Bật micro').waitFor();
    await picture(patient, 'muted-by-the-host');
    await picture(doctor, 'people');
    expect(await doctor.getByRole('button', { name: /^Bật micro của/ }).count()).toBe(0);
    await button(patient, 'Bật micro').click();
    await button(patient, 'Tắt micro').waitFor();
    await keepsSeeing(doctor);
    expect(await patient.locator('.room__problem').count()).toBe(0);
  }, 90_000);

  it('pins a person, and changes camera and microphone while the call goes on', async () => {
    const room = world.newRoom();
    const doctor = await world.enter(room, 'specialist', { page: '/stage' });
    await button(doctor, 'Vào phòng').click();
    const nurse = await world.enter(room, 'station', { page: '/stage' });
    await button(nurse, 'Vào phòng').click();
    const patient = await world.enter(room, 'patient', { page: '/stage' });
    await button(patient, 'Vào phòng').click();
    await hearsAndSees(doctor, 2);
    const pins = doctor.getByRole('button', { name: /^Ghim hình của/ });
    expect(await pins.count()).toBe(2);
    await pins.last().click();
    await doctor.locator('.tile--pinned', { hasText: 'Người bệnh' }).waitFor();
    expect(await doctor.locator('.room__tiles .tile').first().getAttribute('class')).toContain('tile--pinned');
    await picture(doctor, 'pinned');
    await doctor.getByRole('button', { name: 'Micro, camera', exact: true }).click();
    const microphones = doctor.getByLabel('Micro', { exact: true });
    await microphones.waitFor();
    const other = await microphones.evaluate((select) => [...(select as HTMLSelectElement).options].find((option) => !option.selected)?.value ?? '');
    await microphones.selectOption(other);
    await doctor.getByText('Đã đổi thiết bị.').waitFor();
    await picture(doctor, 'devices');
    expect(await microphones.inputValue()).toBe(other);
    await keepsSeeing(nurse);
  }, 90_000);

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
