import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { inspect, type Inspected } from './support.ts';

/** Debian's Chromium, or the one that CHROMIUM names. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Where to put screenshots, for people to look at; none are taken otherwise. */
const SCREENSHOTS = process.env['SCREENSHOTS'];

let browser: Browser;
beforeAll(async () => {
  if (existsSync(CHROMIUM))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());

interface Opened extends Inspected {
  readonly page: Page;
  /** What went wrong in the page. */
  readonly errors: readonly string[];
  section(name: string): Locator;
}

async function open(
  options: { width?: number; colorScheme?: 'light' | 'dark'; javaScriptEnabled?: boolean } = {},
): Promise<Opened> {
  const { width = 1280, javaScriptEnabled = true, ...others } = options;
  const inspected = await inspect();
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled,
    ...others,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  await page.goto(inspected.url);
  if (javaScriptEnabled) await page.getByText('live', { exact: true }).waitFor();
  return { ...inspected, page, errors, section: (name) => page.getByRole('region', { name, exact: true }) };
}

/** Something of everything. */
async function fill({ sandbox, server }: Inspected): Promise<void> {
  const headers = { 'x-api-key': server.credentials.astral.apiKey, 'content-type': 'application/json' };
  const { id } = sandbox.astral.publish({ code: 'document.uploaded' });
  sandbox.astral.publish({ code: 'signature.requested', parent: id });
  await sandbox.astral.addPacket([{ name: 'договор.pdf', data: 'x' }]);
  sandbox.stormwall.setSoftErrors([{ type: 'DDOS', code: 'X' }]);
  sandbox.asna.configure({ delivery: { retries: 0 } });
  await sandbox.asna.fireWebhook('stocks_full', { url: 'http://127.0.0.1:1/' });
  sandbox.reestro.addEvents(3);
  sandbox.faults.inject({ vendor: 'stormwall', kind: 'status', status: 500, times: 1 });
  await fetch(`${server.urls.stormwall}/user/service-list`);
  for (const path of ['/events?limit=1', '/events?unconfirmed=true', '/events/nothing'])
    await fetch(server.urls.astral + path, { headers });
  const body = JSON.stringify({
    events: [{ code: 'x', consumer: ['me'], data: { list: [1, { deep: true }] } }],
  });
  await fetch(`${server.urls.astral}/events`, { method: 'POST', headers, body });
}

describe.skipIf(!existsSync(CHROMIUM))('the page, in Chromium', { timeout: 60_000 }, () => {
  it('has a title, a navigation, and a table that grows by itself', async () => {
    const { page, server, errors } = await open();
    expect(await page.title()).toBe('Partner APIs sandbox');
    const links = page.getByRole('navigation').getByRole('link');
    expect(await links.allInnerTexts()).toEqual([
      'Requests',
      'Astral',
      'Stormwall',
      'ASNA',
      'Reestro',
      'Faults',
      'Clock',
    ]);
    for (const name of ['Requests', 'Astral', 'Stormwall', 'ASNA', 'Reestro', 'Faults', 'Clock'])
      expect(await page.getByRole('heading', { name, exact: true, level: 2 }).count()).toBe(1);
    const table = page.getByRole('table', { name: 'Requests' });
    const poll = fetch(`${server.urls.astral}/events?timeout=600`, {
      headers: { 'x-api-key': server.credentials.astral.apiKey },
    });
    await table.getByText('open').waitFor();
    await page.getByLabel('Code').first().fill('hello');
    await page.getByRole('button', { name: 'Publish event' }).click();
    expect((await poll).status).toBe(200);
    await table.locator('.row').getByText('200').waitFor();
    expect(await table.locator('.row').count()).toBe(1);
    await page
      .getByRole('table', { name: 'Queues' })
      .getByRole('row', { name: /partner \w+… 0 0 1 0/ })
      .waitFor();
    expect(errors).toEqual([]);
  });

  it('opens a row to headers and bodies, by mouse and by keyboard, secrets masked', async () => {
    const opened = await open();
    await fill(opened);
    const { page, server } = opened;
    // The one with a body, whatever else is still on its way into the table.
    const row = page.locator('#rows .row', { hasText: 'POST' });
    await row.getByText('200').waitFor();
    await row.click();
    const detail = page.locator('#rows .detail');
    await detail.getByRole('region', { name: 'Request' }).getByText('"deep"').waitFor();
    const shown = await detail.innerText();
    expect(shown).toMatch(/x-api-key\s+\*\*\*/);
    expect(shown).toMatch(/"code": "x"/);
    expect(shown).not.toContain(server.credentials.astral.apiKey);
    await detail.locator('summary').first().click();
    await detail.getByRole('region', { name: 'Request' }).getByText('"deep"').waitFor({ state: 'hidden' });
    const link = row.getByRole('button');
    expect(await link.getAttribute('aria-expanded')).toBe('true');
    await link.focus();
    await page.keyboard.press('Enter');
    expect([await detail.count(), await link.getAttribute('aria-expanded')]).toEqual([0, 'false']);
    await page.keyboard.press(' ');
    await detail.getByRole('region', { name: 'Request' }).getByText('"deep"').waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('lists what is in forms and archives', async () => {
    const { page, server } = await open();
    const headers = { 'x-api-key': server.credentials.astral.apiKey };
    const form = new FormData();
    form.append('doc', new Blob(['12345']), 'договор.pdf');
    const { packet } = (await (
      await fetch(`${server.urls.astral}/packet`, { method: 'POST', headers, body: form })
    ).json()) as { packet: { id: string } };
    await (await fetch(`${server.urls.astral}/packet/${packet.id}.tar.gz`, { headers })).arrayBuffer();
    const rows = page.locator('#rows .row');
    await rows.nth(1).waitFor();
    await rows.nth(1).click();
    await page.getByText('договор.pdf, application/octet-stream, 5 bytes').waitFor();
    await rows.nth(0).click();
    await page.getByText('doc: договор.pdf').waitFor();
    expect(await page.locator('.detail').count()).toBe(2);
  });

  it('does everything its buttons say', async () => {
    const { page, sandbox, section, errors } = await open();
    let hooks = 0;
    const receiver = createServer((_request, answer) => {
      hooks += 1;
      answer.end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    onTestFinished(() => void receiver.close());
    const address = receiver.address();
    await sandbox.load({
      asna: {
        subscriptions: [
          {
            event: 'stocks_full',
            url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
          },
        ],
      },
    });

    await section('Reestro').getByLabel('Kind').selectOption('signed');
    await section('Reestro').getByLabel('How many').fill('2');
    await page.getByRole('button', { name: 'Add feed event' }).click();
    await page.getByRole('table', { name: 'Feed' }).getByText('signEvent').nth(1).waitFor();

    await page.getByRole('button', { name: 'Fire webhook' }).click();
    await page.getByText('Sent to 1.').waitFor();
    await page
      .getByRole('button', { name: /^Deliver again/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: /^Deliver again/ })
      .nth(1)
      .waitFor();
    await expect.poll(() => hooks).toBe(2);

    await section('Stormwall').getByLabel('Code').fill('BUSY');
    await page.getByRole('button', { name: 'Arm soft error' }).click();
    await page.getByRole('table', { name: 'Soft errors armed' }).getByText('BUSY').waitFor();

    await section('Faults').getByLabel('Kind').selectOption('status');
    await section('Faults').getByLabel('Operation').fill('nothing');
    await page.getByRole('button', { name: 'Inject fault' }).click();
    await page.getByText("astral has no operation 'nothing'").waitFor();
    await section('Faults').getByLabel('Operation').fill('events.poll');
    await page.getByRole('button', { name: 'Inject fault' }).click();
    await page.getByRole('button', { name: /^Remove/ }).click();
    await page.getByRole('button', { name: /^Remove/ }).waitFor({ state: 'detached' });

    const before = sandbox.clock.now();
    await page.getByLabel('By').fill('2');
    await page.getByLabel('Unit').selectOption('hours');
    await page.getByRole('button', { name: 'Advance' }).click();
    await page.getByText(/^It is 2/).waitFor();
    expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(7_200_000);

    await section('Astral').getByLabel('Code').fill('child');
    await section('Astral').getByLabel('Data (JSON)').fill('{');
    await page.getByRole('button', { name: 'Publish event' }).click();
    await page.getByText('data: Expected JSON').waitFor();
    await section('Astral').getByLabel('Data (JSON)').fill('{"a":1}');
    await page.getByRole('button', { name: 'Publish event' }).click();
    await page.getByRole('table', { name: 'Events' }).getByText('child').waitFor();
    expect(sandbox.astral.events()).toMatchObject([{ code: 'child', data: { a: 1 } }]);

    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('table', { name: 'Events' }).getByText('None yet.').waitFor();
    expect(sandbox.astral.events()).toEqual([]);
    // The console tells of the two refusals, and of nothing else.
    expect(errors.filter((error) => !error.includes('400 (Bad Request)'))).toEqual([]);
  });

  it('draws chains of events from parent to child', async () => {
    const opened = await open();
    await fill(opened);
    await opened.page.getByRole('img', { name: '2 events in chains' }).waitFor();
    expect(await opened.page.locator('.chains path').count()).toBe(1);
  });

  it('works without a script, as far as posting goes', async () => {
    const { page, sandbox, url, section } = await open({ javaScriptEnabled: false });
    await section('Astral').getByLabel('Code').fill('x');
    await page.getByRole('button', { name: 'Publish event' }).click();
    expect(page.url()).toBe(`${url}#astral`);
    expect(sandbox.astral.events()).toHaveLength(1);
    expect(await page.getByRole('table', { name: 'Events' }).innerText()).toContain('x');
    await section('Astral').getByLabel('Code').fill('x');
    await section('Astral').getByLabel('Parent (id)').fill('y');
    await page.getByRole('button', { name: 'Publish event' }).click();
    await page.getByRole('heading', { name: 'Bad input.' }).waitFor();
    await page.getByRole('link', { name: 'Back' }).click();
    await fetch(`${url.replace(/\/$/, '')}/api/reset`, { method: 'POST' });
  });

  it('stays quick and still under thousands of requests: the last 500 are there, nothing moves', async () => {
    const { page, sandbox, errors } = await open();
    await page.evaluate(
      `window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true })`,
    );
    for (let at = 0; at < 3000; at += 50) {
      await Promise.all(
        Array.from({ length: 50 }, () => sandbox.fetch('astral', new Request('http://x/events'))),
      );
      if (at % 500 === 0) sandbox.astral.publish({ code: `at ${at}` });
    }
    await page.locator('#r3000').waitFor();
    await expect.poll(() => page.locator('#rows .row').count()).toBe(500);
    // Newest last, and in sight.
    const bottom = await page.evaluate(
      `(() => { const pane = document.getElementById('requests-pane'); return pane.scrollHeight - pane.scrollTop - pane.clientHeight; })()`,
    );
    expect(bottom).toBeLessThan(5);
    expect(await page.evaluate('window.shift')).toBe(0);
    const started = performance.now();
    await page.locator('#r3000').click();
    await page.locator('.detail .details').waitFor();
    expect(performance.now() - started).toBeLessThan(3000);
    expect(errors).toEqual([]);
  });

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('is usable by everybody, %d pixels wide, %s', async (width, colorScheme) => {
    const opened = await open({ width, colorScheme });
    await fill(opened);
    const { page } = opened;
    await page.getByRole('img', { name: /in chains/ }).waitFor();
    const row = page.locator('#rows .row').last();
    await row.getByText('200').waitFor();
    await row.click();
    await page.locator('#rows .detail .body').first().waitFor();
    await page.evaluate(axe.source);
    const found = await page.evaluate<{
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    }>(`axe.run({ resultTypes: ['violations'] })`);
    expect(found.violations.map(({ id, impact, nodes }) => [id, impact, nodes[0]?.html])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    if (SCREENSHOTS !== undefined) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: join(SCREENSHOTS, `${width}-${colorScheme}.png`), fullPage: true });
    }
  });
});
