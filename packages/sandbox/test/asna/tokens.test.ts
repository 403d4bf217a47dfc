import { describe, expect, test } from 'vitest';
import { start, tokenIn } from './support.ts';

describe('token endpoint', () => {
  test('gives a JWT with the claims of the manual', async () => {
    const { token, clientId, clock } = await start();
    const answer = await token();
    expect(answer).toMatchObject({ status: 200, json: { expires_in: 3600, token_type: 'Bearer' } });
    const claims: unknown = JSON.parse(
      Buffer.from(tokenIn(answer).split('.')[1] ?? '', 'base64url').toString(),
    );
    const now = clock.now() / 1000;
    expect(claims).toMatchObject({ client_id: clientId, scope: ['api'], nbf: now, exp: now + 3600 });
  });

  test.each([
    ['a wrong secret', { client_secret: 'x' }, 'invalid_client'],
    ['an unknown client', { client_id: 'x' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('%s is refused', async (_, form, error) => {
    const { token } = await start();
    expect(await token(form)).toMatchObject({ status: 400, json: { error } });
  });

  test('a body that is no form is refused', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/connect/token`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(400);
  });

  test('a changed secret holds at once', async () => {
    const { token, sandbox } = await start();
    const changed = sandbox.asna.changeClientSecret();
    expect((await token()).status).toBe(400);
    expect((await token({ client_secret: changed })).status).toBe(200);
  });

  test('no secret stands in the ledger', async () => {
    const { token, send, sandbox } = await start();
    const issued = tokenIn(await token());
    await send('GET', '/v5/keys/webhooks', undefined, { authorization: `Bearer ${issued}` });
    const { clientSecret, webhookSecret } = sandbox.asna.client();
    for (const secret of [issued, clientSecret, webhookSecret])
      expect(JSON.stringify(sandbox.requests())).not.toContain(secret);
  });
});

describe('tokens', () => {
  test('none, a wrong one, an expired one and a withdrawn one are 401 without a body', async () => {
    const { token, send, sandbox, clock } = await start();
    sandbox.asna.configure({ tokenSeconds: 60 });
    const ask = async (authorization: string): Promise<number> =>
      (await send('GET', '/v5/keys/webhooks', undefined, { authorization })).status;
    const authorization = `Bearer ${tokenIn(await token())}`;
    expect([await ask(''), await ask('Bearer x'), await ask(authorization)]).toEqual([401, 401, 200]);
    clock.advance(60_000);
    expect(await ask(authorization)).toBe(401);
    const next = `Bearer ${tokenIn(await token())}`;
    sandbox.asna.revokeTokens();
    const { status, text, headers } = await send('GET', '/v5/keys/webhooks', undefined, {
      authorization: next,
    });
    expect([status, text, headers.get('www-authenticate')]).toEqual([
      401,
      '',
      'Bearer error="invalid_token"',
    ]);
  });

  test('one without the right is 403', async () => {
    const { token, send, sandbox } = await start();
    const reader = sandbox.asna.client('reader', { rights: ['stocks.view'] });
    const form = { client_id: reader.clientId, client_secret: reader.clientSecret };
    const authorization = `Bearer ${tokenIn(await token(form))}`;
    const path = `/v5/stores/${reader.clientId}/stocks`;
    expect((await send('POST', path, { date: '', stocks: [] }, { authorization })).status).toBe(403);
    expect((await send('GET', '/v5/keys/webhooks', undefined, { authorization })).status).toBe(200);
  });
});

describe('rate limit', () => {
  test('counts by source, token endpoint included, and lets in again after its window', async () => {
    const { send, sandbox, clock } = await start();
    await send('GET', '/v5/keys/webhooks');
    sandbox.asna.configure({ rateLimit: { requests: 2, windowMs: 1_000 } });
    const ask = async (source: string): Promise<number> =>
      (await send('GET', '/v5/keys/webhooks', undefined, { 'x-forwarded-for': source })).status;
    expect([await ask('10.0.0.1'), await ask('10.0.0.1'), await ask('10.0.0.1')]).toEqual([200, 200, 429]);
    expect(await ask('10.0.0.2')).toBe(200);
    clock.advance(1_000);
    expect(await ask('10.0.0.1')).toBe(200);
  });

  test('tells when to come again only where it is told to: the manual knows no Retry-After', async () => {
    const { token, sandbox } = await start();
    sandbox.asna.configure({ rateLimit: { requests: 0, windowMs: 1_000 } });
    const silent = await token();
    expect([silent.status, silent.headers.get('retry-after'), silent.text]).toEqual([429, null, '']);
    sandbox.asna.configure({
      rateLimit: { requests: 0, windowMs: 1_000, retryAfter: 7 },
      failureBody: 'json',
    });
    const telling = await token();
    expect(telling.headers.get('retry-after')).toBe('7');
    expect(telling.json).toMatchObject({ statusCode: 429, isError: true });
  });
});

test('settings that cannot be are a TypeError that says why', async () => {
  const { sandbox } = await start();
  expect(() => sandbox.asna.configure({ tokenSeconds: -1 })).toThrow(/ASNA settings.*tokenSeconds/s);
  expect(() => sandbox.asna.configure({ delivery: { retries: 0.5 } })).toThrow(TypeError);
});

test('unknown paths are 404, wrong methods 405, bodies of another type 415', async () => {
  const { send, clientId } = await start();
  expect((await send('GET', '/v5/nothing')).status).toBe(404);
  const wrong = await send('PATCH', '/v5/events/stocks_full');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, PUT, DELETE']);
  const typed = await send('POST', '/v5/events/stocks_full', { clientId }, { 'content-type': 'text/plain' });
  expect(typed.status).toBe(415);
});
