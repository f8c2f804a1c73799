import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { staff } from '../../local/story.ts';
import { launchBrowser, openWindow, watchConnections, type BrowserOptions } from './browser.ts';
import { target } from './target.ts';

const artifacts = join(import.meta.dirname, '../../artifacts/journey');

export type Person = {
  readonly name: string;
  readonly browser: Browser;
  readonly page: Page;
  /** What went wrong on her pages unseen: thrown errors, blocked content, requests to anybody else. */
  readonly faults: string[];
};

/** One person with a browser of her own: own camera, storage and window. */
export async function arrive(name: string, options: BrowserOptions & { readonly viewport?: { width: number; height: number } } = {}): Promise<Person> {
  const browser = await launchBrowser(options);
  const { context, page } = await openWindow(browser, target().baseUrl, options.viewport ? { viewport: options.viewport } : {});
  await watchConnections(context);
  page.setDefaultTimeout(20_000);
  return { name, browser, page, faults: watchFaults(name, page) };
}

function watchFaults(name: string, page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  page.on('console', (message) => {
    // A refusal that the page shows is logged by the browser too; everything else is a fault.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(`${name}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const { baseUrl, filesUrl } = target();
    // Pictures of the record and recordings come from the origin of files, and nothing else does.
    const isFile = url.origin === filesUrl && ['image', 'media'].includes(request.resourceType());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== new URL(baseUrl).host && !isFile) faults.push(`${name}: asked ${url.origin}`);
  });
  return faults;
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

export type Authenticator = { /** Whether the person puts the right finger on it. */ readonly recognise: (yes: boolean) => Promise<void> };

/** A platform authenticator in a person's browser (Chromium's own, by the DevTools protocol). */
export async function withAuthenticator({ page }: Person): Promise<Authenticator> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { recognise: async (isUserVerified) => void (await devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })) };
}
