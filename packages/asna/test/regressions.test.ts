import { inspect } from 'node:util';
import { AsnaClient, createWebhookReceiver, signWebhook, type WebhookHeaders } from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { expect, test } from 'vitest';
import { json, rejection, stubServer, text } from '@partner-apis/test-kit';
import { eventBody } from './support/webhook.ts';

// Each of these was wrong once.

test('a renewal that failed does not leave the old token in use, nor fail calls with anything but its own error', async () => {
  let tokens = 0;
  let down = false;
  await using server = await stubServer((request, response, number) => {
    if (request.url !== '/token') return json({ secret: 'k' })(request, response, number);
    if (down) return text('', 500)(request, response, number);
    return json({ access_token: `t${(tokens += 1)}`, expires_in: 100 })(request, response, number);
  });
  const clock = manualClock();
  const auth = { clientId: 'regression-1', clientSecret: () => 's', tokenUrl: `${server.url}/token` };
  await using asna = new AsnaClient({ baseUrl: server.url, auth, clock, retry: false });
  await asna.webhooks.getKey();
  clock.advance(95_000);
  down = true;
  expect(await rejection(asna.webhooks.getKey())).toMatchObject({ code: 'AUTHENTICATION', status: 500 });
  expect(await rejection(asna.webhooks.getKey())).toMatchObject({ code: 'AUTHENTICATION', status: 500 });
  down = false;
  await asna.webhooks.getKey();
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer t2');
});

test('a token that another client has asked for is not fetched over a transport that this client has closed', async () => {
  await using server = await stubServer((request, response, number) =>
    json(request.url === '/token' ? { access_token: `t${number}`, expires_in: 0 } : { secret: 'k' })(
      request,
      response,
      number,
    ),
  );
  const auth = { clientId: 'regression-2', clientSecret: 's', tokenUrl: `${server.url}/token` };
  const first = new AsnaClient({ baseUrl: server.url, auth });
  await first.webhooks.getKey();
  await first.close();
  await using second = new AsnaClient({ baseUrl: server.url, auth });
  expect(await second.webhooks.getKey()).toEqual({ secret: 'k' });
});

test('a changed password is asked for again when the renewal after a 401 has failed with the old one', async () => {
  let password = 'old';
  let accepted = 'old';
  let withdrawn = false;
  await using server = await stubServer((request, response, number) => {
    if (request.url !== '/token')
      return (
        withdrawn && request.headers.authorization === 'Bearer of-old' ? text('', 401) : json({ secret: 'k' })
      )(request, response, number);
    const given = new URLSearchParams(request.body).get('client_secret');
    const answer =
      given === accepted
        ? json({ access_token: `of-${given}`, expires_in: 3600 })
        : json({ error: 'invalid_client' }, 400);
    return answer(request, response, number);
  });
  const auth = { clientId: 'regression-3', clientSecret: () => password, tokenUrl: `${server.url}/token` };
  await using asna = new AsnaClient({ baseUrl: server.url, auth });
  await asna.webhooks.getKey();
  // The vendor has changed the password; the program learns of it a little later.
  [withdrawn, accepted] = [true, 'new'];
  expect(await rejection(asna.webhooks.getKey())).toMatchObject({ code: 'AUTHENTICATION', status: 400 });
  password = 'new';
  expect(await asna.webhooks.getKey()).toEqual({ secret: 'k' });
});

test('a secret of a pharmacy may hold any letters: it goes out in a form, not in a header', async () => {
  await using server = await stubServer((request, response, number) =>
    json(request.url === '/token' ? { access_token: 't' } : { secret: 'k' })(request, response, number),
  );
  const auth = {
    clientId: 'regression-letters',
    clientSecret: 'пароль & ключ',
    tokenUrl: `${server.url}/token`,
  };
  await using asna = new AsnaClient({ baseUrl: server.url, auth });
  expect(await asna.webhooks.getKey()).toEqual({ secret: 'k' });
  expect(new URLSearchParams(server.requests[0]?.body).get('client_secret')).toBe('пароль & ключ');
});

test('a key that cannot be read does not hold a webhook for the wait that a 429 asks for', async () => {
  await using server = await stubServer(text('', 429));
  await using asna = new AsnaClient({ baseUrl: server.url, token: 't' });
  const supply = asna.webhooks.secretSupplier();
  // With the 30 s floor obeyed, this would take a minute.
  expect(await rejection(Promise.resolve().then(() => supply()))).toMatchObject({ code: 'RATE_LIMIT' });
  expect(server.requests).toHaveLength(1);
});

test.each<[string, (values: Record<string, string>) => WebhookHeaders]>([
  ['the runtime', (values) => new Headers(values)],
  ['a class of somebody else', (values) => ({ get: (name) => new Map(Object.entries(values)).get(name) })],
  ['a plain object, one of its names being get', (values) => ({ ...values, get: 'x' })],
])('a signature is found in headers of %s', async (_, headersOf) => {
  const handled: string[] = [];
  const receiver = createWebhookReceiver({ secrets: 'k' }).on('stocks_full', ({ MessageId }) => {
    handled.push(MessageId);
  });
  const body = eventBody();
  const headers = headersOf({ 'x-signature': signWebhook(body, 'k') });
  expect(await receiver.handle({ method: 'POST', path: '/', headers, body })).toMatchObject({ status: 200 });
  expect(handled).toHaveLength(1);
});

/** Both were shortened before they were looked through, and half a secret is none that is known. */
test.each<[string, (secret: string) => object | string]>([
  ['words', (secret) => ({ error: '-'.repeat(370), error_description: secret })],
  ['page', (secret) => '-'.repeat(256 * 1024 - 20) + secret],
])(
  'a client secret is not left where the %s of the token endpoint are cut in its middle',
  async (_, said) => {
    const clientSecret = 'kQ7vXp2mZt9LrB4wYc6NdF8gHj3sTa5u';
    const body = said(clientSecret);
    await using server = await stubServer(typeof body === 'string' ? text(body, 400) : json(body, 400));
    const auth = { clientId: 'one', clientSecret, tokenUrl: `${server.url}/token` };
    await using asna = new AsnaClient({ baseUrl: server.url, auth });
    const error = await rejection(asna.webhooks.getKey());
    expect(inspect(error, { depth: 9, maxStringLength: null })).not.toContain(clientSecret.slice(0, 8));
  },
);
