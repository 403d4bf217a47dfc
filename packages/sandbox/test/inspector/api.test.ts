import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manualClock } from '@partner-apis/sandbox';
import { inspect } from './support.ts';

describe('the control API', () => {
  it('acts from each vendor’s side, and shows what came of it', async () => {
    const { sandbox, ask } = await inspect({ clock: manualClock() });
    const event = await ask('POST', '/api/astral/events', { code: 'x', data: { n: 1 }, consumer: 'service' });
    expect(event).toMatchObject({ status: 201, json: { id: sandbox.astral.events()[0]?.id } });
    expect(sandbox.astral.pending(sandbox.astral.participant('service').id)).toHaveLength(1);
    const feed = await ask('POST', '/api/reestro/events', { kind: 'signed', count: 3 });
    expect(feed).toMatchObject({
      status: 201,
      json: { ids: sandbox.reestro.events().map(({ eventId }) => eventId) },
    });
    const soft = { errors: [{ type: 1, code: 'X' }], operation: 'blacklist.add', times: 2 };
    expect((await ask('POST', '/api/stormwall/soft-errors', soft)).status).toBe(204);
    const fault = await ask('POST', '/api/faults', {
      vendor: 'asna',
      kind: 'status',
      status: 429,
      retryAfter: 5,
    });
    expect(fault).toMatchObject({ status: 201, json: { id: expect.any(String) } });
    expect(await ask('POST', '/api/clock/advance', { ms: 1500 })).toMatchObject({
      status: 200,
      json: { now: '2026-01-01T00:00:01.500Z' },
    });
    expect((await ask('GET', '/api/state')).json).toMatchObject({
      now: '2026-01-01T00:00:01.500Z',
      astral: {
        participants: [
          { name: 'partner', waiting: 0 },
          { name: 'service', waiting: 1, handedOut: 0, confirmed: 0 },
        ],
      },
      stormwall: { softErrors: [{ operation: 'blacklist.add', left: 2 }] },
      asna: { subscriptions: [], deliveries: [], messages: [] },
      reestro: { organizations: [{ name: 'partner', events: 3 }], cursors: [] },
      faults: [{ vendor: 'asna', kind: 'status', met: 0 }],
    });
  });

  it('removes one fault, and all', async () => {
    const { sandbox, ask } = await inspect();
    const first = sandbox.faults.inject({ vendor: 'asna', kind: 'reset' });
    const second = sandbox.faults.inject({ vendor: 'astral', kind: 'reset' });
    expect((await ask('DELETE', `/api/faults/${first.id}`)).status).toBe(204);
    expect([first.active, second.active]).toEqual([false, true]);
    expect((await ask('DELETE', `/api/faults/${first.id}`)).status).toBe(404);
    expect((await ask('DELETE', '/api/faults')).status).toBe(204);
    expect(second.active).toBe(false);
  });

  it('sends webhooks without waiting for their answers', async () => {
    const { sandbox, ask, server } = await inspect();
    const receiver = createServer((_request, answer) => void answer.end()).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    onTestFinished(() => void receiver.close());
    const address = receiver.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    await ask('PUT', '/api/scenario', { asna: { subscriptions: [{ event: 'stocks_full', url }] } });
    const fired = await ask('POST', '/api/asna/webhooks', { event: 'stocks_full', message: 'Error' });
    expect(fired).toMatchObject({ status: 202, json: { deliveries: [{ url, event: 'stocks_full' }] } });
    await expect.poll(() => sandbox.asna.deliveries(), { interval: 1 }).toMatchObject([{ status: 200 }]);
    expect(sandbox.asna.deliverAgain(0)).toBe(true);
    await expect.poll(() => sandbox.asna.deliveries().length, { interval: 1 }).toBe(2);
    expect(server.urls.asna).toContain('http://127.0.0.1:');
  });

  it('lists the requests, newest last, without secrets', async () => {
    const { ask, server } = await inspect();
    const { clientId, clientSecret, tokenUrl } = server.credentials.asna.auth;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const token = (
      (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string }
    ).access_token;
    const { apiKey } = server.credentials.astral;
    await fetch(`${server.urls.astral}/events?unconfirmed=true&token=abcd1234&note=${apiKey}`, {
      headers: { 'x-api-key': apiKey, 'x-odd': apiKey },
    });
    await fetch(`${server.urls.astral}/nowhere`);
    const all = await ask('GET', '/api/requests');
    expect(all.json).toMatchObject([
      { operation: 'auth.token' },
      { vendor: 'astral', query: { token: '***', note: '***' } },
      { status: 404 },
    ]);
    expect((await ask('GET', '/api/requests?vendor=astral&status=404&limit=1')).json).toMatchObject([
      { path: '/nowhere' },
    ]);
    expect((await ask('GET', '/api/requests?limit=1')).json).toMatchObject([{ path: '/nowhere' }]);
    const pages = await Promise.all(
      ['/', '/requests/1', '/requests/2', '/api/state'].map((path) => ask('GET', path)),
    );
    for (const text of [all.text, ...pages.map((page) => page.text)])
      for (const secret of [clientSecret, token, apiKey, 'abcd1234']) expect(text).not.toContain(secret);
    expect(pages[1]?.text).toContain('client_secret=***');
    expect(pages[1]?.text).toContain('access_token');
  });

  it('gives a snapshot, takes it again, and resets', async () => {
    const { sandbox, ask } = await inspect({ clock: manualClock() });
    await ask('POST', '/api/astral/events', { code: 'x' });
    const saved = await ask('GET', '/api/scenario');
    expect((await ask('POST', '/api/reset')).status).toBe(204);
    expect(sandbox.astral.events()).toEqual([]);
    expect((await ask('PUT', '/api/scenario', saved.json)).status).toBe(204);
    expect((await ask('GET', '/api/scenario')).json).toEqual(saved.json);
  });

  it.each([
    ['POST', '/api/astral/events', { code: '' }, [{ path: ['code'] }]],
    ['POST', '/api/astral/events', { code: 'x', colour: 'red' }, [{ path: [] }]],
    ['POST', '/api/astral/events', { code: 'x', parent: 'y' }, [{ path: ['parent'] }]],
    ['POST', '/api/astral/events', 'no json', [{ path: [] }]],
    ['POST', '/api/reestro/events', { kind: 'gone' }, [{ path: ['kind'] }]],
    ['POST', '/api/asna/webhooks', {}, [{ path: ['event'] }]],
    [
      'POST',
      '/api/stormwall/soft-errors',
      { errors: [], operation: 'none' },
      [{ message: expect.stringContaining('no operation') }],
    ],
    ['POST', '/api/faults', { vendor: 'astral', kind: 'boredom' }, [{ path: ['kind'] }]],
    [
      'POST',
      '/api/faults',
      { vendor: 'astral', kind: 'reset', operation: 'x' },
      [{ message: expect.stringContaining('no operation') }],
    ],
    ['POST', '/api/clock/advance', { ms: -1 }, [{ path: ['ms'] }]],
    ['POST', '/api/clock/advance', { ms: 1e15 }, [{ message: expect.stringContaining('0 to') }]],
    ['PUT', '/api/scenario', { astral: { events: [{}] } }, [{ path: ['astral', 'events', 0, 'code'] }]],
    ['GET', '/api/requests?limit=x', undefined, [{ path: ['limit'] }]],
  ])('refuses %s %s %j', async (method, path, body, issues) => {
    const { ask } = await inspect();
    expect(await ask(method, path, body)).toMatchObject({
      status: 400,
      json: { error: expect.any(String), issues },
    });
  });

  it('does not read on for ever', async () => {
    const { ask } = await inspect();
    const body = JSON.stringify({ code: 'x'.repeat(2 << 20) });
    expect((await ask('POST', '/api/astral/events', body)).status).toBe(413);
    expect((await ask('POST', '/actions/publish-event', body)).status).toBe(413);
  });

  it('knows what it does not have', async () => {
    const { ask } = await inspect();
    for (const path of ['/api/nothing', '/requests/7', '/actions/x', '/../package.json'])
      expect((await ask('GET', path)).status).toBe(404);
  });
});

describe('the stream', () => {
  it('tells of requests and of states, and goes on where a connection broke', async () => {
    const { sandbox, server, url } = await inspect();
    const listen = async (headers: Record<string, string> = {}) => {
      const answer = await fetch(`${url}api/stream`, { headers });
      expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let held = '';
      return {
        close: () => reader?.cancel(),
        async next(kind: string): Promise<{ id: string; data: { number: number; outcome: string } }> {
          for (;;) {
            const end = held.indexOf('\n\n');
            if (end < 0) {
              held += (await reader?.read())?.value ?? '';
              continue;
            }
            const message = held.slice(0, end);
            held = held.slice(end + 2);
            const field = (name: string): string =>
              new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1] ?? '';
            if (field('event') === kind) return { id: field('id'), data: JSON.parse(field('data')) };
          }
        },
      };
    };
    const first = await listen();
    await first.next('state');
    const ask = () => fetch(`${server.urls.astral}/events`);
    await ask();
    expect((await first.next('request')).data).toMatchObject({ number: 1 });
    const settled = await first.next('request');
    expect(settled.data).toMatchObject({ number: 1, outcome: 'answered' });
    // What is done in the process itself shows too.
    sandbox.astral.publish({ code: 'x' });
    await first.next('state');
    await first.close();
    await ask();
    const second = await listen({ 'last-event-id': settled.id });
    expect((await second.next('request')).data).toMatchObject({ number: 2 });
    await second.close();
    const stranger = await listen({ 'last-event-id': 'ffffffff-0' });
    await ask();
    expect((await stranger.next('request')).data).toMatchObject({ number: 3 });
    await server.close();
    await stranger.next('request');
    await expect(stranger.next('request')).rejects.toThrow('terminated');
  });
});
