import { describe, expect, it } from 'vitest';
import { start } from './support.ts';

const domain = '/user/service/1/domain/2';
const blacklist = `${domain}/ddos/black-cidr-list`;

describe('a request', () => {
  it.each([
    ['a list joined by a comma', 'GET', '/user/service/1/domain/stats?domain_id=3,6', undefined],
    ['brackets in a key', 'GET', '/user/service/1/domain/stats?domain_id[]=3', undefined],
    ['no domain to count', 'GET', '/user/service/1/domain/stats', undefined],
    ['a word for a flag in the query', 'GET', '/user/service-list?active=true', undefined],
    ['an unknown parameter', 'GET', '/user/service-list?page=1', undefined],
    ['an offset that is no number', 'GET', '/user/service-list?offset=x', undefined],
    ['an id that is a word', 'PUT', '/user/service/1/domain/stats', {}],
    ['true for a flag', 'PUT', domain, { redirect_to_https: true }],
    ['false, deep in a list', 'PUT', blacklist, { list: [[false]] }],
    ['2 for a flag', 'PUT', domain, { redirect_to_https: 2 }],
    ['an unknown member', 'PUT', domain, { colour: 1 }],
    [
      'a domain name with spaces, as in the manual',
      'POST',
      '/user/service/1/domain',
      { domain_name: 'a b.example' },
    ],
    ['an address without a prefix', 'PUT', blacklist, { list: ['203.0.113.7'] }],
    ['no list', 'DELETE', blacklist, undefined],
  ])('with %s is refused', async (_, method, path, body) => {
    const { send } = await start();
    const headers = { 'content-type': 'application/json' };
    const answer = await send(method, path, body, { headers });
    expect(answer.json()).toMatchObject({
      statusCode: 400,
      error: 'Bad Request',
      message: expect.stringMatching(/^Invalid request (params|query|payload) input/),
    });
    expect(answer.status).toBe(400);
  });

  it('with a body over 1 MB is refused, with one of exactly that it is read', async () => {
    const { send } = await start();
    const fits = await send('PUT', blacklist, { list: ['x'.repeat(1_048_576 - 13)] });
    expect(fits.status).toBe(400);
    const over = await send('PUT', blacklist, { list: ['x'.repeat(1_048_576 - 12)] });
    expect([over.status, over.json().statusCode]).toEqual([413, 413]);
  });

  it('with headers over 8 KB is refused, whichever they are', async () => {
    const { send } = await start();
    const answer = await send('GET', '/user/service-list', undefined, {
      headers: { 'x-long': 'x'.repeat(8_100) },
    });
    expect([answer.status, answer.json().error]).toEqual([431, 'Request Header Fields Too Large']);
  });

  it('with a body that is not JSON, or not called so, is refused', async () => {
    const { send } = await start();
    const headers = { 'content-type': 'application/json' };
    expect((await send('PUT', domain, undefined, { headers, body: '{' })).status).toBe(400);
    expect((await send('PUT', domain, {}, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });
});

describe('a command', () => {
  it('that does not exist is 404, one of another method 405', async () => {
    const { send } = await start();
    expect((await send('GET', '/user/nothing')).json()).toEqual({
      statusCode: 404,
      error: 'Not Found',
      message: 'Not Found',
    });
    const wrong = await send('DELETE', '/user/service-list');
    expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET']);
  });

  it('beyond the limit of requests per second is 503, and the next second is a new one', async () => {
    const { sandbox, clock, send } = await start();
    sandbox.stormwall.setRateLimit(2);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await send('GET', '/user/service-list')).status);
    clock.advance(1_000);
    statuses.push((await send('GET', '/user/service-list')).status);
    expect(statuses).toEqual([200, 200, 503, 200]);
  });
});

describe('a token', () => {
  const list = '/user/service-list';

  it.each([
    ['missing', ''],
    ['unknown', 'api_access_token=eyJhb.x'],
    ['of another name', 'token=x'],
  ])('%s is 401', async (_, cookie) => {
    const { send } = await start();
    expect((await send('GET', list, undefined, { headers: { cookie } })).status).toBe(401);
  });

  it('is found among other cookies, and never shown in the ledger', async () => {
    const { sandbox, token, send } = await start();
    const cookie = `a=1; api_access_token=${token}; b=2`;
    expect((await send('GET', list, undefined, { headers: { cookie } })).status).toBe(200);
    expect(sandbox.requests()).toMatchObject([{ operation: 'services.list', participant: 'partner' }]);
    expect(JSON.stringify(sandbox.requests())).not.toContain(token);
  });

  it('expires on its date', async () => {
    const { sandbox, clock, send } = await start();
    const { token } = sandbox.stormwall.issueToken({ lifetimeMs: 60_000 });
    const ask = async (): Promise<number> =>
      (await send('GET', list, undefined, { headers: { cookie: `api_access_token=${token}` } })).status;
    expect(await ask()).toBe(200);
    clock.advance(60_000);
    expect(await ask()).toBe(401);
  });
});
