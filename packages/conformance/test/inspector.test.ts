import { existsSync } from 'node:fs';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { createSandbox } from '@partner-apis/sandbox';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

test.skipIf(!existsSync(CHROMIUM))(
  'the inspector shows real clients at work, live',
  { timeout: 60_000 },
  async () => {
    const sandbox = createSandbox();
    onTestFinished(() => sandbox.close());
    const server = await sandbox.listen({ inspector: true });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(server.inspector?.url ?? '');
    await page.getByText('live', { exact: true }).waitFor();
    const queues = page.getByRole('table', { name: 'Queues' });

    await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
    const seen: string[] = [];
    const consumer = astral.consumer().on('hello', async ({ code }) => void seen.push(code));
    const running = consumer.run();
    // The consumer's poll is held, and shows.
    await page.locator('#rows .open').waitFor();
    await queues.getByRole('row', { name: /^partner \w+… 1 0 0 0$/ }).waitFor();

    await page.getByLabel('Code').first().fill('hello');
    await page.getByRole('button', { name: 'Publish event' }).click();
    await queues.getByRole('row', { name: /^partner \w+… 1 0 0 1$/ }).waitFor();
    expect(seen).toEqual(['hello']);
    await page.locator('#rows').getByText('/events/confirm').waitFor();
    await consumer.stop();
    await running;

    await using reestro = new ReestroClient({ baseUrl: server.urls.reestro, ...server.credentials.reestro });
    await page.getByRole('button', { name: 'Add feed event' }).click();
    await page.getByRole('table', { name: 'Feed' }).getByText('certificateFormEvent').waitFor();
    const { lastEventId } = await reestro.crypto.events.list();
    await reestro.crypto.events.list({ afterEventId: String(lastEventId) });
    await page
      .getByRole('table', { name: 'Cursors seen' })
      .getByRole('row', { name: /^partner \w+… 1/ })
      .waitFor();
  },
);
