import { createHash, randomBytes } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  fetchTransport,
  type StreamBody,
  type Transport,
  TransportFailure,
  type TransportRequest,
  undiciTransport,
} from '@partner-apis/core';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { closedUrl, rejection, sendJson, serve, serveBytes, serveEarly } from '@partner-apis/test-kit';

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const got: Uint8Array[] = [];
  for await (const chunk of chunks) got.push(chunk);
  return got;
}

function onOwnDispatcher(): Transport {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  return undiciTransport({ dispatcher });
}

/** What every transport must do, whatever it is made of. */
describe.each([
  { name: 'undici', lane: 'call', make: () => undiciTransport(), by: 'its own connections' },
  { name: 'undici', lane: 'transfer', make: () => undiciTransport(), by: 'its own connections' },
  { name: 'undici', lane: 'call', make: onOwnDispatcher, by: 'a dispatcher of the program' },
  { name: 'fetch', lane: 'call', make: () => fetchTransport(), by: 'the global fetch' },
] as const)('$name, lane $lane, by $by', ({ name, lane, make }) => {
  let transport: Transport;
  let abort: AbortController;

  beforeEach(() => {
    transport = make();
    abort = new AbortController();
  });
  afterEach(() => transport.close());

  function request(url: string, more: Partial<TransportRequest> = {}): TransportRequest {
    return {
      method: 'GET',
      url,
      headers: {},
      signal: abort.signal,
      connectMs: 5_000,
      headersMs: 5_000,
      idleMs: 5_000,
      lane,
      ...more,
    };
  }

  async function text(url: string, more: Partial<TransportRequest> = {}): Promise<string> {
    const { body } = await transport.send(request(url, more));
    return Buffer.from((await body.read(1_000_000)).bytes).toString();
  }

  function source(
    chunks: (() => AsyncIterable<Uint8Array>) | readonly string[],
    length?: number,
  ): StreamBody {
    const open =
      typeof chunks === 'function'
        ? chunks
        : async function* () {
            for (const chunk of chunks) yield Buffer.from(chunk);
          };
    return { contentType: 'application/octet-stream', length, open };
  }

  test('has a name', () => {
    expect(transport.name).toBe(name);
  });

  describe('requests', () => {
    test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s with headers', async (method) => {
      const server = await serve((_, response) => sendJson(response, { ok: true }));
      expect(await text(`${server.url}/a%20b/c?x=1&x=2`, { method, headers: { 'x-one': 'é' } })).toBe(
        '{"ok":true}',
      );
      expect(server.requests).toHaveLength(1);
      expect(server.requests[0]).toMatchObject({
        method,
        url: '/a%20b/c?x=1&x=2',
        headers: { 'x-one': 'é' },
      });
    });

    test('a text goes out as UTF-8 with its length', async () => {
      const server = await serve((_, response) => sendJson(response, {}));
      await text(server.url, { method: 'POST', body: '{"имя":"ёж"}' });
      expect(server.requests[0]).toMatchObject({ body: '{"имя":"ёж"}', headers: { 'content-length': '17' } });
    });

    test('bytes go out as they are', async () => {
      const server = await serve((_, response) => sendJson(response, {}));
      await text(server.url, { method: 'POST', body: new Uint8Array([65, 66]) });
      expect(server.requests[0]).toMatchObject({ body: 'AB', headers: { 'content-length': '2' } });
    });

    test('a stream without a length goes out in chunks', async () => {
      const server = await serve((_, response) => sendJson(response, {}));
      await text(server.url, { method: 'POST', body: source(['one', 'two']) });
      expect(server.requests[0]).toMatchObject({
        body: 'onetwo',
        headers: { 'transfer-encoding': 'chunked' },
      });
    });

    test('a stream that throws midway ends the connection and never looks complete', async () => {
      let whole = false;
      const server = await serveEarly((incoming) => {
        incoming.on('error', () => undefined);
        incoming.on('end', () => {
          whole = incoming.complete;
        });
        incoming.resume();
      });
      const failing = source(async function* () {
        yield Buffer.from('part');
        throw new Error('the disk is gone');
      });
      expect(
        await rejection(transport.send(request(server.url, { method: 'POST', body: failing }))),
      ).toBeInstanceOf(TransportFailure);
      await server.drained();
      expect(whole).toBe(false);
    });

    test('a stream is released when its request fails', async () => {
      let released = false;
      const body = source(async function* () {
        try {
          for (;;) yield Buffer.alloc(64 * 1024);
        } finally {
          released = true;
        }
      });
      const server = await serveEarly((incoming) => incoming.once('data', () => incoming.socket.destroy()));
      await rejection(transport.send(request(server.url, { method: 'POST', body })));
      await expect.poll(() => released).toBe(true);
    });
  });

  describe('answers', () => {
    test('status and headers, by lower-case name, repeated ones joined', async () => {
      const server = await serve((_, response) => {
        response.writeHead(418, [
          ['X-Two', 'a'],
          ['X-Two', 'b'],
          ['Content-Length', '0'],
        ]);
        response.end();
      });
      const { status, headers, body } = await transport.send(request(server.url));
      expect(status).toBe(418);
      expect(headers['x-two']).toBe('a, b');
      expect((await body.read(10)).bytes).toHaveLength(0);
    });

    test.each([204, 304])('%i has no body, whatever length it announces', async (status) => {
      const server = await serveBytes((socket) => {
        socket.once('data', () => socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: 5\r\n\r\n`));
      });
      const { body } = await transport.send(request(server.url));
      expect(await body.read(10)).toMatchObject({ truncated: false });
    });

    test('bytes arrive unchanged, large and in chunks', async () => {
      const bytes = randomBytes(3_000_000);
      const server = await serve((_, response) => {
        response.write(bytes.subarray(0, 1_000_000));
        response.end(bytes.subarray(1_000_000));
      });
      const { body } = await transport.send(request(server.url));
      const hash = createHash('sha256');
      for await (const chunk of body.stream()) hash.update(chunk);
      expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    });

    test('a body is cut at the limit, and its connection is given up', async () => {
      const server = await serve((_, response) => response.end(Buffer.alloc(5_000_000, 'x')));
      const { body } = await transport.send(request(server.url));
      const { bytes, truncated } = await body.read(1_000);
      expect(truncated).toBe(true);
      expect(Buffer.from(bytes).toString()).toBe('x'.repeat(1_000));
      await server.drained();
    });

    test('a body of exactly the limit is whole', async () => {
      const server = await serve((_, response) => response.end('12345'));
      const { body } = await transport.send(request(server.url));
      expect(await body.read(5)).toMatchObject({ truncated: false });
    });

    test('leaving a stream early ends its connection', async () => {
      const server = await serve((_, response) => {
        response.write('first');
      });
      const { body } = await transport.send(request(server.url));
      for await (const chunk of body.stream()) {
        expect(Buffer.from(chunk).toString()).toBe('first');
        break;
      }
      await server.drained();
    });

    test('discarding a body frees its connection', async () => {
      const server = await serve((_, response) => {
        response.write('never read');
      });
      const { body } = await transport.send(request(server.url));
      expect(server.sockets.size).toBe(1);
      body.discard();
      await server.drained();
    });

    test('redirects are answers, and the credential stays where it was sent', async () => {
      const other = await serve((_, response) => sendJson(response, {}));
      const server = await serve((_, response) => {
        response.writeHead(302, { location: `${other.url}/steal`, 'content-length': 0 });
        response.end();
      });
      const { status, headers, body } = await transport.send(
        request(server.url, { headers: { 'x-key': 'k' } }),
      );
      await body.read(1);
      expect({ status, location: headers['location'] }).toEqual({
        status: 302,
        location: `${other.url}/steal`,
      });
      expect(other.requests).toHaveLength(0);
    });

    test('an answer that comes while the body is still being sent can be read', async () => {
      const server = await serveEarly((incoming, response) => {
        incoming.once('data', () => sendJson(response, { error: 'too large' }, 413, { connection: 'close' }));
      });
      const endless = source(async function* () {
        for (;;) {
          yield Buffer.alloc(16 * 1024);
          await delay(5);
        }
      });
      const { status, body } = await transport.send(request(server.url, { method: 'POST', body: endless }));
      expect(status).toBe(413);
      expect(Buffer.from((await body.read(100)).bytes).toString()).toBe('{"error":"too large"}');
    });
  });

  describe('broken connections', () => {
    async function failure(url: string): Promise<TransportFailure> {
      const error = await rejection(text(url));
      if (error instanceof TransportFailure) return error;
      throw error;
    }

    test('refused: nothing was sent', async () => {
      expect(await failure(await closedUrl())).toMatchObject({ reason: 'ECONNREFUSED', neverSent: true });
    });

    test('an unknown host: nothing was sent', async () => {
      expect(await failure('http://no-such-host.invalid/')).toMatchObject({
        reason: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
        neverSent: true,
      });
    });

    test('reset: it may have arrived', async () => {
      const server = await serveBytes((socket) => socket.once('data', () => socket.resetAndDestroy()));
      expect(await failure(server.url)).toMatchObject({ reason: 'ECONNRESET', neverSent: false });
    });

    test('closed before the headers: it may have arrived', async () => {
      const server = await serveBytes((socket) => socket.once('data', () => socket.end()));
      expect(await failure(server.url)).toMatchObject({ reason: 'UND_ERR_SOCKET', neverSent: false });
    });

    test('closed within the headers', async () => {
      const server = await serveBytes((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nX-A: ')),
      );
      expect(await failure(server.url)).toMatchObject({ neverSent: false });
    });

    test('not HTTP at all', async () => {
      const server = await serveBytes((socket) =>
        socket.once('data', () => socket.end('220 mail.example ESMTP\r\n')),
      );
      expect(await failure(server.url)).toMatchObject({
        reason: expect.stringMatching(/^HPE_/),
        neverSent: false,
      });
    });

    test.each([
      ['an announced length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this'],
      ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n'],
    ])('a body that is cut, with %s', async (_, bytes) => {
      const server = await serveBytes((socket) => socket.once('data', () => socket.end(bytes)));
      await failure(server.url);
      const { body } = await transport.send(request(server.url));
      const got: string[] = [];
      const error = await rejection(
        (async () => {
          for await (const chunk of body.stream()) got.push(Buffer.from(chunk).toString());
        })(),
      );
      expect(error).toBeInstanceOf(TransportFailure);
      expect(got.join('')).toBe('only this');
    });

    test('one that breaks after all announced bytes is a success', async () => {
      const server = await serveBytes((socket) =>
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwhol');
          setImmediate(() => socket.resetAndDestroy());
        }),
      );
      expect(await text(server.url)).toBe('whol');
    });
  });

  describe('time limits', () => {
    test('headers', async () => {
      const server = await serve(() => undefined);
      expect(await rejection(transport.send(request(server.url, { headersMs: 200 })))).toMatchObject({
        phase: 'headers',
      });
      await server.drained();
    });

    test('headers do not run while the own source is slow', async () => {
      const server = await serve((_, response) => sendJson(response, { ok: true }));
      const slow = source(async function* () {
        yield Buffer.from('a');
        await delay(700);
        yield Buffer.from('b');
      });
      const sent = transport.send(request(server.url, { method: 'POST', body: slow, headersMs: 400 }));
      expect((await sent).status).toBe(200);
    });

    test('headers that came early end the wait for them, while the source goes on', async () => {
      const server = await serveEarly((incoming, response) => {
        incoming.resume();
        incoming.once('data', () => response.writeHead(200, { 'content-length': 2 }).flushHeaders());
        incoming.once('end', () => response.end('ok'));
      });
      const slow = source(async function* () {
        yield Buffer.from('a');
        await delay(300);
        yield Buffer.from('b');
        await delay(600);
      });
      const { body } = await transport.send(
        request(server.url, { method: 'POST', body: slow, headersMs: 400 }),
      );
      expect(Buffer.from((await body.read(10)).bytes).toString()).toBe('ok');
    });

    test.each(['read', 'stream'] as const)('silence within a body, by %s', async (how) => {
      const server = await serve((_, response) => {
        response.write('a');
      });
      const { body } = await transport.send(request(server.url, { idleMs: 100 }));
      const reading = how === 'read' ? body.read(10) : all(body.stream());
      expect(await rejection(reading)).toMatchObject({ phase: 'idle' });
      await server.drained();
    });

    test('silence does not count while the reader rests', async () => {
      const server = await serveEarly((_, response) => {
        response.write('a');
        // The second half comes long after the limit.
        setTimeout(() => response.end('b'), 500);
      });
      const { body } = await transport.send(request(server.url, { idleMs: 150 }));
      const got: string[] = [];
      for await (const chunk of body.stream()) {
        got.push(Buffer.from(chunk).toString());
        if (got.length === 1) await delay(450);
      }
      expect(got.join('')).toBe('ab');
    });

    test('a reader that rests holds the sender back, and gets the rest when it goes on', async () => {
      const whole = 50_000_000;
      let sent = 0;
      const server = await serveEarly((_, response) => {
        const more = (): void => {
          while (sent < whole) {
            sent += 100_000;
            if (!response.write(Buffer.alloc(100_000))) {
              response.once('drain', more);
              return;
            }
          }
          response.end();
        };
        more();
      });
      const { body } = await transport.send(request(server.url));
      let got = 0;
      for await (const chunk of body.stream()) {
        if (got === 0) {
          // Until the sender stands still.
          for (let before = -1; sent > before && sent < whole; await delay(150)) before = sent;
          expect(sent).toBeLessThan(30_000_000);
        }
        got += chunk.byteLength;
      }
      expect(got).toBe(whole);
    });

    test('a body that keeps coming is not silent, however long it takes', async () => {
      const slowly = Readable.from(
        (async function* () {
          for (let sent = 0; sent < 12; sent += 1) {
            yield 'a';
            await delay(100);
          }
        })(),
      );
      const server = await serveEarly((_, response) => void slowly.pipe(response));
      const { body } = await transport.send(request(server.url, { idleMs: 800 }));
      expect((await body.read(20)).bytes).toHaveLength(12);
    });

    test.each(['read', 'stream'] as const)('silence after several chunks, by %s', async (how) => {
      const server = await serveEarly((_, response) => {
        response.write('a');
        setTimeout(() => response.write('b'), 50);
      });
      const { body } = await transport.send(request(server.url, { idleMs: 200 }));
      const reading = how === 'read' ? body.read(10) : all(body.stream());
      expect(await rejection(reading)).toMatchObject({ phase: 'idle' });
      await server.drained();
    });

    test('none', async () => {
      const server = await serve((_, response) => sendJson(response, {}));
      const off = Number.POSITIVE_INFINITY;
      expect(await text(server.url, { connectMs: off, headersMs: off, idleMs: off })).toBe('{}');
    });
  });

  describe('aborts give the reason of the signal', () => {
    const reason = new Error('changed my mind');

    test('before sending: nothing is sent, no source is opened', async () => {
      const server = await serve((_, response) => sendJson(response, {}));
      abort.abort(reason);
      const body = source(() => {
        throw new Error('opened');
      });
      const error = await rejection(transport.send(request(server.url, { method: 'POST', body })));
      expect(error).toBe(reason);
      expect(server.connections()).toBe(0);
    });

    test('while waiting for headers', async () => {
      const server = await serve(() => abort.abort(reason));
      expect(await rejection(transport.send(request(server.url)))).toBe(reason);
      await server.drained();
    });

    test('while sending', async () => {
      const server = await serveEarly((incoming) => incoming.once('data', () => abort.abort(reason)));
      const body = source(async function* () {
        for (;;) yield Buffer.alloc(64 * 1024);
      });
      expect(await rejection(transport.send(request(server.url, { method: 'POST', body })))).toBe(reason);
      await server.drained();
    });

    test('between headers and body', async () => {
      const server = await serve((_, response) => {
        response.write('part');
      });
      const { body } = await transport.send(request(server.url));
      abort.abort(reason);
      await server.drained();
      expect(await rejection(body.read(100))).toBe(reason);
    });

    test.each(['read', 'stream'] as const)('within a body, by %s', async (how) => {
      const server = await serve((_, response) => {
        response.write('part');
      });
      const { body } = await transport.send(request(server.url));
      const reading = how === 'read' ? body.read(100) : all(body.stream());
      setImmediate(() => abort.abort(reason));
      expect(await rejection(reading)).toBe(reason);
      await server.drained();
    });

    test('no listener is left on the signal after success, failure or discarding', async () => {
      const server = await serve((_, response) => sendJson(response, {}));
      await text(server.url);
      await rejection(text(await closedUrl()));
      const { body } = await transport.send(request(server.url));
      body.discard();
      await expect.poll(() => getEventListeners(abort.signal, 'abort').length).toBe(0);
    });
  });

  test('many calls at once', async () => {
    const server = await serve((_, response, { url }) => sendJson(response, url));
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => text(`${server.url}/${i}`)));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => `"/${i}"`));
  });

  test('connections are kept for the next call', async () => {
    const server = await serve((_, response) => sendJson(response, {}));
    for (let i = 0; i < 5; i += 1) await text(server.url);
    // undici rests a connection for one turn of the event loop, so that quick calls in a row take two in turns.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test('huge headers fail the request, not the process', async () => {
    const server = await serveBytes((socket) =>
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n`);
      }),
    );
    expect(await rejection(text(server.url))).toMatchObject({ reason: 'UND_ERR_HEADERS_OVERFLOW' });
  });

  test('a socket that closes without a word does not hang the reader', async () => {
    const server = await serveBytes((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
      }),
    );
    const { body } = await transport.send(request(server.url));
    const reading = rejection(body.read(100));
    for (const socket of server.sockets) socket.destroy();
    expect(await reading).toBeInstanceOf(TransportFailure);
  });
});
