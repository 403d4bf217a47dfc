import {
  type ApiCall,
  AuthenticationError,
  fetchTransport,
  type HttpError,
  isHttpError,
  isTimeoutError,
  type Logger,
  PartnerApiError,
  type TimeoutPhase,
  undiciTransport,
} from '@partner-apis/core';
import { defineOperation, type OperationInput, type StreamedBody } from '@partner-apis/core/vendor';
import * as user from '@partner-apis/core/user';
import nodeFetch from 'node-fetch';
import * as undici from 'undici';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { Acme, operations } from './support/acme.ts';

// Checked by the compiler, never run.
const test = (_what: string, _check: () => void): void => {};

declare const acme: Acme;
const { get, put, upload, download, remove } = operations;

test('a call resolves to what its operation declares', () => {
  expectTypeOf(acme.do.call(get, { params: { id: 'a' } })).toExtend<
    ApiCall<{ name: string; kind?: string | undefined }>
  >();
  expectTypeOf(acme.do.call(put, { body: { name: 'a' } })).resolves.toHaveProperty('asked');
  expectTypeOf(acme.do.call(download, {})).resolves.toEqualTypeOf<StreamedBody>();
  expectTypeOf(acme.do.call(remove, {})).resolves.toEqualTypeOf<undefined>();
  expectTypeOf(acme.do.call(get, { params: { id: 'a' } }).withResponse()).resolves.toHaveProperty('response');
});

test('arguments are those of the operation', () => {
  void acme.do.call(get, { params: { id: 'a' }, query: { verbose: true } });
  // @ts-expect-error a parameter is missing
  void acme.do.call(get, {});
  // @ts-expect-error a parameter of another type
  void acme.do.call(get, { params: { id: 1 } });
  // @ts-expect-error a parameter nobody knows
  void acme.do.call(get, { params: { id: 'a', name: 'b' } });
  // @ts-expect-error a body for an operation that has none
  void acme.do.call(get, { params: { id: 'a' }, body: {} });
  // @ts-expect-error JSON where a stream is sent
  void acme.do.call(upload, { body: { name: 'a' } });
  // @ts-expect-error an option nobody knows
  void acme.do.call(remove, {}, { retry: 3 });
  // @ts-expect-error a signal of another kind
  void acme.do.call(remove, {}, { signal: 'now' });
});

test('a part that its schema does not need may be left out', () => {
  type Input = OperationInput<undefined, z.ZodOptional<z.ZodObject<{ a: z.ZodString }>>, z.ZodString>;
  expectTypeOf<{ body: string }>().toExtend<Input>();
  expectTypeOf<{ query: { a: string } }>().not.toExtend<Input>();
});

test('request() goes by its schema', () => {
  expectTypeOf(acme.request({ method: 'GET', path: '/' })).resolves.toBeUnknown();
  expectTypeOf(
    acme.request({ method: 'GET', path: '/', response: z.object({ n: z.number() }) }),
  ).resolves.toEqualTypeOf<{ n: number }>();
  // @ts-expect-error a method nobody has
  void acme.request({ method: 'TRACE', path: '/' });
  // @ts-expect-error a query that cannot be written
  void acme.request({ method: 'GET', path: '/', query: { a: { b: 1 } } });
  // @ts-expect-error no path
  void acme.request({ method: 'GET' });
});

test('options', () => {
  expectTypeOf(acme.with({ timeouts: { headersMs: 1 } })).toEqualTypeOf<Acme>();
  new Acme({ key: async () => 'k', logger: console satisfies Logger, transport: undiciTransport() });
  // @ts-expect-error an option nobody knows
  new Acme({ apiKey: 'k' });
  // @ts-expect-error a limit that is text
  new Acme({ timeouts: { headersMs: '1' } });
  // @ts-expect-error true is not a way to retry
  new Acme({ retry: true });
  // @ts-expect-error a header that is a number
  new Acme({ headers: { a: 1 } });
  // @ts-expect-error an unknown policy
  acme.with({ validation: 'strict' });
});

test('operations', () => {
  const common = { id: 'x', summary: 'x', source: 'x', method: 'GET', path: '/', safety: 'read' } as const;
  defineOperation({ ...common, response: z.number(), result: (n) => n.toFixed() });
  // @ts-expect-error the result sees a number
  defineOperation({ ...common, response: z.number(), result: (n) => n.trim() });
  // @ts-expect-error a safety nobody knows
  defineOperation({ ...common, safety: 'safe', response: 'empty' });
  // @ts-expect-error the value of an absorbed answer goes through the schema
  defineOperation({ ...common, response: z.number(), absorb: () => ({ value: 'seven' }) });
});

test('guards narrow', () => {
  const error: unknown = new PartnerApiError('OWN', 'm');
  if (isHttpError(error)) expectTypeOf(error).toEqualTypeOf<HttpError>();
  if (isTimeoutError(error)) expectTypeOf(error.phase).toEqualTypeOf<TimeoutPhase>();
  if (error instanceof AuthenticationError) expectTypeOf(error.status).toBeNumber();
  // @ts-expect-error nothing is known about it yet
  void error.code;
});

test('each class has its own code, so that a switch over codes is checked', () => {
  expectTypeOf<user.ConnectionError['code']>().toEqualTypeOf<'CONNECTION'>();
  expectTypeOf<user.TimeoutError['code']>().toEqualTypeOf<'TIMEOUT'>();
  expectTypeOf<user.AuthenticationError['code']>().toEqualTypeOf<'AUTHENTICATION'>();
  expectTypeOf<user.NotFoundError['code']>().toExtend<user.HttpError['code']>();
  // @ts-expect-error a code that no class has
  expectTypeOf<user.ServerError['code']>().toEqualTypeOf<'SERVER_ERROR'>();
});

test('transports take what programs have', () => {
  fetchTransport({ fetch: globalThis.fetch });
  fetchTransport({ fetch: nodeFetch });
  fetchTransport({ fetch: undici.fetch });
  undiciTransport({ dispatcher: new undici.ProxyAgent('http://proxy.invalid') });
  undiciTransport({ dispatcher: {} as NonNullable<RequestInit['dispatcher']> });
  undiciTransport({ tls: { ca: ['pem'], cert: new Uint8Array() } });
  undiciTransport({ proxy: 'environment' });
  undiciTransport({ proxy: new URL('http://proxy.invalid') });
  // @ts-expect-error a text could be a misspelt 'environment'
  undiciTransport({ proxy: 'http://proxy.invalid' });
  // @ts-expect-error no dispatcher
  undiciTransport({ dispatcher: { dispatch: () => true } });
  // @ts-expect-error what resolves to no response
  fetchTransport({ fetch: async () => 'text' });
});

test('constructors take options and nothing else', () => {
  // @ts-expect-error what copies share is handed on by with()
  new Acme({}, {});
});

test('programs get what they need from one entry, and not what clients are made of', () => {
  expectTypeOf(user).toHaveProperty('isHttpError');
  expectTypeOf(user).toHaveProperty('undiciTransport');
  expectTypeOf(user).not.toHaveProperty('PartnerClient');
});
