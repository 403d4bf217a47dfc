import {
  AuthenticationError,
  BadRequestError,
  ConfigurationError,
  NotFoundError,
  ResponseValidationError,
  ServerError,
  StormwallV3Client,
} from '@partner-apis/stormwall';
import { inTurn, json, rejection, text } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { KEY, ok, stubbedV3 } from './support.ts';

const error = (message: unknown, more: object = {}): object => ({
  status: 'error',
  payload: { message, ...more },
});

test('the key goes as x-api-key, and no cookie', async () => {
  const { v3, requests } = await stubbedV3(json(ok([])));
  await v3.domains.ips(7);
  expect(requests[0]?.headers['x-api-key']).toBe(KEY);
  expect(requests[0]?.headers.cookie).toBeUndefined();
});

describe('what fails', () => {
  test.each<[string, number, unknown, new (...args: never[]) => Error, string[]]>([
    ['one text', 400, error('name is taken', { code: 'TAKEN' }), BadRequestError, ['name is taken']],
    [
      'a list of texts',
      400,
      error(['name is empty', 'too short']),
      BadRequestError,
      ['name is empty', 'too short'],
    ],
    ['a code only', 404, error(undefined, { code: 'NO_DOMAIN' }), NotFoundError, ['NO_DOMAIN']],
    ['words at the top', 401, { message: 'Unauthorized' }, AuthenticationError, ['Unauthorized']],
    ['an error at the top', 500, { error: 'Oops' }, ServerError, ['Oops']],
    ['a list of errors', 400, { errors: ['a', 'b'] }, BadRequestError, ['a', 'b']],
    [
      'an error under 200',
      200,
      error('no such domain', { statusCode: 404 }),
      NotFoundError,
      ['no such domain'],
    ],
    ['an error under 201', 201, error('broken'), ServerError, ['broken']],
    ['nothing to read', 403, {}, Error, []],
  ])('says so in %s', async (_, status, body, Class, messages) => {
    const { v3 } = await stubbedV3(json(body, status), { retry: false });
    const failed = await rejection(v3.domains.get(7));
    expect(failed).toBeInstanceOf(Class);
    expect(failed).toMatchObject({ vendor: 'stormwall', operation: 'v3.domains.get', body: { messages } });
    for (const message of messages) expect(failed.message).toContain(message);
    expect(failed.message).toContain('domainId 7');
  });

  test('with 401 there is a hint about the key of this version', async () => {
    const { v3 } = await stubbedV3(json(error('Invalid token', { statusCode: 401 }), 401));
    expect(await rejection(v3.services.list())).toMatchObject({
      hint: expect.stringContaining('Tokens of version 1 are others'),
    });
  });

  test('a page of a proxy is told apart', async () => {
    const { v3 } = await stubbedV3(text('<html><title>502 Bad Gateway</title></html>', 502), {
      retry: false,
    });
    expect(await rejection(v3.domains.get(7))).toMatchObject({
      hint: expect.stringContaining('Not Stormwall answered'),
    });
  });

  test('a limit is waited out for anything, an outage for what may be repeated', async () => {
    const created = json(ok({ id: 9, domain: 'a.example' }), 201);
    const limited = await stubbedV3(inTurn(json(error('slow down'), 429), created));
    expect(await limited.v3.domains.create(1, { name: 'a.example' })).toMatchObject({ id: 9 });
    const out = await stubbedV3(inTurn(text('', 503), created));
    const failed = await rejection(out.v3.domains.create(1, { name: 'a.example' }));
    expect(failed.message).toContain('look for its name in domains.list()');
    expect(out.requests).toHaveLength(1);
    const read = await stubbedV3(inTurn(text('', 503), json(ok({ id: 9, name: 'a.example' }))));
    expect(await read.v3.domains.get(9)).toEqual({ id: 9, name: 'a.example', domain: 'a.example' });
  });
});

describe('what succeeds', () => {
  test.each([
    ['a payload', ok({ id: 3, domain: 'a.example', protection: { more: 1 } })],
    ['no envelope', { id: 3, domain: 'a.example', protection: { more: 1 } }],
  ])('one object in %s', async (_, body) => {
    const { v3 } = await stubbedV3(json(body));
    expect(await v3.domains.get(3)).toEqual({ id: 3, domain: 'a.example', protection: { more: 1 } });
  });

  test('pages: results with their place, and bare lists', async () => {
    const { v3, requests } = await stubbedV3((request, response, count) => {
      const offset = Number(new URL(request.url, 'http://x').searchParams.get('offset') ?? 0);
      const all = [1, 2, 3].map((serviceId) => ({ serviceId }));
      const payload = { total: 3, limit: 2, offset, results: all.slice(offset, offset + 2) };
      json(ok(payload))(request, response, count);
    });
    const page = await v3.services.list({ limit: 2 });
    expect(page).toMatchObject({
      items: [{ serviceId: 1 }, { serviceId: 2 }],
      totalCount: 3,
      limit: 2,
      offset: 0,
    });
    const seen: number[] = [];
    for await (const { serviceId } of v3.services.list({ limit: 2 })) seen.push(serviceId);
    expect(seen).toEqual([1, 2, 3]);
    expect(requests.at(-1)?.url).toBe('/v3/services?offset=2&limit=2');
    for (const body of [ok([{ id: 1 }, { id: 'x' }]), [{ id: 1 }, { id: 'x' }]]) {
      const bare = await stubbedV3(json(body));
      const found: unknown[] = [];
      for await (const { id } of bare.v3.backends.list(7, { serviceId: 1 })) found.push(id);
      expect(found).toEqual([1, 'x']);
      expect(bare.requests[0]?.url).toBe('/v3/domains/7/backends?serviceId=1');
    }
  });

  test.each([ok({ total: 0, results: [] }), ok({ results: null }), ok([]), ok({})])(
    'nothing: %j',
    async (body) => {
      const { v3 } = await stubbedV3(json(body));
      expect((await v3.domains.list()).items).toEqual([]);
    },
  );

  test('an answer of another shape is an error that shows it', async () => {
    const { v3 } = await stubbedV3(json(ok({ id: 'seven' })));
    expect(await rejection(v3.domains.get(7))).toBeInstanceOf(ResponseValidationError);
  });

  test.each([
    ['no body', (status: number) => text('', status)],
    ['any body', (status: number) => json(ok(null), status)],
  ])('changes take %s', async (_, respond) => {
    for (const status of [200, 201]) {
      const { v3, requests } = await stubbedV3(respond(status));
      await v3.domains.delete(7);
      await v3.domains.assignProtectedIps(7, ['192.0.2.1']);
      await v3.backends.remove(7, 8);
      await v3.redirects.set(7, {});
      expect(requests).toHaveLength(4);
    }
  });
});

test('no key, or a wrong one, is refused at once', () => {
  expect(() => new StormwallV3Client({} as never)).toThrow(ConfigurationError);
  expect(() => new StormwallV3Client({ apiKey: 'a\nb' })).toThrow(ConfigurationError);
  expect(() => StormwallV3Client.fromEnv()).toThrow('STORMWALL_V3_API_KEY');
});
