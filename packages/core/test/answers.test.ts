import { createHash, randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fetchTransport, type Schema, undiciTransport } from '@partner-apis/core';
import { defineOperation } from '@partner-apis/core/vendor';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Acme, operations } from './support/acme.ts';
import { answer, Log, rejection, sendJson, serve, serveBytes } from '@partner-apis/test-kit';

const { get, put, remove, download } = operations;
const one = { params: { id: 'a' } };

/** A client of a server that always gives these bytes. */
async function giving(bytes: string | Uint8Array, headers = {}, status = 200): Promise<Acme> {
  const server = await serve((_, response) => response.writeHead(status, headers).end(bytes));
  return new Acme({ baseUrl: server.url, retry: false });
}

test.each([408, 500, 503])('after %i nobody knows whether an unsafe call was carried out', async (status) => {
  const acme = await giving('{}', {}, status);
  const body = { name: 'a' };
  const { message } = await rejection(acme.do.call(operations.create, { body }));
  expect(message).toContain('It may have been carried out all the same');
  expect((await rejection(acme.do.call(put, { body }))).message).not.toContain('carried out');
});

test('integers that a number cannot hold keep their digits where an operation asks for that', async () => {
  const answered = defineOperation({
    id: 'numbers.get',
    summary: 'Read numbers',
    source: 'test',
    method: 'GET',
    path: '/numbers',
    safety: 'read',
    response: z.looseObject({ large: z.string(), negative: z.string(), small: z.number(), real: z.number() }),
    exactIntegers: true,
  });
  const acme = await giving('{"large":9007199254740993,"negative":-9007199254740993,"small":7,"real":1.5}');
  expect(await acme.do.call(answered, {})).toEqual({
    large: '9007199254740993',
    negative: '-9007199254740993',
    small: 7,
    real: 1.5,
  });
});

describe('a success that cannot be read', () => {
  test('HTML, whatever it is called: not the vendor has answered, so nothing is said about what he did', async () => {
    const acme = await giving('<html>Welcome to nginx</html>', { 'content-type': 'text/x' });
    for (const error of [
      await rejection(acme.do.call(get, one)),
      await rejection(acme.do.call(put, { body: { name: 'a' } })),
    ]) {
      expect(error).toMatchObject({
        code: 'RESPONSE_DECODE',
        status: 200,
        body: '<html>Welcome to nginx</html>',
        hint: expect.stringMatching(/^Not Acme answered 200 but something in between/),
      });
      expect(error.message).toMatch(/got status 200, but its body is not JSON \(text\/x\)\. Not Acme/);
    }
  });

  test.each([
    ['truncated JSON', '{"name":"a', 'is not JSON'],
    ['a truncated JSON text', '"name', 'is not JSON'],
    ['nothing', '', 'is empty'],
    ['white space', ' \r\n\t', 'is empty'],
    ['invalid UTF-8', Buffer.from('{"name":"\xff"}', 'latin1'), 'is not UTF-8 text'],
  ])('%s', async (_, bytes, why) => {
    const acme = await giving(bytes, { 'content-type': 'text/x' });
    const error = await rejection(acme.do.call(get, one));
    expect(error).toMatchObject({
      code: 'RESPONSE_DECODE',
      status: 200,
      message: `Acme things.get (id a) got status 200, but its body ${why} (text/x).`,
    });
    if (typeof bytes === 'string') expect(error).toMatchObject({ body: bytes.trim() === '' ? '' : bytes });
    const changing = await rejection(acme.do.call(put, { body: { name: 'a' } }));
    expect(changing.message).toMatch(/\(text\/x\)\. The vendor has most likely done what was asked\.$/);
  });

  test.each([
    ['an announced length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"name":"a"}'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{"name":"a"}\r\n'],
  ])('cut, with %s', async (_, bytes) => {
    const server = await serveBytes((socket) => socket.once('data', () => socket.end(bytes)));
    const error = await rejection(new Acme({ baseUrl: server.url }).do.call(get, one));
    expect(error).toMatchObject({
      code: 'RESPONSE_DECODE',
      attempts: [{ status: 200 }],
      cause: { code: 'CONNECTION' },
    });
    expect(error.message).toContain('its body was cut before its end (no content type)');
    expect(server.connections()).toBe(1);
  });

  test('only its beginning is kept', async () => {
    const acme = await giving('x'.repeat(100_000));
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ body: 'x'.repeat(2_000) });
  });

  test('a byte order mark is no damage', async () => {
    expect(await (await giving('\uFEFF{"name":"ё"}')).do.call(get, one)).toEqual({ name: 'ё' });
  });

  test('JSON that is a text, a number, null', async () => {
    for (const value of ['text', 7, null, false]) {
      expect(await (await giving(JSON.stringify(value))).request({ method: 'GET', path: '/' })).toBe(value);
    }
  });

  test('an operation that does not look at the answer takes anything but a failure', async () => {
    for (const bytes of ['', '<html>', Buffer.from([0xff])]) {
      expect(await (await giving(bytes)).do.call(remove, {})).toBeUndefined();
    }
    expect(await rejection((await giving('{"status":500}')).do.call(remove, {}))).toMatchObject({
      status: 500,
    });
  });
});

describe('a failing answer', () => {
  test.each([
    ['JSON', '{"error":"why"}', { error: 'why' }],
    ['text', 'why not', 'why not'],
    ['HTML', '<p>why</p>', '<p>why</p>'],
    ['nothing', '', undefined],
    ['invalid UTF-8', Buffer.from('why \xff', 'latin1'), 'why \uFFFD'],
  ])('%s', async (_, bytes, body) => {
    const acme = await giving(bytes, {}, 400);
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ code: 'BAD_REQUEST', body });
  });

  test('10 MB of text: the beginning is kept, the rest never read', async () => {
    let sent = 0;
    const server = await serve((_, response) => {
      response.writeHead(500);
      const more = (): void => {
        while (sent < 10_000_000 && response.write('x'.repeat(10_000))) sent += 10_000;
        if (sent < 10_000_000) response.once('drain', more);
      };
      more();
    });
    const error = await rejection(new Acme({ baseUrl: server.url, retry: false }).do.call(get, one));
    expect(Reflect.get(error, 'body')).toBe('x'.repeat(65_536));
    expect(error.message.length).toBeLessThan(200);
    await server.drained();
    expect(sent).toBeLessThan(10_000_000);
  });

  test('one that breaks: its status says enough', async () => {
    const server = await serveBytes((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 403 No\r\nContent-Length: 99\r\n\r\n{"err')),
    );
    expect(await rejection(new Acme({ baseUrl: server.url }).do.call(get, one))).toMatchObject({
      code: 'PERMISSION_DENIED',
      body: undefined,
    });
  });

  test('of a streamed operation', async () => {
    const acme = await giving('{"error":"gone"}', {}, 404);
    expect((await rejection(acme.do.call(download, {}))).message).toBe(
      'Acme files.download failed with status 404: gone.',
    );
  });
});

describe.each([
  ['undici', undiciTransport],
  ['fetch', fetchTransport],
])('bodies compressed although we asked for none, through %s', (name, make) => {
  const text = `{"name":"${'ё'.repeat(5_000)}"}`;

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['GZIP', gzipSync],
  ])('%s', async (coding, compress) => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(compress(text)),
    );
    const acme = new Acme({ baseUrl: server.url, transport: make() });
    expect(await acme.do.call(get, one)).toEqual(JSON.parse(text));
    const body = await acme.do.call(download, {});
    expect(body.size).toBeUndefined();
    const chunks: Uint8Array[] = [];
    const reading = (async () => {
      for await (const chunk of body.stream()) chunks.push(chunk);
    })();
    if (name === 'fetch') {
      expect(await rejection(reading)).toMatchObject({
        code: 'CONNECTION',
        reason: 'CONTENT_ENCODING',
        message: expect.stringContaining(
          `got a body whose Content-Encoding cannot be undone safely: fetch unpacks Content-Encoding ${coding} without saying whether`,
        ),
        hint: expect.stringContaining('undiciTransport()'),
      });
    } else {
      await reading;
      expect(Buffer.concat(chunks).toString()).toBe(text);
    }
  });

  const plain = {
    id: 'readings',
    summary: 'Read something',
    source: 'test',
    method: 'GET',
    path: '/readings',
    safety: 'read',
  } as const;
  const readings = defineOperation({ ...plain, response: z.number() });
  const report = defineOperation({ ...plain, response: 'bytes' });
  const touch = defineOperation({ ...plain, response: 'empty' });

  test.each([
    ['bytes', (acme: Acme) => acme.do.call(report, {}), 'a,b\n1,2\n', false],
    ['a number', (acme: Acme) => acme.do.call(readings, {}), '12', false],
    [
      'half of an object where nothing was expected',
      (acme: Acme) => acme.do.call(touch, {}),
      '{"error":',
      false,
    ],
    ['an object where nothing was expected', (acme: Acme) => acme.do.call(touch, {}), '{"error":1}', true],
    ['nothing', (acme: Acme) => acme.do.call(touch, {}), '', true],
  ] as const)('%s, which a cut could have made', async (_, ask, body, proven) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(body === '' ? '' : gzipSync(body));
    });
    const call = ask(new Acme({ baseUrl: server.url, transport: make() }));
    if (proven || name === 'undici') await call;
    else
      expect(await rejection(call)).toMatchObject({
        code: 'RESPONSE_DECODE',
        message: expect.stringContaining('but its body may be cut: fetch unpacks Content-Encoding gzip'),
      });
  });

  test('a failing answer', async () => {
    const server = await serve((_, response) =>
      response.writeHead(400, { 'content-encoding': 'gzip' }).end(gzipSync('{"error":"packed"}')),
    );
    const acme = new Acme({ baseUrl: server.url, transport: make() });
    expect((await rejection(acme.do.call(get, one))).message).toContain('packed');
  });

  test('damaged or cut ones are refused by name', async () => {
    for (const bytes of [Buffer.from('not gzip at all'), gzipSync(text).subarray(0, 40)]) {
      const server = await serve((_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes),
      );
      const acme = new Acme({ baseUrl: server.url, transport: make() });
      const error = await rejection(acme.do.call(get, one));
      expect(error).toMatchObject({ code: 'RESPONSE_DECODE' });
      if (name === 'undici') expect(error.message).toContain('cannot be decoded from Content-Encoding gzip');
    }
  });
});

test('codings nobody knows are left as they are', async () => {
  const acme = await giving('{"name":"z"}', { 'content-encoding': 'rot13' });
  expect(await acme.do.call(get, one)).toEqual({ name: 'z' });
});

test('a few bytes that unpack to many are cut off', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000));
  const error = await rejection((await giving(bomb, { 'content-encoding': 'gzip' })).do.call(get, one));
  expect(error).toMatchObject({
    code: 'RESPONSE_DECODE',
    message:
      'Acme things.get (id a) got status 200, but its body is larger than 67108864 bytes (no content type).',
  });
}, 20_000);

test('a connection that breaks within a compressed body is told as such', async () => {
  const packed = gzipSync(randomBytes(100_000));
  const server = await serveBytes((socket) =>
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
      socket.end(packed.subarray(0, 50_000));
    }),
  );
  const body = await new Acme({ baseUrl: server.url }).do.call(download, {});
  const hash = createHash('sha256');
  const reading = (async () => {
    for await (const chunk of body.stream()) hash.update(chunk);
  })();
  expect(await rejection(reading)).toMatchObject({ code: 'CONNECTION', reason: 'UND_ERR_SOCKET' });
});

test('leaving a compressed body early frees its connection', async () => {
  const server = await serve((_, response) => {
    response
      .writeHead(200, { 'content-encoding': 'gzip' })
      .write(gzipSync(randomBytes(100_000)).subarray(0, 90_000));
  });
  const body = await new Acme({ baseUrl: server.url }).do.call(download, {});
  for await (const chunk of body.stream()) {
    expect(chunk.byteLength).toBeGreaterThan(0);
    break;
  }
  await server.drained();
});

describe('validation', () => {
  test('unknown fields are kept', async () => {
    expect(await (await giving('{"name":"a","new":[1]}')).do.call(get, one)).toEqual({ name: 'a', new: [1] });
  });

  test('throw: every issue, and the answer', async () => {
    const acme = await giving('{"name":1,"kind":2}');
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      code: 'RESPONSE_VALIDATION',
      issues: [{ path: ['name'] }, { path: ['kind'] }],
      body: { name: 1, kind: 2 },
      hint: "To go on with such answers set validation: 'warn'.",
    });
  });

  test('warn: the answer as it is, and a line in the log', async () => {
    const server = await serve(answer(200, { name: 1 }));
    const logger = new Log();
    const acme = new Acme({ baseUrl: server.url, logger, validation: 'warn' });
    expect(await acme.do.call(get, one)).toEqual({ name: 1 });
    expect(logger.lines[0]).toMatchObject({
      level: 'warn',
      message: expect.stringMatching(/^Acme things\.get \(id a\) got an answer of an unknown shape: name: /),
      fields: { issues: [{ path: ['name'] }] },
    });
  });

  test('off: the answer as it is, without a look', async () => {
    const server = await serve(answer(200, { name: 1 }));
    const logger = new Log();
    const acme = new Acme({ baseUrl: server.url, logger });
    expect(await acme.do.call(get, one, { validation: 'off' })).toEqual({ name: 1 });
    expect(logger.of('warn')).toEqual([]);
  });

  test('an unchecked answer of which no result can be made', async () => {
    const acme = await giving('null');
    const error = await rejection(acme.do.call(operations.shout, {}, { validation: 'off' }));
    expect(error).toMatchObject({ code: 'RESPONSE_VALIDATION', cause: expect.any(TypeError) });
    expect(error.message).toContain('from which no result can be made');
    expect(error).not.toHaveProperty('hint');
  });

  test('a result that fails for a checked answer is the mistake of its author', async () => {
    const acme = await giving('{"name":"__throw"}');
    expect(await rejection(acme.do.call(operations.shout, {}))).toBeInstanceOf(RangeError);
  });

  /** A schema of no library, such as valibot or arktype would make. */
  const even = (validate: Schema<unknown, number>['~standard']['validate']): Schema<unknown, number> =>
    Object.assign(() => undefined, { '~standard': { version: 1, vendor: 'own', validate } as const });
  const half = (
    value: unknown,
  ): { value: number } | { issues: { message: string; path: (symbol | { key: string })[] }[] } =>
    typeof value === 'number' && value % 2 === 0
      ? { value: value / 2 }
      : { issues: [{ message: 'must be even', path: [{ key: 'n' }, Symbol('s')] }] };

  test.each([
    ['synchronous', even(half)],
    ['asynchronous', even(async (value) => half(value))],
  ])('any Standard Schema: %s', async (_, response) => {
    expect(await (await giving('8')).request({ method: 'GET', path: '/', response })).toBe(4);
    expect(
      await rejection((await giving('7')).request({ method: 'GET', path: '/', response })),
    ).toMatchObject({
      issues: [{ path: ['n', 'Symbol(s)'], message: 'must be even' }],
    });
    // An issue may come without a path.
    const bare = even(() => ({ issues: [{ message: 'no' }] }));
    expect(
      await rejection((await giving('7')).request({ method: 'GET', path: '/', response: bare })),
    ).toMatchObject({
      issues: [{ path: [], message: 'no' }],
    });
  });

  test('arguments through an asynchronous schema', async () => {
    const server = await serve((_, response, { body }) => sendJson(response, { name: body }));
    const acme = new Acme({ baseUrl: server.url });
    const { defineOperation } = await import('@partner-apis/core/vendor');
    const operation = defineOperation({
      id: 'slow',
      summary: 'Checks its arguments elsewhere',
      source: 'test',
      method: 'POST',
      path: '/slow',
      safety: 'unsafe',
      body: z.object({ n: z.number().refine(async (n) => n > 0, 'must be positive') }),
      response: z.unknown(),
    });
    expect(await acme.do.call(operation, { body: { n: 1 } })).toEqual({ name: '{"n":1}' });
    expect(await rejection(acme.do.call(operation, { body: { n: 0 } }))).toMatchObject({
      code: 'REQUEST_VALIDATION',
      issues: [{ path: ['n'], message: 'must be positive' }],
    });
  });
});
