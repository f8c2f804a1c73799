import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { patients, staff } from '../../local/story.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { ClientConfiguration } from '../../shared/identity/contract.ts';
import { clientFor } from '../support/client.ts';
import { arrive, picture, rule, signIn, type Person } from '../support/journey.ts';
import { accessToken } from '../support/people.ts';
import { act, aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

jest.setTimeout(120_000);

const she = patients.patient;
const symptoms = 'Đau gối trái khi xuống dốc, hai tuần nay.';
const intake = `/station/patients/${she.id}/intake`;
const warning = 'Bạn còn ở đây không?';
const lockedTitle = 'Màn hình đã khoá';
let nurse: Person;
/** The same browser's second tab, in which she is signed in too. */
let second: Page;
/** Milliseconds without a touch until the screen locks, as the deployment says. */
let idle = 0;

const at = (path: string) => `${target().baseUrl}${path}`;
const isLocked = async (page: Page) => await page.getByRole('heading', { name: lockedTitle }).waitFor();
const nobodyTouches = async (milliseconds: number) => await nurse.page.context().clock.fastForward(milliseconds);
const kept = async (page: Page) => await page.evaluate(() => JSON.stringify(sessionStorage));
const refreshTokenOf = async (page: Page) => await page.evaluate(() => (JSON.parse(sessionStorage.getItem('lt.session') ?? '{}') as { refreshToken?: string }).refreshToken ?? '');
/** What the screen says, dialogs and hidden parts too. */
const text = async (page: Page) => await page.evaluate(() => document.documentElement.textContent ?? '');

async function typeSymptoms(page: Page): Promise<void> {
  await page.goto(at(intake));
  await page.getByText(she.name).first().waitFor();
  await page.locator('#symptoms').fill(symptoms);
}

beforeAll(async () => {
  nurse = await arrive('nurse-idle');
  await nurse.page.context().clock.install();
  const configuration = await clientFor().must<ClientConfiguration>('clientConfiguration');
  idle = configuration.idleMinutes * 60_000;
});
afterAll(async () => await nurse?.browser.close());

describe('a screen that nobody touches', () => {
  rule('says so before it locks, in all tabs, and goes on when she answers in one', async () => {
    const { page } = nurse;
    await signIn(nurse, 'nurse');
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    second = await page.context().newPage();
    await second.goto(at('/station'));
    await second.getByRole('button', { name: 'Đăng nhập nhân viên' }).click();
    await second.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await typeSymptoms(page);
    await nobodyTouches(idle - 40_000);
    for (const tab of [page, second]) await tab.getByRole('dialog', { name: warning }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Tôi vẫn ở đây');
    await picture(nurse, 'warning');
    await page.mouse.move(200, 200);
    await page.mouse.move(240, 260);
    expect(await page.getByRole('dialog', { name: warning }).count()).toBe(1);
    await page.keyboard.press('Enter');
    for (const tab of [page, second]) await tab.getByRole('dialog', { name: warning }).waitFor({ state: 'detached' });
    expect(await page.locator('#symptoms').inputValue()).toBe(symptoms);
  });

  rule('then locks in all tabs: no record on the page, no token in the tab, and none that the issuer takes', async () => {
    const { page } = nurse;
    const tokens = await Promise.all([page, second].map(refreshTokenOf));
    for (const tab of [page, second]) await tab.evaluate(() => void Object.assign(window, { heldInMemory: true }));
    await nobodyTouches(idle + 1000);
    for (const tab of [page, second]) await isLocked(tab);
    for (const tab of [page, second]) await tab.waitForFunction(() => !('heldInMemory' in window));
    await isLocked(page);
    await picture(nurse, 'locked');
    for (const tab of [page, second]) {
      expect(await text(tab)).not.toContain(she.name);
      expect(await kept(tab)).not.toMatch(/oken|lt\.kept|eyJ/);
    }
    for (const refresh_token of tokens) {
      const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'lien-tuyen-web', refresh_token });
      const answer = await fetch(at('/oidc/token'), { method: 'POST', body });
      expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, 'invalid_grant']);
    }
    await page.goBack();
    await isLocked(page);
    await page.goForward();
    await isLocked(page);
  });

  rule('lets her go on where she was, with all that she had typed', async () => {
    const { page } = nurse;
    await page.getByRole('button', { name: 'Đăng nhập lại' }).click();
    await page.locator('#symptoms').waitFor();
    expect([new URL(page.url()).pathname, await page.locator('#symptoms').inputValue()]).toEqual([intake, symptoms]);
    // The other tab waits for her own yes, and asks for no second password.
    await isLocked(second);
    await second.getByRole('button', { name: 'Đăng nhập lại' }).click();
    await second.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await second.close();
  });

  rule('without a network locks as well, says what waits for it, and keeps what was typed', async () => {
    const { page } = nurse;
    await page.context().setOffline(true);
    await nobodyTouches(idle + 1000);
    await isLocked(page);
    await page.getByText('chỉ mở khoá được khi có mạng trở lại').waitFor();
    await page.reload();
    await isLocked(page);
    expect([await text(page), await kept(page)].join()).not.toContain(she.name);
    await picture(nurse, 'locked-without-network');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Đăng nhập lại' }).click();
    await page.locator('#symptoms').waitFor();
    expect(await page.locator('#symptoms').inputValue()).toBe(symptoms);
  });

  rule('lets somebody else in by her own name and password, and shows her nothing of the first', async () => {
    const { page } = nurse;
    await nobodyTouches(idle + 1000);
    await isLocked(page);
    await page.getByRole('button', { name: 'Người khác đăng nhập' }).click();
    await page.getByLabel('Tên đăng nhập').fill(staff.specialist.subject);
    await page.getByLabel('Mật khẩu').fill('mau-2026');
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('heading', { name: 'Ca hội chẩn' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/specialist');
    expect([await text(page), await kept(page)].join()).not.toContain(symptoms);
  });

  rule('that has a call on it, or its waiting room, counts as touched', async () => {
    const [station, hospital] = [clientFor(await accessToken('nurse')), clientFor(await accessToken('specialist'))];
    const { id } = await station.must<ConsultationView>('consultationRequest', { body: aRequest() });
    await act(hospital, id, { action: 'accept' });
    await act(station, id, { action: 'wait' });
    const caller = await arrive('nurse-in-room');
    const { page } = caller;
    /** As if all that time had passed, in which a call could not go on, since the last touch. */
    const longAgo = async () => await page.evaluate((by) => localStorage.setItem('lt.touched', String(Date.now() - by)), idle - 30_000);
    try {
      await signIn(caller, 'nurse');
      await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
      await longAgo();
      await page.getByRole('dialog', { name: warning }).waitFor();
      await page.keyboard.press('Escape');
      await page.goto(at(`/station/requests/${id}/room`));
      await page.getByRole('button', { name: 'Vào phòng', exact: true }).click();
      await page.getByText('Chưa có ai khác').waitFor();
      await longAgo();
      await page.waitForFunction(() => Date.now() - Number(localStorage.getItem('lt.touched')) < 60_000);
      expect(await page.getByRole('dialog', { name: warning }).count()).toBe(0);
      await page.getByText('Chưa có ai khác').waitFor();
    } finally {
      await caller.browser.close();
      await act(station, id, { action: 'cancel', reason: 'Thử phòng chờ.' });
    }
  });

  rule('is empty in every tab once she has signed out in one, and holds no token there', async () => {
    const { page } = nurse;
    const tab = await page.context().newPage();
    await tab.goto(at('/specialist'));
    await tab.getByRole('button', { name: 'Đăng nhập nhân viên' }).click();
    await tab.getByRole('heading', { name: 'Ca hội chẩn' }).waitFor();
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    for (const each of [tab, page]) await each.getByRole('button', { name: 'Đăng nhập nhân viên' }).waitFor();
    expect(await text(tab)).not.toContain('Ca hội chẩn');
    expect(await kept(tab)).not.toMatch(/oken|lt\.kept|eyJ/);
    await signIn(nurse, 'nurse');
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await page.waitForTimeout(2500);
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
  });

  rule('is blocked by no policy, throws nothing and asks no other origin', async () => {
    expect(nurse.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(fault))).toEqual([]);
  });
});
