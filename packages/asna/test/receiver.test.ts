import {
  ConfigurationError,
  createWebhookReceiver,
  type WebhookDedupe,
  type WebhookReceiverOptions,
} from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { describe, expect, test, vi } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import {
  eventBody,
  posted,
  recording,
  sample,
  sampleBody,
  sampleSignature,
  SECRET,
} from './support/webhook.ts';

type Log = (fields: object, message: string) => void;
function logger() {
  return { debug: vi.fn<Log>(), info: vi.fn<Log>(), warn: vi.fn<Log>(), error: vi.fn<Log>() };
}

describe('answers', () => {
  test('200 when handled, the event as it was signed', async () => {
    const { receiver, handled } = recording();
    expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
    expect(handled).toEqual([sample]);
  });

  test.each([
    ['400 for a signed body that is no event', posted('{}'), 400],
    ['401 without a signature', { ...posted(), headers: {} }, 401],
    ['401 with a wrong one', posted(sampleBody, 'other'), 401],
    [
      '401 with two headers',
      { ...posted(), headers: { 'X-Signature': [sampleSignature, sampleSignature] } },
      401,
    ],
    [
      '401 with two spellings of the header',
      { ...posted(), headers: { 'X-Signature': sampleSignature, 'x-signature': sampleSignature } },
      401,
    ],
    ['404 on another path', { ...posted(), path: '/other' }, 404],
    ['405 for GET', { ...posted(), method: 'GET' }, 405],
    ['413 for a large body', posted(eventBody({ more: 'x'.repeat(2_000) })), 413],
  ])('%s', async (_, request, status) => {
    const { receiver, handled } = recording({ path: '/', maxBodyBytes: 1_000 });
    const answer = await receiver.handle(request);
    expect(answer.status).toBe(status);
    expect(handled).toEqual([]);
    if (status === 405) expect(answer.headers).toMatchObject({ allow: 'POST' });
  });

  test('header names in any case, and a Headers object', async () => {
    const { receiver } = recording();
    for (const headers of [
      { 'X-SIGNATURE': sampleSignature },
      { 'x-signature': [sampleSignature] },
      new Headers({ 'X-Signature': sampleSignature }),
    ])
      expect(await receiver.handle({ ...posted(), headers })).toMatchObject({ status: 200 });
  });

  test('200 for a body with the character that stands for what is no UTF-8', async () => {
    const { receiver, handled } = recording();
    expect(await receiver.handle(posted(eventBody({ Note: '\ufffd' })))).toMatchObject({ status: 200 });
    expect(handled).toEqual([{ ...sample, Note: '\ufffd' }]);
  });

  test('500 when the handler fails, and the next delivery is handled', async () => {
    const handler = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('no database'));
    const log = logger();
    const receiver = createWebhookReceiver({ secrets: SECRET, logger: log }).on('stocks_full', handler);
    expect(await receiver.handle(posted())).toMatchObject({ status: 500 });
    expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
    expect(handler).toHaveBeenCalledTimes(2);
    expect(log.error.mock.calls[0]?.[1]).toContain('its handler failed');
  });

  test('500 when the handler throws at once', async () => {
    const receiver = createWebhookReceiver({ secrets: SECRET }).on('stocks_full', () => {
      throw new Error('bug');
    });
    expect(await receiver.handle(posted())).toMatchObject({ status: 500 });
  });

  test('a body that was parsed rejects with ConfigurationError', async () => {
    const { receiver } = recording();
    const error = await rejection(receiver.handle({ ...posted(), body: sample as unknown as string }));
    expect(error).toBeInstanceOf(ConfigurationError);
  });

  test('no answer and no log line holds the key or the signature that would be right', async () => {
    const log = logger();
    const { receiver } = recording({ logger: log });
    const answers = [
      await receiver.handle({ ...posted(sampleBody, 'guess') }),
      await receiver.handle(posted('{}')),
    ];
    const printed = JSON.stringify([answers, Object.values(log).map((level) => level.mock.calls)]);
    expect(printed).not.toContain(SECRET);
    expect(printed).not.toContain(sampleSignature.slice(7, 40));
  });
});

describe('handlers', () => {
  test('each event goes to its own; several names may share one', async () => {
    const stocks = vi.fn<() => void>();
    const orders = vi.fn<() => void>();
    const receiver = createWebhookReceiver({ secrets: SECRET })
      .on('stocks_full', stocks)
      .on(['orders_updates_site', 'orders_updates_store'], orders);
    for (const Event of ['stocks_full', 'orders_updates_site', 'orders_updates_store'])
      await receiver.handle(posted(eventBody({ Event })));
    expect([stocks.mock.calls.length, orders.mock.calls.length]).toEqual([1, 2]);
  });

  test('onEvent sees every new event first; its failure is a 500 and keeps the handler from running', async () => {
    const order: string[] = [];
    const onEvent = vi.fn<() => void>(() => void order.push('onEvent'));
    const receiver = createWebhookReceiver({ secrets: SECRET, onEvent }).on(
      'stocks_full',
      () => void order.push('handler'),
    );
    await receiver.handle(posted());
    await receiver.handle(posted());
    await receiver.handle(posted(sampleBody, 'forged'));
    expect(order).toEqual(['onEvent', 'handler']);
    onEvent.mockImplementationOnce(() => {
      throw new Error('full');
    });
    expect(await receiver.handle(posted(eventBody({ Message: 'Error' })))).toMatchObject({ status: 500 });
    expect(order).toHaveLength(2);
  });

  test('an event without a handler goes to onUnknown; by default it is accepted, with a log line', async () => {
    const onUnknown = vi.fn<(event: { Event: string }) => void>();
    const unknown = posted(eventBody({ Event: 'prices_full' }));
    await recording({ onUnknown }).receiver.handle(unknown);
    expect(onUnknown.mock.calls[0]?.[0]).toMatchObject({ Event: 'prices_full' });
    const log = logger();
    expect(await recording({ logger: log }).receiver.handle(unknown)).toMatchObject({ status: 200 });
    expect(log.warn).toHaveBeenCalledWith(
      expect.objectContaining({ event: 'prices_full' }),
      expect.stringContaining('no handler'),
    );
  });

  test.each(['toString', 'constructor', '__proto__'])(
    'an event named %s is unknown like any other',
    async (Event) => {
      const { receiver, handled } = recording();
      expect(await receiver.handle(posted(eventBody({ Event })))).toMatchObject({ status: 200 });
      expect(handled).toEqual([]);
    },
  );

  test('a second handler for one event is a ConfigurationError', () => {
    expect(() => recording().receiver.on('stocks_full', () => undefined)).toThrow(ConfigurationError);
  });
});

describe('a handler that says later', () => {
  test('is answered with 503 and Retry-After, and what comes then is no duplicate', async () => {
    const log = logger();
    let calls = 0;
    const receiver = createWebhookReceiver({ secrets: SECRET, logger: log }).on('stocks_full', (_, context) =>
      (calls += 1) === 1 ? context.later() : undefined,
    );
    expect(await receiver.handle(posted())).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(log.info.mock.calls[0]?.[1]).toContain('its handler asked for it later');
    expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
    expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
    expect(calls).toBe(2);
  });
});

test('otherwise() gets the events without a handler, once there is no onUnknown', async () => {
  const seen: string[] = [];
  const { receiver, handled } = recording();
  receiver.otherwise(({ Event }) => void seen.push(Event));
  await receiver.handle(posted());
  await receiver.handle(posted(eventBody({ Event: 'prices_full' })));
  expect(handled).toHaveLength(1);
  expect(seen).toEqual(['prices_full']);
  expect(() => receiver.otherwise(() => undefined)).toThrow(ConfigurationError);
  expect(() => recording({ onUnknown: () => undefined }).receiver.otherwise(() => undefined)).toThrow(
    'onUnknown',
  );
  expect(() => recording().receiver.otherwise('x' as never)).toThrow('otherwise() takes a function');
});

describe('duplicates', () => {
  test('are answered with 200 and handled once; another package, event, client or result is another one', async () => {
    const seen: string[] = [];
    const receiver = createWebhookReceiver({
      secrets: SECRET,
      onUnknown: ({ Event }) => void seen.push(Event),
    });
    for (const more of [
      {},
      {},
      { MessageId: 'm' },
      { Event: 'e' },
      { ClientId: 'c' },
      { Message: 'Error' },
      {},
    ])
      expect(await receiver.handle(posted(eventBody(more)))).toMatchObject({ status: 200 });
    expect(seen).toHaveLength(5);
    await receiver.handle(posted(eventBody({ Date: 'later' })));
    expect(seen).toHaveLength(5);
  });

  test('one that comes while the first is being handled gets 503 with Retry-After', async () => {
    const gate = Promise.withResolvers<void>();
    const receiver = createWebhookReceiver({ secrets: SECRET }).on('stocks_full', () => gate.promise);
    const first = receiver.handle(posted());
    const second = await receiver.handle(posted());
    expect(second).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    gate.resolve();
    expect(await first).toMatchObject({ status: 200 });
    expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
  });

  /** A store whose answers a test decides. */
  const store = () => ({
    claim: vi.fn<WebhookDedupe['claim']>(async () => 'claimed'),
    done: vi.fn<WebhookDedupe['done']>(async () => undefined),
    forget: vi.fn<WebhookDedupe['forget']>(async () => undefined),
  });

  test('the store is told in two phases, under a key of MessageId, Event, ClientId and Message', async () => {
    const dedupe = store();
    const { receiver } = recording({ dedupe });
    await receiver.handle(posted());
    const [key] = dedupe.claim.mock.calls[0] ?? [];
    for (const part of [sample.MessageId, sample.Event, sample.ClientId, sample.Message])
      expect(key).toContain(part);
    expect(dedupe.done).toHaveBeenCalledWith(key);
    expect(dedupe.forget).not.toHaveBeenCalled();
    receiver.on('stocks_updates', () => Promise.reject(new Error('bug')));
    await receiver.handle(posted(eventBody({ Event: 'stocks_updates' })));
    expect(dedupe.forget).toHaveBeenCalledTimes(1);
    expect(dedupe.done).toHaveBeenCalledTimes(1);
  });

  test('parts cannot run into each other in the key', async () => {
    const dedupe = store();
    const { receiver } = recording({ dedupe });
    await receiver.handle(posted(eventBody({ MessageId: 'a:b', Event: 'c' })));
    await receiver.handle(posted(eventBody({ MessageId: 'a', Event: 'b:c' })));
    expect(new Set(dedupe.claim.mock.calls.map(([key]) => key)).size).toBe(2);
  });

  test('a key has the same letters from version to version: stores keep it', async () => {
    const dedupe = store();
    const { receiver } = recording({ dedupe });
    await receiver.handle(posted(eventBody({ MessageId: "a-b_c.d~e!f*g'h(i)", Message: 'да нет:%\ud800' })));
    expect(dedupe.claim).toHaveBeenCalledExactlyOnceWith(
      `a-b_c.d~e!f*g'h(i):stocks_full:${sample.ClientId}:%D0%B4%D0%B0%20%D0%BD%D0%B5%D1%82%3A%25%EF%BF%BD`,
    );
  });

  test('a store that is down answers 500 before the handler, and does not undo what was handled after it', async () => {
    const down = (): Promise<never> => Promise.reject(new Error('store is down'));
    const before = recording({ dedupe: { ...store(), claim: down } });
    expect(await before.receiver.handle(posted())).toMatchObject({ status: 500 });
    expect(before.handled).toEqual([]);
    const after = recording({ dedupe: { ...store(), done: down } });
    expect(await after.receiver.handle(posted())).toMatchObject({ status: 200 });
    const failing = createWebhookReceiver({ secrets: SECRET, dedupe: { ...store(), forget: down } }).on(
      'stocks_full',
      down,
    );
    expect(await failing.handle(posted())).toMatchObject({ status: 500 });
  });
});

describe('handlerTimeoutMs', () => {
  test('answers 503, aborts the signal, and keeps the claim until the handler settles', async () => {
    const clock = manualClock();
    const gate = Promise.withResolvers<void>();
    let signal: AbortSignal | undefined;
    const receiver = createWebhookReceiver({ secrets: SECRET, clock, handlerTimeoutMs: 500 }).on(
      'stocks_full',
      (_, context) => {
        signal = context.signal;
        return gate.promise;
      },
    );
    const first = receiver.handle(posted());
    await vi.waitUntil(() => signal !== undefined, { interval: 1 });
    clock.advance(500);
    expect(await first).toMatchObject({ status: 503 });
    expect(signal?.aborted).toBe(true);
    // Longer than the lease: in this process the handler is known to run.
    clock.advance(100_000);
    expect(await receiver.handle(posted())).toMatchObject({ status: 503 });
    gate.resolve();
    await receiver.stop();
    expect(clock.scheduled).toBe(0);
  });

  test('a handler that comes to its end late has handled it', async () => {
    const gate = Promise.withResolvers<void>();
    const handler = vi.fn<() => Promise<void>>(() => gate.promise);
    const receiver = createWebhookReceiver({ secrets: SECRET, handlerTimeoutMs: 10 }).on(
      'stocks_full',
      handler,
    );
    expect(await receiver.handle(posted())).toMatchObject({ status: 503 });
    gate.resolve();
    await vi.waitUntil(async () => (await receiver.handle(posted())).status === 200, { interval: 1 });
    expect(handler).toHaveBeenCalledTimes(1);
  });
});

describe('stop', () => {
  test('refuses new work with 503 and resolves when the running handlers are done', async () => {
    const gate = Promise.withResolvers<void>();
    const receiver = createWebhookReceiver({ secrets: SECRET }).on('stocks_full', () => gate.promise);
    const running = receiver.handle(posted());
    await Promise.resolve();
    let stopped = false;
    const stopping = receiver.stop().then(() => void (stopped = true));
    expect(await receiver.handle(posted(eventBody({ MessageId: 'x' })))).toMatchObject({ status: 503 });
    expect(stopped).toBe(false);
    gate.resolve();
    await stopping;
    expect(await running).toMatchObject({ status: 200 });
  });

  test('resolves at once when nothing runs, and again when called again', async () => {
    const { receiver } = recording();
    await receiver.stop();
    await expect(receiver.stop({ drainMs: 10 })).resolves.toBeUndefined();
  });

  test('gives up after drainMs, aborting the signals of what still runs', async () => {
    const clock = manualClock();
    let signal: AbortSignal | undefined;
    const receiver = createWebhookReceiver({ secrets: SECRET, clock, handlerTimeoutMs: Infinity }).on(
      'stocks_full',
      (_, context) => {
        signal = context.signal;
        return new Promise(() => undefined);
      },
    );
    void receiver.handle(posted());
    await vi.waitUntil(() => signal !== undefined, { interval: 1 });
    const stopping = receiver.stop({ drainMs: 1_000 });
    clock.advance(999);
    expect(signal?.aborted).toBe(false);
    clock.advance(1);
    await stopping;
    expect(signal?.aborted).toBe(true);
  });
});

describe('secrets', () => {
  test('every one of several verifies', async () => {
    const { receiver } = recording({ secrets: ['new', 'old'] });
    for (const secret of ['new', 'old'])
      expect(await receiver.handle(posted(eventBody({ MessageId: secret }), secret))).toMatchObject({
        status: 200,
      });
    expect(await receiver.handle(posted(sampleBody, 'older'))).toMatchObject({ status: 401 });
  });

  test.each<[string, WebhookReceiverOptions['secrets']]>([
    [
      'throws',
      () => {
        throw new Error('vault is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('vault is down'))],
    ['gives an empty key', () => ''],
    ['gives none', async () => []],
  ])('a supplier that %s answers 500', async (_, secrets) => {
    const { receiver, handled } = recording({ secrets });
    expect(await receiver.handle(posted())).toMatchObject({ status: 500 });
    expect(handled).toEqual([]);
  });

  test('a supplier is not asked for a request without a signature', async () => {
    const secrets = vi.fn<() => string>(() => SECRET);
    const { receiver } = recording({ secrets });
    await receiver.handle({ ...posted(), headers: {} });
    expect(secrets).not.toHaveBeenCalled();
  });

  test.each<[string, object]>([
    ['no keys', { secrets: [] }],
    ['an empty key', { secrets: '' }],
    ['no secrets at all', {}],
    ['a path without a slash', { secrets: 's', path: 'hook' }],
    ['a limit of 0', { secrets: 's', maxBodyBytes: 0 }],
    ['a store without methods', { secrets: 's', dedupe: {} }],
    ['an unknown option', { secrets: 's', secret: 'hush' }],
  ])('%s is a ConfigurationError at construction', (_, options) => {
    expect(() => createWebhookReceiver(options as WebhookReceiverOptions)).toThrow(ConfigurationError);
  });

  test('a misspelt one is named, with those that there are', () => {
    // Wrong on purpose, past the compiler.
    const options = { secrets: ['k'], maxBody: 1 } as never;
    expect(() => createWebhookReceiver(options)).toThrow(
      'maxBody is not an option here; these are: secrets, dedupe, maxBodyBytes, bodyTimeoutMs, handlerTimeoutMs, path, onEvent, onUnknown, logger, clock, hooks.',
    );
  });
});
