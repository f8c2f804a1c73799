import { it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { staff } from '../../local/story.ts';
import type { SimulatedSms } from '../../local/simulators/sms.ts';
import { launchBrowser, openWindow, until, watchConnections, type BrowserOptions } from './browser.ts';
import { target } from './target.ts';

const artifacts = join(import.meta.dirname, '../../artifacts/journey');

export type Person = {
  readonly name: string;
  readonly browser: Browser;
  readonly page: Page;
  /** What went wrong on her pages unseen: thrown errors, blocked content, requests to anybody else. */
  readonly faults: string[];
  /** Her page's newest requests to the API, each with its answer once that came. */
  readonly asked: Asked[];
};

type Asked = { readonly what: string; answer?: number | string };

const everybody = new Set<Person>();

/** One person with a browser of her own: own camera, storage and window. */
export async function arrive(name: string, options: BrowserOptions & { readonly viewport?: { width: number; height: number } } = {}): Promise<Person> {
  const browser = await launchBrowser(options);
  const { context, page } = await openWindow(browser, target().baseUrl, options.viewport ? { viewport: options.viewport } : {});
  await watchConnections(context);
  page.setDefaultTimeout(20_000);
  const person = { name, browser, page, faults: watchFaults(name, page), asked: watchAsked(page) };
  everybody.add(person);
  browser.on('disconnected', () => everybody.delete(person));
  return person;
}

/** A rule of a journey: `it`, and where it fails, the message says what was on everybody's page and what that had asked for. */
export function rule(name: string, steps: () => Promise<void>): void {
  it(name, async () => {
    try {
      await steps();
    } catch (cause) {
      const pages = await Promise.all([...everybody].map(seenAt));
      throw new Error([cause instanceof Error ? cause.message : String(cause), ...pages].join('\n\n'), { cause });
    }
  });
}

async function seenAt(person: Person): Promise<string> {
  await picture(person, 'failed').catch(() => undefined);
  const text = await person.page.locator('body').innerText({ timeout: 2000 }).catch((error: unknown) => `no text: ${String(error)}`);
  const asked = person.asked.map(({ what, answer = 'no answer yet' }) => `  ${what} ${answer}`);
  return [`${person.name} at ${person.page.url()}`, text.slice(0, 600), ...asked, ...person.faults].join('\n');
}

const askedKept = 12;

function watchAsked(page: Page): Asked[] {
  const asked: Asked[] = [];
  const open = new Map<unknown, Asked>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!/^\/(api|fhir)\//.test(pathname)) return;
    const entry = { what: `${request.method()} ${pathname}` };
    open.set(request, entry);
    if (asked.push(entry) > askedKept) asked.shift();
  });
  const answered = (request: unknown, answer: number | string) => {
    const entry = open.get(request);
    if (entry) entry.answer = answer;
    open.delete(request);
  };
  page.on('response', (response) => answered(response.request(), response.status()));
  page.on('requestfailed', (request) => answered(request, request.failure()?.errorText ?? 'failed'));
  return asked;
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

/** Presses a button, and gives the id of what has the focus before the browser can take another key. */
export const focusedByPressing = (button: Locator): Promise<string | undefined> =>
  button.evaluate(async (element: HTMLElement) => {
    element.click();
    await Promise.resolve();
    return document.activeElement?.id;
  });

let count = 0;

/** A picture of the page as it is, kept under artifacts/journey in the order of the story. */
export async function picture({ name, page }: Person, what: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${String(++count).padStart(2, '0')}-${name}-${what}.png`), fullPage: true });
}

/** Signs a patient in as she does: her citizen ID, and the code that is sent to her phone. */
export async function signInByCode({ page }: Person, who: { readonly citizenId: string; readonly phone: string }): Promise<void> {
  await page.goto(`${target().baseUrl}/patient`);
  await page.getByLabel('Số căn cước của bạn').fill(who.citizenId);
  const asked = new Date().toISOString();
  await page.getByRole('button', { name: 'Gửi mã cho tôi' }).click();
  await page.getByLabel('Mã 6 số').fill(await codeSince(asked, who.phone));
  await page.getByRole('button', { name: 'Vào xem' }).click();
}

/** The code that the SMS simulator took for a phone at a time or later: one sent before is of no use any more. */
async function codeSince(time: string, phone: string): Promise<string> {
  const inbox = new URL(`/inbox?phone=${phone}`, target().smsUrl);
  const { text } = await until('the code comes', async () => ((await (await fetch(inbox)).json()) as readonly SimulatedSms[]).find(({ at, text: words }) => at >= time && sixDigits.test(words)), (message) => message !== undefined, 20_000) ?? { text: '' };
  return sixDigits.exec(text)?.[0] ?? '';
}

const sixDigits = /\b\d{6}\b/;

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
