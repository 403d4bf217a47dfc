import { inspect } from 'node:util';
import {
  AsnaClient,
  isBadRequestError,
  RequestValidationError,
  ResponseValidationError,
} from '@partner-apis/asna';
import { describe, expect, test } from 'vitest';
import { json, rejection, stubServer, text } from '@partner-apis/test-kit';
import { sandboxed } from './support/sandboxed.ts';

const OTHER = '504d4dd8-d400-41e1-ba39-0f10d4825bbf';
const url = 'http://mycompany.ru/webhooks_handler';

function clientOf(baseUrl: string): AsnaClient {
  return new AsnaClient({ baseUrl, token: 't', retry: { minDelayMs: 0, maxDelayMs: 0 } });
}

describe('getKey', () => {
  test('reads the key', async () => {
    const { asna, sandbox } = await sandboxed();
    expect(await asna.webhooks.getKey()).toEqual({ secret: sandbox.asna.client().webhookSecret });
  });

  test.each([
    ['another name', { Secret: 'hush-hush' }],
    ['a number', { secret: 12, key: 'hush-hush' }],
    ['a text', 'hush-hush'],
    ['a list', ['hush-hush']],
    ['an empty key', { secret: '', was: 'hush-hush' }],
  ])(
    'an answer with %s is a ResponseValidationError that does not show what may be the key',
    async (_, body) => {
      await using server = await stubServer(json(body));
      const error = await rejection(clientOf(server.url).webhooks.getKey());
      expect(error).toBeInstanceOf(ResponseValidationError);
      expect(inspect(error, { depth: 10 }) + JSON.stringify(error)).not.toContain('hush-hush');
    },
  );
});

describe('subscriptions', () => {
  test('create, change and remove one; DELETE carries its JSON body over the wire', async () => {
    const { asna, sandbox, clientId } = await sandboxed();
    await asna.subscriptions.create('stocks_full', { clientId, url });
    expect(sandbox.asna.subscriptions()).toEqual([{ event: 'stocks_full', clientId, url }]);
    await asna.subscriptions.update('stocks_full', { clientId, url: `${url}/new` });
    expect(sandbox.asna.subscriptions()[0]?.url).toBe(`${url}/new`);
    await asna.subscriptions.delete('stocks_full', { clientId });
    expect(sandbox.asna.subscriptions()).toEqual([]);
    const [removal] = sandbox.requests({ operation: 'subscriptions.delete' });
    expect(removal).toMatchObject({ status: 204, json: { clientId } });
    expect(removal?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(Number(removal?.headers['content-length'])).toBeGreaterThan(0);
  });

  test.each([
    ['a client id that is no GUID', 'stocks_full', { clientId: 'store 1', url }, 'clientId'],
    ['a url that is a path', 'stocks_full', { clientId: OTHER, url: '/hook' }, 'url'],
    ['a url of another scheme', 'stocks_full', { clientId: OTHER, url: 'ftp://host/x' }, 'url'],
    ['an empty event', '', { clientId: OTHER, url }, 'eventName'],
    ['an event that leaves the path', '..', { clientId: OTHER, url }, 'eventName'],
  ])('%s is refused before anything is sent', async (_, event, body, member) => {
    await using server = await stubServer(text('', 201));
    const error = await rejection(clientOf(server.url).subscriptions.create(event, body));
    expect(error).toBeInstanceOf(RequestValidationError);
    expect(error).toMatchObject({ issues: [{ path: [member] }] });
    expect(server.requests).toHaveLength(0);
  });

  test('an event name is encoded, whatever it holds', async () => {
    await using server = await stubServer(text('', 201));
    await clientOf(server.url).subscriptions.create('a/b?c', { clientId: OTHER, url });
    expect(server.requests[0]?.url).toBe('/v5/events/a%2Fb%3Fc');
  });

  test('a creation is not repeated once it may have arrived; a removal is, and 404 then means done', async () => {
    await using broken = await stubServer((_, response) => response.destroy());
    await rejection(clientOf(broken.url).subscriptions.create('stocks_full', { clientId: OTHER, url }));
    expect(broken.requests).toHaveLength(1);
    await using server = await stubServer((_, response, number) =>
      number === 1 ? response.destroy() : response.writeHead(404).end(),
    );
    await clientOf(server.url).subscriptions.delete('stocks_full', { clientId: OTHER });
    expect(server.requests).toHaveLength(2);
  });
});

describe('ensure', () => {
  test('creates what is missing, changes what is there, touches no other, says what it did', async () => {
    const { asna, sandbox, clientId } = await sandboxed();
    await asna.subscriptions.create('stocks_full', { clientId, url: 'http://old.ru/' });
    await asna.subscriptions.create('preorders_full', { clientId, url: 'http://old.ru/' });
    await asna.subscriptions.create('stocks_full', { clientId: OTHER, url: 'http://old.ru/' });
    const events = ['stocks_full', 'orders_updates_site', 'stocks_full', 'no_such_event'];
    const { created, updated, failed } = await asna.subscriptions.ensure({ clientId, url, events });
    expect({ created, updated }).toEqual({ created: ['orders_updates_site'], updated: ['stocks_full'] });
    expect(failed.map(({ event }) => event)).toEqual(['no_such_event']);
    expect(isBadRequestError(failed[0]?.error)).toBe(true);
    expect(sandbox.asna.subscriptions()).toEqual(
      expect.arrayContaining([
        { event: 'stocks_full', clientId, url },
        { event: 'orders_updates_site', clientId, url },
        { event: 'preorders_full', clientId, url: 'http://old.ru/' },
        { event: 'stocks_full', clientId: OTHER, url: 'http://old.ru/' },
      ]),
    );
  });

  test('a PUT that adds (201) counts as created', async () => {
    await using server = await stubServer(text('', 201));
    const ensured = await clientOf(server.url).subscriptions.ensure({
      clientId: OTHER,
      url,
      events: ['stocks_full'],
    });
    expect(ensured).toEqual({ created: ['stocks_full'], updated: [], failed: [] });
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT']);
  });

  test.each([401, 403, 429, 500])('status %i fails the event and creates nothing', async (status) => {
    await using server = await stubServer(text('', status));
    const asna = clientOf(server.url).with({ retry: false });
    const { failed } = await asna.subscriptions.ensure({ clientId: OTHER, url, events: ['stocks_full'] });
    expect(failed).toMatchObject([{ event: 'stocks_full', error: { status } }]);
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT']);
  });

  test.each<[string, object, object | undefined, readonly (readonly (string | number)[])[]]>([
    ['a client id that is no GUID, without events', { clientId: 'x', events: [] }, undefined, [['clientId']]],
    ['a url that is a path, without events', { url: '/hook', events: [] }, undefined, [['url']]],
    ['events that are no list', { events: 'stocks_full' }, undefined, [['events']]],
    ['no events at all', { events: undefined }, undefined, [['events']]],
    [
      'the third of three events, and what else there is',
      { clientId: 'x', events: ['stocks_full', 'stocks_updates', ''] },
      undefined,
      [['clientId'], ['events', 2]],
    ],
    ['an event that leaves the path', { events: ['stocks_full', '..'] }, undefined, [['events', 1]]],
    ['an event that no path can hold', { events: ['stocks_full', '\ud800'] }, undefined, [['events', 1]]],
    ['a member that there is not', { events: [], event: 'stocks_full' }, undefined, [[]]],
    ['options of the call, without events', { events: [] }, { retries: -1 }, [['retries']]],
  ])('refuses %s before anything is sent, in its own name', async (_, more, options, paths) => {
    await using server = await stubServer(text('', 200));
    const request = { clientId: OTHER, url, events: ['stocks_full'], ...more };
    const error = await rejection(clientOf(server.url).subscriptions.ensure(request, options));
    expect(error).toBeInstanceOf(RequestValidationError);
    expect(error).toMatchObject({
      vendor: 'asna',
      operation: 'subscriptions.ensure',
      issues: paths.map((path) => ({ path })),
      message: expect.stringMatching(/^ASNA subscriptions\.ensure was not sent, its arguments are invalid: /),
    });
    expect(server.requests).toHaveLength(0);
  });

  test('has nothing to do without events', async () => {
    await using server = await stubServer(text('', 500));
    const ensured = await clientOf(server.url).subscriptions.ensure({ clientId: OTHER, url, events: [] });
    expect(ensured).toEqual({ created: [], updated: [], failed: [] });
    expect(server.requests).toHaveLength(0);
  });

  test('rejects for an abort', async () => {
    await using server = await stubServer(() => undefined);
    const asna = clientOf(server.url);
    const request = { clientId: OTHER, url, events: ['a'] };
    expect(
      await rejection(asna.subscriptions.ensure(request, { signal: AbortSignal.abort() })),
    ).toMatchObject({ code: 'ABORTED' });
  });
});
