import {
  AsnaClient,
  PermissionDeniedError,
  RequestValidationError,
  type StockUpload,
} from '@partner-apis/asna';
import { expect, test } from 'vitest';
import { manualErrors, manualSample } from './support/manual-sample.ts';
import { json, rejection, stubServer, text } from '@partner-apis/test-kit';
import { sandboxed } from './support/sandboxed.ts';

function clientOf(url: string): AsnaClient {
  return new AsnaClient({ baseUrl: url, token: 't', retry: { minDelayMs: 0, maxDelayMs: 0 } });
}

test("the manual's sample gets the manual's list of errors", async () => {
  const { asna } = await sandboxed();
  expect(await asna.schemas.validate('stocks', manualSample)).toEqual({
    valid: false,
    reason: 'schema',
    errors: manualErrors,
    message: 'Please correct the specified validation errors and try again',
  });
});

test('data without errors is valid, given as an object or as text', async () => {
  const { asna } = await sandboxed();
  const upload: StockUpload = {
    date: '2018-11-22T16:01:13.032+03:00',
    stocks: [{ prtId: '111445', nnt: 6072, qnt: 5.5, gnvls: true, dp: null, exp: null, prcRet: 170 }],
  };
  expect(await asna.schemas.validate('stocks', upload)).toEqual({ valid: true });
  expect(await asna.schemas.validate('stocks', JSON.stringify(upload, null, 2))).toEqual({ valid: true });
});

test('text goes out as it is; what cannot be parsed has its own reason', async () => {
  const { asna } = await sandboxed();
  expect(await asna.schemas.validate('stocks', '{\n "stocks": [\n  {\n   "prtId" 1')).toEqual({
    valid: false,
    reason: 'unparsable',
    errors: [],
    message:
      "Invalid character after parsing property name. Expected ':' but got: 1. Path 'stocks[0]', line 4, position 11.",
  });
  await using server = await stubServer(text('', 200));
  const raw = '{"a":1, "a" :2 }';
  await clientOf(server.url).schemas.validate('orders', raw);
  expect(server.requests[0]).toMatchObject({ url: '/v5/json_schemas/orders/validation', body: raw });
  expect(server.requests[0]?.headers['content-type']).toBe('application/json');
});

test.each([
  ['an empty body', text('')],
  ['a text', text('OK')],
  ['some JSON', json({ anything: true })],
])('200 is valid, with %s too', async (_, respond) => {
  await using server = await stubServer(respond);
  expect(await clientOf(server.url).schemas.validate('stocks', {})).toEqual({ valid: true });
});

test.each([
  ['a 400 that is a page', text('<html>', 400), 'BAD_REQUEST'],
  ['an empty 400', text('', 400), 'BAD_REQUEST'],
  ['a 400 of something else', json({ error: 'proxy' }, 400), 'BAD_REQUEST'],
  ['401', text('', 401), 'AUTHENTICATION'],
  ['429', text('', 429), 'RATE_LIMIT'],
  ['500', json({ statusCode: 500, isError: true, isTransient: false, exceptionMessage: 'x' }, 500), 'SERVER'],
])('%s is thrown', async (_, respond, code) => {
  await using server = await stubServer(respond);
  const asna = clientOf(server.url).with({ retry: false });
  expect(await rejection(asna.schemas.validate('stocks', {}))).toMatchObject({ code });
});

test('403 is a PermissionDeniedError', async () => {
  await using server = await stubServer(text('', 403));
  expect(await rejection(clientOf(server.url).schemas.validate('stocks', {}))).toBeInstanceOf(
    PermissionDeniedError,
  );
});

test('a temporary 400 is asked again: it says nothing about the data', async () => {
  await using server = await stubServer((request, response, number) =>
    (number === 1
      ? json({ statusCode: 400, isError: true, isTransient: true, exceptionMessage: 'busy' }, 400)
      : text(''))(request, response, number),
  );
  expect(await clientOf(server.url).schemas.validate('stocks', {})).toEqual({ valid: true });
});

test.each([
  ['a schema that there is not', 'customers', {}],
  ['nothing', 'stocks', undefined],
  ['a number', 'stocks', 1],
  ['an empty text', 'stocks', ' '],
  ['a cycle', 'stocks', cyclic()],
])('%s is refused before anything is sent', async (_, name, payload) => {
  await using server = await stubServer(text(''));
  const asna = clientOf(server.url);
  // As a program without types would call it.
  const validate = asna.schemas.validate.bind(asna.schemas) as (
    n: string,
    p: unknown,
  ) => PromiseLike<unknown>;
  expect(await rejection(validate(name, payload))).toBeInstanceOf(RequestValidationError);
  expect(server.requests).toHaveLength(0);
});

function cyclic(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}
