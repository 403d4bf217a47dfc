import { inspect } from 'node:util';
import { manualClock } from '@partner-apis/sandbox';
import { json, rejection, serve, sendJson, stubServer, text, VirtualClock } from '@partner-apis/test-kit';
import { expect, test } from 'vitest';
import { sharedToken } from '../src/auth/shared-token.ts';
import { api, clientOf, issue, tokenRequests } from './support/token-api.ts';

const HOUR = 3_600_000;

test('a token that lives for hours is renewed a minute before its end, not hours', async () => {
  await using server = await stubServer(api(issue({ expires_in: 36_000 })));
  const clock = manualClock();
  const asna = clientOf(server.url, { clock });
  await asna.webhooks.getKey();
  clock.advance(10 * HOUR - 90_000);
  await asna.webhooks.getKey();
  expect(tokenRequests(server.requests)).toBe(1);
  clock.advance(60_000);
  await asna.webhooks.getKey();
  expect(tokenRequests(server.requests)).toBe(2);
});

test('a token in use is kept, however many others there are; those that are stale go', async () => {
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  const of = (id: string) => sharedToken(clock, 'http://127.0.0.1/token', id, 'secret');
  const used = of('used');
  await used.get(async () => ({ value: 'fresh', renewAt: clock.now() + HOUR }), signal);
  const stale = of('stale');
  await stale.get(async () => ({ value: 'old', renewAt: clock.now() - 1 }), signal);
  for (let number = 0; number < 1_000; number += 1) of(`other ${number}`);
  expect(of('used')).toBe(used);
  expect(of('stale')).not.toBe(stale);
});

test('a secret that was changed while no token could be had is the one that is sent next', async () => {
  const sent: (string | null)[] = [];
  let trouble = false;
  await using server = await stubServer((request, response, number) => {
    if (request.url !== '/token') {
      const refused = trouble && request.headers.authorization === 'Bearer token-1';
      return (refused ? text('', 401) : json({ secret: 'k' }))(request, response, number);
    }
    sent.push(new URLSearchParams(request.body).get('client_secret'));
    return (trouble ? text('', 400) : issue())(request, response, sent.length);
  });
  let secret = 'first';
  const asna = clientOf(server.url, { retry: false }, { clientSecret: () => secret });
  await asna.webhooks.getKey();
  // Its token is refused, and no other one is to be had.
  trouble = true;
  expect(await rejection(asna.webhooks.getKey())).toMatchObject({ code: 'AUTHENTICATION' });
  trouble = false;
  secret = 'second';
  await asna.webhooks.getKey();
  expect(sent).toEqual(['first', 'first', 'second']);
});

test('the token of the secret before is hidden like the one of today', async () => {
  let secret = 'first';
  await using server = await stubServer((request, response, number) => {
    if (request.url === '/token') {
      const asked = new URLSearchParams(request.body).get('client_secret');
      return json({ access_token: asked === 'first' ? 'tok.en.aaaa' : 'tok.en.bbbb' })(
        request,
        response,
        number,
      );
    }
    const old = request.headers.authorization === 'Bearer tok.en.aaaa';
    if (old && secret === 'second') return text('', 401)(request, response, number);
    return (old ? json({ secret: 'k' }) : text('not tok.en.aaaa any more', 403))(request, response, number);
  });
  const asna = clientOf(server.url, {}, { clientSecret: () => secret });
  await asna.webhooks.getKey();
  secret = 'second';
  const error = await rejection(asna.webhooks.getKey());
  expect(error).toMatchObject({ status: 403 });
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('tok.en.aaaa');
});

test('the connection to the token endpoint does not outlive the token request', async () => {
  const tokens = await serve((_, response) =>
    sendJson(response, { access_token: 'token-1', expires_in: 3600 }),
  );
  await using server = await stubServer(json({ secret: 'k' }));
  const asna = clientOf(server.url, {}, { tokenUrl: `${tokens.url}/token` });
  await asna.webhooks.getKey();
  // An idle connection would be kept for four seconds.
  await expect.poll(() => tokens.sockets.size, { timeout: 2_000 }).toBe(0);
  expect(tokens.connections()).toBe(1);
});
