import { expect, test } from 'vitest';
import { start, type Running } from './support.ts';

/** Sends with the key of version 3. */
function v3({ send, sandbox }: Running) {
  return async (method: string, path: string, body?: unknown, key = sandbox.stormwall.apiKey()) => {
    const answer = await send(method, path, body, { headers: { cookie: '', 'x-api-key': key } });
    const json: unknown = answer.text === '' ? undefined : JSON.parse(answer.text);
    return { status: answer.status, json };
  };
}

const backend = {
  ip: '192.0.2.7',
  port: 443,
  type: 'balance',
  status: 'enabled',
  weight: 1,
  useSsl: true,
  useProxySni: false,
};

test('the life of a site: domain, address, origin, certificate, redirect', async () => {
  const running = await start();
  const { sandbox, clock } = running;
  const send = v3(running);
  const made = await send('POST', '/v3/domains?serviceId=1', { name: 'new.example' });
  expect(made).toMatchObject({ status: 201, json: { status: 'ok', payload: { domain: 'new.example' } } });
  const id = (made.json as { payload: { id: number } }).payload.id;
  expect((await send('GET', `/v3/domains/${id}/ips`)).json).toEqual({ status: 'ok', payload: [] });
  await send('POST', `/v3/domains/${id}/protected-ips`, { ips: ['203.0.113.9'] });
  expect((await send('GET', `/v3/domains/${id}/ips`)).json).toMatchObject({
    payload: [{ ip: '203.0.113.9' }],
  });
  const added = await send('POST', `/v3/domains/${id}/backends?serviceId=1`, {
    backend,
    domain: { port: 443, useSsl: true },
  });
  expect(added).toMatchObject({ status: 201, json: { payload: { id: 1 } } });
  expect((await send('GET', `/v3/domains/${id}/backends`)).json).toMatchObject({
    payload: { total: 1, limit: 10, offset: 0, results: [{ id: 1, ip: '192.0.2.7' }] },
  });
  sandbox.stormwall.configureV3({ backends: 'array', certificateMs: 1_000 });
  expect((await send('GET', `/v3/domains/${id}/backends`)).json).toMatchObject({ payload: [{ id: 1 }] });
  expect((await send('GET', `/v3/domains/${id}/ssl`)).json).toEqual({ status: 'ok', payload: null });
  await send('POST', `/v3/domains/${id}/ssl/le`, { wwwIncluded: false });
  clock.advance(999);
  expect((await send('GET', `/v3/domains/${id}/ssl`)).json).toEqual({ status: 'ok', payload: null });
  clock.advance(1);
  expect((await send('GET', `/v3/domains/${id}/ssl`)).json).toMatchObject({
    payload: { sslKey: expect.any(String), issuerOrganization: "Let's Encrypt" },
  });
  const off = { useExternalRedirect: 0, externalRedirectUrl: '', wwwRedirectMode: 0 };
  await send('POST', `/v3/domains/${id}/redirects`, { useRedirectToHttps: 1, ...off });
  const v1 = await running.send('GET', `/user/service/1/domain/${id}`);
  expect(v1.json()).toMatchObject({ redirect_to_https: 1 });
  expect((await send('DELETE', `/v3/domains/${id}/backends/1`)).status).toBe(200);
  expect((await send('DELETE', `/v3/domains/${id}/backends/1`)).status).toBe(404);
  expect((await send('DELETE', `/v3/domains/${id}`)).status).toBe(200);
  expect((await send('GET', `/v3/domains/${id}`)).status).toBe(404);
});

test.each<[string, string, string, unknown, number]>([
  ['a member that is not known', 'POST', '/v3/domains?serviceId=1', { name: 'a.example', more: 1 }, 400],
  ['a null', 'POST', '/v3/domains?serviceId=1', { name: null }, 400],
  ['a boolean in redirects', 'POST', '/v3/domains/2/redirects', { useRedirectToHttps: true }, 400],
  [
    'isWs of an origin',
    'POST',
    '/v3/domains/2/backends',
    { backend: { ...backend, isWs: true }, domain: { port: 80, useSsl: false } },
    400,
  ],
  ['a domain that is there', 'POST', '/v3/domains?serviceId=1', { name: 'shop.example' }, 400],
  ['no service', 'POST', '/v3/domains', { name: 'a.example' }, 400],
  ['a domain of another service', 'GET', '/v3/domains/2/backends?serviceId=4', undefined, 404],
  ['a page that is too long', 'GET', '/v3/domains?limit=1000', undefined, 400],
  ['an id in words', 'GET', '/v3/domains/first', undefined, 400],
])('refuses %s in its own words', async (_, method, path, body, status) => {
  const answer = await v3(await start())(method, path, body);
  expect(answer).toMatchObject({
    status,
    json: {
      status: 'error',
      payload: { statusCode: status, code: expect.any(String), message: expect.anything() },
    },
  });
});

test('another key sees nothing, and no key is let in', async () => {
  const running = await start();
  const send = v3(running);
  expect((await send('GET', '/v3/domains', undefined, 'wrong')).status).toBe(401);
  const other = running.sandbox.stormwall.apiKey('other');
  expect((await send('GET', '/v3/domains', undefined, other)).json).toMatchObject({ payload: { total: 0 } });
  expect((await send('GET', '/v3/domains/2', undefined, other)).status).toBe(404);
});

test('lists by service and name, ten at once', async () => {
  const running = await start();
  const send = v3(running);
  for (let n = 0; n < 12; n += 1) running.sandbox.stormwall.addDomain(4, `site-${n}.example`);
  expect((await send('GET', '/v3/domains?serviceId=4')).json).toMatchObject({
    payload: { total: 13, limit: 10 },
  });
  expect((await send('GET', '/v3/domains?search=site-11')).json).toMatchObject({
    payload: { total: 1, results: [{ domain: 'site-11.example', enabled: true, useStormwallDns: 0 }] },
  });
});

test.each([
  ['no-id', { status: 'ok', payload: {} }],
  ['empty', undefined],
] as const)('the answer to a new domain can be %s', async (created, json) => {
  const running = await start();
  running.sandbox.stormwall.configureV3({ created });
  expect(await v3(running)('POST', '/v3/domains?serviceId=1', { name: 'x.example' })).toEqual({
    status: 201,
    json,
  });
});

test('version 2 reads attacks, traffic and percentiles by the cookie', async () => {
  const { send } = await start();
  const of = async (path: string): Promise<unknown> => (await send('GET', path)).json();
  expect(await of('/v2/attacks?limit=100')).toMatchObject({ total: 1, result: [{ target: '1.1.1.1' }] });
  expect(await of('/v2/1/l3/attacks?addActive=true')).toMatchObject({ total: 1 });
  expect(await of('/v2/4/l7/5/attacks')).toEqual({ total: 0, result: [] });
  const window = 'fromTime=1000000000000&toTime=1000000060000';
  expect(await of(`/v2/1/l3/network-protection/traffic?${window}&type=In`)).toMatchObject({
    objects: [{ traffic: [{}, {}, {}] }],
  });
  expect(await of(`/v2/1/l7/2/traffic?${window}`)).toMatchObject({ traffic: [{ in: expect.any(Number) }] });
  expect(await of(`/v2/1/l7/2/traffic?${window}&units=rps`)).toMatchObject({
    traffic: [{ blocked: expect.any(Number) }],
  });
  for (const layer of ['l3', 'l7'])
    expect(await of(`/v2/1/${layer}/network-protection/percentile?toTime=1000000000000`)).toHaveProperty(
      'percentile',
    );
  expect((await send('GET', '/v2/attacks?startTime=now')).status).toBe(400);
});

test('a snapshot keeps what version 3 knows', async () => {
  const running = await start();
  const { sandbox } = running;
  const send = v3(running);
  sandbox.stormwall.configureV3({ certificateMs: 5_000 });
  await send('POST', '/v3/domains/2/protected-ips', { ips: ['203.0.113.9'] });
  await send('POST', '/v3/domains/2/ssl/le', { wwwIncluded: true });
  await send('PUT', '/v3/domains/2/proxied-ports', {
    domainPorts: [{ port: 80, useSsl: false, isWs: true, backends: [{ ip: '192.0.2.1', port: 8080 }] }],
  });
  const saved = sandbox.snapshot();
  const site = structuredClone(sandbox.stormwall.site(2));
  await sandbox.load(JSON.parse(JSON.stringify(saved)));
  expect(sandbox.stormwall.site(2)).toEqual(site);
  expect(sandbox.stormwall.v3.certificateMs).toBe(5_000);
  expect(sandbox.snapshot()).toEqual(saved);
});
