import {
  AsnaClient,
  asnaDateTime,
  createWebhookReceiver,
  isAsnaHttpError,
  keyvDedupe,
  type MessageStatus,
  type StockItem,
  type StockUpload,
  type Submitted,
  type ValidationResult,
  verifyWebhook,
  type WebhookEvent,
} from '@partner-apis/asna';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Keyv from 'keyv';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { SECRET } from './support/webhook.ts';

// Checked by the compiler: a line below `@ts-expect-error` that compiles is an error itself.

const asna = new AsnaClient({ token: 't' });
const good: StockItem = { prtId: '111445', nnt: 6072, qnt: 5 };

describe('stock rows', () => {
  test("the five mistakes in the manual's sample do not compile", () => {
    const rows: StockItem[] = [
      // @ts-expect-error prtId is a text
      { ...good, prtId: 111445 },
      // @ts-expect-error an unknown date is left out, not empty
      { ...good, supDate: '' },
      // @ts-expect-error a flag is true, false or null
      { ...good, gnvls: 1 },
      // @ts-expect-error a flag is true, false or null
      { ...good, dp: 0 },
      // @ts-expect-error a date of expiry is a text or null
      { ...good, exp: 0 },
    ];
    expect(rows).toHaveLength(5);
  });

  test('a right one does', () => {
    const upload: StockUpload = {
      date: '2018-11-22T16:01:13.032+03:00',
      stocks: [
        { ...good, supDate: asnaDateTime(new Date(0)), gnvls: null, dp: true, exp: '2030-01-01', supInn: '' },
      ],
    };
    expect(upload.stocks[0]?.supDate).toBe('1970-01-01T00:00:00.000Z');
  });
});

test('clients', () => {
  // @ts-expect-error a secret is missing
  expect(() => new AsnaClient({ auth: { clientId: 'c' } })).toThrow('clientSecret');
  // @ts-expect-error no such option
  expect(() => new AsnaClient({ token: 't', scope: 'api' })).toThrow('scope');
  expectTypeOf(asna.with({ token: 'u' })).toEqualTypeOf<AsnaClient>();
});

test('answers', () => {
  expectTypeOf<Awaited<ReturnType<typeof asna.messages.getStatus>>>().toEqualTypeOf<MessageStatus | null>();
  expectTypeOf<MessageStatus['state']>().toEqualTypeOf<
    'accepted' | 'processing' | 'processed' | 'error' | 'unknown'
  >();
  expectTypeOf<Awaited<ReturnType<typeof asna.webhooks.getKey>>['secret']>().toEqualTypeOf<string>();
  const told = (result: ValidationResult): string =>
    result.valid ? 'fine' : result.errors.map(({ field }) => field).join();
  expect(told({ valid: true })).toBe('fine');
  const outcome = (sent: Submitted): unknown => {
    // @ts-expect-error only what was accepted can be waited for
    void sent.wait;
    return sent.state === 'accepted' ? sent.messageId : sent.data;
  };
  expect(outcome({ state: 'done', status: 200, data: 1 })).toBe(1);
});

test('arguments', () => {
  const wrong = (): unknown[] => [
    // @ts-expect-error a schema that there is not
    asna.schemas.validate('customers', {}),
    // @ts-expect-error a removal has no url
    asna.subscriptions.delete('stocks_full', { clientId: 'c', url: 'http://h' }),
    // @ts-expect-error a url is missing
    asna.subscriptions.create('stocks_full', { clientId: 'c' }),
    // @ts-expect-error reading is no submission
    asna.submit({ method: 'GET', path: '/v5/x' }),
    // @ts-expect-error a payload is an object or text
    asna.schemas.validate('stocks', 5),
  ];
  expect(wrong).toBeTypeOf('function');
  // Events that are not in the manual compile.
  expectTypeOf(asna.subscriptions.create).toBeCallableWith('prices_full', { clientId: 'c', url: 'http://h' });
});

test('errors', () => {
  const error: unknown = undefined;
  if (isAsnaHttpError(error)) {
    expectTypeOf(error.body.isTransient).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(error.body.validationErrors?.[0]?.field).toEqualTypeOf<string | undefined>();
  }
  expect(isAsnaHttpError(error)).toBe(false);
});

test('handlers know their event; frameworks and stores fit', async () => {
  const receiver = createWebhookReceiver({ secrets: SECRET, dedupe: keyvDedupe(new Keyv()) })
    .on('stocks_full', (event, { signal }) => {
      expectTypeOf(event.Event).toEqualTypeOf<'stocks_full'>();
      expectTypeOf(event.MessageId).toEqualTypeOf<string>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
    })
    .on(['orders_updates_site', 'orders_updates_store'], (event) => {
      expectTypeOf(event.Event).toEqualTypeOf<'orders_updates_site' | 'orders_updates_store'>();
    });
  expectTypeOf(verifyWebhook).returns.toEqualTypeOf<WebhookEvent>();
  // @ts-expect-error a parsed body
  expect(() => verifyWebhook({ Event: 'x' }, '', SECRET)).toThrow('express.raw');

  expectTypeOf(express().post).toBeCallableWith('/hook', receiver.express());
  new Hono().post('/hook', (c) => receiver.fetch(c.req.raw));
  const app = fastify();
  await app.register(receiver.fastify, { prefix: '/hook' });
  await app.close();
});
