import { afterAll, describe, expect } from 'vitest';
import { sandboxTest, test, type ClientOptions } from '@partner-apis/sandbox/vitest';
import type { Sandbox } from '@partner-apis/sandbox';
import { codeOf, sendTo } from './support.ts';

/** Vitest wants what a file shares at the top of it. */
const fileTest = sandboxTest({ scope: 'file', seed: 'mine' });

const seen: { sandbox: Sandbox; clients: ClientOptions }[] = [];

async function poll({ astral }: ClientOptions): Promise<number> {
  return (await sendTo(`${astral.baseUrl}/events?unconfirmed=true`, astral.apiKey, {})).status;
}

describe('test', () => {
  for (const name of ['one', 'another'])
    test(`has a sandbox of its own: ${name}`, async ({ sandbox, clients, server }) => {
      expect(sandbox.astral.events()).toEqual([]);
      expect(await poll(clients)).toBe(200);
      sandbox.astral.publish({ code: 'x' });
      sandbox.faults.inject({ vendor: 'astral', kind: 'status', status: 500 });
      expect(await poll(clients)).toBe(500);
      expect(clients.reestro).toEqual({ baseUrl: server.urls.reestro, ...server.credentials.reestro });
      expect(clients.stormwall.token).toBe(sandbox.stormwall.account().token);
      expect(clients.asna.auth.tokenUrl).toContain(clients.asna.baseUrl);
      seen.push({ sandbox, clients });
    });

  test('which is closed when the test ends', async () => {
    expect(new Set(seen.map(({ sandbox }) => sandbox)).size).toBe(2);
    for (const { clients } of seen) expect(await codeOf(poll(clients))).toBe('ECONNREFUSED');
  });
});

describe('sandboxTest', () => {
  const used = new Set<Sandbox>();
  afterAll(() => expect(used.size).toBe(1));

  for (const name of ['one', 'another'])
    fileTest(`can share one, which starts over for each test: ${name}`, async ({ sandbox, clients }) => {
      expect(sandbox.astral.events()).toEqual([]);
      expect(await poll(clients)).toBe(200);
      sandbox.astral.publish({ code: 'x' });
      sandbox.faults.inject({ vendor: 'astral', kind: 'refuse' });
      expect(await codeOf(poll(clients))).toBe('ECONNREFUSED');
      used.add(sandbox);
    });
});
