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
  world = await openCallWorld({ port: 7804, mediaPort: 24_404 });
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
  }, 180_000);

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

  it('gives the stage to a shared screen, and shows each where the other points', async () => {
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station', { page: '/stage' });
    await button(nurse, 'Vào phòng').click();
    const doctor = await world.enter(room, 'specialist', { page: '/stage', viewport: { width: 360, height: 740 } });
    await button(doctor, 'Vào phòng').click();
    await Promise.all([hearsAndSees(nurse), hearsAndSees(doctor)]);
    await button(nurse, 'Trình chiếu').click();
    await button(nurse, 'Màn hình hoặc cửa sổ').click();
    const shared = doctor.getByRole('region', { name: /^Hình do .* trình chiếu$/ });
    await shared.waitFor();
    await until('the screen moves', () => shared.locator('video').evaluate((video) => (video as HTMLVideoElement).videoWidth), (width) => width > 0, 30_000);

    await doctor.getByRole('button', { name: 'Trình chiếu', exact: true }).click();
    await doctor.getByText('đang trình chiếu. Hãy chờ người ấy dừng.').waitFor();
    await button(doctor, 'Đóng').click();
    await button(doctor, 'Chỉ vào hình').click();
    const frame = doctor.locator('.shared__frame');
    await frame.scrollIntoViewIfNeeded();
    const box = await frame.boundingBox();
    if (box === null) throw new Error('no frame');
    await doctor.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
    const pointerOf = () => nurse.locator('.pointer').evaluateAll((pointers) => pointers.map((p) => [(p as HTMLElement).style.left, (p as HTMLElement).style.top, p.textContent]));
    const [pointer] = await until('the pointer is seen', pointerOf, (seen) => seen.length === 1);
    expect(Number.parseFloat(pointer?.[0] ?? '')).toBeCloseTo(25, 0);
    expect(Number.parseFloat(pointer?.[1] ?? '')).toBeCloseTo(50, 0);
    expect(pointer?.[2]).toMatch(/^Mẫu person-/);
    await picture(doctor, 'shared-on-a-phone');
    await picture(nurse, 'shared-own');
    await frame.press('Shift+ArrowDown');
    await until('the keys move it', pointerOf, ([seen]) => Math.round(Number.parseFloat(seen?.[1] ?? '')) === 60);
    await button(doctor, 'Chỉ vào hình').click();
    await until('the pointer goes', pointerOf, (seen) => seen.length === 0);
    await button(nurse, 'Dừng trình chiếu').click();
    await until('the stage is free', () => shared.count(), (count) => count === 0);
    await keepsSeeing(doctor);
  }, 120_000);

  it('takes the station to its camera with one press of the specialist', async () => {
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station', { page: '/stage' });
    await button(nurse, 'Vào phòng').click();
    const doctor = await world.enter(room, 'specialist', { page: '/stage' });
    await button(doctor, 'Vào phòng').click();
    await Promise.all([hearsAndSees(nurse), hearsAndSees(doctor)]);
    await button(doctor, 'Xin ảnh rõ').click();
    await nurse.getByText('xin một ảnh rõ.').waitFor();
    await picture(nurse, 'photo-asked');
    await button(nurse, 'Chụp ảnh rõ').first().click();
    await button(nurse, 'Chụp bằng camera này').click();
    const still = nurse.locator('.still img');
    await still.waitFor();
    expect(await nurse.locator('.still').textContent()).toMatch(/\d+ × \d+ điểm/);
    await picture(nurse, 'still-taken');
    await keepsSeeing(doctor);
    await nurse.getByLabel('Ghi chú ảnh').fill('Cẳng tay trái');
    await button(nurse, 'Gửi vào hồ sơ').click();
    await nurse.getByText('gửi: Cẳng tay trái').waitFor();
    expect(await nurse.getByText('xin một ảnh rõ.').count()).toBe(0);
  }, 120_000);

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
  }, 180_000);
});
