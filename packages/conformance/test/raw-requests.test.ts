import { inspect } from 'node:util';
import { AstralClient, type Logger } from '@partner-apis/astral';
import { AsnaClient } from '@partner-apis/asna';
import { ReestroClient } from '@partner-apis/reestro';
import { StormwallClient } from '@partner-apis/stormwall';
import { closedPort, rejection, stubServer, text } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';

/** What nobody who reads a log may see: it belongs to a person, or to another system. */
const PRIVATE = ['112-233-445 95', 'form-secret', 'private query', 'private header'];
const [snils, secret, query, header] = PRIVATE;
const form = `snils=${snils}&client_secret=${secret}`;

/** Every kind of body, those that are refused included. */
const bodies = {
  text: form,
  bytes: new TextEncoder().encode(form),
  object: { person: { snils, secret } },
  'something that cannot be sent': { person: { snils, secret, born: Number.NaN } },
};

/** Keeps everything that is logged. */
function listening(): { logger: Logger; lines: unknown[] } {
  const lines: unknown[] = [];
  const log = (...line: unknown[]): void => void lines.push(line);
  return { logger: { debug: log, info: log, warn: log, error: log }, lines };
}

interface Raw {
  readonly method: 'POST';
  readonly path: string;
  readonly body: unknown;
  readonly query: Readonly<Record<string, string>>;
}
type Options = { baseUrl: string; retry: false; logger: Logger };
type Send = (options: Options, raw: Raw) => PromiseLike<unknown>;

const sent = { headers: { 'x-note': header ?? '' } };
const methods: Readonly<Record<string, Send>> = {
  'astral request()': (options, raw) => new AstralClient({ ...options, apiKey: 'key' }).request(raw, sent),
  'stormwall request()': (options, raw) =>
    new StormwallClient({ ...options, token: 'token' }).request(raw, sent),
  'stormwall command()': (options, raw) =>
    new StormwallClient({ ...options, token: 'token' }).command(raw, sent),
  'stormwall convert()': (options, raw) =>
    new StormwallClient({ ...options, token: 'token' }).convert(raw, sent),
  'asna request()': (options, raw) => new AsnaClient({ ...options, token: 'token' }).request(raw, sent),
  'asna submit()': (options, { method, path, body }) =>
    new AsnaClient({ ...options, token: 'token' }).submit({ method, path, body }, sent),
  'reestro request()': (options, raw) =>
    new ReestroClient({ ...options, apiKey: 'key', orgId: 'org' }).request(raw, sent),
};

describe.each(Object.entries(methods))('%s', (_, send) => {
  describe.each(Object.entries(bodies))('with %s', (kind, body) => {
    test.each(['nobody there', 'refused'])('%s: nothing that was sent is printed', async (situation) => {
      await using server = await stubServer(text('no', 500, 'text/plain'));
      const baseUrl = situation === 'refused' ? server.url : `http://127.0.0.1:${await closedPort()}`;
      const { logger, lines } = listening();
      const raw: Raw = { method: 'POST', path: '/things', body, query: { note: query ?? '' } };
      const error = await rejection(send({ baseUrl, retry: false, logger }, raw));

      const printed = [error, JSON.stringify(error), error.message, error.stack, lines]
        .map((part) => inspect(part, { depth: 20, showHidden: true, maxStringLength: null }))
        .join('\n');
      for (const text of [...PRIVATE, 'object Object']) expect(printed).not.toContain(text);
      if (kind !== 'object') return;
      expect(error.message).toContain('POST /things');
      expect(error).toMatchObject({ params: { path: '/things' } });
    });
  });
});

const lost = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  'an invalid date': new Date(Number.NaN),
  'a Map': new Map([['a', 1]]),
  'a Set': new Set([1]),
  'a Blob': new Blob(['text']),
  'an Error': new Error('oops'),
  'a promise': Promise.resolve(1),
  'a Uint8Array': new Uint8Array(3),
  'a Buffer': Buffer.from('bytes'),
  'an ArrayBuffer': new ArrayBuffer(3),
  'a RegExp': /a/,
  'a URLSearchParams': new URLSearchParams('a=1'),
  'a function': () => 1,
  'a symbol': Symbol('a'),
  'a BigInt': 1n,
  'a hole in an array': [undefined],
};

const places: Readonly<
  Record<string, { path: string; send: (baseUrl: string, bad: unknown) => PromiseLike<unknown> }>
> = {
  'astral events.publish': {
    path: 'events.data.rows.0.value',
    send: (baseUrl, value) =>
      new AstralClient({ baseUrl, apiKey: 'key' }).events.publish({
        code: 'code',
        consumer: ['one'],
        data: { rows: [{ value }] },
      }),
  },
  'astral request()': {
    path: 'body.value',
    send: (baseUrl, value) =>
      new AstralClient({ baseUrl, apiKey: 'key' }).request({ method: 'POST', path: '/x', body: { value } }),
  },
  'asna submit()': {
    path: 'body.value',
    send: (baseUrl, value) =>
      new AsnaClient({ baseUrl, token: 'token' }).submit({ method: 'POST', path: '/x', body: { value } }),
  },
  'stormwall command()': {
    path: 'body.value',
    send: (baseUrl, value) =>
      new StormwallClient({ baseUrl, token: 'token' }).command({
        method: 'POST',
        path: '/x',
        body: { value },
      }),
  },
  'reestro request()': {
    path: 'body.value',
    send: (baseUrl, value) =>
      new ReestroClient({ baseUrl, apiKey: 'key', orgId: 'org' }).request({
        method: 'POST',
        path: '/x',
        body: { value },
      }),
  },
};

describe.each(Object.entries(places))('%s refuses what JSON would lose', (_, { path, send }) => {
  test.each(Object.entries(lost))('%s', async (_name, value) => {
    await using server = await stubServer(text('{}', 200, 'application/json'));
    const error = await rejection(send(server.url, value));
    const where = Array.isArray(value) ? `${path}.0` : path;
    expect(error).toMatchObject({ code: 'REQUEST_VALIDATION' });
    expect(error.message).toContain(`${where}: cannot be sent as JSON`);
    expect(server.requests).toHaveLength(0);
  });
});

test('what JSON has a spelling for is sent as before', async () => {
  await using server = await stubServer(text('{}', 200, 'application/json'));
  const shared = { a: 1 };
  const body = {
    when: new Date(0),
    left: undefined,
    twice: [shared, shared],
    own: { toJSON: () => 'own' },
    bare: Object.assign(Object.create(null) as object, { b: null }),
    url: new URL('http://example.com/'),
  };
  await new AstralClient({ baseUrl: server.url, apiKey: 'key' }).request({
    method: 'POST',
    path: '/x',
    body,
  });
  expect(server.requests[0]?.body).toBe(JSON.stringify(body));
});
