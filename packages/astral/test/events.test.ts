import { AstralClient, isAstralHttpError, NotFoundError, ServerError } from '@partner-apis/astral';
import { describe, expect, test } from 'vitest';
import { json, rejection, stubServer, text } from '@partner-apis/test-kit';

const ID = 'a'.repeat(32);
const DASHED = 'AAAAAAAA-aaaa-AAAA-aaaa-AAAAAAAAAAAA';
const event = { id: ID, code: 'signature.verified', producer: 'p', consumer: ['me'], data: { ok: true } };

function clientFor(url: string): AstralClient {
  return new AstralClient({ apiKey: 'test-key-1', baseUrl: url, retry: { minDelayMs: 0, maxDelayMs: 0 } });
}

describe('publish', () => {
  test('sends one event as a list, with the key, and says that all of it was published', async () => {
    await using server = await stubServer(json({ status: 200, type: 'about:blank', events: [event] }));
    const { events, partial } = await clientFor(server.url).events.publish({
      code: 'signature.verified',
      consumer: ['me'],
      data: { ok: true },
      parent: DASHED,
    });
    expect(partial).toBe(false);
    expect(events[0]?.id).toBe(ID);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/events' });
    expect(request?.headers).toMatchObject({ 'x-api-key': 'test-key-1', 'content-type': 'application/json' });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      events: [{ code: 'signature.verified', consumer: ['me'], data: { ok: true }, parent: ID }],
    });
  });

  test('leaves parent out when there is none', async () => {
    await using server = await stubServer(json({ events: [event] }));
    await clientFor(server.url).events.publish({ code: 'x', consumer: ['me'], data: {} });
    expect(server.requests[0]?.body).not.toContain('parent');
  });

  test.each([
    ['fewer came back', [event]],
    ['one has no id', [event, { code: 'b' }]],
    ['one has a null id', [event, { id: null, code: 'b' }]],
    ['none came back', null],
  ])('is partial when %s', async (_, events) => {
    await using server = await stubServer(json({ events }));
    const two = ['a', 'b'].map((code) => ({ code, consumer: ['me'], data: {} }));
    expect((await clientFor(server.url).events.publish(two)).partial).toBe(true);
  });

  test('is not repeated once it may have arrived', async () => {
    await using server = await stubServer(text('busy', 503));
    const error = await rejection(
      clientFor(server.url).events.publish({ code: 'x', consumer: ['me'], data: {} }),
    );
    expect(error).toBeInstanceOf(ServerError);
    expect(server.requests).toHaveLength(1);
  });
});

describe('poll', () => {
  test('sends every parameter, and hands out what arrived with unknown members kept', async () => {
    await using server = await stubServer(
      json({
        events: [
          { ...event, priority: 7 },
          { id: 'b'.repeat(32), code: 'x' },
        ],
      }),
    );
    const events = await clientFor(server.url).events.poll({ limit: 2, timeout: 600 });
    expect(server.requests[0]?.url).toBe('/events?limit=2&timeout=600&unconfirmed=false');
    expect(events[0]).toMatchObject({ id: ID, data: { ok: true }, priority: 7 });
    expect(events[1]).toEqual({ id: 'b'.repeat(32), code: 'x', data: {} });
  });

  test('writes the boolean as a word', async () => {
    await using server = await stubServer(json({ events: [] }));
    await clientFor(server.url).events.poll({ unconfirmed: true });
    expect(server.requests[0]?.url).toContain('unconfirmed=true');
  });

  const nothing: [string, number, string][] = [
    ['an empty list', 200, '{"status":200,"events":[]}'],
    ['a null list', 200, '{"status":200,"events":null}'],
    ['no list', 200, '{"status":200}'],
    ['an empty body', 200, ''],
    ['204', 204, ''],
    ['304', 304, ''],
    ['408 with an envelope', 408, '{"status":408,"title":"время вышло"}'],
    ['504 with an envelope', 504, '{"status":504}'],
    ['504 of a proxy', 504, '<html>Gateway Time-out</html>'],
    ['status 408 in the body', 200, '{"status":408}'],
    ['an empty bare array', 200, '[]'],
  ];
  test.each(nothing)('%s is no events', async (_, status, body) => {
    await using server = await stubServer(text(body, status));
    expect(await clientFor(server.url).events.poll({ timeout: 10 })).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['408 with an envelope', 408, '{"status":408,"title":"время вышло"}'],
    ['504 of a proxy', 504, '<html>Gateway Time-out</html>'],
    ['status 408 in the body', 200, '{"status":408}'],
  ])('%s does not say that there are no unconfirmed events', async (_, status, body) => {
    await using server = await stubServer(text(body, status));
    expect(await rejection(clientFor(server.url).events.poll({ unconfirmed: true }))).toMatchObject({
      name: expect.stringMatching(/Error$/),
      operation: 'events.poll',
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each(nothing.filter(([name]) => !/408|504/.test(name)))(
    '%s says that there are no unconfirmed events',
    async (_, status, body) => {
      await using server = await stubServer(text(body, status));
      expect(await clientFor(server.url).events.poll({ unconfirmed: true })).toEqual([]);
    },
  );

  describe('one odd event among others', () => {
    const page = { events: [event, { ...event, consumer: 5 }, event] };

    test('is named, and the error says where the events are', async () => {
      await using server = await stubServer(json(page));
      const error = await rejection(clientFor(server.url).events.poll());
      expect(error).toMatchObject({ code: 'RESPONSE_VALIDATION', body: page });
      expect(error.message).toContain('events.1.consumer');
      expect(error.message).toMatch(/`body` of this error, and unconfirmed at the platform/);
    });

    test('comes as it is with the others, where a warning is enough', async () => {
      await using server = await stubServer(json(page));
      expect(await clientFor(server.url).events.poll({}, { validation: 'warn' })).toEqual(page.events);
    });
  });

  test('takes a bare array', async () => {
    await using server = await stubServer(json([event]));
    expect(await clientFor(server.url).events.poll()).toMatchObject([{ id: ID }]);
  });

  test('a connection that dies is not repeated: events may have been handed out', async () => {
    await using server = await stubServer((_, response) => response.destroy());
    const error = await rejection(clientFor(server.url).events.poll({ timeout: 10 }));
    expect(error).toMatchObject({ code: 'CONNECTION', operation: 'events.poll' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('get', () => {
  test('takes any spelling of an id and sends 32 lower-case digits', async () => {
    await using server = await stubServer(json({ events: [{ ...event, id: 'b'.repeat(32) }, event] }));
    expect((await clientFor(server.url).events.get(DASHED)).id).toBe(ID);
    expect(server.requests[0]?.url).toBe(`/events/${ID}`);
  });

  test.each([
    ['an empty list', json({ status: 200, events: [] })],
    ['a null list', json({ status: 200, events: null })],
    ['404', json({ status: 404, title: 'Событие не найдено' }, 404)],
    ['404 in the body', json({ status: 404, title: 'Событие не найдено' })],
  ])('%s is a NotFoundError', async (_, respond) => {
    await using server = await stubServer(respond);
    const error = await rejection(clientFor(server.url).events.get(ID));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ status: 404, operation: 'events.get' });
  });

  test('is repeated after 503, and the attempts tell so', async () => {
    await using server = await stubServer((request, response, count) => {
      (count === 1 ? text('busy', 503) : json({ events: [event] }))(request, response, count);
    });
    const { data, response } = await clientFor(server.url).events.get(ID).withResponse();
    expect(data.id).toBe(ID);
    expect(response.attempts).toMatchObject([{ status: 503 }, { status: 200 }]);
  });
});

describe('confirm', () => {
  test('sends each id once, normalised, and resolves to both counts when they differ', async () => {
    await using server = await stubServer(json({ status: 200, count: 1 }));
    const counts = await clientFor(server.url).events.confirm([ID, DASHED, 'b'.repeat(32)]);
    expect(counts).toEqual({ requested: 2, count: 1 });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ events_id: [ID, 'b'.repeat(32)] });
  });

  test('takes one id', async () => {
    await using server = await stubServer(json({ count: 1 }));
    expect(await clientFor(server.url).events.confirm(DASHED)).toEqual({ requested: 1, count: 1 });
  });

  test('is repeated when the connection dies: twice is the same as once', async () => {
    await using server = await stubServer((request, response, count) => {
      if (count === 1) response.destroy();
      else json({ count: 1 })(request, response, count);
    });
    expect(await clientFor(server.url).events.confirm(ID)).toEqual({ requested: 1, count: 1 });
    expect(server.requests).toHaveLength(2);
  });
});

describe('failures', () => {
  test('a 2xx whose body says 500 fails with both statuses, and is not repeated', async () => {
    await using server = await stubServer(
      json({ status: 500, type: '#api5009', title: 'Ошибка', detail: 'Что-то сломалось', id: ID }),
    );
    const error = await rejection(clientFor(server.url).events.get(ID));
    if (!isAstralHttpError(error)) throw error;
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ status: 500, httpStatus: 200, requestId: ID, vendor: 'astral' });
    // Typed by the guard.
    const { title, detail, type } = error.body;
    expect({ title, detail, type }).toEqual({
      title: 'Ошибка',
      detail: 'Что-то сломалось',
      type: '#api5009',
    });
    expect(error.message).toContain('Ошибка: Что-то сломалось');
    expect(server.requests).toHaveLength(1);
  });

  test('the HTTP status decides where it is a failure itself', async () => {
    await using server = await stubServer(json({ status: 200, title: 'ok?' }, 403));
    expect(await rejection(clientFor(server.url).events.get(ID))).toMatchObject({
      code: 'PERMISSION_DENIED',
      status: 403,
      httpStatus: 403,
    });
  });

  test('status 600 of the body is a failure like any other', async () => {
    await using server = await stubServer(json({ status: 600, events: [event] }));
    expect(await rejection(clientFor(server.url).events.get(ID))).toMatchObject({
      status: 600,
      httpStatus: 200,
    });
  });

  test('a page of a proxy is no AstralHttpError', async () => {
    await using server = await stubServer(text('<html>Bad Gateway</html>', 502));
    const error = await rejection(clientFor(server.url).events.get(ID, { retries: 0 }));
    expect(error).toMatchObject({ code: 'SERVER', body: '<html>Bad Gateway</html>' });
    expect(isAstralHttpError(error)).toBe(false);
  });

  test.each([
    ['HTML', text('<html></html>'), 'RESPONSE_DECODE', 'not JSON'],
    ['an empty body', text(''), 'RESPONSE_DECODE', 'empty'],
    ['truncated JSON', text('{"events":[{"id"'), 'RESPONSE_DECODE', 'not JSON'],
    ['JSON of the wrong shape', json({ events: [{ code: 'x' }] }), 'RESPONSE_VALIDATION', 'events.0.id'],
    ['a scalar', json('events'), 'RESPONSE_VALIDATION', 'object'],
  ])('a success that is %s says what is wrong', async (_, respond, code, words) => {
    await using server = await stubServer(respond);
    const error = await rejection(clientFor(server.url).events.get(ID));
    expect(error).toMatchObject({ code, operation: 'events.get' });
    expect(String(error)).toContain(words);
    expect(server.requests).toHaveLength(1);
  });

  test('ten megabytes of error text are cut', async () => {
    await using server = await stubServer(text('x'.repeat(10 * 1024 * 1024), 400));
    const error = await rejection(clientFor(server.url).events.get(ID));
    if (!isErrorWithBody(error)) throw error;
    expect(error.body.length).toBeLessThanOrEqual(64 * 1024);
    expect(error.message.length).toBeLessThan(1_000);
  });
});

function isErrorWithBody(error: unknown): error is Error & { body: string } {
  return error instanceof Error && 'body' in error && typeof error.body === 'string';
}
