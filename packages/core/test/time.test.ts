import { getEventListeners } from 'node:events';
import type { TransportRequest } from '@partner-apis/core';
import { Agent } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { undiciTransport } from '@partner-apis/core';
import { Acme, operations } from './support/acme.ts';
import { answer, ManualClock, rejection, script, sendJson, serve, serveBytes } from '@partner-apis/test-kit';

const { get, create, download, poll, put } = operations;
const one = { params: { id: 'a' } };

/** A transport that never gets a connection. */
function unconnected(timeout: number): { dispatcher: Agent } {
  const dispatcher = new Agent({
    connect: (_options, callback) => {
      if (timeout > 0) {
        setTimeout(
          () => callback(Object.assign(new Error('slow'), { code: 'UND_ERR_CONNECT_TIMEOUT' }), null),
          timeout,
        );
      }
    },
  });
  onTestFinished(() => dispatcher.destroy());
  return { dispatcher };
}

describe('each limit has its phase', () => {
  test('connect: nothing was sent, so even unsafe calls are tried again', async () => {
    const acme = new Acme({
      transport: undiciTransport(unconnected(5)),
      retry: { retries: 1, minDelayMs: 0 },
    });
    const error = await rejection(acme.do.call(create, { body: { name: 'a' } }));
    expect(error).toMatchObject({
      code: 'TIMEOUT',
      phase: 'connect',
      attempts: [{ reason: 'TIMEOUT:connect' }, { reason: 'TIMEOUT:connect' }],
    });
    expect(error).toMatchObject({ neverSent: true, hint: expect.stringContaining('firewalls') });
    expect(error.message).toContain(
      'Acme things.create timed out: no connection was made within 10000 ms (timeouts.connectMs). Nothing was sent.',
    );
  });

  test('headers', async () => {
    const server = await serve(() => undefined);
    const acme = new Acme({ baseUrl: server.url, timeouts: { headersMs: 100 }, retry: false });
    expect(await rejection(acme.do.call(create, { body: { name: 'a' } }))).toMatchObject({
      phase: 'headers',
      neverSent: false,
      message:
        'Acme things.create timed out: no answer began within 100 ms (timeouts.headersMs). It may have been carried out all the ' +
        'same, so it was not sent again: find out before you repeat it. The connection was made and stayed silent: the service ' +
        'is overloaded, or something on the way holds the request.',
    });
  });

  test('idle, within a JSON answer: never asked for again', async () => {
    const server = await serve((_, response) => response.write('{'));
    const acme = new Acme({ baseUrl: server.url, timeouts: { idleMs: 50 } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      phase: 'idle',
      attempts: [{ status: 200 }],
    });
    expect(server.requests).toHaveLength(1);
  });

  test('attempt: the next one has its whole time again', async () => {
    const server = await serve(script(() => undefined, answer(200)));
    const acme = new Acme({ baseUrl: server.url, timeouts: { attemptMs: 300 }, random: () => 0 });
    const { response } = await acme.do.call(get, one).withResponse();
    expect(response.attempts).toMatchObject([{ reason: 'TIMEOUT:attempt' }, { status: 200 }]);
  });

  test('attempt, the last one', async () => {
    const server = await serve(() => undefined);
    const acme = new Acme({ baseUrl: server.url, timeouts: { attemptMs: 50 }, retry: false });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ code: 'TIMEOUT', phase: 'attempt' });
    await server.drained();
  });

  test('attempt, within a body', async () => {
    const server = await serve((_, response) => response.write('{'));
    const acme = new Acme({ baseUrl: server.url, timeouts: { attemptMs: 100 } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ phase: 'attempt' });
  });

  test('deadline: spans attempts', async () => {
    const server = await serve(() => undefined);
    const clock = new ManualClock();
    const timeouts = { attemptMs: 100, deadlineMs: 250 };
    const acme = new Acme({
      baseUrl: server.url,
      clock,
      timeouts,
      retry: { retries: 100, minDelayMs: 10 },
      random: () => 1,
    });
    const call = acme.do.call(get, one);
    for (const [attempt, ms] of [100, 100, 30].entries()) {
      await expect.poll(() => server.requests.length).toBe(attempt + 1);
      clock.advance(ms);
      if (attempt === 2) break;
      // The deadline and the wait.
      await clock.running(2);
      clock.advance(10 * 2 ** attempt);
    }
    const error = await rejection(call);
    expect(error).toMatchObject({ phase: 'deadline' });
    expect(Reflect.get(error, 'attempts')).toEqual([
      { reason: 'TIMEOUT:attempt', waitedMs: 0 },
      { reason: 'TIMEOUT:attempt', waitedMs: 10 },
      { reason: 'TIMEOUT:deadline', waitedMs: 20 },
    ]);
  });

  test('deadline: spans a supplier that never settles', async () => {
    for (const credential of [
      { key: () => new Promise<string>(() => {}) },
      { token: () => new Promise<string>(() => {}) },
    ]) {
      const acme = new Acme({ ...credential, timeouts: { deadlineMs: 30 } });
      expect(await rejection(acme.do.call(get, one))).toMatchObject({ phase: 'deadline' });
    }
  });

  test('deadline: spans the renewal of a credential', async () => {
    const server = await serve(answer(401));
    let asked = 0;
    const key = (): Promise<string> | string =>
      (asked += 1) === 1 ? 'first-key' : new Promise<string>(() => {});
    const acme = new Acme({ baseUrl: server.url, key, timeouts: { deadlineMs: 200 } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      phase: 'deadline',
      attempts: [{ status: 401 }],
    });
  });

  test('deadline: over before the first attempt, when a hook took the time', async () => {
    const clock = new ManualClock();
    const server = await serve(answer(200));
    const acme = new Acme({
      baseUrl: server.url,
      clock,
      hooks: {
        call: async (_, next) => {
          clock.advance(1_000_000);
          return next();
        },
      },
    });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ phase: 'deadline' });
    expect(server.requests).toHaveLength(0);
  });

  test('the body of a failure that stands still: its status says enough', async () => {
    const server = await serve((_, response) => {
      response.writeHead(404, { 'content-length': 100 });
      response.write('{"error"');
    });
    const acme = new Acme({ baseUrl: server.url, timeouts: { idleMs: 50 } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ code: 'NOT_FOUND', body: undefined });
  });
});

describe('streamed answers', () => {
  test.each(['attempt', 'deadline'] as const)('the %s limit spans the body', async (phase) => {
    const server = await serve((_, response) => response.write('first'));
    const acme = new Acme({ baseUrl: server.url, timeouts: { [`${phase}Ms`]: 100 } });
    const body = await acme.do.call(download, {});
    const reading = (async () => {
      for await (const chunk of body.stream()) expect(Buffer.from(chunk).toString()).toBe('first');
    })();
    expect(await rejection(reading)).toMatchObject({ code: 'TIMEOUT', phase });
    await server.drained();
  });

  test('a limit that passes while nobody reads frees the connection, and is told to who reads later', async () => {
    const server = await serve((_, response) => response.write('first'));
    const clock = new ManualClock();
    const acme = new Acme({ baseUrl: server.url, clock });
    const body = await acme.do.call(download, {});
    clock.advance(60_000);
    await server.drained();
    expect(clock.timers.size).toBe(0);
    const reading = body.stream()[Symbol.asyncIterator]().next();
    expect(await rejection(reading)).toMatchObject({ phase: 'attempt' });
  });

  test('a body that has ended leaves no timer and no listener', async () => {
    const server = await serve((_, response) => response.end('whole'));
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const acme = new Acme({ baseUrl: server.url, clock });
    const body = await acme.do.call(download, {}, { signal });
    expect(clock.timers.size).toBe(1);
    for await (const _ of body.stream());
    expect(clock.timers.size).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('whose limits apply', () => {
  /** Limits as they reach the transport. */
  async function limits(
    client: object,
    own: object | undefined,
    operation: typeof get | typeof poll = get,
  ): Promise<Partial<TransportRequest>> {
    const seen: TransportRequest[] = [];
    const acme = new Acme({
      timeouts: client,
      transport: {
        name: 'stub',
        async send(request) {
          seen.push(request);
          const bytes = Buffer.from('{"name":"a"}');
          const body = { read: async () => ({ bytes, truncated: false }), async *stream() {}, discard() {} };
          return { status: 200, headers: {}, body: { ...body, async *stream() {} } };
        },
        async close() {},
      },
    });
    const options = own === undefined ? undefined : { timeouts: own };
    await (operation.id === 'things.get' ? acme.do.call(get, one, options) : acme.do.call(poll, {}, options));
    const [{ connectMs, headersMs, idleMs } = {}] = seen;
    return { connectMs, headersMs, idleMs } as Partial<TransportRequest>;
  }

  test('defaults', async () => {
    expect(await limits({}, undefined)).toEqual({ connectMs: 10_000, headersMs: 30_000, idleMs: 30_000 });
  });

  test('those of a call are laid over those of its client', async () => {
    expect(await limits({ connectMs: 1, headersMs: 2 }, { headersMs: 3, idleMs: undefined })).toEqual({
      connectMs: 1,
      headersMs: 3,
      idleMs: 30_000,
    });
  });

  test('a poll ignores those of its client', async () => {
    const held = { connectMs: 10_000, headersMs: 60_000, idleMs: 60_000 };
    expect(await limits({ connectMs: 1, headersMs: 2, idleMs: 3 }, undefined, poll)).toEqual(held);
    expect(await limits({ headersMs: 2 }, { idleMs: 4 }, poll)).toEqual({ ...held, idleMs: 4 });
  });
});

describe("the caller's signal", () => {
  const reason = new Error('the user went away');

  test('aborted before the call: nothing is sent', async () => {
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url });
    const error = await rejection(acme.do.call(get, one, { signal: AbortSignal.abort(reason) }));
    expect(error).toMatchObject({
      code: 'ABORTED',
      message: "Acme things.get (id a) was aborted by the caller's signal. Nothing was sent.",
    });
    expect(error.cause).toBe(reason);
    expect(server.connections()).toBe(0);
  });

  test('while connecting', async () => {
    const abort = new AbortController();
    const acme = new Acme({ transport: undiciTransport(unconnected(0)) });
    const call = acme.do.call(get, one, { signal: abort.signal });
    setImmediate(() => abort.abort(reason));
    expect((await rejection(call)).cause).toBe(reason);
  });

  test('while waiting for headers', async () => {
    const abort = new AbortController();
    const server = await serve(() => abort.abort(reason));
    const call = new Acme({ baseUrl: server.url }).do.call(get, one, { signal: abort.signal });
    expect(await rejection(call)).toMatchObject({ cause: reason, attempts: [{ reason: 'ABORTED' }] });
    await server.drained();
  });

  test('within the body', async () => {
    const abort = new AbortController();
    const server = await serve((_, response) => {
      response.write('{', () => abort.abort(reason));
    });
    const call = new Acme({ baseUrl: server.url }).do.call(get, one, { signal: abort.signal });
    expect((await rejection(call)).cause).toBe(reason);
  });

  test('within the body of a failure', async () => {
    const abort = new AbortController();
    const server = await serve((_, response) => {
      response.writeHead(500).write('{', () => setTimeout(() => abort.abort(reason), 20));
    });
    const call = new Acme({ baseUrl: server.url }).do.call(get, one, { signal: abort.signal });
    expect(await rejection(call)).toMatchObject({ code: 'ABORTED', cause: reason });
    expect(server.requests).toHaveLength(1);
  });

  test('within the wait before a retry', async () => {
    const abort = new AbortController();
    const server = await serve(answer(503, {}, { 'retry-after': '50' }));
    const clock = new ManualClock();
    const call = new Acme({ baseUrl: server.url, clock }).do.call(get, one, { signal: abort.signal });
    // The deadline and the wait.
    await clock.running(2);
    abort.abort(reason);
    expect(await rejection(call)).toMatchObject({
      code: 'ABORTED',
      cause: reason,
      attempts: [{ status: 503 }],
    });
    expect(clock.timers.size).toBe(0);
  });

  test('between an attempt that timed out and the next', async () => {
    const abort = new AbortController();
    const server = await serve(() => undefined);
    const clock = new ManualClock();
    const call = new Acme({ baseUrl: server.url, clock }).do.call(get, one, { signal: abort.signal });
    await clock.running(1);
    clock.advance(60_000);
    abort.abort(reason);
    expect(await rejection(call)).toMatchObject({ code: 'ABORTED', cause: reason });
  });

  test('while a supplier is asked', async () => {
    const abort = new AbortController();
    for (const name of ['key', 'token', 'cookie'] as const) {
      const acme = new Acme({
        [name]: () => {
          setImmediate(() => abort.abort(reason));
          return new Promise<string>(() => {});
        },
      });
      expect(
        (await rejection(acme.do.call(put, { body: { name: 'a' } }, { signal: abort.signal }))).cause,
      ).toBe(reason);
    }
  });

  test('within a streamed answer: its reader is told', async () => {
    const abort = new AbortController();
    const server = await serve((_, response) => response.write('first'));
    const body = await new Acme({ baseUrl: server.url }).do.call(download, {}, { signal: abort.signal });
    const reading = (async () => {
      for await (const _ of body.stream()) abort.abort(reason);
    })();
    expect(await rejection(reading)).toMatchObject({ code: 'ABORTED', cause: reason });
    await server.drained();
  });

  test('a reason that is no error is kept too', async () => {
    const error = await rejection(new Acme().do.call(get, one, { signal: AbortSignal.abort('enough') }));
    expect(error.cause).toBe('enough');
  });

  test('its listener is gone when the call settles, whichever way', async () => {
    const abort = new AbortController();
    const { signal } = abort;
    const server = await serve(
      script(answer(200), answer(500), (_, response) => sendJson(response, { name: 1 })),
    );
    const broken = await serveBytes((socket) => socket.destroy());
    const acme = new Acme({ baseUrl: server.url, retry: false });
    const call = acme.do.call(get, one, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await call;
    await rejection(acme.do.call(get, one, { signal }));
    await rejection(acme.do.call(get, one, { signal }));
    await rejection(acme.with({ baseUrl: broken.url }).do.call(get, one, { signal }));
    await rejection(acme.do.call(create, { body: { name: 5 as unknown as string } }, { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
