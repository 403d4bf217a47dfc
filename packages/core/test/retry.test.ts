import { isRateLimitError, type RateLimitError } from '@partner-apis/core';
import { describe, expect, test } from 'vitest';
import { Acme, type AcmeOptions, operations } from './support/acme.ts';
import {
  answer,
  closedUrl,
  JumpingClock,
  Log,
  ManualClock,
  rejection,
  reset,
  script,
  serve,
  type TestServer,
  UNLIMITED,
} from '@partner-apis/test-kit';

const { get, put, create, remove, upload } = operations;

/** A client that waits in no time. */
function patient(server: TestServer | string, more: AcmeOptions = {}): { acme: Acme; clock: JumpingClock } {
  const clock = new JumpingClock();
  const baseUrl = typeof server === 'string' ? server : server.url;
  return { acme: new Acme({ baseUrl, clock, timeouts: UNLIMITED, random: () => 1, ...more }), clock };
}

const calls = {
  read: (acme: Acme) => acme.do.call(get, { params: { id: 'a' } }),
  idempotent: (acme: Acme) => acme.do.call(put, { body: { name: 'a' } }),
  unsafe: (acme: Acme) => acme.do.call(create, { body: { name: 'a' } }),
};

describe('which answers are asked for again', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])(
    '%i: reads and idempotent calls, never unsafe ones',
    async (status) => {
      for (const [safety, attempts] of [
        ['read', 3],
        ['idempotent', 3],
        ['unsafe', 1],
      ] as const) {
        const server = await serve(answer(status));
        const error = await rejection(calls[safety](patient(server).acme));
        expect(error).toMatchObject({ httpStatus: status });
        expect(server.requests, safety).toHaveLength(attempts);
        expect(error).toMatchObject({ attempts: Array.from({ length: attempts }, () => ({ status })) });
      }
    },
  );

  test.each([201, 301, 400, 401, 403, 404, 409, 413, 422, 501])('%i: none', async (status) => {
    const server = await serve(answer(status));
    await rejection(calls.read(patient(server).acme));
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['broken JSON', '{"name":'],
    ['a failure in the body', '{"status":503}'],
    ['a wrong shape', '{"name":1}'],
    ['nothing', ''],
  ])('a success that holds %s: none', async (_, text) => {
    const server = await serve((_request, response) => response.end(text));
    await rejection(calls.read(patient(server).acme));
    expect(server.requests).toHaveLength(1);
  });

  test('what the vendor calls temporary: reads and idempotent calls', async () => {
    const server = await serve(answer(400, { transient: true }));
    await rejection(calls.idempotent(patient(server).acme));
    expect(server.requests).toHaveLength(3);
    await rejection(calls.unsafe(patient(server).acme));
    expect(server.requests).toHaveLength(4);
  });

  test('what the vendor did not start: every call', async () => {
    const server = await serve(script(answer(503, { notStarted: true }), answer(200)));
    expect(await calls.unsafe(patient(server).acme)).toEqual({ name: 'thing' });
    expect(server.requests).toHaveLength(2);
  });
});

describe('which broken connections are tried again', () => {
  test('reset: reads and idempotent calls, never unsafe ones', async () => {
    const server = await serve(reset);
    expect(await rejection(calls.unsafe(patient(server).acme))).toMatchObject({
      code: 'CONNECTION',
      attempts: [{ reason: 'ECONNRESET', waitedMs: 0 }],
    });
    expect(server.requests).toHaveLength(1);
    await rejection(calls.idempotent(patient(server).acme));
    expect(server.requests).toHaveLength(4);
  });

  test('refused: every call, since nothing was sent', async () => {
    const { acme, clock } = patient(await closedUrl());
    const error = await rejection(calls.unsafe(acme));
    expect(error).toMatchObject({ reason: 'ECONNREFUSED', hint: 'Start the Acme tunnel.' });
    expect(error.message).toMatch(/Nothing was sent\. Start the Acme tunnel\.$/);
    expect(clock.waits).toEqual([250, 500]);
  });

  test('a header timeout: reads, never unsafe calls', async () => {
    const server = await serve(() => undefined);
    const { acme } = patient(server, { timeouts: { ...UNLIMITED, headersMs: 50 }, retry: { retries: 1 } });
    expect(await rejection(calls.unsafe(acme))).toMatchObject({ attempts: [{ reason: 'TIMEOUT:headers' }] });
    expect(await rejection(calls.read(acme))).toMatchObject({
      attempts: [{ reason: 'TIMEOUT:headers' }, { reason: 'TIMEOUT:headers' }],
    });
  });
});

describe('how long it waits', () => {
  test('full jitter below a bound that doubles', async () => {
    const server = await serve(answer(503));
    const random = [1, 0.5, 0, 1, 1].values();
    const { acme, clock } = patient(server, {
      retry: { retries: 5, minDelayMs: 100, maxDelayMs: 1_000 },
      random: () => random.next().value ?? 0,
    });
    const error = await rejection(calls.read(acme));
    expect(clock.waits).toEqual([100, 100, 0, 800, 1_000]);
    expect(error).toMatchObject({
      attempts: [0, 100, 100, 0, 800, 1_000].map((waitedMs) => ({ status: 503, waitedMs })),
    });
  });

  test('Retry-After in seconds', async () => {
    const server = await serve(script(answer(429, {}, { 'retry-after': '7' }), answer(200)));
    const { acme, clock } = patient(server);
    const { response } = await calls.read(acme).withResponse();
    // Full jitter comes on top, so that callers who were refused together do not come back together.
    expect(clock.waits).toEqual([7_250]);
    expect(response.attempts).toEqual([
      { status: 429, waitedMs: 0 },
      { status: 200, waitedMs: 7_250 },
    ]);
  });

  test('Retry-After as a date counts by the clock of the server', async () => {
    const server = await serve(
      script(
        answer(
          503,
          {},
          { 'retry-after': 'Thu, 26 Nov 2026 12:00:03 GMT', date: 'Thu, 26 Nov 2026 12:00:00 GMT' },
        ),
        answer(200),
      ),
    );
    const { acme, clock } = patient(server);
    await calls.read(acme);
    expect(clock.waits).toEqual([3_250]);
  });

  test('the wait a vendor asks for in its own way', async () => {
    const server = await serve(script(answer(503, { waitMs: 1_234 }), answer(200)));
    const { acme, clock } = patient(server);
    await calls.read(acme);
    expect(clock.waits).toEqual([1_484]);
  });

  test('Retry-After is obeyed up to a limit', async () => {
    const server = await serve(script(answer(503, {}, { 'retry-after': '3600' }), answer(200)));
    const { acme, clock } = patient(server);
    await calls.read(acme);
    expect(clock.waits).toEqual([60_250]);
  });

  test.each(['soon', '', '-1', '1e9', 'NaN'])(
    'Retry-After %j is not understood, and ignored',
    async (header) => {
      const server = await serve(answer(429, {}, { 'retry-after': header }));
      const { acme } = patient(server, { retry: false });
      const error = await rejection(calls.read(acme));
      if (!isRateLimitError(error)) throw error;
      expect((error satisfies RateLimitError).retryAfterMs).toBeUndefined();
    },
  );

  test('no wait that would end after the deadline: the telling error comes at once', async () => {
    const server = await serve(answer(503, {}, { 'retry-after': '30' }));
    const logger = new Log();
    const { acme, clock } = patient(server, { logger });
    const error = await rejection(
      acme
        .with({ timeouts: { deadlineMs: 20_000 }, clock: new ManualClock() })
        .do.call(get, { params: { id: 'a' } }),
    );
    expect(error).toMatchObject({ code: 'SERVER', retryAfterMs: 30_000 });
    expect(clock.waits).toEqual([]);
    expect(logger.of('warn')).toEqual(['Acme things.get: no retry, the deadline would pass first']);
  });
});

describe('how often', () => {
  test('`retries` of a call goes before that of the client', async () => {
    const server = await serve(answer(503));
    const { acme } = patient(server, { retry: { retries: 5 } });
    await rejection(acme.do.call(get, { params: { id: 'a' } }, { retries: 1 }));
    expect(server.requests).toHaveLength(2);
    await rejection(acme.do.call(get, { params: { id: 'a' } }, { retries: 0 }));
    expect(server.requests).toHaveLength(3);
  });

  test('`retry: false` turns it off, and a call can turn it on again', async () => {
    const server = await serve(answer(503));
    const { acme, clock } = patient(server, { retry: false });
    await rejection(calls.read(acme));
    expect(server.requests).toHaveLength(1);
    await rejection(acme.do.call(get, { params: { id: 'a' } }, { retries: 1 }));
    expect(clock.waits).toEqual([250]);
  });

  test('an outage uses up the budget that clients of one pool share; success pays it back', async () => {
    let down = true;
    const server = await serve((request, response, received) => {
      (down ? answer(503) : answer(200))(request, response, received);
    });
    const logger = new Log();
    const { acme } = patient(server, { logger, retry: { retries: 10 } });
    const copy = acme.with({});
    for (let i = 0; i < 10; i += 1) await rejection(calls.read(i % 2 === 0 ? acme : copy));
    expect(server.requests).toHaveLength(110);
    await rejection(calls.read(copy));
    expect(server.requests).toHaveLength(111);
    expect(logger.of('warn').at(-1)).toBe(
      'Acme things.get: no retry, too many calls are failing (retry budget used up)',
    );
    down = false;
    for (let i = 0; i < 5; i += 1) await calls.read(acme);
    down = true;
    await rejection(calls.read(acme));
    expect(server.requests).toHaveLength(118);
  });
});

describe('what is sent again', () => {
  test('a stream body from its start, from a new source', async () => {
    const server = await serve(script(answer(503), answer(200)));
    const { acme } = patient(server);
    let opened = 0;
    const body = {
      contentType: 'text/plain',
      length: 6,
      async *open() {
        opened += 1;
        yield Buffer.from('abc');
        yield Buffer.from('def');
      },
    };
    await acme.do.call(upload, { body });
    expect(opened).toBe(2);
    expect(server.requests.map((request) => request.body)).toEqual(['abcdef', 'abcdef']);
    expect(server.requests[0]?.headers['content-length']).toBe('6');
  });

  test('a 404 on the second try can mean that the first one did it', async () => {
    const server = await serve(script(answer(503), answer(404)));
    expect(await patient(server).acme.do.call(remove, {})).toBeUndefined();
    const strict = await serve(answer(404));
    expect(await rejection(patient(strict).acme.do.call(remove, {}))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('each retry is logged, without what came over the wire', async () => {
    const server = await serve(script(answer(503), reset, answer(200)));
    const logger = new Log();
    await calls.read(patient(server, { logger }).acme);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: 'Acme things.get: attempt failed, retrying', fields: { status: 503, delayMs: 250 } },
      {
        message: 'Acme things.get: attempt failed, retrying',
        fields: { reason: 'ECONNRESET', delayMs: 500 },
      },
    ]);
    expect(logger.lines.at(-1)).toMatchObject({
      level: 'debug',
      message: 'Acme things.get done',
      fields: { attempts: 3 },
    });
  });
});
