import { ConfigurationError, StormwallClient, type StormwallOptions } from '@partner-apis/stormwall';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { json } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

/** What the constructor throws for options that may be of wrong types. */
function refused(options: object): Error {
  try {
    // Wrong on purpose: callers without types must get the same errors.
    new StormwallClient(options as StormwallOptions);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the options were accepted');
}

describe('token', () => {
  test.each([
    ['an empty text', ''],
    ['a number', 42],
    ['nothing', undefined],
    ['a semicolon, which would start another cookie', 'eyJhb;admin=1'],
    ['a comma', 'eyJhb,x'],
    ['a space', 'eyJhb x'],
    ['a quote', 'eyJhb"x'],
    ['a line break', 'eyJhb\r\nX-Evil: 1'],
    ['Cyrillic letters', 'ключ-партнёра'],
  ])('%s is refused without being repeated', (_, token) => {
    const error = refused({ token });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain('token');
    if (typeof token === 'string' && token !== '') expect(error.message).not.toContain(token.slice(0, 5));
  });

  test('goes out as it is, as the one cookie api_access_token', async () => {
    const { stormwall, requests } = await stubbed(json({ list: [] }), { token: 'eyJhb.a%2F_-~+/=' });
    await stormwall.services.list();
    expect(requests[0]?.headers.cookie).toBe('api_access_token=eyJhb.a%2F_-~+/=');
  });

  test('is not joined by cookies that the server set', async () => {
    const { stormwall, requests } = await stubbed((_, response) => {
      response.writeHead(200, { 'set-cookie': 'session=1', 'content-type': 'application/json' }).end('{}');
    });
    await stormwall.services.list();
    await stormwall.services.list();
    expect(requests[1]?.headers.cookie).toBe('api_access_token=eyJhb.test.token');
  });

  test('wins over a cookie of the caller', async () => {
    const { stormwall, requests } = await stubbed(json({}), { headers: { Cookie: 'a=1' } });
    await stormwall.services.list();
    expect(requests[0]?.headers.cookie).toBe('api_access_token=eyJhb.test.token');
  });

  test('given as a function is asked once, once again after a 401, and the new one is sent', async () => {
    const token = vi.fn<() => string>().mockReturnValueOnce('eyJhb.old').mockReturnValue('eyJhb.new');
    const { stormwall, requests } = await stubbed(
      ({ headers }, response) => {
        const old = headers.cookie === 'api_access_token=eyJhb.old';
        response.writeHead(old ? 401 : 200, { 'content-type': 'application/json' }).end('{}');
      },
      { token },
    );
    await stormwall.blacklist.add(1, 2, ['203.0.113.7']);
    expect(requests.map(({ headers }) => headers.cookie)).toEqual([
      'api_access_token=eyJhb.old',
      'api_access_token=eyJhb.new',
    ]);
    expect(token).toHaveBeenCalledTimes(2);
  });
});

describe('options', () => {
  test.each([
    [{ softErrors: 'ignore' }, 'softErrors'],
    [{ softErrors: true }, 'softErrors'],
    [{ maxBodyBytes: 0 }, 'maxBodyBytes'],
    [{ maxBodyBytes: '1mb' }, 'maxBodyBytes'],
    [{ maxHeaderBytes: 1.5 }, 'maxHeaderBytes'],
    [{ maxPages: 0 }, 'maxPages'],
    [{ rateLimit: 5 }, 'rateLimit'],
    [{ rateLimit: { perSecond: 0 } }, 'perSecond'],
    [{ rateLimit: { perSecond: Number.NaN } }, 'perSecond'],
    [{ rateLimit: { perMinute: 5 } }, 'rateLimit: perMinute is not an option here; these are: perSecond'],
    [{ apiKey: 'x' }, 'apiKey'],
    [{ baseUrl: 'api.stormwall.pro' }, 'baseUrl'],
  ])('%j is refused by name', (options, name) => {
    const error = refused({ token: 'eyJhb', ...options });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(name);
  });

  test('an option of a call that does not exist is refused before anything is sent', async () => {
    const { stormwall, requests } = await stubbed(json({}));
    const options: object = { softErrors: 'maybe', softError: 'throw' };
    await expect(stormwall.domains.get(1, 2, options)).rejects.toMatchObject({
      code: 'REQUEST_VALIDATION',
      message: expect.stringMatching(/softErrors.*softError/),
    });
    expect(requests).toEqual([]);
  });
});

describe('fromEnv', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('reads STORMWALL_TOKEN and STORMWALL_BASE_URL, and options given in code win', async () => {
    const { url, requests } = await stubbed(json({ list: [] }));
    vi.stubEnv('STORMWALL_TOKEN', 'eyJhb.env');
    vi.stubEnv('STORMWALL_BASE_URL', url);
    await using stormwall = StormwallClient.fromEnv();
    await stormwall.services.list();
    await using other = StormwallClient.fromEnv({ token: 'eyJhb.code' });
    await other.services.list();
    expect(requests.map(({ headers }) => headers.cookie)).toEqual([
      'api_access_token=eyJhb.env',
      'api_access_token=eyJhb.code',
    ]);
  });

  test('a missing token is a ConfigurationError that names the variable', () => {
    vi.stubEnv('STORMWALL_TOKEN', '');
    expect(() => StormwallClient.fromEnv()).toThrow(/STORMWALL_TOKEN/);
    expect(() => StormwallClient.fromEnv()).toThrow(ConfigurationError);
  });
});

test('with() lays options over the client, soft errors included', async () => {
  const { stormwall } = await stubbed(json({ error_list: [{ type: 1, code: 'QUEUED' }] }));
  await using strict = stormwall.with({ softErrors: 'throw' });
  await expect(strict.domains.get(1, 2)).rejects.toMatchObject({ code: 'SOFT_ERRORS' });
  await expect(stormwall.domains.get(1, 2)).resolves.toBeDefined();
});

test('without a base URL it is the address of the manual that is asked', async () => {
  const urls: string[] = [];
  const transport = {
    name: 'recording',
    send: ({ url }: { url: string }) => {
      urls.push(url);
      return Promise.reject(new Error('enough'));
    },
    close: () => Promise.resolve(),
  };
  await new StormwallClient({ token: 'eyJhb', transport, retry: false }).services
    .list()
    .catch(() => undefined);
  expect(urls).toEqual(['https://api.stormwall.pro/user/service-list']);
});
