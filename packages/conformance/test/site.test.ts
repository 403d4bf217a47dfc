import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer } from 'vitepress';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages, listed } from '../../../docs/.vitepress/pages.ts';
import { root } from '../src/workspace.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const docs = join(root, 'docs');

/** Every page of the site, the home of each language first. */
const pages = (['en', 'ru'] as const).flatMap((language) => [
  languages[language],
  ...listed(docs, language).flatMap((section) => section.pages.map(({ path }) => path.replace(/\.md$/, ''))),
]);

/** One of each kind: a home, code, tables, drawings, both languages. */
const SAMPLE = ['', 'getting-started', 'errors', 'ru/', 'ru/networks', 'ru/versioning'];

const settings: axe.RunOptions = {
  resultTypes: ['violations'],
  // The button of the search is VitePress's: the letter of its shortcut is in its text, and not in its name.
  rules: { 'label-content-name-mismatch': { enabled: false } },
};

let site: Awaited<ReturnType<typeof createServer>>;
let browser: Browser;
let address: string;

describe.skipIf(!existsSync(CHROMIUM))('the site', () => {
  beforeAll(async () => {
    site = await createServer(docs);
    await site.listen();
    address = site.resolvedUrls?.local[0] ?? '';
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(address + path);
    await page.locator('.VPContent :is(.VPDoc h1, .VPHome h1)').waitFor();
  };

  test('no page scrolls sideways on a telephone', { timeout: 120_000 }, async () => {
    expect(pages.length).toBeGreaterThan(50);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const waiting = [...pages];
    const tooWide: string[] = [];
    const reader = async (): Promise<void> => {
      const page = await context.newPage();
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        await open(page, path);
        const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
        if (wide) tooWide.push(path);
      }
    };
    await Promise.all([reader(), reader(), reader()]);
    await context.close();
    expect(tooWide).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'nothing stands in the way of a reader, in the %s scheme',
    { timeout: 60_000 },
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      for (const path of SAMPLE) {
        await open(page, path);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(settings)})`);
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
        expect.soft(serious, `/${path}`).toEqual([]);
      }
      await context.close();
    },
  );
});
