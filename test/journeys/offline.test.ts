import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import type { Request } from 'playwright-core';
import { facilities, patients } from '../../local/story.ts';
import { until } from '../support/browser.ts';
import { arrive, picture, rule, signIn, type Person } from '../support/journey.ts';
import { target } from '../support/target.ts';

jest.setTimeout(120_000);

const she = patients.patient;
const symptoms = 'Đau đầu vùng gáy năm ngày nay, chóng mặt khi đứng dậy.';
const question = 'Có cần chỉnh liều thuốc huyết áp không?';
const banner = /Mất mạng/;
let nurse: Person;
/** What the server was asked to do while this went on: POST /api/consultations that reached it. */
const asked: { readonly request: Request; readonly status: number }[] = [];

beforeAll(async () => {
  nurse = await arrive('nurse-offline');
  nurse.page.on('response', (response) => {
    const request = response.request();
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/consultations') asked.push({ request, status: response.status() });
  });
});

afterAll(async () => await nurse?.browser.close());

describe('a station whose link fails', () => {
  rule('has the client and the station\'s pages on the device, and no answer of the API', async () => {
    const { page } = nurse;
    await signIn(nurse, 'nurse');
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const kept = await page.evaluate(async () => {
      const boxes = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      return (await Promise.all(boxes.map((box) => box.keys()))).flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept).toEqual(expect.arrayContaining(['/index.html', '/icon.svg', expect.stringMatching(/^\/assets\/main-.*\.js$/), expect.stringMatching(/^\/assets\/pages-.*\.js$/)]));
    expect(kept.filter((path) => !/^\/(assets\/.+|index\.html|icon\.svg)$/.test(path))).toEqual([]);
  });

  rule('opens again without a network at what was being typed, and says that there is none', async () => {
    const { page } = nurse;
    await page.goto(`${target().baseUrl}/station/patients/${she.id}/intake`);
    await page.locator('#vital-systolic').fill('158');
    await page.locator('#vital-diastolic').fill('96');
    await page.locator('#symptoms').fill(symptoms);
    await page.getByText(she.name).first().waitFor();
    // Whom she may ask is needed later; it came while she typed.
    await page.waitForFunction(() => sessionStorage.getItem('lt.kept.directory') !== null);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(banner).waitFor();
    expect(await page.locator('#symptoms').inputValue()).toBe(symptoms);
    expect(await page.locator('#vital-systolic').inputValue()).toBe('158');
    await picture(nurse, 'draft-without-network');
  });

  rule('finishes the request without a network; it waits on the device', async () => {
    const { page } = nurse;
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.locator('#question-1').fill(question);
    await page.getByLabel('Chuyên khoa').selectOption('cardiology');
    await page.getByLabel('Hỏi bệnh viện nào').selectOption(facilities.central.id);
    await page.locator('input[name="when"][value="written"]').check({ force: true });
    await page.getByLabel(/đã được báo và đồng ý/).check({ force: true });
    await page.getByRole('button', { name: 'Gửi yêu cầu' }).click();
    await page.getByText('hộp chờ gửi trên máy này').waitFor();
    await page.goto(`${target().baseUrl}/station`);
    await page.getByRole('heading', { name: 'Chờ gửi trên máy này' }).waitFor();
    await page.getByText(she.name).first().waitFor();
    await picture(nurse, 'today-without-network');
    expect(asked).toEqual([]);
  });

  rule('sends it by itself when the network is back, once', async () => {
    const { page } = nurse;
    await page.context().setOffline(false);
    await page.getByRole('link', { name: she.name }).first().waitFor();
    await until('the request is sent', async () => asked.length, (count) => count > 0);
    await page.reload();
    await page.getByText(question).first().waitFor();
    await page.waitForTimeout(1500);
    expect(asked.map(({ status }) => status)).toEqual([201]);
    expect(await page.getByText(question).count()).toBe(1);
    expect(await page.getByRole('heading', { name: 'Chờ gửi trên máy này' }).count()).toBe(0);
    await picture(nurse, 'today-with-network');
  });

  rule('starts cold without a network with a page that says so', async () => {
    const context = nurse.page.context();
    await context.setOffline(true);
    const fresh = await context.newPage();
    await fresh.goto(`${target().baseUrl}/`);
    await fresh.getByText(banner).waitFor();
    await fresh.getByRole('button', { name: 'Đăng nhập nhân viên' }).waitFor();
    await context.setOffline(false);
  });

  rule('is blocked by no policy, throws nothing and asks no other origin', async () => {
    expect(nurse.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(fault))).toEqual([]);
  });
});
