import {
  fetchTransport,
  flag,
  isFlagSet,
  isRequestValidationError,
  type StormwallClient,
} from '@partner-apis/stormwall';
import { describe, expect, test } from 'vitest';
import { json, rejection } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

describe('what goes over the wire', () => {
  const blacklist = '/user/service/1/domain/2/ddos/black-cidr-list';
  const cases: [string, (stormwall: StormwallClient) => PromiseLike<unknown>, string, string, string][] = [
    ['services.list', (s) => s.services.list(), 'GET', '/user/service-list', ''],
    [
      'services.list of a part',
      (s) => s.services.list({ offset: 20, limit: 10 }),
      'GET',
      '/user/service-list?offset=20&limit=10',
      '',
    ],
    ['domains.list', (s) => s.domains.list(1), 'GET', '/user/service/1/domain-list', ''],
    ['domains.get', (s) => s.domains.get(1, 2), 'GET', '/user/service/1/domain/2', ''],
    [
      'domains.stats: the key is repeated',
      (s) => s.domains.stats(1, [3, 6]),
      'GET',
      '/user/service/1/domain/stats?domain_id=3&domain_id=6',
      '',
    ],
    [
      'domains.stats of one: the same key, no brackets',
      (s) => s.domains.stats(1, [3]),
      'GET',
      '/user/service/1/domain/stats?domain_id=3',
      '',
    ],
    ['blacklist.list', (s) => s.blacklist.list(1, 2), 'GET', blacklist, ''],
    [
      'blacklist.add',
      (s) => s.blacklist.add(1, 2, ['203.0.113.0/24']),
      'PUT',
      blacklist,
      '{"list":["203.0.113.0/24"]}',
    ],
    [
      'blacklist.remove: DELETE has a body',
      (s) => s.blacklist.remove(1, 2, ['203.0.113.0/24']),
      'DELETE',
      blacklist,
      '{"list":["203.0.113.0/24"]}',
    ],
    [
      'command: POST with a body and a query',
      (s) =>
        s.command({ method: 'POST', path: '/user/x', query: { id: [1], name: 'a b' }, body: { text: 'да' } }),
      'POST',
      '/user/x?id=1&name=a%20b',
      '{"text":"да"}',
    ],
    [
      'command: DELETE without a body',
      (s) => s.command({ method: 'DELETE', path: '/user/x' }),
      'DELETE',
      '/user/x',
      '',
    ],
  ];
  test.each(cases)('%s', async (_, call, method, url, body) => {
    const { stormwall, requests } = await stubbed(json({ list: [] }));
    await call(stormwall);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method, url, body });
    expect(requests[0]?.headers['content-type']).toBe(body === '' ? undefined : 'application/json');
  });
});

test('the global fetch carries all of it too, a DELETE with a body included', async () => {
  const { stormwall, requests } = await stubbed(json({ error_list: [] }), { transport: fetchTransport() });
  await stormwall.blacklist.remove(1, 2, ['203.0.113.7']);
  await stormwall.domains.stats(1, [3, 6]);
  expect(requests).toMatchObject([
    {
      method: 'DELETE',
      body: '{"list":["203.0.113.7/32"]}',
      headers: { cookie: 'api_access_token=eyJhb.test.token', 'content-type': 'application/json' },
    },
    { url: '/user/service/1/domain/stats?domain_id=3&domain_id=6' },
  ]);
});

describe('flags', () => {
  test('booleans go out as 0 and 1, in the query and however deep in the body', async () => {
    const { stormwall, requests } = await stubbed(json({}));
    await stormwall.command({
      method: 'PUT',
      path: '/user/x',
      query: { active: true, flags: [false, true] },
      body: {
        on: true,
        rules: [{ off: false }, [true]],
        text: 'true',
        dated: { toJSON: () => ({ set: true }) },
      },
    });
    expect(requests[0]?.url).toBe('/user/x?active=1&flags=0&flags=1');
    expect(requests[0]?.body).toBe('{"on":1,"rules":[{"off":0},[1]],"text":"true","dated":{"set":1}}');
  });

  test('a body that is nothing but a flag', async () => {
    const { stormwall, requests } = await stubbed(json({}));
    await stormwall.command({ method: 'PUT', path: '/user/x', body: true });
    expect(requests[0]?.body).toBe('1');
  });

  test('the caller’s own objects are left alone', async () => {
    const { stormwall } = await stubbed(json({}));
    const body = { on: true };
    await stormwall.command({ method: 'PUT', path: '/user/x', body });
    expect(body).toEqual({ on: true });
  });

  test('flag() and isFlagSet() convert by hand', () => {
    expect([flag(true), flag(false), flag(1), flag(0)]).toEqual([1, 0, 1, 0]);
    expect([1, true, '1'].map(isFlagSet)).toEqual([true, true, true]);
    expect([0, false, '0', undefined, null].map(isFlagSet)).toEqual([false, false, false, false, false]);
    expect(() => Reflect.apply(flag, undefined, ['yes'])).toThrow(TypeError);
  });
});

describe('arguments that cannot be sent', () => {
  /** A value of a wrong type, as a program without types would pass it. */
  const wrong = (value: unknown): never => value as never;
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const cases: [string, (stormwall: StormwallClient) => PromiseLike<unknown>, string][] = [
    ['stats for a domain id', (s) => s.domains.get(1, wrong('stats')), 'domainId'],
    ['a fraction for an id', (s) => s.domains.get(1.5, 2), 'serviceId'],
    ['a negative id', (s) => s.domains.get(1, -2), 'domainId'],
    ['a text of digits for an id', (s) => s.domains.list(wrong('1')), 'serviceId'],
    ['no domains to count', (s) => s.domains.stats(1, []), 'domain_id'],
    ['a joined list of domains', (s) => s.domains.stats(1, wrong('3,6')), 'domain_id'],
    ['an offset below zero', (s) => s.services.list({ offset: -1 }), 'offset'],
    ['a limit of zero', (s) => s.services.list({ limit: 0 }), 'limit'],
    ['a page member that does not exist', (s) => s.services.list(wrong({ page: 2 })), 'page'],
    ['nothing for paging', (s) => s.services.list(wrong(null)), 'object'],
    ['no entries', (s) => s.blacklist.add(1, 2, []), 'list'],
    ['a host name for an entry', (s) => s.blacklist.add(1, 2, ['example.com']), 'list.0'],
    ['a method that Stormwall has not', (s) => s.command({ method: wrong('PATCH'), path: '/x' }), 'method'],
    ['a path without a slash', (s) => s.command({ method: 'GET', path: 'user' }), 'path'],
    ['a path with a query', (s) => s.command({ method: 'GET', path: '/user?id=1' }), 'query'],
    ['a path that climbs', (s) => s.command({ method: 'GET', path: '/user/%2e%2e/x' }), 'path'],
    ['another host', (s) => s.command({ method: 'GET', path: '//evil.example/x' }), 'path'],
    ['a body on GET', (s) => s.command({ method: 'GET', path: '/x', body: {} }), 'query'],
    ['a slip in a name', (s) => s.command(wrong({ method: 'GET', path: '/x', querry: {} })), 'querry'],
    ['an object in the query', (s) => s.command({ method: 'GET', path: '/x', query: wrong({ a: {} }) }), 'a'],
    ['a body with a cycle', (s) => s.command({ method: 'POST', path: '/x', body: cycle }), 'circular'],
    ['a body with a BigInt', (s) => s.command({ method: 'POST', path: '/x', body: { n: 1n } }), 'BigInt'],
    [
      'a number that JSON lacks',
      (s) => s.command({ method: 'POST', path: '/x', body: { n: Number.NaN } }),
      'NaN',
    ],
    ['a limit of no bytes', (s) => s.convert({ method: 'GET', path: '/x', maxBytes: 0 }), 'maxBytes'],
  ];
  test.each(cases)('%s', async (_, call, words) => {
    const { stormwall, requests } = await stubbed(json({}));
    const error = await rejection(call(stormwall));
    expect(isRequestValidationError(error), String(error)).toBe(true);
    expect(error).toMatchObject({ vendor: 'stormwall', message: expect.stringContaining(words) });
    expect(requests).toEqual([]);
  });
});

describe('size limits', () => {
  const command = (text: string) => ({ method: 'POST', path: '/x', body: text }) as const;

  test('a body of 1,048,576 bytes goes out, one byte more does not', async () => {
    const { stormwall, requests } = await stubbed(json({}));
    // Two of the bytes are quotes, and я takes two.
    await stormwall.command(command('я'.repeat(524_287)));
    expect(Buffer.byteLength(requests[0]?.body ?? '')).toBe(1_048_576);
    const error = await rejection(stormwall.command(command(`я`.repeat(524_287) + 'a')));
    expect(error).toMatchObject({
      code: 'REQUEST_VALIDATION',
      issues: [{ path: ['body'], message: expect.stringContaining('1048577 bytes') }],
    });
    expect(requests).toHaveLength(1);
  });

  test('maxBodyBytes sets another limit', async () => {
    const { stormwall, requests } = await stubbed(json({}), { maxBodyBytes: 10 });
    await stormwall.command(command('a'.repeat(8)));
    await expect(stormwall.command(command('a'.repeat(9)))).rejects.toThrow(/maxBodyBytes/);
    expect(requests).toHaveLength(1);
  });

  test('headers over 8,192 bytes in all, the cookie included, are not sent', async () => {
    const { stormwall, requests } = await stubbed(json({}), { token: `eyJhb${'x'.repeat(8_100)}` });
    const error = await rejection(stormwall.services.list());
    expect(error).toMatchObject({
      code: 'REQUEST_VALIDATION',
      message: expect.stringMatching(/headers .*maxHeaderBytes/),
    });
    expect(String(error)).not.toContain('xxxx');
    expect(requests).toEqual([]);
  });

  test('the limit counts what arrives, to a few bytes', async () => {
    const { stormwall, url, requests } = await stubbed(json({}));
    await stormwall.blacklist.add(1, 2, ['203.0.113.7']);
    const arrived = Object.entries(requests[0]?.headers ?? {});
    const size = arrived.reduce((sum, [name, value]) => sum + name.length + String(value).length + 4, 0);
    const add = async (maxHeaderBytes: number): Promise<unknown> => {
      await using other = stormwall.with({ maxHeaderBytes, baseUrl: url });
      return await other.blacklist.add(1, 2, ['203.0.113.7']);
    };
    await expect(add(size - 1)).rejects.toMatchObject({ code: 'REQUEST_VALIDATION' });
    await expect(add(size + 8)).resolves.toBeDefined();
  });
});
