import { createServer } from 'node:http';
import { connect } from 'node:net';
import {
  type AnsweredWebhook,
  createWebhookReceiver,
  signWebhook,
  type WebhookReceiverOptions,
} from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventBody, posted, recording, sampleBody, SECRET } from './support/webhook.ts';

/** A receiver, and what its observer was told. */
function observed(options: Partial<WebhookReceiverOptions> = {}) {
  const told: AnsweredWebhook[] = [];
  const { receiver } = recording({ hooks: { answered: (webhook) => told.push(webhook) }, ...options });
  return { receiver, told };
}

describe('the observer "answered" is told once for every request', () => {
  test('an event that is handled, and the same again', async () => {
    const clock = manualClock();
    const { receiver, told } = observed({
      clock,
      onEvent: () => clock.advance(250),
    });
    await receiver.handle(posted());
    await receiver.handle(posted());
    expect(told).toEqual([
      { outcome: 'handled', status: 200, event: 'stocks_full', durationMs: 250 },
      { outcome: 'duplicate', status: 200, event: 'stocks_full', durationMs: 0 },
    ]);
  });

  test.each<[AnsweredWebhook['outcome'], number, Partial<WebhookReceiverOptions>, Parameters<typeof posted>]>(
    [
      ['signature', 401, {}, [sampleBody, 'another key']],
      ['payload', 400, {}, ['{}']],
      ['path', 404, { path: '/elsewhere' }, []],
      ['large', 413, { maxBodyBytes: 10 }, []],
    ],
  )('%s: %i without an event', async (outcome, status, options, request) => {
    const { receiver, told } = observed(options);
    await receiver.handle(posted(...request));
    expect(told).toEqual([{ outcome, status, event: undefined, durationMs: undefined }]);
  });

  test('keys that cannot be had', async () => {
    const { receiver, told } = observed({ secrets: () => Promise.reject(new Error('down')) });
    await receiver.handle(posted());
    expect(told).toEqual([{ outcome: 'failed', status: 500, event: undefined, durationMs: undefined }]);
  });

  test('a handler that fails, one that asks for it later, one that takes too long', async () => {
    const clock = manualClock();
    const told: AnsweredWebhook[] = [];
    const entered = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const receiver = createWebhookReceiver({
      secrets: SECRET,
      clock,
      handlerTimeoutMs: 1_000,
      hooks: { answered: (webhook) => told.push(webhook) },
    })
      .on('stocks_full', () => Promise.reject(new Error('no')))
      .on('stocks_changed', (_event, context) => context.later())
      .otherwise(() => {
        entered.resolve();
        return left.promise;
      });
    await receiver.handle(posted());
    await receiver.handle(posted(eventBody({ Event: 'stocks_changed' })));
    const slow = receiver.handle(posted(eventBody({ Event: 'prices_full' })));
    await entered.promise;
    expect(receiver.health()).toMatchObject({ inFlight: 1 });
    clock.advance(1_000);
    await slow;
    expect(receiver.health(), 'its handler runs on').toMatchObject({ inFlight: 1 });
    left.resolve();
    expect(told.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['failed', 500],
      ['later', 503],
      ['late', 503],
    ]);
  });

  test('a sender that goes away', async () => {
    const gone = Promise.withResolvers<AnsweredWebhook>();
    const { receiver } = observed({ hooks: { answered: gone.resolve } });
    const server = createServer((incoming, outgoing) => void receiver.node(incoming, outgoing)).listen(
      0,
      '127.0.0.1',
    );
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
    const head = [
      'POST / HTTP/1.1',
      'Host: a',
      `X-Signature: ${signWebhook('x', SECRET)}`,
      'Content-Length: 100',
    ];
    server.once('request', () => socket.destroy());
    socket.write(`${head.join('\r\n')}\r\n\r\nx`);
    expect(await gone.promise).toEqual({
      outcome: 'gone',
      status: undefined,
      event: undefined,
      durationMs: undefined,
    });
  });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('of the observer');
    },
  ],
  ['rejects', () => Promise.reject(new Error('of the observer'))],
])('an observer that %s changes no answer, and is named in the log', async (_how, answered) => {
  const logged = Promise.withResolvers<[object, string]>();
  const quiet = () => undefined;
  const logger = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (fields: object, text: string) => logged.resolve([fields, text]),
  };
  const { receiver } = recording({ hooks: { answered }, logger });
  expect(await receiver.handle(posted())).toMatchObject({ status: 200 });
  const [fields, text] = await logged.promise;
  expect(text).toBe('The hook "answered" of the receiver failed.');
  expect(fields).toMatchObject({ vendor: 'asna', err: new Error('of the observer') });
});

test('health tells whether webhooks are accepted, what is at work, and when the last event came', async () => {
  const clock = manualClock();
  const entered = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const receiver = createWebhookReceiver({ secrets: SECRET, clock }).otherwise(() => {
    entered.resolve();
    return left.promise;
  });
  expect(receiver.health()).toEqual({ state: 'running', live: true, inFlight: 0, lastEventAt: undefined });
  const at = clock.now();
  const answer = receiver.handle(posted());
  await entered.promise;
  const stopped = receiver.stop();
  expect(receiver.health()).toEqual({ state: 'stopping', live: false, inFlight: 1, lastEventAt: at });
  left.resolve();
  await Promise.all([answer, stopped]);
  expect(receiver.health()).toMatchObject({ state: 'stopping', inFlight: 0 });
});

test('a misspelt observer is refused', () => {
  const hooks = { answerd: () => undefined };
  // @ts-expect-error a receiver has no such observer.
  expect(() => createWebhookReceiver({ secrets: SECRET, hooks })).toThrow(/hooks/);
});
