import { HttpError, isFlagSet, RequestValidationError, StormwallV2Client } from '@partner-apis/stormwall';
import { hastyClock, json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { expect, onTestFinished, test } from 'vitest';

const TOKEN = 'eyJhb.test.token';

async function stubbed(respond: Respond) {
  const server = await stubServer(respond);
  const v2 = new StormwallV2Client({ token: TOKEN, baseUrl: `${server.url}/v2`, clock: hastyClock() });
  onTestFinished(async () => {
    await v2.close();
    await server[Symbol.asyncDispose]();
  });
  return { v2, requests: server.requests };
}

const queryOf = (url: string | undefined): object =>
  Object.fromEntries(new URL(url ?? '', 'http://x').searchParams);

test('attacks of the account, of a network service, of a site', async () => {
  const result = [{ target: '192.0.2.1', active: 1, severity: 'high' }];
  const { v2, requests } = await stubbed(json({ total: 1, result }));
  const page = await v2.attacks.list({
    startTime: new Date(1_000),
    stopTime: 2_000,
    addActive: true,
    limit: 100,
  });
  expect(page).toMatchObject({ totalCount: 1, items: [{ target: '192.0.2.1' }] });
  expect(isFlagSet(page.items[0]?.active)).toBe(true);
  await v2.attacks.list({ serviceId: 4, addActive: false });
  await v2.attacks.list({ serviceId: 4, domainId: 5 });
  const [first, ...others] = requests.map(({ url }) => url);
  expect(queryOf(first)).toEqual({ startTime: '1000', stopTime: '2000', limit: '100', addActive: 'true' });
  expect(others).toEqual(['/v2/4/l3/attacks', '/v2/4/l7/5/attacks']);
  expect(requests[0]?.headers.cookie).toBe(`api_access_token=${TOKEN}`);
});

test('traffic and percentiles, whatever is missing in them', async () => {
  const { v2, requests } = await stubbed(json({}));
  const window = { fromTime: 1_000, toTime: new Date(2_000) };
  expect(await v2.traffic.l3(4, { ...window, units: 'bps', type: 'In' })).toEqual({});
  expect(await v2.traffic.l7(4, 5, { ...window, units: 'rps' })).toEqual({});
  expect(await v2.percentile.l3(4, { toTime: 2_000 })).toEqual({});
  expect(await v2.percentile.l7(4, { toTime: 2_000 })).toEqual({});
  expect(requests.map(({ url }) => url)).toEqual([
    '/v2/4/l3/network-protection/traffic?fromTime=1000&toTime=2000&units=bps&type=In',
    '/v2/4/l7/5/traffic?fromTime=1000&toTime=2000&units=rps',
    '/v2/4/l3/network-protection/percentile?toTime=2000',
    '/v2/4/l7/network-protection/percentile?toTime=2000',
  ]);
});

test.each([
  ['no envelope', [{ target: 'x' }], 1],
  ['nothing', { total: 0, result: null }, 0],
])('a list with %s', async (_, body, count) => {
  const { v2 } = await stubbed(json(body));
  expect((await v2.attacks.list()).items).toHaveLength(count);
});

test.each([
  [
    'as version 1 fails',
    json({ statusCode: 400, error: 'Bad Request', message: 'Invalid request' }, 400),
    'Invalid',
  ],
  ['as version 3 fails', json({ status: 'error', payload: { message: 'no rights' } }, 403), 'no rights'],
  ['under 200', json({ status: 'error', payload: { message: 'broken' } }), 'broken'],
  ['in no words', text('', 404), '404'],
])('fails %s', async (_, respond, words) => {
  const { v2 } = await stubbed(respond);
  const error = await rejection(v2.with({ retry: false }).attacks.list());
  expect(error).toBeInstanceOf(HttpError);
  expect(error.message).toContain(words);
});

test.each<[string, (v2: StormwallV2Client) => PromiseLike<unknown>, string]>([
  ['a site without its service', (v2) => v2.attacks.list({ domainId: 5 }), 'serviceId'],
  ['a date that is none', (v2) => v2.attacks.list({ startTime: new Date('x') }), 'startTime'],
  ['a part of a millisecond', (v2) => v2.percentile.l3(4, { toTime: 1.5 }), 'toTime'],
  ['a moment in words', (v2) => v2.traffic.l7(4, 5, { fromTime: 'now' as never, toTime: 1 }), 'fromTime'],
  ['a flag as 1', (v2) => v2.attacks.list({ addActive: 1 as never }), 'addActive'],
  [
    'a direction in small letters',
    (v2) => v2.traffic.l3(4, { fromTime: 1, toTime: 2, type: 'in' as never }),
    'type',
  ],
])('refuses %s before a socket opens', async (_, call, member) => {
  const { v2, requests } = await stubbed(json({}));
  const error = await rejection((async () => call(v2))());
  expect(error).toBeInstanceOf(RequestValidationError);
  expect(error.message).toContain(member);
  expect(requests).toHaveLength(0);
});

test('is made from the environment', () => {
  expect(() => StormwallV2Client.fromEnv()).toThrow('STORMWALL_TOKEN');
});
