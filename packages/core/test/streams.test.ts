import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { fetchTransport, undiciTransport } from '@partner-apis/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Acme, operations } from './support/acme.ts';
import { answer, rejection, sendJson, serve, serveBytes, serveEarly } from '@partner-apis/test-kit';

const { download, upload } = operations;

describe('streamed answers', () => {
  test('status, headers, size and bytes', async () => {
    const server = await serve((_, response) =>
      response.writeHead(206, { 'content-length': 5, 'x-a': '1' }).end('bytes'),
    );
    const call = new Acme({ baseUrl: server.url }).do.call(download, {});
    const body = await call;
    expect(body).toMatchObject({ status: 206, size: 5, headers: { 'x-a': '1' } });
    let text = '';
    for await (const chunk of body.stream()) text += Buffer.from(chunk).toString();
    expect(text).toBe('bytes');
    expect((await call.withResponse()).response).toMatchObject({ status: 206, attempts: [{ status: 206 }] });
  });

  test('without an announced length there is no size', async () => {
    const server = await serve((_, response) => {
      response.write('a');
      response.end();
    });
    expect((await new Acme({ baseUrl: server.url }).do.call(download, {})).size).toBeUndefined();
  });

  test('can be read once', async () => {
    const server = await serve((_, response) => response.end('bytes'));
    const body = await new Acme({ baseUrl: server.url }).do.call(download, {});
    for await (const _ of body.stream());
    expect((await rejection(body.stream()[Symbol.asyncIterator]().next())).message).toBe(
      'Acme files.download: the body of an answer can be read once, before it is discarded.',
    );
  });

  test('a connection that breaks in the middle rejects the reader', async () => {
    const server = await serveBytes((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
        setImmediate(() => socket.resetAndDestroy());
      }),
    );
    const body = await new Acme({ baseUrl: server.url }).do.call(download, {});
    const reading = (async () => {
      for await (const _ of body.stream());
    })();
    expect(await rejection(reading)).toMatchObject({
      code: 'CONNECTION',
      message: expect.stringMatching(
        /^Acme files\.download lost its answer on the way: the connection broke with \w+\. It is safe to repeat\. The other side, or something on the way, closed the connection/,
      ),
    });
  });

  test('discard() frees the connection, unread or half read, and twice is once', async () => {
    const server = await serve((_, response) => response.write('first'));
    const acme = new Acme({ baseUrl: server.url });
    const unread = await acme.do.call(download, {});
    unread.discard();
    unread.discard();
    await server.drained();
    const half = await acme.do.call(download, {});
    const reading = (async () => {
      for await (const _ of half.stream()) half.discard();
    })();
    expect(await rejection(reading)).toMatchObject({
      code: 'ABORTED',
      message: 'Acme files.download was ended: its answer was discarded.',
    });
    await server.drained();
    half.discard();
    await acme.close();
  });

  test('leaving early ends the call', async () => {
    const server = await serve((_, response) => response.write('first'));
    const acme = new Acme({ baseUrl: server.url });
    const body = await acme.do.call(download, {});
    for await (const _ of body.stream()) break;
    await server.drained();
    await expect(acme.close()).resolves.toBeUndefined();
  });

  test.each([undiciTransport, fetchTransport])(
    'leaving with a reason gives that reason back',
    async (make) => {
      const server = await serve((_, response) => response.write('first'));
      const acme = new Acme({ baseUrl: server.url, transport: make() });
      const mine = new Error('the browser has gone');
      const iterator = (await acme.do.call(download, {})).stream()[Symbol.asyncIterator]();
      await iterator.next();
      expect(await rejection(Promise.resolve(iterator.throw?.(mine)))).toBe(mine);
      await server.drained();
    },
  );

  test('a body that is broken before anybody reads it raises nothing by itself', async () => {
    const server = await serveBytes((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
        setImmediate(() => socket.resetAndDestroy());
      }),
    );
    const body = await new Acme({ baseUrl: server.url }).do.call(download, {});
    await server.drained();
    await delay(20);
    expect(await rejection(body.stream()[Symbol.asyncIterator]().next())).toMatchObject({
      code: 'CONNECTION',
    });
  });
});

describe.each([
  ['undici', undiciTransport],
  ['fetch', fetchTransport],
])('uploads through %s', (_name, make) => {
  const source = (chunks: readonly unknown[], length?: number) => ({
    contentType: 'text/plain',
    length,
    async *open(): AsyncGenerator<Uint8Array> {
      // Wrong on purpose in one test: programs without types can give anything.
      for (const chunk of chunks)
        yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    },
  });

  test('type and length are on the wire', async () => {
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url, transport: make() });
    await acme.do.call(upload, { body: source(['abc', '', 'def'], 6) });
    expect(server.requests[0]).toMatchObject({ body: 'abcdef', headers: { 'content-type': 'text/plain' } });
    expect(server.requests[0]?.headers).toMatchObject({ 'content-length': '6' });
    expect(server.requests[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  test("a Content-Type of the client does not take the place of the body's own", async () => {
    const server = await serve(answer(200));
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    const acme = new Acme({ baseUrl: server.url, transport: make(), headers });
    await acme.do.call(upload, { body: source(['abc'], 3) });
    expect(server.requests[0]).toMatchObject({ body: 'abc', headers: { 'content-type': 'text/plain' } });
  });

  test.each([
    ['too short', source(['abc'], 6), 'was announced with 6 bytes, and its source gave 3'],
    ['too long', source(['abc', 'defghi'], 6), 'was announced with 6 bytes, and its source gives more'],
    ['no bytes', source([42]), 'must come in chunks of Uint8Array'],
  ])('a source that is %s: the request never looks complete', async (_, body, why) => {
    const got: boolean[] = [];
    const server = await serveEarly((incoming, response) => {
      incoming.on('error', () => undefined);
      incoming.on('end', () => {
        got.push(incoming.complete);
        sendJson(response, { name: 'a' });
      });
      incoming.resume();
    });
    const acme = new Acme({ baseUrl: server.url, transport: make() });
    expect(await rejection(acme.do.call(upload, { body }))).toMatchObject({
      code: 'REQUEST_VALIDATION',
      issues: [{ path: ['body'], message: why }],
      attempts: [{ reason: 'ERROR' }],
    });
    await server.drained();
    expect(got).toEqual([]);
  });

  test("the source's own error is the error of the call, and nothing is sent again", async () => {
    const server = await serveEarly((incoming) => {
      incoming.on('error', () => undefined);
      incoming.resume();
    });
    const own = new Error('the disk is gone');
    let opened = 0;
    const body = {
      contentType: 'text/plain',
      async *open(): AsyncGenerator<Uint8Array> {
        opened += 1;
        yield Buffer.from('a');
        throw own;
      },
    };
    const acme = new Acme({ baseUrl: server.url, transport: make(), retry: { minDelayMs: 0 } });
    expect(await rejection(acme.do.call(upload, { body }))).toBe(own);
    expect(opened).toBe(1);
  });

  test('a source that cannot even be opened', async () => {
    const own = new Error('no such file');
    const body = {
      contentType: 'text/plain',
      open(): AsyncIterable<Uint8Array> {
        throw own;
      },
    };
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url, transport: make() });
    expect(await rejection(acme.do.call(upload, { body }))).toBe(own);
  });

  test('a connection that breaks is not taken for an error of the source, which is released', async () => {
    const server = await serveEarly((incoming) =>
      incoming.once('data', () => incoming.socket.resetAndDestroy()),
    );
    let released = 0;
    const body = {
      contentType: 'text/plain',
      async *open(): AsyncGenerator<Uint8Array> {
        try {
          for (;;) {
            yield Buffer.alloc(16_384);
            await delay(1);
          }
        } finally {
          released += 1;
        }
      },
    };
    const acme = new Acme({ baseUrl: server.url, transport: make(), retry: { retries: 1, minDelayMs: 0 } });
    const error = await rejection(acme.do.call(upload, { body }));
    expect(error).toMatchObject({ code: 'CONNECTION', attempts: [{}, {}] });
    await expect.poll(() => released).toBe(2);
  });

  test('an early answer is the answer', async () => {
    const server = await serveEarly((incoming, response) => {
      incoming.once('data', () => sendJson(response, { error: 'too large' }, 413, { connection: 'close' }));
    });
    const body = {
      contentType: 'text/plain',
      async *open(): AsyncGenerator<Uint8Array> {
        for (;;) {
          yield Buffer.alloc(16_384);
          await delay(5);
        }
      },
    };
    const acme = new Acme({ baseUrl: server.url, transport: make() });
    expect((await rejection(acme.do.call(upload, { body }))).message).toBe(
      'Acme files.upload failed with status 413: too large.',
    );
  });
});

/** https://github.com/oven-sh/bun/issues/33718, https://github.com/nodejs/node/issues/41285 */
test.each([
  ['undici', () => undiciTransport({ connections: 2 })],
  ['fetch', () => fetchTransport()],
])('through %s a source runs in the context of its own call, whoever makes room for it', async (_, make) => {
  const tenant = new AsyncLocalStorage<string>();
  const here = (): string => tenant.getStore() ?? 'nobody';
  const server = await serve(answer(200));
  const acme = new Acme({ baseUrl: server.url, transport: make() });
  const places: string[] = [];
  const body = {
    contentType: 'text/plain',
    async *open(): AsyncGenerator<Uint8Array> {
      try {
        for (let i = 0; i < 3; i += 1) {
          yield Buffer.from(here());
          await delay(1);
        }
      } finally {
        places.push(here());
      }
    },
  };
  const tenants = Array.from({ length: 6 }, (_unused, i) => `t${i}`);
  await Promise.all(tenants.map((name) => tenant.run(name, () => acme.do.call(upload, { body }))));
  expect(server.requests.map((request) => request.body).sort()).toEqual(
    tenants.map((name) => name.repeat(3)),
  );
  expect(places.sort()).toEqual(tenants);
});

test('a source that is released because its upload ended is released in the context of its own call', async () => {
  const tenant = new AsyncLocalStorage<string>();
  const places: string[] = [];
  const server = await serveEarly((incoming) => incoming.once('data', () => incoming.socket.destroy()));
  const acme = new Acme({
    baseUrl: server.url,
    transport: undiciTransport({ connections: 1 }),
    retry: false,
  });
  const body = {
    contentType: 'text/plain',
    async *open(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield Buffer.alloc(16_384);
          await delay(1);
        }
      } finally {
        places.push(tenant.getStore() ?? 'nobody');
      }
    },
  };
  await Promise.allSettled(['a', 'b'].map((name) => tenant.run(name, () => acme.do.call(upload, { body }))));
  await expect.poll(() => places.toSorted()).toEqual(['a', 'b']);
});

describe('a call that waits for a connection', () => {
  const timeouts = { connectMs: 100 };

  test('behind downloads that nobody reads is told so, and is never sent', async () => {
    const server = await serve((_, response) => response.write('first'));
    const acme = new Acme({
      baseUrl: server.url,
      transport: undiciTransport({ connections: 2 }),
      timeouts,
      retry: false,
    });
    const [unread, begun] = [await acme.do.call(download, {}), await acme.do.call(download, {})];
    for await (const _ of begun.stream()) {
      const body = {
        contentType: 'text/plain',
        open(): AsyncIterable<Uint8Array> {
          throw new Error('opened');
        },
      };
      expect(await rejection(acme.do.call(upload, { body }))).toMatchObject({
        code: 'TIMEOUT',
        phase: 'connect',
        message:
          'Acme files.upload timed out: no connection came free within 100 ms (timeouts.connectMs): all 2 connections are held by answers that nobody reads or closes. Nothing was sent. Read each download to its end, or close() it. undiciTransport({ connections }) lets more of them be open at once.',
      });
      break;
    }
    unread.discard();
    await server.drained();
    expect(server.requests).toHaveLength(2);
    expect((await acme.do.call(download, {})).status).toBe(200);
    await acme.close();
  });

  test('goes on when one of them is closed', async () => {
    const server = await serve((_, response) => response.write('first'));
    const acme = new Acme({
      baseUrl: server.url,
      transport: undiciTransport({ connections: 1 }),
      timeouts: { connectMs: 60_000 },
    });
    const unread = await acme.do.call(download, {});
    const waiting = acme.do.call(download, {});
    unread.discard();
    expect((await waiting).status).toBe(200);
    await acme.close();
  });

  test('behind one whose reader waits for a sender that rests, waits as long as it may', async () => {
    let finish = (): void => undefined;
    const server = await serve((_, response, { method }) => {
      if (method === 'POST') return sendJson(response, { name: 'sent' });
      response.write('first');
      finish = () => response.end('last');
    });
    const acme = new Acme({
      baseUrl: server.url,
      transport: undiciTransport({ connections: 1 }),
      timeouts,
      retry: false,
    });
    const body = { contentType: 'text/plain', open: () => ReadableStream.from([Buffer.from('a')]) };
    const got: string[] = [];
    const reading = (async () => {
      for await (const chunk of (await acme.do.call(download, {})).stream())
        got.push(Buffer.from(chunk).toString());
    })();
    await expect.poll(() => got).toEqual(['first']);
    // Longer than connectMs, several times over.
    setTimeout(() => finish(), 700);
    expect(await acme.do.call(upload, { body })).toEqual({ name: 'sent' });
    await reading;
    expect(got.join(' ')).toBe('first last');
  });

  test('behind one that is read, or calls under way, waits as long as it may', async () => {
    const server = await serve((_, response, { method }) => {
      // Longer than connectMs, several times over.
      setTimeout(() => sendJson(response, { name: method }), 700);
    });
    const acme = new Acme({
      baseUrl: server.url,
      transport: undiciTransport({ connections: 1 }),
      timeouts,
      retry: false,
    });
    const body = { contentType: 'text/plain', open: () => ReadableStream.from([Buffer.from('a')]) };
    const calls = [1, 2, 3].map(() => acme.do.call(upload, { body }));
    expect(await Promise.all(calls)).toEqual([{ name: 'POST' }, { name: 'POST' }, { name: 'POST' }]);
  });
});

/** A server on a thread of its own, so that it answers and closes while the source keeps this one busy. */
const REFUSING = `
const { parentPort, workerData } = require('node:worker_threads');
const server = require('node:net').createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    socket.pause();
    socket.end('HTTP/1.1 413 No\\r\\nContent-Length: 21\\r\\nConnection: close\\r\\n\\r\\n{"error":"too large"}', () => {
      socket.once('close', () => {
        Atomics.store(workerData, 0, 1);
        Atomics.notify(workerData, 0);
      });
      socket.destroy();
    });
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

test('an answer that came before the connection broke wins over the failed write', async () => {
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(REFUSING, { eval: true, workerData: closed });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const [port]: unknown[] = await once(worker, 'message');
  const body = {
    contentType: 'text/plain',
    async *open(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 100; i += 1) {
        // Whatever the server sends meanwhile lies unread.
        Atomics.wait(closed, 0, 0, 20);
        yield Buffer.alloc(100_000);
      }
    },
  };
  const acme = new Acme({ baseUrl: `http://127.0.0.1:${String(port)}`, retry: false });
  expect((await rejection(acme.do.call(upload, { body }))).message).toBe(
    'Acme files.upload failed with status 413: too large.',
  );
  await acme.close();
});
