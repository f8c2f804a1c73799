import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { servePreviews } from '../support/previews.ts';

jest.setTimeout(600_000);

/** The narrowest phone and an ordinary desktop. */
const sizes = [{ width: 360, height: 740 }, { width: 1280, height: 800 }] as const;

let site: Awaited<ReturnType<typeof servePreviews>>;
let browser: Browser;
let addresses: readonly string[] = [];

beforeAll(async () => {
  [site, browser] = await Promise.all([servePreviews(), launchBrowser()]);
  const { page, context } = await openWindow(browser, site.origin);
  await page.goto(`${site.origin}/preview`);
  await page.waitForFunction(() => 'previews' in window);
  addresses = await page.evaluate(() => (window as unknown as { previews: readonly string[] }).previews);
  await context.close();
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

/** Opens every named state of every view at a size and gathers what is wrong with it. */
async function faultsAt(size: (typeof sizes)[number], look: (page: Page) => Promise<readonly string[]>): Promise<string[]> {
  const { page, context } = await openWindow(browser, site.origin, { viewport: size });
  const faults: string[] = [];
  for (const address of addresses) {
    await page.goto(site.origin + address);
    await page.locator('#main').waitFor();
    await page.evaluate(async () => await document.fonts.ready);
    faults.push(...(await look(page)).map((fault) => `${address}: ${fault}`));
  }
  await context.close();
  return faults;
}

async function overflow(page: Page): Promise<readonly string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return wide > 0 ? [`${wide} px wider than the screen`] : [];
}

async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const tool = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await tool.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations.flatMap((v) => v.nodes.slice(0, 2).map((node) => `${v.id} at ${node.target.join(' ')}`));
  });
}

describe('every named state of every screen', () => {
  it('is there to be looked at', () => {
    expect(addresses.length).toBeGreaterThan(80);
  });

  it('has no barrier that axe can find, on a phone', async () => {
    expect(await faultsAt(sizes[0], barriers)).toEqual([]);
  });

  it.each(sizes.map((size) => [size.width, size] as const))('fits a screen of %d px', async (_, size) => {
    expect(await faultsAt(size, overflow)).toEqual([]);
  });
});
