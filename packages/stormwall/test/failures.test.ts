import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  HttpError,
  isStormwallHttpError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
} from '@partner-apis/stormwall';
import { describe, expect, test } from 'vitest';
import { drop, inTurn, json, rejection, type Respond, text } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

const fatal = (statusCode: number) =>
  json({ statusCode, error: 'Some Status', message: 'Some reason' }, statusCode);

describe('the manual’s statuses as classes', () => {
  test.each([
    [201, HttpError, 'HTTP', /200 and nothing else/],
    [204, HttpError, 'HTTP', /200 and nothing else/],
    [302, HttpError, 'HTTP', /baseUrl/],
    [400, BadRequestError, 'BAD_REQUEST', /Nothing was started: correct the input/],
    [
      401,
      AuthenticationError,
      'AUTHENTICATION',
      /token is wrong, has expired or was revoked.* token page .* profile at stormwall\.pro/,
    ],
    [403, PermissionDeniedError, 'PERMISSION_DENIED', /token does not permit/],
    [404, NotFoundError, 'NOT_FOUND', /no such command, or the object/],
    [405, BadRequestError, 'BAD_REQUEST', /not with this method/],
    [409, ConflictError, 'CONFLICT', /Some reason/],
    [413, BadRequestError, 'BAD_REQUEST', /maxBodyBytes/],
    [429, RateLimitError, 'RATE_LIMIT', /Some reason/],
    [431, BadRequestError, 'BAD_REQUEST', /maxHeaderBytes/],
    [500, ServerError, 'SERVER', /Some reason/],
    [501, ServerError, 'SERVER', /still developing/],
    [503, ServerError, 'SERVER', /rateLimit/],
    [599, ServerError, 'SERVER', /Some reason/],
  ])('%i', async (status, ErrorClass, code, words) => {
    const { stormwall } = await stubbed(fatal(status), { retry: false });
    const error = await rejection(stormwall.domains.get(1, 2));
    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toMatchObject({
      code,
      status,
      httpStatus: status,
      vendor: 'stormwall',
      operation: 'domains.get',
    });
    expect(error).toHaveProperty('message', expect.stringMatching(words));
  });

  test('a success of another number does not pass for one, even with the data in it', async () => {
    const { stormwall } = await stubbed(json({ domain_id: 2 }, 201));
    await expect(stormwall.domains.get(1, 2)).rejects.toMatchObject({ code: 'HTTP', status: 201 });
  });
});

describe('the body of a fatal error', () => {
  test('is typed, and keeps members that are not in the manual', async () => {
    const body = {
      statusCode: 400,
      error: 'Bad Request',
      message: 'Invalid request params input',
      validation: { source: 'params' },
    };
    const { stormwall } = await stubbed(json(body, 400));
    const error = await rejection(stormwall.domains.get(1, 2));
    if (!isStormwallHttpError(error)) throw new Error('the guard said no');
    expect(error.body.message).toBe('Invalid request params input');
    expect(error.body).toEqual(body);
    expect(error.message).toContain('Bad Request: Invalid request params input');
  });

  test('does not decide the status: the answer’s own does', async () => {
    const { stormwall } = await stubbed(json({ statusCode: 500, message: 'x' }, 403));
    const error = await rejection(stormwall.domains.get(1, 2));
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(error).toMatchObject({ status: 403 });
  });

  test.each([
    ['a page of a proxy', text('<html>Bad Gateway</html>', 502), '<html>Bad Gateway</html>'],
    ['nothing', text('', 502), undefined],
    ['a JSON list', json(['x'], 502), ['x']],
  ])('%s is kept as it is, and is not Stormwall’s', async (_, respond, body) => {
    const { stormwall } = await stubbed(respond, { retry: false });
    const error = await rejection(stormwall.domains.get(1, 2));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toHaveProperty('body', body);
    expect(isStormwallHttpError(error)).toBe(false);
  });

  test.each([[{ statusCode: 'x', error: 7, message: null }], [{}]])(
    '%j does not break the error',
    async (body) => {
      const { stormwall } = await stubbed(json(body, 400));
      const error = await rejection(stormwall.domains.get(1, 2));
      expect(error).toBeInstanceOf(BadRequestError);
      expect(error).toHaveProperty('body', body);
    },
  );

  test('does not print the token, even when the server repeats it', async () => {
    const { stormwall } = await stubbed(
      json({ message: 'bad cookie api_access_token=eyJhb.test.token' }, 401),
    );
    const error = await rejection(stormwall.domains.get(1, 2));
    expect(JSON.stringify(error) + String(error)).not.toContain('eyJhb.test.token');
  });
});

test('a guard for another vendor’s error says no', () => {
  const other = new HttpError(
    'x',
    { status: 400, httpStatus: 400, headers: {}, body: {} },
    { vendor: 'astral' },
  );
  expect(isStormwallHttpError(other)).toBe(false);
  expect(isStormwallHttpError(new Error('x'))).toBe(false);
});

describe('what is sent again', () => {
  const read = 'a read';
  const change = 'a command that changes something';
  const answers = json({ error_list: [] });
  const sent = async (kind: string, first: Respond): Promise<number> => {
    const { stormwall, requests } = await stubbed(inTurn(first, answers));
    const call = kind === read ? stormwall.domains.get(1, 2) : stormwall.blacklist.add(1, 2, ['203.0.113.7']);
    await Promise.resolve(call).catch(() => undefined);
    return requests.length;
  };

  test.each([503, 429])('%i: everything, because nothing was started', async (status) => {
    expect(await sent(read, fatal(status))).toBe(2);
    expect(await sent(change, fatal(status))).toBe(2);
  });

  test('503: a POST of command() and of convert() too', async () => {
    const { stormwall, requests } = await stubbed(inTurn(fatal(503), answers, fatal(503), answers));
    await stormwall.command({ method: 'POST', path: '/x', body: {} });
    await stormwall.convert({ method: 'POST', path: '/x', body: {} });
    expect(requests).toHaveLength(4);
  });

  test.each([500, 502, 504, 520])('%i: reads only', async (status) => {
    expect(await sent(read, fatal(status))).toBe(2);
    expect(await sent(change, fatal(status))).toBe(1);
  });

  test.each([400, 401, 403, 404, 405, 501, 201])('%i: nothing', async (status) => {
    expect(await sent(read, fatal(status))).toBe(1);
    expect(await sent(change, fatal(status))).toBe(1);
  });

  test('a broken connection: reads only, and the error of the other says why', async () => {
    expect(await sent(read, drop)).toBe(2);
    expect(await sent(change, drop)).toBe(1);
    const { stormwall } = await stubbed(drop);
    const error = await rejection(stormwall.command({ method: 'DELETE', path: '/x' }));
    expect(error).toMatchObject({
      code: 'CONNECTION',
      message: expect.stringMatching(/may have been carried out/),
    });
  });

  test.each([503, 429])(
    'a %i that stays is reported with every attempt, a second apart at least, more each time',
    async (status) => {
      const { stormwall, requests } = await stubbed(fatal(status), {
        random: () => 0.999,
        retry: { retries: 3, minDelayMs: 4, maxDelayMs: 100 },
      });
      const error = await rejection(stormwall.blacklist.add(1, 2, ['203.0.113.7']));
      expect(requests).toHaveLength(4);
      const attempts = [0, 1_004, 1_008, 1_016].map((waitedMs) => ({ status, waitedMs }));
      expect(error).toMatchObject({ attempts });
    },
  );

  test('calls that were refused in the same second do not come back in the same millisecond', async () => {
    const refused = new Set<string>();
    const { stormwall } = await stubbed((request, response, count) => {
      const known = refused.has(request.url);
      refused.add(request.url);
      (known ? answers : fatal(503))(request, response, count);
    });
    const calls = Array.from({ length: 20 }, (_, id) => stormwall.domains.get(1, id).withResponse());
    const waits = (await Promise.all(calls)).map(({ response }) => response.attempts.at(-1)?.waitedMs);
    expect(new Set(waits).size).toBeGreaterThan(5);
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(1_000);
  });

  test('the floor is for refusals by the limit: another failure of the vendor waits for less', async () => {
    const { stormwall } = await stubbed(inTurn(fatal(502), answers), { random: () => 0.5 });
    const { response } = await stormwall.domains.get(1, 2).withResponse();
    expect(response.attempts.at(-1)?.waitedMs).toBe(125);
  });

  test('Retry-After is honoured should it show up', async () => {
    const { stormwall } = await stubbed(
      inTurn((_, response) => {
        response.writeHead(503, { 'retry-after': '0.05' }).end();
      }, answers),
      { random: () => 0 },
    );
    const { response } = await stormwall.domains.get(1, 2).withResponse();
    expect(response.attempts.map(({ status, waitedMs }) => [status, waitedMs])).toEqual([
      [503, 0],
      [200, 50],
    ]);
  });

  test('a command that says it is safe to repeat is repeated', async () => {
    const { stormwall, requests } = await stubbed(inTurn(drop, answers));
    await stormwall.command({ method: 'PUT', path: '/x', body: {}, safety: 'idempotent' });
    expect(requests).toHaveLength(2);
  });
});

describe('a success that cannot be read', () => {
  test.each([
    ['is not JSON', text('<html>', 200)],
    ['is empty', text('', 200)],
  ])('%s: once and no more', async (words, respond) => {
    const { stormwall, requests } = await stubbed(respond);
    const error = await rejection(stormwall.blacklist.add(1, 2, ['203.0.113.7']));
    expect(error).toMatchObject({ code: 'RESPONSE_DECODE', message: expect.stringContaining(words) });
    expect(requests).toHaveLength(1);
  });

  test('of an unknown shape is refused, or let through where that is asked for', async () => {
    const { stormwall } = await stubbed(json({ list: 'none' }));
    await expect(stormwall.services.list()).rejects.toMatchObject({ code: 'RESPONSE_VALIDATION' });
    const page = await stormwall.services.list({}, { validation: 'off' });
    expect(page.raw).toEqual({ list: 'none' });
    expect(page.items).toEqual([]);
  });
});
