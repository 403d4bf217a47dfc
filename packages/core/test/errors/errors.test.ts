import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import {
  AbortedError,
  ConfigurationError,
  ConflictError,
  HttpError,
  NotFoundError,
  PartnerApiError,
} from '@partner-apis/core';
import * as core from '@partner-apis/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Acme, operations } from '../support/acme.ts';
import { answer, rejection, serve } from '@partner-apis/test-kit';

const failure = { status: 418, httpStatus: 200, headers: { 'x-a': '1', server: 's' }, body: { error: 'x' } };

/** One of each class, made by one copy of the package. */
function specimens(copy: typeof core): Record<string, PartnerApiError> {
  return {
    PartnerApiError: new copy.PartnerApiError('OWN', 'm'),
    ConfigurationError: new copy.ConfigurationError('m'),
    RequestValidationError: new copy.RequestValidationError('m', [{ path: ['a', 0], message: 'bad' }]),
    ConnectionError: new copy.ConnectionError('m', 'ECONNRESET'),
    TimeoutError: new copy.TimeoutError('m', 'idle'),
    AbortedError: new copy.AbortedError('m'),
    HttpError: new copy.HttpError('m', failure),
    BadRequestError: new copy.BadRequestError('m', failure),
    AuthenticationError: new copy.AuthenticationError('m', failure),
    PermissionDeniedError: new copy.PermissionDeniedError('m', failure),
    NotFoundError: new copy.NotFoundError('m', failure),
    ConflictError: new copy.ConflictError('m', failure),
    RateLimitError: new copy.RateLimitError('m', { ...failure, requestId: 'r1', retryAfterMs: 5 }),
    ServerError: new copy.ServerError('m', failure),
    ResponseDecodeError: new copy.ResponseDecodeError('m', { status: 200, body: '<html>' }),
    ResponseValidationError: new copy.ResponseValidationError('m', [], { a: 1 }),
  };
}

const codes: Record<string, string> = {
  PartnerApiError: 'OWN',
  ConfigurationError: 'CONFIGURATION',
  RequestValidationError: 'REQUEST_VALIDATION',
  ConnectionError: 'CONNECTION',
  TimeoutError: 'TIMEOUT',
  AbortedError: 'ABORTED',
  HttpError: 'HTTP',
  BadRequestError: 'BAD_REQUEST',
  AuthenticationError: 'AUTHENTICATION',
  PermissionDeniedError: 'PERMISSION_DENIED',
  NotFoundError: 'NOT_FOUND',
  ConflictError: 'CONFLICT',
  RateLimitError: 'RATE_LIMIT',
  ServerError: 'SERVER',
  ResponseDecodeError: 'RESPONSE_DECODE',
  ResponseValidationError: 'RESPONSE_VALIDATION',
};
const names = Object.keys(codes);
const httpNames = names.slice(names.indexOf('HttpError'), names.indexOf('ResponseDecodeError'));

type Class = new (...args: never[]) => object;
type Guard = (error: unknown) => boolean;

/** A class, or its guard, of one copy of the package by name. */
const classOf = (copy: object, name: string): Class => Reflect.get(copy, name) as Class;
const guardOf = (copy: object, name: string): Guard => Reflect.get(copy, `is${name}`) as Guard;

/** The classes that an error of class `name` belongs to. */
function family(name: string): string[] {
  return name === 'PartnerApiError'
    ? [name]
    : httpNames.includes(name) && name !== 'HttpError'
      ? ['PartnerApiError', 'HttpError', name]
      : ['PartnerApiError', name];
}

describe.each(names)('%s', (name) => {
  const error = specimens(core)[name];

  test('has its name, code and place in the tree', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code: codes[name], message: 'm', attempts: [] });
    expect(String(error)).toBe(`${name}: m`);
    expect(names.filter((other) => error instanceof classOf(core, other)).toSorted()).toEqual(
      family(name).toSorted(),
    );
    expect(names.filter((other) => guardOf(core, other)(error)).toSorted()).toEqual(family(name).toSorted());
  });

  test('goes into JSON with what it knows', () => {
    const json: unknown = JSON.parse(JSON.stringify(error));
    const http = { status: 418, httpStatus: 200, headers: { server: 's' }, body: { error: 'x' } };
    const own: Record<string, object> = {
      RequestValidationError: { issues: [{ path: ['a', 0], message: 'bad' }] },
      ConnectionError: { reason: 'ECONNRESET' },
      TimeoutError: { phase: 'idle' },
      RateLimitError: { ...http, requestId: 'r1', retryAfterMs: 5 },
      ResponseDecodeError: { status: 200, body: '<html>' },
      ResponseValidationError: { issues: [], body: { a: 1 } },
    };
    const more = own[name] ?? (httpNames.includes(name) ? http : {});
    expect(json).toEqual({ name, code: codes[name], message: 'm', attempts: [], ...more });
  });
});

test('context: whose request, how far it got, what to do', () => {
  const cause = Object.assign(new TypeError('below'), { code: 'EOWN' });
  const context = {
    vendor: 'acme',
    operation: 'a.b',
    callId: 'c1',
    params: { id: 'a' },
    attempts: [{ status: 500, waitedMs: 0 }],
    hint: 'Do this.',
  };
  const error = new ConfigurationError('It failed.', { ...context, cause });
  expect(error).toMatchObject({ ...context, cause, message: 'It failed. Do this.' });
  expect(error.toJSON()).toMatchObject({
    ...context,
    cause: { name: 'TypeError', message: 'below', code: 'EOWN' },
  });
});

describe('what a call was about', () => {
  test('is in the message, the error and its JSON', async () => {
    const server = await serve(answer(404));
    const error = await rejection(
      new Acme({ baseUrl: server.url }).do.call(operations.get, { params: { id: 'a/b' } }),
    );
    expect(error).toMatchObject({
      params: { id: 'a/b' },
      message: expect.stringContaining('Acme things.get (id a/b) failed with status 404'),
    });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ params: { id: 'a/b' } });
  });

  test('holds no secret, and no text without end', async () => {
    const server = await serve(answer(404));
    const acme = new Acme({ baseUrl: server.url, key: 'key-1234567890' });
    const id = `key-1234567890 ${'x'.repeat(300)}`;
    const error = await rejection(acme.do.call(operations.get, { params: { id } }));
    expect(inspect(error)).not.toContain('key-1234567890');
    expect(error.message.length).toBeLessThan(250);
  });

  test('is nothing where the path names nothing', async () => {
    const server = await serve(answer(404));
    const error = await rejection(new Acme({ baseUrl: server.url }).do.call(operations.probe, {}));
    expect(error.message).toMatch(/^Acme \S+ failed/);
    expect('params' in error).toBe(false);
  });
});

test.each([
  null,
  undefined,
  1,
  'PartnerApiError',
  {},
  new Error('plain'),
  { name: 'PartnerApiError', code: 'HTTP' },
])('guards take nothing for ours that is not: %j', (value) => {
  for (const name of names) {
    expect(guardOf(core, name)(value)).toBe(false);
    expect(value instanceof classOf(core, name)).toBe(false);
  }
});

test("a user's subclass keeps the rule of the language", () => {
  class Mine extends NotFoundError {}
  const mine = new Mine('m', failure);
  expect(mine).toBeInstanceOf(Mine);
  expect(mine).toBeInstanceOf(NotFoundError);
  expect(mine).toBeInstanceOf(HttpError);
  expect(mine).not.toBeInstanceOf(ConflictError);
  expect(new NotFoundError('m', failure)).not.toBeInstanceOf(Mine);
  expect(new NotFoundError('m', failure) instanceof Mine).toBe(false);
});

describe('two installed copies', () => {
  let directory: string;
  let other: typeof core;

  beforeAll(async () => {
    const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
    directory = await mkdtemp(join(tmpdir(), 'core-copy-'));
    await cp(join(root, 'src'), join(directory, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(directory, 'package.json'));
    await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
    // What the copy exports is what we export.
    other = (await import(pathToFileURL(join(directory, 'src/index.ts')).href)) as typeof core;
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('are two copies indeed', () => {
    expect(other.PartnerApiError).not.toBe(PartnerApiError);
    expect(Object.getPrototypeOf(new other.AbortedError('m'))).not.toBe(AbortedError.prototype);
  });

  test.each(names)('`instanceof` and guards know %s of the other one', (name) => {
    for (const [from, by] of [
      [other, core],
      [core, other],
    ] as const) {
      const error = specimens(from)[name];
      expect(names.filter((it) => error instanceof classOf(by, it)).toSorted()).toEqual(
        family(name).toSorted(),
      );
      expect(names.filter((it) => guardOf(by, it)(error)).toSorted()).toEqual(family(name).toSorted());
    }
  });
});

describe('which class an answer gets', () => {
  test.each([
    [301, 'HttpError'],
    [400, 'BadRequestError'],
    [401, 'AuthenticationError'],
    [402, 'BadRequestError'],
    [403, 'PermissionDeniedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [422, 'BadRequestError'],
    [429, 'RateLimitError'],
    [499, 'BadRequestError'],
    [500, 'ServerError'],
    [599, 'ServerError'],
    [201, 'HttpError'],
  ])('%i: %s', async (status, name) => {
    const server = await serve(
      answer(status, { error: 'said so' }, { 'x-request-id': 'r-7', 'retry-after': '2' }),
    );
    const error = await rejection(
      new Acme({ baseUrl: server.url, retry: false }).do.call(operations.get, { params: { id: 'a' } }),
    );
    expect(error).toMatchObject({
      name,
      message: `Acme things.get (id a) failed with status ${status}: said so.`,
      httpStatus: status,
      vendor: 'acme',
      operation: 'things.get',
      requestId: 'r-7',
      retryAfterMs: 2_000,
      body: { error: 'said so' },
    });
  });

  test('the status in a body decides where the vendor has one', async () => {
    const server = await serve(
      answer(200, { status: 404, error: 'Gone!', report: 'rep-1', hint: 'Look elsewhere.' }),
    );
    const error = await rejection(
      new Acme({ baseUrl: server.url }).do.call(operations.get, { params: { id: 'a' } }),
    );
    expect(error).toMatchObject({
      name: 'NotFoundError',
      status: 404,
      httpStatus: 200,
      requestId: 'rep-1',
      hint: 'Look elsewhere.',
      message: 'Acme things.get (id a) failed with status 404 (HTTP 200): Gone! Look elsewhere.',
    });
  });

  test('long texts are cut in the message, kept in the body', async () => {
    const server = await serve(answer(400, { error: `${'long '.repeat(200)}\n end` }));
    const error = await rejection(
      new Acme({ baseUrl: server.url }).do.call(operations.get, { params: { id: 'a' } }),
    );
    expect(error.message).toMatch(/^Acme things\.get \(id a\) failed with status 400: (long )+lo?n?g? ?…$/);
    expect(JSON.stringify(error)).toContain('end');
  });
});
