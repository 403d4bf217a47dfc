import { createServer } from 'node:http';
import { connect } from 'node:net';
import {
  createWebhookReceiver,
  signWebhook,
  type WebhookDedupe,
  type WebhookReceiverOptions,
} from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { eventBody, posted, recording, sample, sampleBody, SECRET } from './support/webhook.ts';

interface Line {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

/** A logger that keeps its lines. */
function kept() {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

const EVENT = `The ASNA webhook stocks_full for the package ${sample.MessageId} of the client ${sample.ClientId}`;
const IDS = {
  vendor: 'asna',
  event: sample.Event,
  messageId: sample.MessageId,
  clientId: sample.ClientId,
};

const down = (): Promise<never> => Promise.reject(new Error('it is down'));
const store = (more: Partial<WebhookDedupe>): WebhookDedupe => ({
  claim: async () => 'claimed',
  done: async () => undefined,
  forget: async () => undefined,
  ...more,
});

describe('an event that is known is named, once', () => {
  test.each<[string, Partial<WebhookReceiverOptions>, string, string]>([
    ['handled', {}, 'debug', 'was handled.'],
    [
      'a duplicate',
      { dedupe: store({ claim: async () => 'done' }) },
      'debug',
      'had been handled before: it was not handled again.',
    ],
    [
      'busy elsewhere',
      { dedupe: store({ claim: async () => 'busy' }) },
      'info',
      'is being handled already: this delivery was answered with 503, so that it may come again.',
    ],
    [
      'a store that is down before',
      { dedupe: store({ claim: down }) },
      'error',
      'was not handled, because the store of handled webhooks failed: it was answered with 500, so that it may come again.',
    ],
    [
      'a store that is down after',
      { dedupe: store({ done: down }) },
      'error',
      'was handled, but the store of handled webhooks could not note that: if it comes again, it may be handled again.',
    ],
    [
      'onEvent that fails',
      { onEvent: down },
      'error',
      'was not handled, because onEvent failed: it may come again.',
    ],
  ])('%s', async (_, options, level, what) => {
    const { lines, logger } = kept();
    await recording({ ...options, logger }).receiver.handle(posted());
    expect(lines).toMatchObject([{ level, fields: IDS, message: `${EVENT} ${what}` }]);
  });

  test('a handler that fails, with its error', async () => {
    const { lines, logger } = kept();
    await createWebhookReceiver({ secrets: SECRET, logger }).on('stocks_full', down).handle(posted());
    expect(lines).toMatchObject([
      {
        level: 'error',
        fields: { ...IDS, err: { message: 'it is down' } },
        message: `${EVENT} was not handled, because its handler failed: it may come again.`,
      },
    ]);
  });

  test('and a claim that cannot be given back is a second thing that happened', async () => {
    const { lines, logger } = kept();
    const dedupe = store({ forget: down });
    await createWebhookReceiver({ secrets: SECRET, logger, dedupe }).on('stocks_full', down).handle(posted());
    expect(lines.map(({ message }) => message)).toEqual([
      `${EVENT} was not handled, because its handler failed: it may come again.`,
      `${EVENT} stays claimed, because the store of handled webhooks failed: until its lease is over, it is answered with 503.`,
    ]);
  });

  test('without a handler', async () => {
    const { lines, logger } = kept();
    await createWebhookReceiver({ secrets: SECRET, logger }).handle(posted());
    expect(lines).toMatchObject([
      {
        level: 'warn',
        fields: IDS,
        message: `${EVENT} was accepted, and nobody handled it: it has no handler here, and there is no onUnknown.`,
      },
    ]);
  });

  test('one that takes too long: once when it is answered, once when it is done', async () => {
    const { lines, logger } = kept();
    const clock = manualClock();
    const gate = Promise.withResolvers<void>();
    const receiver = createWebhookReceiver({ secrets: SECRET, logger, clock, handlerTimeoutMs: 500 }).on(
      'stocks_full',
      () => gate.promise,
    );
    const answer = receiver.handle(posted());
    await vi.waitUntil(() => clock.scheduled > 0, { interval: 1 });
    clock.advance(500);
    await answer;
    await receiver.handle(posted());
    gate.resolve();
    await receiver.stop();
    await receiver.handle(posted());
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      [
        'error',
        `${EVENT} was not handled within 500 ms (handlerTimeoutMs): it was answered with 503, and its handler runs on.`,
      ],
      [
        'info',
        `${EVENT} is being handled already: this delivery was answered with 503, so that it may come again.`,
      ],
      ['debug', `${EVENT} was handled.`],
      ['info', 'A request was refused with 503: the receiver is stopping.'],
    ]);
  });

  test('one whose body was on its way when the receiver stopped', async () => {
    const { lines, logger } = kept();
    const secret = Promise.withResolvers<string>();
    const { receiver } = recording({ logger, secrets: () => secret.promise });
    const answer = receiver.handle(posted());
    await receiver.stop();
    secret.resolve(SECRET);
    expect(await answer).toMatchObject({ status: 503 });
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      [
        'info',
        `${EVENT} was not handled, because the receiver is stopping: it was answered with 503, so that it may come again.`,
      ],
    ]);
  });

  test('with nothing in the sentence that could pass for another line', async () => {
    const { lines, logger } = kept();
    const body = eventBody({ Event: 'a\nerror: forged', MessageId: 'x'.repeat(5_000) });
    await recording({ logger }).receiver.handle(posted(body));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.message).not.toContain('\n');
    expect(lines[0]?.message.length).toBeLessThan(500);
  });
});

describe('a request that is no event yet says why it was refused, once', () => {
  test.each<[string, object, string, string]>([
    ['another path', { path: '/other' }, 'info', 'A request was refused with 404: it was not for /hook.'],
    ['another method', { method: 'GET' }, 'info', 'A request was refused with 405: webhooks come by POST.'],
    ['no signature', { headers: {} }, 'warn', 'A webhook was refused with 401: it has no X-Signature.'],
    [
      'a signature that is none',
      { headers: { 'x-signature': 'sha256=1' } },
      'warn',
      'A webhook was refused with 401: its X-Signature is not one "sha256=" with 64 hex digits.',
    ],
    [
      'a signature of another key',
      { headers: { 'x-signature': signWebhook(sampleBody, 'guess') } },
      'warn',
      'A webhook was refused with 401: its signature does not fit its body and our keys. It was forged, changed on its way, or signed with another key.',
    ],
    [
      'a body that is no event',
      { ...posted('{"Event":7}'), path: '/hook' },
      'warn',
      'A webhook was refused with 400: it is from ASNA, but its body is no event (ClientId: ',
    ],
    [
      'a large body',
      { ...posted(eventBody({ more: 'x'.repeat(2_000) })), path: '/hook' },
      'info',
      'A request was refused with 413: its body is larger than 1000 bytes (maxBodyBytes).',
    ],
  ])('%s', async (_, more, level, message) => {
    const { lines, logger } = kept();
    const { receiver } = recording({ logger, path: '/hook', maxBodyBytes: 1_000 });
    await receiver.handle({ ...posted(), path: '/hook', ...more });
    expect(lines).toMatchObject([{ level, fields: { vendor: 'asna', status: expect.any(Number) } }]);
    expect(lines[0]?.message.startsWith(message)).toBe(true);
  });

  test('keys that cannot be had, with the error', async () => {
    const { lines, logger } = kept();
    await recording({ logger, secrets: down }).receiver.handle(posted());
    expect(lines).toMatchObject([
      {
        level: 'error',
        fields: { vendor: 'asna', status: 500, err: { message: 'it is down' } },
        message:
          'A webhook was answered with 500, because the keys could not be had: nobody can tell yet whether it is from ASNA, and it may come again.',
      },
    ]);
  });

  test('a body that does not come, and a sender that goes away', async () => {
    const { lines, logger } = kept();
    const { receiver } = recording({ logger, bodyTimeoutMs: 30 });
    const server = createServer((request, response) => void receiver.node(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const head = `POST / HTTP/1.1\r\nHost: x\r\nX-Signature: ${signWebhook(sampleBody, SECRET)}\r\nContent-Length: 189\r\n\r\n{`;
    const slow = connect(address.port, '127.0.0.1').on('error', () => undefined);
    slow.write(head);
    await vi.waitUntil(() => lines.length === 1, { interval: 1 });
    slow.destroy();
    const hasty = connect(address.port, '127.0.0.1').on('error', () => undefined);
    hasty.write(head, () => hasty.resetAndDestroy());
    await vi.waitUntil(() => lines.length === 2, { interval: 1 });
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'A request was refused with 408: its body was not there after 30 ms (bodyTimeoutMs).'],
      ['info', 'A request was not answered: its sender went away before its body was there.'],
    ]);
  });
});
