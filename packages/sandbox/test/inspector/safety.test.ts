import { networkInterfaces } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createSandbox } from '@partner-apis/sandbox';
import { inspect } from './support.ts';

setFlagsFromString('--expose-gc');
/** Without it the numbers tell what was allocated, not what is kept. */
const collectGarbage = runInNewContext('gc') as () => void;

const XSS = `"'><img src=x onerror=alert(1)></td></textarea><script>alert(2)</script>`;

describe('who may look and act', () => {
  it('is nobody, unless it was asked for', async () => {
    const sandbox = createSandbox();
    await using server = await sandbox.listen();
    expect(server.inspector).toBeUndefined();
  });

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example:4014',
    '[::2]',
    '169.254.1.1',
  ])('refuses the Host %j, which a rebound name would send, unless it has the token', async (host) => {
    const { ask, token } = await inspect();
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/api/state'],
      ['POST', '/api/reset'],
      ['GET', '/api/stream'],
      ['GET', '/script.js'],
    ] as const)
      expect((await ask(method, path, undefined, { host })).status).toBe(403);
    const bearer = { host, authorization: `Bearer ${token}` };
    expect((await ask('GET', '/api/state', undefined, bearer)).status).toBe(200);
    expect(
      (await ask('GET', '/api/state', undefined, { ...bearer, authorization: `Bearer ${token}x` })).status,
    ).toBe(403);
  });

  it.each(['localhost:1', '127.0.0.1', '127.9.9.9:4014', '[::1]:5'])('takes the Host %s', async (host) => {
    const { ask } = await inspect();
    expect((await ask('GET', '/api/state', undefined, { host })).status).toBe(200);
  });

  it('refuses what another page sends, with the token too, and lets nobody read across origins', async () => {
    const { ask, sandbox, url, token } = await inspect();
    const own = new URL(url).origin;
    for (const origin of [
      'http://evil.example',
      'null',
      own.replace('http:', 'https:'),
      `${own}0`,
      own.replace('127.0.0.1', 'localhost'),
    ])
      for (const [method, path] of [
        ['POST', '/api/astral/events'],
        ['DELETE', '/api/faults'],
        ['PUT', '/api/scenario'],
        ['POST', '/actions/publish-event'],
        ['OPTIONS', '/api/state'],
      ] as const)
        expect(
          (await ask(method, path, { code: 'x' }, { origin, authorization: `Bearer ${token}` })).status,
        ).toBe(403);
    expect(sandbox.astral.events()).toEqual([]);
    expect((await ask('POST', '/api/astral/events', { code: 'x' }, { origin: own })).status).toBe(201);
    const answer = await ask('GET', '/', undefined, { origin: 'http://evil.example' });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('takes the token from elsewhere: a Host may be claimed, an address not; a browser gets a cookie for it', async () => {
    const other = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.internal === false && one.family === 'IPv4')?.address;
    // A machine without a network has no elsewhere.
    const host = other ?? '127.0.0.1';
    const sandbox = createSandbox();
    await using server = await sandbox.listen({
      host: '0.0.0.0',
      inspector: { token: 'a-token-of-your-own' },
    });
    const { port } = new URL(server.inspector?.url ?? '');
    const base = `http://${host}:${port}`;
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(base + path, { headers, redirect: 'manual' })).status;
    if (other !== undefined) expect(await status('/api/state')).toBe(403);
    expect(await status('/?token=wrong-wrong-wrong-w')).toBe(other === undefined ? 200 : 403);
    const entered = await fetch(`${base}/?token=a-token-of-your-own`, { redirect: 'manual' });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/']);
    const cookie = entered.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await status('/', { cookie: cookie.split(';')[0] ?? '' })).toBe(200);
    await sandbox.close();
  });

  it.each([{ token: 'short' }, { token: 'with a space in it' }, { port: -1 }, { tokn: 'x' }, 'yes'])(
    'refuses the option %j',
    async (inspector) => {
      const sandbox = createSandbox();
      await expect(Reflect.apply(sandbox.listen, undefined, [{ inspector }])).rejects.toThrow(TypeError);
    },
  );
});

describe('what somebody else wrote', () => {
  it('never becomes part of the page, whichever field it stands in', async () => {
    const { sandbox, server, ask } = await inspect();
    await sandbox.load({
      astral: {
        participants: { [XSS]: { id: `${XSS}2` } },
        events: [
          { id: 'a'.repeat(32), code: XSS, data: { [XSS]: XSS }, producer: XSS, consumer: [XSS, `${XSS}3`] },
          { code: XSS, parent: 'a'.repeat(32) },
        ],
        packets: [{ owner: XSS, files: [{ name: XSS, type: XSS, text: XSS }] }],
      },
      stormwall: {
        accounts: { [XSS]: null },
        services: [
          { name: XSS, account: XSS, domains: [{ name: XSS }], attacks: [{ id: XSS, target: XSS }] },
        ],
        settings: { softErrors: [{ errors: [{ type: XSS, code: XSS, [XSS]: XSS }] }] },
      },
      asna: {
        clients: { [XSS]: { rights: [XSS] } },
        subscriptions: [{ event: XSS, url: `http://127.0.0.1:1/${XSS}` }],
      },
      reestro: {
        organizations: { [XSS]: { orgId: XSS } },
        events: [{ event: { eventId: XSS, eventDate: XSS, [XSS]: XSS }, organization: XSS }],
      },
    });
    await sandbox.asna.fireWebhook(XSS, { messageId: XSS, message: XSS });
    const encoded = encodeURIComponent(XSS);
    const headers = {
      'x-api-key': server.credentials.astral.apiKey,
      'x-odd': encodeURI(XSS).replaceAll('%20', ' '),
    };
    await ask('GET', '/'); // So that the page is not the first to be asked for.
    await fetch(`${server.urls.astral}/events/${encoded}?${encoded}=${encoded}`, { headers });
    await fetch(`${server.urls.astral}/events`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ events: [{ code: XSS, consumer: [XSS], data: { [XSS]: [XSS] } }] }),
    });
    await fetch(`${server.urls.astral}/packet`, {
      method: 'POST',
      headers: { 'x-api-key': headers['x-api-key'] },
      body: (() => {
        const form = new FormData();
        form.append(XSS, new Blob(['x']), XSS);
        return form;
      })(),
    });
    await fetch(`${server.urls.reestro}/realty/crypto/v2/events?afterEventId=${encoded}`);
    const pages = [
      '/',
      '/fragments/state',
      `/fragments/rows?numbers=1,2,3,4`,
      '/requests/1',
      '/requests/2',
      '/requests/3',
      '/requests/4',
    ];
    for (const path of pages) {
      const { status, text } = await ask('GET', path);
      expect(status).toBe(200);
      expect(text).not.toMatch(/<img|<script>|onerror=alert\(1\)>/);
    }
    const bad = await ask('POST', '/actions/publish-event', `code=x&parent=${encoded}&${encoded}=${encoded}`);
    expect([bad.status, /<img|<script>/.test(bad.text)]).toEqual([400, false]);
    expect((await ask('POST', `/actions/reset`, `section=${encoded}`)).headers['location']).toBe(
      `/#${encoded}`,
    );
  });
});

describe('a flood', () => {
  it('leaves the memory flat, the bodies kept included', async () => {
    const { sandbox, server, ask } = await inspect({ ledgerSize: 100 });
    const headers = { 'x-api-key': server.credentials.astral.apiKey, 'content-type': 'application/json' };
    const body = JSON.stringify({ note: 'x'.repeat(60_000) });
    const flood = async (requests: number): Promise<number> => {
      for (let at = 0; at < requests; at += 20)
        await Promise.all(
          Array.from({ length: 20 }, async () => {
            const answer = await sandbox.fetch(
              'astral',
              new Request('http://x/events/confirm', { method: 'POST', headers, body }),
            );
            await answer.text();
          }),
        );
      collectGarbage();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    const before = await flood(600);
    const after = await flood(1800);
    // 1,800 bodies of 60,000 bytes are 103 MiB.
    expect(after - before).toBeLessThan(25);
    expect((await ask('GET', '/')).text.match(/class="row /g)).toHaveLength(100);
  });
});
