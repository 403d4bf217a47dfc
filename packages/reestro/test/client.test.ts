import { inspect } from 'node:util';
import { ConfigurationError, ReestroClient, type ReestroOptions } from '@partner-apis/reestro';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { clientFor, withSandbox } from './support/reestro.ts';
import { json, rejection, stubServer, thrown } from '@partner-apis/test-kit';

const KEY = '235dc85c-f7f9-4dc0-8bbf-dad9e0185afd';
const ORG = '1748b89b-7d34-4d47-b479-b06b40ab1a30';
const page = json({ lastEventId: null, events: [] });

afterEach(() => vi.unstubAllEnvs());

describe('authorization', () => {
  test("is the manual's header, letter by letter", async () => {
    await using server = await stubServer(page);
    await clientFor(server.url, { orgId: ORG, apiKey: KEY }).crypto.events.list();
    expect(server.requests[0]?.headers.authorization).toBe(
      'ReestroAuth apiKey=235dc85c-f7f9-4dc0-8bbf-dad9e0185afd&portal.orgid=1748b89b-7d34-4d47-b479-b06b40ab1a30',
    );
  });

  test('takes a session id instead of a key', async () => {
    await using server = await stubServer(page);
    const reestro = new ReestroClient({ sid: 'ABCDEF0123', orgId: ORG, baseUrl: server.url });
    await reestro.crypto.events.list();
    expect(server.requests[0]?.headers.authorization).toBe(
      `ReestroAuth auth.sid=ABCDEF0123&portal.orgid=${ORG}`,
    );
  });

  test.each(['a&b', 'a=b', 'a b', ' a', 'a\r\nX: y', 'a\u0000', 'ключ', ''])(
    'refuses the value %j in key, session and organization, without repeating it',
    (value) => {
      const makers: (() => ReestroClient)[] = [
        () => new ReestroClient({ apiKey: value, orgId: ORG }),
        () => new ReestroClient({ sid: value, orgId: ORG }),
        () => new ReestroClient({ apiKey: KEY, orgId: value }),
      ];
      for (const make of makers) {
        expect(make).toThrow(ConfigurationError);
        if (value.length > 2) expect(make).not.toThrow(new RegExp(value.trim().slice(0, 3)));
      }
    },
  );

  test.each([
    [{ apiKey: '', orgId: ORG }, 'apiKey is empty; is REESTRO_API_KEY set?'],
    [{ apiKey: KEY, orgId: '' }, 'orgId is empty; is REESTRO_ORG_ID set?'],
  ])('an empty one is refused with the variable that may not be set: %j', (options, words) => {
    expect(thrown(() => new ReestroClient(options))).toMatchObject({
      vendor: 'reestro',
      message: `Kontur.Reestro: ${words}`,
    });
  });

  test('needs one credential, not none and not two', () => {
    // Boundary: what a program without types can do.
    const make = (options: object) => () => new ReestroClient(options as ReestroOptions);
    expect(make({ orgId: ORG })).toThrow('either apiKey or sid');
    expect(make({ orgId: ORG, apiKey: KEY, sid: 'A' })).toThrow('either apiKey or sid');
    expect(make({ apiKey: KEY })).toThrow(ConfigurationError);
    expect(make({ apiKey: KEY, orgId: ORG, organisation: 'x' })).toThrow('organisation');
    expect(make({ apiKey: KEY, orgId: ORG, environment: 'staging' })).toThrow("'production' or 'test'");
  });

  test('asks a supplier for each attempt, so that a key can be rotated', async () => {
    await using server = await stubServer((_, response, count) => {
      response.writeHead(count === 1 ? 401 : 200).end(count === 1 ? '' : '{"events":[]}');
    });
    const keys = ['old-key-1', 'new-key-2', 'new-key-2'];
    const reestro = clientFor(server.url, { apiKey: () => keys.shift() ?? '' });
    await reestro.crypto.events.list();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'ReestroAuth apiKey=old-key-1&portal.orgid=test-org-1',
      'ReestroAuth apiKey=new-key-2&portal.orgid=test-org-1',
    ]);
  });

  test('never shows key, session or header in an error, a log line or a printed client', async () => {
    await using server = await stubServer(({ headers }, response) => {
      response.writeHead(400).end(JSON.stringify({ code: 'echo', message: headers.authorization }));
    });
    const lines: unknown[] = [];
    const log = (fields: object, message: string): void => void lines.push(fields, message);
    const logger = { debug: log, info: log, warn: log, error: log };
    const reestro = clientFor(server.url, { apiKey: KEY, orgId: ORG, logger });
    const error = await rejection(reestro.crypto.events.list());
    const shown = [
      inspect(error),
      JSON.stringify(error),
      inspect(reestro, { depth: 9 }),
      inspect(lines),
    ].join();
    expect(shown).not.toContain(KEY);
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('hosts', () => {
  const hostOf = async (options: Partial<ReestroOptions>): Promise<string> => {
    let url = '';
    const transport = {
      send: (request: { url: string }) => {
        url = request.url;
        return Promise.reject(new Error('no network in this test'));
      },
      close: () => Promise.resolve(),
    };
    // Boundary: the credential is the one of the tests.
    const reestro = new ReestroClient({
      apiKey: KEY,
      orgId: ORG,
      transport,
      retry: false,
      ...options,
    } as ReestroOptions);
    await rejection(reestro.crypto.events.list());
    return url;
  };

  test('are the vendor’s, for production and for tests, or the one given', async () => {
    expect(await hostOf({})).toBe('https://api.kontur.ru/realty/crypto/v2/events');
    expect(await hostOf({ environment: 'production' })).toMatch(/^https:\/\/api\.kontur\.ru\//);
    expect(await hostOf({ environment: 'test' })).toBe('https://api.testkontur.ru/realty/crypto/v2/events');
    expect(await hostOf({ environment: 'test', baseUrl: 'http://127.0.0.1:9/base' })).toBe(
      'http://127.0.0.1:9/base/realty/crypto/v2/events',
    );
  });
});

describe('fromEnv', () => {
  test('reads key, organization and address', async () => {
    const { environment, sandbox } = await withSandbox();
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    sandbox.reestro.addEvent();
    await using reestro = ReestroClient.fromEnv({ retry: false });
    expect((await reestro.crypto.events.list()).events).toHaveLength(1);
  });

  test('names every variable that is missing; a session given in code stands for the key', () => {
    for (const name of ['REESTRO_API_KEY', 'REESTRO_ORG_ID', 'REESTRO_BASE_URL']) vi.stubEnv(name, '');
    expect(() => ReestroClient.fromEnv()).toThrow(/REESTRO_API_KEY.*REESTRO_ORG_ID/);
    expect(() => ReestroClient.fromEnv({ sid: 'A' })).toThrow(/REESTRO_ORG_ID/);
    vi.stubEnv('REESTRO_API_KEY', KEY);
    expect(ReestroClient.fromEnv({ sid: 'A', orgId: ORG })).toBeInstanceOf(ReestroClient);
  });
});

test('with() makes a copy for another organization; request() reaches what has no method', async () => {
  const { sandbox, reestro } = await withSandbox();
  const { orgId, apiKey } = sandbox.reestro.organization('other');
  sandbox.reestro.addEvent('signed', { organization: 'other' });
  await using other = reestro.with({ orgId, apiKey });
  expect((await other.crypto.events.list()).events).toHaveLength(1);
  expect((await reestro.crypto.events.list()).events).toHaveLength(0);
  const raw = await other.request({ method: 'GET', path: '/realty/crypto/v2/events', query: { count: 1 } });
  expect(raw).toMatchObject({ events: [{ signEvent: { signState: 'Processed' } }] });
});
