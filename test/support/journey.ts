import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { staff } from '../../local/story.ts';
import { launchBrowser, openWindow, watchConnections, type BrowserOptions } from './browser.ts';
import { target } from './target.ts';

const artifacts = join(import.meta.dirname, '../../artifacts/journey');

export type Person = { readonly name: string; readonly browser: Browser; readonly page: Page };

/** One person with a browser of her own: own camera, storage and window. */
export async function arrive(name: string, options: BrowserOptions & { readonly viewport?: { width: number; height: number } } = {}): Promise<Person> {
  const browser = await launchBrowser(options);
  const { context, page } = await openWindow(browser, target().baseUrl, options.viewport ? { viewport: options.viewport } : {});
  await watchConnections(context);
  page.setDefaultTimeout(20_000);
  return { name, browser, page };
}

/** Signs a person of the story in as a person does: welcome page, the provider's form, back in the product. */
export async function signIn({ page }: Person, user: keyof typeof staff): Promise<void> {
  await page.goto(`${target().baseUrl}/`);
  await page.getByRole('button', { name: 'Đăng nhập nhân viên' }).click();
  await page.getByLabel('Tên đăng nhập').fill(staff[user].subject);
  await page.getByLabel('Mật khẩu').fill('mau-2026');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
}

let count = 0;

/** A picture of the page as it is, kept under artifacts/journey in the order of the story. */
export async function picture({ name, page }: Person, what: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${String(++count).padStart(2, '0')}-${name}-${what}.png`), fullPage: true });
}

/** The newest code that the SMS simulator holds for a phone. */
export async function newestCode(phone: string): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const answer = await fetch(new URL(`/inbox?phone=${phone}`, target().smsUrl));
    const text = JSON.stringify(await answer.json());
    const codes = [...text.matchAll(/\b(\d{6})\b/g)].map((m) => m[1] ?? '');
    const code = codes.at(0);
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('no code came');
}
