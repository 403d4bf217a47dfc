import { getEventListeners } from 'node:events';
import type { AttemptInfo, CallInfo, Hooks } from '@partner-apis/core';
import { describe, expect, test } from 'vitest';
import { Acme, KEY, operations } from './support/acme.ts';
import { answer, closedUrl, Log, rejection, reset, script, serve } from '@partner-apis/test-kit';

const { get, download } = operations;
const one = { params: { id: 'a' } };

describe('around the call', () => {
  test('runs once, retries included, and sees what is being called', async () => {
    const server = await serve(script(answer(503), answer(200)));
    const seen: CallInfo[] = [];
    const acme = new Acme({
      baseUrl: server.url,
      random: () => 0,
      hooks: {
        call: async (info, next) => {
          seen.push(info);
          return next();
        },
      },
    });
    expect(await acme.do.call(get, one)).toEqual({ name: 'thing' });
    expect(seen).toMatchObject([
      {
        vendor: 'acme',
        operation: 'things.get',
        method: 'GET',
        path: '/things/{id}',
        callId: expect.any(String),
      },
    ]);
  });

  test('sees the error that the caller gets', async () => {
    let seen: unknown;
    const call: Hooks['call'] = async (_, next) => {
      try {
        return await next();
      } catch (error) {
        seen = error;
        throw error;
      }
    };
    const error = await rejection(
      new Acme({ baseUrl: await closedUrl(), hooks: { call }, retry: false }).do.call(get, one),
    );
    expect(error).toMatchObject({ code: 'CONNECTION' });
    expect(seen).toBe(error);
  });

  test.each(['call', 'attempt'] as const)(
    'what the %s hook throws is the error of the call, unchanged',
    async (name) => {
      const server = await serve(answer(200));
      const own = new RangeError('quota of my own');
      const acme = new Acme({ baseUrl: server.url, hooks: { [name]: () => Promise.reject(own) } });
      expect(await rejection(acme.do.call(get, one))).toBe(own);
      expect(server.requests).toHaveLength(0);
    },
  );

  test.each(['call', 'attempt'] as const)(
    'the %s hook that throws after the answer: its error, once',
    async (name) => {
      const server = await serve(answer(200));
      const own = new RangeError('I do not like the answer');
      const hook = async (_: unknown, next: () => Promise<unknown>): Promise<never> => {
        await next();
        throw own;
      };
      const acme = new Acme({ baseUrl: server.url, hooks: { [name]: hook } });
      expect(await rejection(acme.do.call(get, one))).toBe(own);
      expect(server.requests).toHaveLength(1);
    },
  );

  test.each(['call', 'attempt'] as const)('a %s hook that calls next() twice sends once', async (name) => {
    const server = await serve(answer(200));
    const hook = async (_: unknown, next: () => Promise<unknown>): Promise<unknown> => {
      await next();
      return next();
    };
    const acme = new Acme({ baseUrl: server.url, hooks: { [name]: hook } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      code: 'CONFIGURATION',
      message: `The ${name} hook called next() a second time; the request was not sent again. It must call next() once and wait for it.`,
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each(['call', 'attempt'] as const)('a %s hook that never calls next()', async (name) => {
    const acme = new Acme({ hooks: { [name]: async () => undefined } as unknown as Hooks });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('returned without calling next(), so nothing was sent'),
    });
  });

  test('a hook that calls next() after it has returned sends nothing', async () => {
    const server = await serve(answer(200));
    let late: (() => Promise<unknown>) | undefined;
    const hook = async (_: unknown, next: () => Promise<unknown>): Promise<void> => {
      late = next;
    };
    const acme = new Acme({ baseUrl: server.url, hooks: { attempt: hook } as unknown as Hooks });
    await rejection(acme.do.call(get, one));
    expect((await rejection(late?.() ?? Promise.resolve())).message).toContain('after it had returned');
    expect(server.requests).toHaveLength(0);
  });

  test.each(['call', 'attempt'] as const)(
    'a %s hook that gives up ends what it left running',
    async (name) => {
      const server = await serve(() => undefined);
      const own = new Error('too slow for me');
      const hook = async (_: unknown, next: () => Promise<unknown>): Promise<never> => {
        next().catch(() => undefined);
        await expect.poll(() => server.requests.length).toBe(1);
        throw own;
      };
      const acme = new Acme({ baseUrl: server.url, hooks: { [name]: hook } });
      expect(await rejection(acme.do.call(get, one))).toBe(own);
      await server.drained();
      await acme.close();
    },
  );

  test.each(['call', 'attempt'] as const)(
    'a %s hook that swallows a failure does not hide it',
    async (name) => {
      const server = await serve(reset);
      const hook = async (_: unknown, next: () => Promise<unknown>): Promise<unknown> => {
        try {
          return await next();
        } catch {
          return { status: 200, headers: {} };
        }
      };
      const acme = new Acme({ baseUrl: server.url, retry: false, hooks: { [name]: hook } });
      expect(await rejection(acme.do.call(get, one))).toMatchObject({ code: 'CONNECTION' });
    },
  );

  test('a streamed answer that the hook turns down frees its connection', async () => {
    const server = await serve((_, response) => response.write('part'));
    const hook = async (_: unknown, next: () => Promise<unknown>): Promise<never> => {
      await next();
      throw new Error('no');
    };
    for (const name of ['call', 'attempt'] as const) {
      const acme = new Acme({ baseUrl: server.url, hooks: { [name]: hook } });
      expect((await rejection(acme.do.call(download, {}))).message).toBe('no');
      await server.drained();
      await acme.close();
    }
  });

  test('its signal aborts with the caller, also while no attempt is under way', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const acme = new Acme({
      hooks: {
        call: ({ signal }, next) => {
          abort.abort(reason);
          expect(signal.aborted).toBe(true);
          expect(signal.reason).toBe(reason);
          return next();
        },
      },
    });
    expect((await rejection(acme.do.call(get, one, { signal: abort.signal }))).cause).toBe(reason);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  test('its signal aborts at the deadline, and is aborted already for a call that comes too late', async () => {
    const wait = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
    const call: Hooks['call'] = async ({ signal }, next) => {
      await wait(signal);
      return next();
    };
    const acme = new Acme({ hooks: { call }, timeouts: { deadlineMs: 20 } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ phase: 'deadline' });
    expect(await rejection(acme.do.call(get, one, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('around each attempt', () => {
  test('runs for each, sees headers without the credential, and can add some', async () => {
    const server = await serve(script(answer(503), answer(200)));
    const seen: AttemptInfo[] = [];
    const acme = new Acme({
      baseUrl: server.url,
      random: () => 0,
      headers: { 'X-Mine': '1' },
      hooks: {
        attempt: (info, next) => {
          seen.push(info);
          return next({ traceparent: `00-${info.attempt}` });
        },
      },
    });
    await acme.do.call(get, one);
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(seen[0]?.headers).toMatchObject({ accept: 'application/json', 'x-mine': '1' });
    expect(JSON.stringify(seen)).not.toContain(KEY);
    expect(server.requests.map(({ headers }) => headers['traceparent'])).toEqual(['00-1', '00-2']);
    expect(server.requests[0]?.headers['x-acme-key']).toBe(KEY);
  });

  test('cannot replace the credential', async () => {
    const server = await serve(answer(200));
    await new Acme({
      baseUrl: server.url,
      hooks: { attempt: (_, next) => next({ 'X-Acme-Key': 'stolen' }) },
    }).do.call(get, one);
    expect(server.requests[0]?.headers['x-acme-key']).toBe(KEY);
  });

  test('gets status and headers of every answer, and the public error of a broken connection', async () => {
    const server = await serve(script(answer(500, {}, { 'x-request-id': 'r1' }), reset));
    const seen: unknown[] = [];
    const attempt: Hooks['attempt'] = async (_, next) => {
      try {
        const result = await next();
        seen.push(result.status, result.headers['x-request-id']);
        return result;
      } catch (error) {
        seen.push(error);
        throw error;
      }
    };
    const acme = new Acme({
      baseUrl: server.url,
      random: () => 0,
      retry: { retries: 1 },
      hooks: { attempt },
    });
    const error = await rejection(acme.do.call(get, one));
    expect(seen).toEqual([500, 'r1', error]);
    expect(error).toMatchObject({ code: 'CONNECTION', reason: 'ECONNRESET' });
  });

  test('a refused connection stays worth another try through a hook', async () => {
    let attempts = 0;
    const acme = new Acme({
      baseUrl: await closedUrl(),
      random: () => 0,
      hooks: {
        attempt: (_, next) => {
          attempts += 1;
          return next();
        },
      },
    });
    await rejection(acme.do.call(operations.create, { body: { name: 'a' } }));
    expect(attempts).toBe(3);
  });

  test.each([
    ['content-length', '5'],
    ['x-bad', 'a\r\nb'],
    ['bad name', 'a'],
  ])('headers that cannot be sent are refused: %s', async (name, value) => {
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url, hooks: { attempt: (_, next) => next({ [name]: value }) } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      code: 'REQUEST_VALIDATION',
      issues: [{ path: ['headers', name] }],
    });
    expect(server.connections()).toBe(0);
  });

  test('credentials that a hook adds are not printed either', async () => {
    const server = await serve(answer(400, { error: 'bad signature sig-0123456789' }));
    const acme = new Acme({
      baseUrl: server.url,
      hooks: { attempt: (_, next) => next({ 'x-gateway-token': 'sig-0123456789' }) },
    });
    expect((await rejection(acme.do.call(get, one))).message).toBe(
      'Acme things.get (id a) failed with status 400: bad signature [redacted].',
    );
  });
});

describe('logger', () => {
  test('one line per call, with ids and without what came over the wire', async () => {
    const server = await serve(script(answer(200), answer(404, { error: 'no such thing: a' })));
    const logger = new Log();
    const acme = new Acme({ baseUrl: server.url, logger });
    await acme.do.call(get, one);
    const error = await rejection(acme.do.call(get, one));
    expect(logger.lines).toEqual([
      {
        level: 'debug',
        message: 'Acme things.get done',
        fields: {
          vendor: 'acme',
          operation: 'things.get',
          callId: expect.any(String),
          status: 200,
          attempts: 1,
        },
      },
      {
        level: 'debug',
        message: 'Acme things.get failed',
        fields: {
          vendor: 'acme',
          operation: 'things.get',
          callId: Reflect.get(error, 'callId'),
          status: 404,
          attempts: 1,
          code: 'NOT_FOUND',
        },
      },
    ]);
  });

  test('an error that is not ours has no code', async () => {
    const logger = new Log();
    const acme = new Acme({ logger, hooks: { call: () => Promise.reject(new Error('mine')) } });
    await rejection(acme.do.call(get, one));
    expect(logger.lines[0]?.fields).toHaveProperty('code', undefined);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('one that %s fails no call', async (_, say) => {
    const server = await serve(script(answer(503), answer(200)));
    const logger = { debug: say, info: say, warn: say, error: say };
    const acme = new Acme({ baseUrl: server.url, logger, random: () => 0 });
    expect(await acme.do.call(get, one)).toEqual({ name: 'thing' });
  });

  test('its methods keep their `this`', async () => {
    class Counter {
      lines = 0;
      debug(): void {
        this.lines += 1;
      }
      info(): void {}
      warn(): void {}
      error(): void {}
    }
    const server = await serve(answer(200));
    const logger = new Counter();
    await new Acme({ baseUrl: server.url, logger }).do.call(get, one);
    expect(logger.lines).toBe(1);
  });
});
