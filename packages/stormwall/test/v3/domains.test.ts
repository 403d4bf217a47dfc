import {
  AbortedError,
  RequestValidationError,
  ResponseValidationError,
  TimeoutError,
  type V3Certificate,
} from '@partner-apis/stormwall';
import { inTurn, json, Log, rejection, text } from '@partner-apis/test-kit';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ok, stubbedV3 } from './support.ts';

describe('domains.create', () => {
  test.each([
    ['in its payload', ok({ id: 9 })],
    ['in the domain of its payload', ok({ domain: { id: 9 } })],
    ['without an envelope', { id: 9 }],
    ['as text', ok({ id: '9' })],
  ])('takes the id %s', async (_, body) => {
    const { v3, requests } = await stubbedV3(json(body, 201));
    expect(await v3.domains.create(4, { name: 'shop.example' })).toMatchObject({
      id: 9,
      domain: 'shop.example',
    });
    expect(requests).toHaveLength(1);
    const { method, url, body: sent } = requests[0] ?? {};
    expect([method, url, sent]).toEqual(['POST', '/v3/domains?serviceId=4', '{"name":"shop.example"}']);
  });

  test.each([
    ['no body', text('', 201)],
    ['no id', json(ok({}), 201)],
    ['null', json(ok(null), 201)],
  ])('looks for the name where the answer has %s', async (_, answer) => {
    const results = [
      { id: 5, domain: 'my-shop.example' },
      { id: 9, domain: 'Shop.example' },
    ];
    const { v3, requests } = await stubbedV3(inTurn(answer, json(ok({ total: 2, results }))));
    expect(await v3.domains.create(4, { name: 'shop.example' })).toMatchObject({ id: 9 });
    expect(Object.fromEntries(new URL(requests[1]?.url ?? '', 'http://x').searchParams)).toEqual({
      serviceId: '4',
      search: 'shop.example',
      limit: '100',
    });
  });

  test('says that it was most likely created where no list has it', async () => {
    const { v3 } = await stubbedV3(inTurn(text('', 201), json(ok([]))));
    const error = await rejection(v3.domains.create(4, { name: 'shop.example' }));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain('most likely created');
  });
});

describe('what is sent', () => {
  const filled = { type: 'balance', status: 'enabled', weight: 1, useSsl: false, useProxySni: false };

  test('nothing that the vendor does not know, and no nulls', async () => {
    const { v3, requests } = await stubbedV3(json(ok({ id: 1 }), 201));
    const origin = { ip: '192.0.2.7', port: 443, useSsl: true };
    await v3.backends.add(7, { backend: origin, domain: { port: 443, useSsl: true } }, { serviceId: 4 });
    await v3.redirects.set(7, { useRedirectToHttps: 1 });
    await v3.ssl.requestLetsEncrypt(7);
    const other = { ip: '2001:db8::7', port: 8080, weight: 50 };
    await v3.proxiedPorts.replace(7, [{ port: 80, useSsl: false, isWs: true, backends: [other] }]);
    expect(requests.map(({ method, url, body }) => [method, url, JSON.parse(body)])).toEqual([
      [
        'POST',
        '/v3/domains/7/backends?serviceId=4',
        { backend: { ...filled, ...origin }, domain: { port: 443, useSsl: true } },
      ],
      [
        'POST',
        '/v3/domains/7/redirects',
        { useRedirectToHttps: 1, wwwRedirectMode: 0, useExternalRedirect: 0, externalRedirectUrl: '' },
      ],
      ['POST', '/v3/domains/7/ssl/le', { wwwIncluded: false }],
      [
        'PUT',
        '/v3/domains/7/proxied-ports',
        { domainPorts: [{ port: 80, useSsl: false, isWs: true, backends: [{ ...filled, ...other }] }] },
      ],
    ]);
  });

  type Client = Awaited<ReturnType<typeof stubbedV3>>['v3'];
  const backend = { ip: '192.0.2.7', port: 80 };
  const domain = { port: 80 };
  const bare = { port: 80, useSsl: false, isWs: false, backends: [] };
  test.each<[string, (v3: Client) => PromiseLike<unknown>, (string | number)[]]>([
    ['a name with a scheme', (v3) => v3.domains.create(1, { name: 'https://a.example' }), ['name']],
    [
      'a member that is not known',
      (v3) => v3.domains.create(1, { name: 'a.example', serviceId: 1 } as never),
      [],
    ],
    ['an id in words', (v3) => v3.domains.get('stats' as never), ['domainId']],
    [
      'isWs of an origin',
      (v3) => v3.backends.add(7, { backend: { ...backend, isWs: true } as never, domain }),
      ['backend'],
    ],
    [
      'null',
      (v3) => v3.backends.add(7, { backend: { ...backend, weight: null as never }, domain }),
      ['backend', 'weight'],
    ],
    [
      'a port that is none',
      (v3) => v3.backends.add(7, { backend: { ...backend, port: 0 }, domain }),
      ['backend', 'port'],
    ],
    [
      'a name for an address',
      (v3) => v3.backends.add(7, { backend: { ip: 'o.example', port: 1 }, domain }),
      ['backend', 'ip'],
    ],
    [
      'a boolean in redirects',
      (v3) => v3.redirects.set(7, { useRedirectToHttps: true as never }),
      ['useRedirectToHttps'],
    ],
    [
      'a redirect to nowhere',
      (v3) => v3.redirects.set(7, { useExternalRedirect: 1 }),
      ['externalRedirectUrl'],
    ],
    ['a flag as 1', (v3) => v3.ssl.requestLetsEncrypt(7, { wwwIncluded: 1 as never }), ['wwwIncluded']],
    ['no ports', (v3) => v3.proxiedPorts.replace(7, []), ['domainPorts']],
    ['a port without origins', (v3) => v3.proxiedPorts.replace(7, [bare]), ['domainPorts', 0, 'backends']],
    ['no addresses', (v3) => v3.domains.assignProtectedIps(7, []), ['ips']],
    ['a search for nothing', (v3) => v3.domains.list({ search: '' }), ['search']],
  ])('refuses %s before a socket opens', async (_, call, path) => {
    const { v3, requests } = await stubbedV3(json(ok({})));
    const error = await rejection((async () => call(v3))());
    expect(error).toBeInstanceOf(RequestValidationError);
    expect((error as RequestValidationError).issues.map((issue) => issue.path)).toContainEqual(path);
    expect(requests).toHaveLength(0);
  });

  test('no name at all is refused, not a TypeError', async () => {
    const { v3, requests } = await stubbedV3(json(ok({})));
    expect(await rejection((async () => v3.domains.create(1, undefined as never))())).toBeInstanceOf(
      RequestValidationError,
    );
    expect(requests).toHaveLength(0);
  });
});

describe('certificates', () => {
  const PRIVATE = '-----BEGIN PRIVATE KEY-----MIIEvQ-----END PRIVATE KEY-----';
  const active = {
    sslCertificate: 'PEM',
    sslKey: PRIVATE,
    sslPort: 443,
    expirationTimestamp: 4_000_000_000,
    issuerOrganization: "Let's Encrypt",
  };

  test('the private key is there by name, and in nothing that is printed', async () => {
    const { v3 } = await stubbedV3(json(ok(active)));
    const found = await v3.ssl.get(7);
    expect(found?.sslKey).toBe(PRIVATE);
    expect(`${inspect(found)}${JSON.stringify(found)}`).not.toContain('MIIEvQ');
  });

  test('the private key is in no error and no log line', async () => {
    const logger = new Log();
    const { v3 } = await stubbedV3(
      inTurn(
        json(ok({ ...active, sslPort: 'https' })),
        json({ status: 'error', payload: { message: 'no', sslKey: PRIVATE } }, 400),
        text(`{"status":"ok","payload":{"sslKey":"${PRIVATE}`, 200, 'application/json'),
      ),
      { logger, retry: false },
    );
    const errors = [
      await rejection(v3.ssl.get(7)),
      await rejection(v3.ssl.get(7)),
      await rejection(v3.ssl.get(7)),
    ];
    const lax = await stubbedV3(json(ok({ ...active, sslPort: 'https' })), { logger, validation: 'warn' });
    await lax.v3.ssl.get(7);
    const printed = errors.map(
      (error) => JSON.stringify(error) + inspect(error, { depth: 9, showHidden: true }),
    );
    const seen = printed.join() + JSON.stringify(logger.lines);
    expect(seen).not.toContain('MIIEvQ');
    expect(seen).toContain('[redacted]');
  });

  test('waits for one that has its key and lies ahead', async () => {
    const { v3, requests } = await stubbedV3(
      inTurn(
        json(ok(null)),
        json(ok({})),
        json(ok({ ...active, sslKey: null })),
        json(ok({ ...active, expirationTimestamp: 1_000 })),
        json(ok(active)),
      ),
    );
    const seen: V3Certificate[] = [];
    const found = await v3.ssl.waitForCertificate(7, {
      intervalMs: 1,
      maxIntervalMs: 1,
      timeoutMs: Number.POSITIVE_INFINITY,
      onProgress: (one) => void seen.push(one),
    });
    expect(found.sslCertificate).toBe('PEM');
    expect(requests).toHaveLength(5);
    expect(seen).toHaveLength(4);
  });

  test('ends with what is known when there is none in time, and when it is aborted', async () => {
    const { v3 } = await stubbedV3(json(ok({ expirationTimestamp: 1_000 })));
    const late = await rejection(
      v3.ssl.waitForCertificate(7, { timeoutMs: 5, intervalMs: 1, maxIntervalMs: 1 }),
    );
    expect(late).toBeInstanceOf(TimeoutError);
    const aborted = await rejection(v3.ssl.waitForCertificate(7, { signal: AbortSignal.abort() }));
    expect(aborted).toBeInstanceOf(AbortedError);
    const wrong = await rejection(v3.ssl.waitForCertificate(7, { timeoutMs: 0 }));
    expect(wrong).toBeInstanceOf(RequestValidationError);
  });
});
