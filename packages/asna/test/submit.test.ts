import { AsnaClient, BadRequestError, isAsnaHttpError, RequestValidationError } from '@partner-apis/asna';
import { describe, expect, test } from 'vitest';
import { json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { sandboxed } from './support/sandboxed.ts';

const ID = '0E238A6A-c9f7-435f-9f9e-a9257e613879';
const path = `/v5/stores/${ID}/stocks`;

function clientOf(url: string): AsnaClient {
  return new AsnaClient({ baseUrl: url, token: 'secret-token', retry: { minDelayMs: 0, maxDelayMs: 0 } });
}

/** 202 with a Location made from the server's own address. */
const accepted =
  (location: (host: string) => string | undefined): Respond =>
  (request, response) => {
    const value = location(request.headers.host ?? '');
    response.writeHead(202, value === undefined ? {} : { location: value }).end();
  };

describe('202', () => {
  test.each<[string, (host: string) => string]>([
    ['a whole address', (host) => `http://${host}/v5/messages/${ID}/status`],
    ['the other scheme', (host) => `https://${host}/v5/messages/${ID}/status`],
    ['a path', () => `/v5/messages/${ID}/status`],
    ['a path from the place of the request on', () => `../../messages/${ID}/status`],
    ['an address without a scheme', (host) => `//${host}/v5/messages/${ID}/status`],
    ['nothing behind the id', () => `/v5/messages/${ID}`],
    ['a query', () => `/v5/messages/${ID}/status?x=1#y`],
  ])('takes the message id from a Location with %s', async (_, location) => {
    await using server = await stubServer(accepted(location));
    const sent = await clientOf(server.url).submit({ method: 'POST', path, body: {} });
    expect(sent).toMatchObject({ state: 'accepted', messageId: ID });
  });

  test.each<[string, (host: string) => string | undefined]>([
    ['no Location', () => undefined],
    ['another host', () => `https://evil.example/v5/messages/${ID}/status`],
    ['another port', () => `http://127.0.0.1:1/v5/messages/${ID}/status`],
    ['our host as a user name', (host) => `http://${host}@evil.example/v5/messages/${ID}/status`],
    [
      'our host as the start of another',
      (host) => `http://${host.split(':')[0]}.evil.example/v5/messages/${ID}`,
    ],
    ['another host without a scheme', () => `//evil.example/v5/messages/${ID}/status`],
    ['another host behind backslashes', () => `\\\\evil.example/v5/messages/${ID}/status`],
    [
      'another host, and our address in its query',
      (host) => `http://evil.example/?${host}/v5/messages/${ID}/status`,
    ],
    ['no id', () => '/v5/messages/latest/status'],
    ['an id elsewhere', () => `/v5/stores/${ID}`],
    ['another scheme', (host) => `ftp://${host}/v5/messages/${ID}/status`],
    ['no address at all', () => 'http://'],
  ])(
    'has no message id for a Location with %s, and wait() rejects without asking anybody',
    async (_, location) => {
      await using server = await stubServer(accepted(location));
      const sent = await clientOf(server.url).submit({ method: 'POST', path, body: {} });
      if (sent.state !== 'accepted') throw new Error(sent.state);
      expect(sent.messageId).toBeNull();
      expect(await rejection(sent.wait())).toBeInstanceOf(RequestValidationError);
      expect(server.requests).toHaveLength(1);
    },
  );

  test('the token never goes to the host of a foreign Location', async () => {
    await using other = await stubServer(json({}));
    await using server = await stubServer(accepted(() => `${other.url}/v5/messages/${ID}/status`));
    const sent = await clientOf(server.url).submit({ method: 'POST', path, body: {} });
    if (sent.state === 'accepted') await rejection(sent.wait());
    expect(other.requests).toHaveLength(0);
  });

  test('wait() asks under the base URL, path of a gateway included', async () => {
    await using server = await stubServer((request, response, number) =>
      (request.method === 'POST'
        ? accepted(() => `/gateway/v5/messages/${ID}/status`)
        : json({ id: 1, messageId: ID, statusId: 2 }))(request, response, number),
    );
    const sent = await clientOf(`${server.url}/gateway`).submit({ method: 'POST', path, body: {} });
    if (sent.state !== 'accepted') throw new Error(sent.state);
    expect(await sent.wait()).toMatchObject({ state: 'processed' });
    expect(server.requests[1]?.url).toBe(`/gateway/v5/messages/${ID}/status`);
  });

  test('works with every form of Location that the sandbox has', async () => {
    const { asna, sandbox, clientId } = await sandboxed({}, { secondMs: 4 });
    const body = { date: '2018-11-22T16:01:13.032+03:00', stocks: [] };
    for (const location of ['absolute', 'relative', 'foreign', 'missing'] as const) {
      sandbox.asna.configure({ location });
      const sent = await asna.submit({ method: 'PUT', path: `/v5/stores/${clientId}/stocks`, body });
      const known = location === 'absolute' || location === 'relative';
      expect(sent).toMatchObject({ state: 'accepted', messageId: known ? expect.any(String) : null });
      if (known && sent.state === 'accepted')
        expect(await sent.wait({ intervalMs: 1 })).toMatchObject({ state: 'processed' });
    }
  });
});

describe('done at once', () => {
  test.each<[number, string, unknown]>([
    [200, '{"taken":3}', { taken: 3 }],
    [201, '', undefined],
    [204, '', undefined],
    [200, 'OK', 'OK'],
  ])('%i with the body %j', async (status, body, data) => {
    await using server = await stubServer(text(body, status));
    expect(await clientOf(server.url).submit({ method: 'PUT', path, body: [1] })).toEqual({
      state: 'done',
      status,
      data,
    });
    expect(server.requests[0]).toMatchObject({ method: 'PUT', url: path, body: '[1]' });
  });
});

describe('refused', () => {
  test('data that breaks the schema is a BadRequestError with the fields', async () => {
    const { asna, clientId } = await sandboxed();
    const error = await rejection(
      asna.submit({ method: 'POST', path: `/v5/stores/${clientId}/stocks`, body: { stocks: 1 } }),
    );
    expect(error).toBeInstanceOf(BadRequestError);
    expect(isAsnaHttpError(error) && error.body.validationErrors?.map(({ field }) => field)).toEqual([
      '',
      'stocks',
    ]);
  });

  test.each([
    ['another origin', { method: 'POST', path: 'https://evil.example/v5' }],
    ['dot segments', { method: 'POST', path: '/v5/../admin' }],
    ['GET', { method: 'GET', path: '/v5/x' }],
    ['no path', { method: 'POST' }],
    ['a body that is no JSON', { method: 'POST', path: '/v5/x', body: 1n }],
  ])('%s is refused before anything is sent', async (_, request) => {
    await using server = await stubServer(text('', 201));
    // As a program without types would call it.
    const submit: (args: object) => PromiseLike<unknown> = clientOf(server.url).submit.bind(
      clientOf(server.url),
    ) as never;
    expect(await rejection(submit(request))).toBeInstanceOf(RequestValidationError);
    expect(server.requests).toHaveLength(0);
  });

  test('is not sent again once it may have arrived, unless the caller says that it may', async () => {
    await using server = await stubServer(text('', 503));
    await rejection(clientOf(server.url).submit({ method: 'POST', path, body: {} }));
    expect(server.requests).toHaveLength(1);
    await rejection(clientOf(server.url).submit({ method: 'PUT', path, body: {}, safety: 'idempotent' }));
    expect(server.requests).toHaveLength(4);
  });
});
