import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { smartApp, staff } from '../../local/story.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { clientFor } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { authorizeAddress, smartEndpoints } from '../support/smartApp.ts';
import { aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

jest.setTimeout(300_000);

/** The issuer's page on which staff say for whom an application of others is started, in a real browser. */
let browser: Browser;
/** The application, at its own address: redirects go to a real one. */
const app = createServer((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<title>app</title>'));
let patient = '';
const name = 'Quàng Thị Mở Ứng Dụng';

beforeAll(async () => {
  const nurse = clientFor(await accessToken('nurse'));
  patient = (await nurse.must<PatientSummary>('patientRegistration', { body: { name, birthDate: '1983-03-13', sex: 'female', address: 'Bản Thử 7, Xã Mường Mẫu, Tỉnh Lai Châu', source: 'typed' } })).id;
  await nurse.must('consultationRequest', { body: aRequest({ patientId: patient }) });
  const { port, hostname } = new URL(smartApp.redirectUri);
  await new Promise<void>((resolve) => app.listen(Number(port), hostname, resolve));
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});

const barriers = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations.flatMap((v) => v.nodes.map((node) => `${v.id} at ${node.target.join(' ')}`));
  });
};

/** What is wrong with the page as it stands: barriers, width, anything from elsewhere. */
async function faultsOf(page: Page, picture: string): Promise<readonly string[]> {
  await page.evaluate(async () => await document.fonts.ready);
  mkdirSync('artifacts/shots', { recursive: true });
  await page.screenshot({ path: `artifacts/shots/${picture}.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden])')].filter((one) => one.getBoundingClientRect().height < 44).map((one) => `lower than 44 px: ${one.textContent}`));
  return [...(await barriers(page)), ...(wide > 0 ? [`${wide} px wider than the screen`] : []), ...small];
}

describe.each([360, 1280])('at %d px', (width) => {
  it('a nurse finds her patient by the keyboard alone, and the application gets its code', async () => {
    const { context, page } = await openWindow(browser, target().baseUrl, { viewport: { width, height: 760 } });
    page.setDefaultTimeout(90_000);
    const elsewhere: string[] = [];
    page.on('request', (request) => void (request.url().startsWith(target().baseUrl) || request.url().startsWith(smartApp.redirectUri) || elsewhere.push(request.url())));
    const challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
    await page.goto(authorizeAddress(await smartEndpoints(), 'openid launch/patient offline_access patient/Observation.rs user/Organization.rs', challenge).href);
    await page.getByRole('button', { name: staff.nurse.name }).click();

    await page.getByRole('heading', { name: 'Chọn người bệnh', level: 1 }).waitFor();
    expect(await faultsOf(page, `choose-patient-near-${width}`)).toEqual([]);
    // The search has the focus: type, Enter, and on to the first of the list.
    await page.keyboard.type('mo ung dung');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'phù hợp' }).waitFor();
    expect([await page.title(), new URL(page.url()).search]).toEqual(['1 người phù hợp với “mo ung dung” · Chọn người bệnh · Liên Tuyến', '']);
    expect(await faultsOf(page, `choose-patient-found-${width}`)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(name);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${smartApp.redirectUri}**`);
    expect([new URL(page.url()).searchParams.has('code'), elsewhere]).toEqual([true, []]);
    expect(page.url()).not.toContain(patient);
    await context.close();
  });

  it('a refused choice is said aloud, and whoever chooses nobody is led back', async () => {
    const { context, page } = await openWindow(browser, target().baseUrl, { viewport: { width, height: 760 } });
    page.setDefaultTimeout(90_000);
    await page.goto(authorizeAddress(await smartEndpoints(), 'openid launch/patient patient/*.cruds', createHash('sha256').update('x').digest('base64url')).href);
    await page.getByRole('button', { name: staff.specialist2.name }).click();
    await page.getByRole('searchbox').fill('khong co ai nhu the');
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.getByText('Không tìm thấy ai').waitFor();
    expect(await faultsOf(page, `choose-patient-nobody-${width}`)).toEqual([]);
    // As somebody who changes the page does it.
    await page.evaluate((id) => {
      const field = document.querySelector<HTMLInputElement>('#text');
      if (field) [field.name, field.value] = ['patient', id];
    }, patient);
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Chưa chọn được người này' }).waitFor();
    expect(await page.content()).not.toContain(name);
    expect(await faultsOf(page, `choose-patient-refused-${width}`)).toEqual([]);
    await page.getByRole('button', { name: 'Không chọn ai' }).click();
    await page.waitForURL(`${smartApp.redirectUri}**`);
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
    await context.close();
  });
});
