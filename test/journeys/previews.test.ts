import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openWindow } from '../support/browser.ts';
import { resultCodes } from '../../shared/insurance/resultCodes.ts';
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

describe('the result codes of the insurer’s portal', () => {
  const codes = Object.keys(resultCodes);
  /** What a clerk reads of one code: whether it counts, what it means, what to do. */
  const readAt = async (page: Page, code: string) => {
    await page.goto(`${site.origin}/preview/insurance/code-${code}`);
    const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Bảo hiểm y tế' }) });
    await panel.waitFor();
    const [meaning, steps, text] = [await panel.locator('p[role=status]').first().innerText(), await panel.locator('h3 + ol > li').allInnerTexts(), await panel.innerText()];
    return { meaning, steps, text, wide: (await overflow(page)).length };
  };

  it.each(sizes.map((size) => [size.width, size] as const))('each have a state of their own in words, at %d px', async (_, size) => {
    const { page, context } = await openWindow(browser, site.origin, { viewport: size });
    const seen = new Map<string, string>();
    for (const code of codes) {
      const { meaning, steps, text, wide } = await readAt(page, code);
      // A sentence of its own, no code's name for it; where the card does not simply count, what to do now.
      expect([code, seen.get(meaning), meaning.length > 15]).toEqual([code, undefined, true]);
      expect([code, steps.length > 0 && steps.every((step) => /^\d+\. .{5,}/.test(step))]).toEqual([code, code !== '000']);
      expect([code, text.includes(code), /undefined|\b[a-z]+-[a-z]+(-[a-z]+)*\b/.test(text), wide]).toEqual([code, true, false, 0]);
      seen.set(meaning, code);
    }
    expect(seen.size).toBe(27);
    await context.close();
  });
});
