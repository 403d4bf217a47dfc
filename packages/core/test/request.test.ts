import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RequestArguments } from '@partner-apis/core';
import { Acme, operations } from './support/acme.ts';
import { answer, rejection, reset, sendJson, serve } from '@partner-apis/test-kit';

/** The target of a request as the server got it. */
async function target(args: Partial<RequestArguments>): Promise<string | undefined> {
  const server = await serve(answer(200));
  await new Acme({ baseUrl: `${server.url}/base` }).request({ method: 'GET', path: '/', ...args });
  return server.requests[0]?.url;
}

async function issues(args: unknown): Promise<unknown> {
  // Wrong on purpose: programs without types must get the same errors.
  const error = await rejection(new Acme().request(args as RequestArguments));
  expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', operation: 'request', attempts: [] });
  return Reflect.get(error, 'issues');
}

describe('path', () => {
  test.each([
    ['/', '/base/'],
    ['/a/b.json', '/base/a/b.json'],
    ['/a%20b/%D1%91', '/base/a%20b/%D1%91'],
    ['/ё', '/base/%D1%91'],
    ['/a/', '/base/a/'],
    ['/...', '/base/...'],
    ['/a..b', '/base/a..b'],
    ['/100%2525', '/base/100%2525'],
    ['/a;v=1', '/base/a;v=1'],
    ['/%25', '/base/%25'],
  ])('%j is sent as %j', async (path, sent) => {
    expect(await target({ path })).toBe(sent);
  });

  test.each([
    '',
    'a',
    '//evil.example/a',
    'http://evil.example/a',
    '/..',
    '/a/../b',
    '/a/./b',
    '/%2e%2e/b',
    '/%2E./b',
    '/.%2e',
    '/a%2f..%2fb',
    '/%252e%252e/b',
    '/..;/b',
    '/a?b=1',
    '/a#b',
    '/a\\b',
    '/a%5c..%5cb',
    '/a b',
    '/a\nb',
    '/a%0d%0ab',
    '/a%00b',
    '/a%',
    '/a%zz',
    '/\uD800',
    42,
    null,
    undefined,
  ])('%j is refused', async (path) => {
    expect(await issues({ method: 'GET', path })).toHaveLength(1);
  });
});

describe('query', () => {
  test.each([
    [undefined, '/base/'],
    [{}, '/base/'],
    [{ a: 1, b: 'x y', c: true, d: 10n }, '/base/?a=1&b=x%20y&c=true&d=10'],
    [{ a: [1, 2, 3] }, '/base/?a=1&a=2&a=3'],
    [{ a: [], b: null, c: undefined, d: [null, 1] }, '/base/?d=1'],
    [{ 'ключ&=': 'a&b=c' }, '/base/?%D0%BA%D0%BB%D1%8E%D1%87%26%3D=a%26b%3Dc'],
    [{ a: '' }, '/base/?a='],
  ])('%o', async (query, sent) => {
    // undefined is what a program without strict optional types may give.
    expect(await target({ query } as Partial<RequestArguments>)).toBe(sent);
  });

  test.each([
    [{ a: Number.NaN }],
    [{ a: [1, Infinity] }],
    [{ a: { b: 1 } }],
    [{ a: new Date(0) }],
    [{ a: () => 1 }],
    [{ a: Symbol('s') }],
    [{ a: [[1]] }],
    [{ a: '\uD800' }],
    [['a']],
    ['a=1'],
    [5],
  ])('%o is refused', async (query) => {
    expect(await issues({ method: 'GET', path: '/', query })).toHaveLength(1);
  });
});

describe('method, body, safety, response', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)('%s', async (method) => {
    const server = await serve(answer(200, [1]));
    expect(await new Acme({ baseUrl: server.url }).request({ method, path: '/x' })).toEqual([1]);
    expect(server.requests[0]?.method).toBe(method);
  });

  test.each([null, undefined, 'GET /', 42, {}, { method: 'TRACE', path: '/' }, { method: 'get', path: '/' }])(
    '%j is refused',
    async (args) => {
      expect(await issues(args)).toEqual(
        expect.arrayContaining([expect.objectContaining({ path: ['method'] })]),
      );
    },
  );

  test.each([
    ['with GET', { method: 'GET', body: {} }],
    ['bytes', { body: new Uint8Array(2) }],
    ['a buffer', { body: new ArrayBuffer(2) }],
    ['a form', { body: new FormData() }],
    ['parameters', { body: new URLSearchParams('a=1') }],
    ['a blob', { body: new Blob(['a']) }],
    ['a web stream', { body: new ReadableStream() }],
    ['a generator', { body: (async function* () {})() }],
    ['a map', { body: new Map() }],
    ['a set', { body: new Set() }],
    ['a function', { body: () => 1 }],
    ['a circle', { body: Object.assign([], { 0: [] }, { 1: 10n }) }],
  ])('a body that is no JSON is refused: %s', async (_, args) => {
    expect(await issues({ method: 'POST', path: '/', ...args })).toHaveLength(1);
  });

  test('all that is wrong is said at once', async () => {
    expect(await issues({ method: 'X', path: 1, safety: 'maybe', response: {} })).toEqual([
      { path: ['method'], message: 'must be one of GET, POST, PUT, PATCH, DELETE' },
      { path: ['path'], message: 'must be a string' },
      { path: ['safety'], message: 'must be read, idempotent or unsafe' },
      { path: ['response'], message: 'must be a Standard Schema' },
    ]);
  });

  test.each([
    ['GET', undefined, 2],
    ['POST', undefined, 1],
    ['PUT', undefined, 1],
    ['POST', 'idempotent', 2],
    ['GET', 'unsafe', 1],
  ] as const)('%s with safety %s is sent %i times', async (method, safety, times) => {
    const server = await serve(reset);
    const acme = new Acme({ baseUrl: server.url, retry: { retries: 1, minDelayMs: 0 } });
    await rejection(acme.request({ method, path: '/', ...(safety === undefined ? {} : { safety }) }));
    expect(server.requests).toHaveLength(times);
  });

  test('the answer through a schema', async () => {
    const server = await serve(answer(200, { n: '7' }));
    const acme = new Acme({ baseUrl: server.url });
    const { n } = await acme.request({
      method: 'GET',
      path: '/',
      response: z.object({ n: z.coerce.number() }),
    });
    expect(n).toBe(7);
  });

  test('an empty answer is undefined; a schema may refuse that', async () => {
    const server = await serve((_, response) => response.writeHead(204).end());
    const acme = new Acme({ baseUrl: server.url });
    expect(await acme.request({ method: 'POST', path: '/' })).toBeUndefined();
    expect(
      await rejection(acme.request({ method: 'POST', path: '/', response: z.object({}) })),
    ).toMatchObject({
      code: 'RESPONSE_VALIDATION',
    });
  });

  test('an empty answer with a status that this vendor does not take for success is a failure', async () => {
    const server = await serve((_, response) => response.writeHead(201).end());
    expect(
      await rejection(new Acme({ baseUrl: server.url }).request({ method: 'POST', path: '/' })),
    ).toMatchObject({
      code: 'HTTP',
      status: 201,
    });
  });
});

describe('declared operations', () => {
  test.each(['', '.', '..'])('a path parameter %j is refused', async (id) => {
    expect(await rejection(new Acme().do.call(operations.get, { params: { id } }))).toMatchObject({
      code: 'REQUEST_VALIDATION',
      message: 'Acme things.get was not sent, its arguments are invalid: id: must not be empty, "." or "..".',
    });
  });

  test('a path parameter is encoded', async () => {
    const server = await serve((_, response, { url }) => sendJson(response, { name: url }));
    const { name } = await new Acme({ baseUrl: server.url }).do.call(operations.get, {
      params: { id: 'a/../b?c#d' },
      query: { verbose: true },
    });
    expect(name).toBe('/things/a%2F..%2Fb%3Fc%23d?verbose=true');
  });

  test('every issue is listed, also of options, and at most eight are in the message', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`k${i}`, i]));
    const error = await rejection(
      new Acme().do.call(
        operations.put,
        { body: { name: 1, ...many } as unknown as { name: string } },
        { retries: -1 },
      ),
    );
    expect(error).toMatchObject({
      issues: [{ path: ['retries'] }, { path: ['name'] }, { path: [] }],
    });
  });

  test('what a schema does to the arguments is what is sent, and what the result sees', async () => {
    const server = await serve(answer(200));
    const result = await new Acme({ baseUrl: server.url }).do.call(operations.put, { body: { name: 'b' } });
    expect(result).toEqual({ name: 'thing', asked: 'b' });
  });
});
