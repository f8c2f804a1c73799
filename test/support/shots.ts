import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, openWindow } from './browser.ts';
import { servePreviews } from './previews.ts';

/**
 * Pictures of the named states of the screens, to be looked at: `npm run shots` for all, `npm run shots -- desk` for
 * those whose address holds "desk". One PNG a state and width in artifacts/shots.
 */
const wanted = process.argv.slice(2);
const folder = join(import.meta.dirname, '../../artifacts/shots');
mkdirSync(folder, { recursive: true });

const site = await servePreviews();
const browser = await launchBrowser();
try {
  for (const width of [360, 1280]) {
    const { page, context } = await openWindow(browser, site.origin, { viewport: { width, height: 760 } });
    await page.goto(`${site.origin}/preview`);
    await page.waitForFunction(() => 'previews' in window);
    const addresses = await page.evaluate(() => (window as unknown as { previews: readonly string[] }).previews);
    for (const address of addresses.filter((a) => wanted.length === 0 || wanted.some((word) => a.includes(word)))) {
      await page.goto(site.origin + address);
      await page.locator('#main').waitFor();
      await page.evaluate(async () => await document.fonts.ready);
      const path = join(folder, `${address.replace(/^\/preview\/?/, '').replace(/\W+/g, '-')}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await site.stop();
}
