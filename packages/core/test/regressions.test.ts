import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Clock, fetchTransport, systemClock, type Transport, undiciTransport } from '@partner-apis/core';
import { recordHar } from '@partner-apis/core/har';
import { Redactor, sleep, TokenCache } from '@partner-apis/core/vendor';
import { Agent, errors, type Dispatcher } from 'undici';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Acme, operations } from './support/acme.ts';
import {
  answer,
  ManualClock,
  rejection,
  sendJson,
  serve,
  serveBytes,
  serveEarly,
} from '@partner-apis/test-kit';

// Each test stands for a defect that was there once, here or below; the comment says what forced it.

const { get, download, upload } = operations;
const one = { params: { id: 'a' } };

/** https://github.com/nodejs/undici/issues/3353: an abort between headers and body raised an error event that nobody heard. */
test('aborting while a body lies unread does not end the process', async () => {
  const server = await serve((_, response) => response.write('part'));
  const abort = new AbortController();
  const body = await new Acme({ baseUrl: server.url }).do.call(download, {}, { signal: abort.signal });
  abort.abort();
  await server.drained();
  expect(await rejection(body.stream()[Symbol.asyncIterator]().next())).toMatchObject({ code: 'ABORTED' });
});

/** https://github.com/nodejs/undici/issues/5360: an unread body whose server closed raised an assertion that nobody could catch. */
test('a server that closes under an unread body does not end the process', async () => {
  const server = await serveBytes((socket) =>
    socket.once('data', () =>
      socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${'x'.repeat(300_000)}`),
    ),
  );
  const body = await new Acme({ baseUrl: server.url }).do.call(download, {});
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  let size = 0;
  for await (const chunk of body.stream()) size += chunk.byteLength;
  expect(size).toBe(300_000);
});

/** undici can report UND_ERR_SOCKET after it has delivered every byte; all bytes make a success. */
test.each(['read', 'stream'] as const)(
  'a socket error after the last byte is no failure, by %s',
  async (how) => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-length': 12 }).write('{"name":'),
    );
    const agent = new Agent();
    onTestFinished(() => agent.destroy());
    /** Fails the body of each answer as soon as all its bytes have been handed over. */
    const failing = agent.compose((dispatch) => (options, handler) => {
      let seen = 0;
      return dispatch(options, {
        onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
        onResponseStart: (controller, ...rest) => handler.onResponseStart?.(controller, ...rest),
        onResponseData(controller, chunk) {
          handler.onResponseData?.(controller, chunk);
          seen += chunk.length;
          if (seen < 12) return;
          setImmediate(() =>
            handler.onResponseError?.(controller, new errors.SocketError('other side closed')),
          );
        },
        onResponseEnd() {},
        onResponseError() {},
      } satisfies Dispatcher.DispatchHandler);
    });
    const acme = new Acme({ baseUrl: server.url, transport: undiciTransport({ dispatcher: failing }) });
    const call = how === 'read' ? acme.do.call(get, one) : acme.do.call(download, {});
    await expect.poll(() => server.requests.length).toBe(1);
    for (const socket of server.sockets) socket.write('"a"}');
    const result = await call;
    if (how === 'read') {
      expect(result).toEqual({ name: 'a' });
    } else {
      let text = '';
      if ('stream' in result && typeof result.stream === 'function') {
        // The same call of another operation: a streamed body.
        const stream = result.stream as () => AsyncIterable<Uint8Array>;
        for await (const chunk of stream()) text += Buffer.from(chunk).toString();
      }
      expect(text).toBe('{"name":"a"}');
    }
  },
);

/** The fetch of Node.js 24 never stops reading its source after it has failed: one that never waits blocks the event loop for ever. */
test('a source without end does not block the process after its upload through fetch has failed', async () => {
  const server = await serveEarly((incoming) => incoming.once('data', () => incoming.socket.destroy()));
  let released = false;
  const body = {
    contentType: 'text/plain',
    async *open(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(65_536);
      } finally {
        released = true;
      }
    },
  };
  const acme = new Acme({ baseUrl: server.url, transport: fetchTransport(), retry: false });
  await rejection(acme.do.call(upload, { body }));
  await expect.poll(() => released).toBe(true);
});

/** undici looks at a signal only once it has a connection: an abort while connecting waited for connectMs. */
test('an abort while connecting is heard at once', async () => {
  const abort = new AbortController();
  const { promise: connecting, resolve } = Promise.withResolvers<void>();
  const dispatcher = new Agent({ connect: () => resolve() });
  onTestFinished(() => dispatcher.destroy());
  const call = new Acme({ transport: undiciTransport({ dispatcher }) }).do.call(get, one, {
    signal: abort.signal,
  });
  await connecting;
  abort.abort(new Error('enough'));
  expect(await rejection(call)).toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
});

/** undici's bodyTimeout runs while nobody reads and nothing is held back: a reader that rested lost its answer. */
test('a resting reader of a resting sender is not timed out', async () => {
  const server = await serve((_, response) => {
    response.write('a');
    setTimeout(() => response.end('b'), 400);
  });
  const body = await new Acme({ baseUrl: server.url, timeouts: { idleMs: 100 } }).do.call(download, {});
  const chunks = body.stream()[Symbol.asyncIterator]();
  await chunks.next();
  await new Promise((rested) => {
    setTimeout(rested, 380);
  });
  expect(Buffer.from((await chunks.next()).value ?? []).toString()).toBe('b');
});

/** A transport's own trouble is thrown into the source's generator, and was taken for the source's. */
test('a reset while a source waits is a ConnectionError', async () => {
  const server = await serveEarly((incoming) =>
    incoming.once('data', () => incoming.socket.resetAndDestroy()),
  );
  const body = {
    contentType: 'text/plain',
    async *open(): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield Buffer.alloc(10);
        await new Promise((resolve) => {
          setTimeout(resolve, 2);
        });
      }
    },
  };
  const acme = new Acme({ baseUrl: server.url, retry: false });
  expect(await rejection(acme.do.call(upload, { body }))).toMatchObject({ code: 'CONNECTION' });
});

/** An attempt's signal that had timed out swallowed the caller's abort that came right after it. */
test('an abort right after an attempt has timed out ends the call', async () => {
  const server = await serve(() => undefined);
  const abort = new AbortController();
  const clock = new ManualClock();
  const acme = new Acme({ baseUrl: server.url, clock, retry: { retries: 5, minDelayMs: 0 } });
  const call = acme.do.call(get, one, { signal: abort.signal });
  await clock.running(1);
  clock.advance(60_000);
  abort.abort();
  expect(await rejection(call)).toMatchObject({ code: 'ABORTED' });
});

/** An operation that derives its limits from arguments threw before the call was on the books, and close() waited for ever. */
test('arguments that cannot be read do not keep a client from closing', async () => {
  const acme = new Acme();
  const { defineOperation } = await import('@partner-apis/core/vendor');
  const operation = defineOperation({
    id: 'derived',
    summary: 'Derives its limits',
    source: 'test',
    method: 'GET',
    path: '/x',
    safety: 'read',
    response: 'empty',
    timeouts: () => {
      throw new TypeError('no query');
    },
  });
  const abort = AbortSignal.abort();
  expect(await rejection(acme.do.call(operation, {}, { signal: abort }))).toMatchObject({ code: 'ABORTED' });
  await acme.close();
});

/** A failing answer that a streamed operation takes for its result had been read already, and was handed out as a body. */
test('an absorbed failure of a streamed operation is its value', async () => {
  const server = await serve(answer(404));
  const { defineOperation } = await import('@partner-apis/core/vendor');
  const operation = defineOperation({
    id: 'maybe',
    summary: 'A file that may be missing',
    source: 'test',
    method: 'GET',
    path: '/x',
    safety: 'read',
    response: 'stream',
    absorb: ({ status }) => (status === 404 ? { value: undefined } : undefined),
  });
  const acme = new Acme({ baseUrl: server.url });
  expect(await acme.do.call(operation, {})).toBeUndefined();
  await acme.close();
});

/** A waiter that was aborted before it waited left the token fetch without anybody to hear it fail. */
test('a token fetch is not started for a call that is over', async () => {
  let asked = 0;
  const cache = new TokenCache(() => {
    asked += 1;
    return Promise.reject(new Error('down'));
  });
  await rejection(cache.get(AbortSignal.abort(new Error('over'))));
  expect(asked).toBe(0);
});

/** Timers of Node.js hold 24.8 days; a longer delay fires at once. */
test('a limit beyond what a timer can hold is not no time at all', async () => {
  const server = await serve((_, response) => sendJson(response, { name: 'a' }));
  const never = 1e12;
  const acme = new Acme({
    baseUrl: server.url,
    timeouts: { headersMs: never, idleMs: never, attemptMs: never, deadlineMs: never },
  });
  expect(await acme.do.call(get, one)).toEqual({ name: 'a' });
});

/** A sleep that had been aborted left its timer, or its listener. */
test('sleep leaves neither timer nor listener', async () => {
  const clock = new ManualClock();
  const abort = new AbortController();
  const sleeping = sleep(clock, 1_000, abort.signal);
  abort.abort(new Error('woken'));
  expect((await rejection(sleeping)).message).toBe('woken');
  expect(clock.timers.size).toBe(0);
  expect((await rejection(sleep(clock, 1, abort.signal))).message).toBe('woken');
  await sleep(systemClock, 1, new AbortController().signal);
});

/** A clock that a program gives need not be an object literal. */
test('a clock of a class keeps its `this`', async () => {
  class Own implements Clock {
    #scheduled = 0;
    now(): number {
      return 1_000 + this.#scheduled;
    }
    schedule(ms: number, action: () => void): () => void {
      this.#scheduled += 1;
      return systemClock.schedule(ms, action);
    }
  }
  const server = await serve(answer(200));
  expect(await new Acme({ baseUrl: server.url, clock: new Own() }).do.call(get, one)).toEqual({
    name: 'thing',
  });
});

/** A 304 announces the length of the body it does not send; that was taken for a cut one. */
test('a transport that gives no body at all', async () => {
  const server = await serve(answer(200));
  const transport: Transport = fetchTransport({ fetch: async () => new Response(null, { status: 204 }) });
  const acme = new Acme({ baseUrl: server.url, transport });
  const body = await acme.do.call(download, {});
  for await (const _ of body.stream()) throw new Error('there is nothing to read');
  const unread = await acme.do.call(download, {});
  unread.discard();
  expect(body.size).toBeUndefined();
});

/** A connection that is closed while it is kept for the next call must not reach anybody as an error. */
test('an idle connection that the server closes', async () => {
  const server = await serve(answer(200));
  const acme = new Acme({ baseUrl: server.url });
  await acme.do.call(get, one);
  const closed = [...server.sockets].map((socket) => once(socket, 'close'));
  for (const socket of server.sockets) socket.destroy();
  await Promise.all(closed);
  expect(await acme.do.call(get, one)).toEqual({ name: 'thing' });
});

/** A path that dies without a word (no FIN, no RST) under a held poll: undici asks after 60 s by default, we after 15. */
test('the system asks soon whether the other end of a silent connection is still there', async () => {
  const asked = vi.spyOn(Socket.prototype, 'setKeepAlive');
  onTestFinished(() => asked.mockRestore());
  const server = await serve(answer(200, { name: 'a' }));
  await new Acme({ baseUrl: server.url }).do.call(get, one);
  expect(asked).toHaveBeenCalledWith(true, 15_000);
});

/** What is cut after so many characters or bytes was looked through for secrets after the cut, and half a secret is none that is known. */
test.each([
  ['the title of a page', 500, 'text/html', (half: string) => `<title>${'-'.repeat(80)}${half}</title>`],
  [
    'the title of a page under 200',
    200,
    'text/html',
    (half: string) => `<title>${'-'.repeat(80)}${half}</title>`,
  ],
  ['a body over the limit', 500, 'text/plain', (half: string) => '-'.repeat(65_536 - 20) + half],
])('a secret is not left where %s is cut in its middle', async (_, status, type, page) => {
  const key = 'kQ7vXp2mZt9LrB4wYc6NdF8gHj3sTa5u';
  const server = await serve((__, response) =>
    response.writeHead(status, { 'content-type': type }).end(page(key)),
  );
  const error = await rejection(new Acme({ baseUrl: server.url, key, retry: false }).do.call(get, one));
  const printed = inspect(error, { depth: 9, maxStringLength: null });
  expect(printed).not.toContain(key.slice(0, 8));
});

/** Forms escape more than URLs do, base64 may hold a form, and URLs hold base64 or other URLs. */
test.each<[string, (secret: string) => string]>([
  ['in a form', (secret) => new URLSearchParams({ a: secret }).toString()],
  ['in base64 of a form', (secret) => btoa(new URLSearchParams({ a: secret }).toString())],
  ['in base64 of a URL', (secret) => btoa(`::${encodeURIComponent(secret)}`)],
  ['in base64 in a URL', (secret) => encodeURIComponent(btoa(`:${secret}`))],
  [
    'in a URL within a URL, each in its own case',
    (secret) => encodeURIComponent(encodeURIComponent(secret).toLowerCase()),
  ],
  ['in JSON in a page', (secret) => JSON.stringify(secret).replaceAll('<', String.raw`\u003c`)],
  ['in JSON in a URL', (secret) => encodeURIComponent(JSON.stringify(secret))],
  ['in a text in JSON in JSON', (secret) => JSON.stringify(JSON.stringify(secret))],
])('a secret is found %s', (_, spell) => {
  const secret = `w~x!'(y)*z"<\\&>?/+~o~k~e~y`.toLowerCase();
  const text = new Redactor(() => [secret]).text(`before ${spell(secret)} after`);
  expect(text).toMatch(/^before .*\[redacted\].* after$/);
  expect(text.length).toBeLessThan(40);
});

/** The media type of a body went into a recording unseen. */
test('a recording holds no secret of a Content-Type', async () => {
  const key = 'kQ7vXp2mZt9LrB4wYc6NdF8gHj3sTa5u';
  const path = join(await mkdtemp(join(tmpdir(), 'har-')), 'a.har');
  const server = await serve(answer(200, { name: 'a' }, { 'content-type': `application/json; for=${key}` }));
  const transport = recordHar(undiciTransport(), { path });
  await new Acme({ baseUrl: server.url, key, transport }).do.call(get, one);
  await transport.close();
  expect(await readFile(path, 'utf8')).not.toContain(key);
});

/** Bodies that are no text went into a recording unseen. */
test('a recording holds no secret of a body that is not text', async () => {
  const key = 'kQ7vXp2mZt9LrB4wYc6NdF8gHj3sTa5u';
  const path = join(await mkdtemp(join(tmpdir(), 'har-')), 'a.har');
  const server = await serve((_, response) =>
    response.end(Buffer.concat([Buffer.of(0xff), Buffer.from(key)])),
  );
  const transport = recordHar(undiciTransport(), { path });
  await rejection(new Acme({ baseUrl: server.url, key, transport }).do.call(get, one));
  await transport.close();
  const har = await readFile(path, 'utf8');
  const { log } = JSON.parse(har) as { log: { entries: { response: { content: { text: string } } }[] } };
  const body = Buffer.from(log.entries[0]?.response.content.text ?? '', 'base64').toString('latin1');
  expect(body).toBe('\xff[redacted]');
});

/** undici keeps the raw bytes of such an answer beside its error, where they print. */
test.each([undiciTransport, fetchTransport])(
  'an answer that is no HTTP is not quoted: %o',
  async (transport) => {
    const server = await serveBytes((socket) =>
      socket.once('data', () => socket.end('password of somebody\r\n')),
    );
    const error = await rejection(
      new Acme({ baseUrl: server.url, transport: transport(), retry: false }).do.call(get, one),
    );
    expect(error).toMatchObject({ code: 'CONNECTION', reason: expect.stringMatching(/^HPE_/) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('password of somebody');
  },
);
