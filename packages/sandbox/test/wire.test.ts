import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { start } from './support.ts';

/** Sends bytes as they are and returns all that comes back. */
async function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(bytes);
  return text(socket);
}

describe('the key', () => {
  it('is asked for in the words of the manual', async () => {
    const { send } = await start();
    for (const apiKey of [null, '']) {
      const answer = await send('/events', { apiKey });
      expect(answer.status).toBe(401);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(answer.json()).toEqual({
        status: 401,
        type: '/documentation#api4011',
        title: 'Не указано значение заголовка X-API-Key',
        id: expect.stringMatching(/^[a-f0-9]{32}$/),
        code: 'api4011',
        created: '2026-01-01T00:00:00.000Z',
      });
    }
  });

  it('has to be that of a participant', async () => {
    const { send, apiKey } = await start();
    for (const wrong of ['x', `${apiKey}x`, apiKey.slice(0, -1), apiKey.toUpperCase()]) {
      expect((await send('/events', { apiKey: wrong })).json()).toMatchObject({
        status: 401,
        code: 'api4012',
      });
    }
  });

  it('is needed by every method, before anything else is looked at', async () => {
    const { send } = await start();
    const id = '0'.repeat(32);
    const requests = [
      ['POST', '/events'],
      ['GET', '/events?limit=x'],
      ['GET', '/events/x'],
      ['POST', '/events/confirm'],
      ['POST', '/packet'],
      ['GET', `/packet/${id}.json`],
      ['GET', `/packet/${id}.tar.gz`],
      ['GET', `/packet/${id}/${id}`],
      ['GET', `/packet/${id}/${id}.json`],
      ['DELETE', `/packet/${id}/${id}`],
    ] as const;
    for (const [method, path] of requests)
      expect((await send(path, { method, apiKey: null })).status).toBe(401);
  });
});

describe('what is no request of this API', () => {
  it.each(['/', '/event', '/events/', '/packet', '/packet/x', '/packet/a/b/c', '/packet/%2e%2e%2f.json/x/y'])(
    'gets 404 for GET %s',
    async (path) => {
      const { send } = await start();
      const { status, json } = await send(path);
      expect([404, 405]).toContain(status);
      expect(json()).toMatchObject({ status });
    },
  );

  it.each([
    ['PUT', '/events', 'POST, GET'],
    ['HEAD', '/events', 'POST, GET'],
    ['GET', '/packet', 'POST'],
    ['POST', `/packet/${'0'.repeat(32)}.json`, 'GET'],
    ['PATCH', `/packet/${'0'.repeat(32)}/${'0'.repeat(32)}`, 'GET, DELETE'],
    ['DELETE', `/events/${'0'.repeat(32)}`, 'GET'],
  ])('gets 405 for %s %s', async (method, path, allow) => {
    const { sandbox, send } = await start();
    sandbox.astral.publish({ code: 'x' });
    const answer = await send(path, { method });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
    if (method !== 'HEAD') expect(answer.json()).toMatchObject({ status: 405, code: 'api4051' });
    expect(sandbox.astral.pending()).toHaveLength(1);
  });

  it.each([
    ['no JSON', '{', 400, 'api4001'],
    ['nothing', '', 400, 'api4001'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'api4001'],
    ['deep nesting', `{"events":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'api4002'],
    ['9 MB', `"${'x'.repeat(9_000_000)}"`, 413, 'api4132'],
  ])('gets a failure for %s', async (_name, body, status, code) => {
    const { send } = await start();
    const headers = { 'content-type': 'application/json' };
    const answer = await send('/events', { method: 'POST', headers, body });
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });

  it('counts a body that does not say how long it is', async () => {
    const { send } = await start();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 20; n++) yield Buffer.alloc(500_000, ' ');
    }
    const answer = await send('/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: endless(),
    });
    expect(answer.status).toBe(413);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'gets 415 for JSON sent as %j',
    async (type) => {
      const { sendJson } = await start();
      const answer = await sendJson('/events', { events: [] }, { headers: { 'content-type': type } });
      expect([answer.status, answer.json().code]).toEqual([415, 'api4151']);
    },
  );

  it('gets a JSON 400 for bytes that are no HTTP, and for a host that is none', async () => {
    const { url } = await start();
    for (const bytes of ['nonsense\r\n\r\n', 'GET /events HTTP/1.1\r\nHost: a b\r\n\r\n']) {
      const answer = await raw(url, bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status: 400 });
    }
  });

  it('leaves the sandbox as able as before', async () => {
    const { url, send } = await start();
    await Promise.all(
      ['x', 'POST /packet HTTP/1.1\r\n', '\0'.repeat(99)].map((bytes) => raw(url, `${bytes}\r\n\r\n`)),
    );
    expect((await send('/events?unconfirmed=true')).status).toBe(200);
  });
});
