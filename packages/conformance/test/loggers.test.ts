import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createWebhookReceiver, signWebhook } from '@partner-apis/asna';
import { AstralClient, type Logger } from '@partner-apis/astral';
import { memoryCursorStore, ReestroClient } from '@partner-apis/reestro';
import { createSandbox } from '@partner-apis/sandbox';
import { rejection } from '@partner-apis/test-kit';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import winston from 'winston';
import { winstonLogger } from '../src/winston-logger.ts';
import { root } from '../src/workspace.ts';

type Line = Readonly<Record<string, unknown>>;

/** Lines of JSON as a logger wrote them. */
class Lines extends Writable {
  readonly all: Line[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    for (const text of chunk.toString().split('\n').filter(Boolean)) this.all.push(JSON.parse(text) as Line);
    done();
  }
}

const loggers: readonly [string, (lines: Lines) => Logger][] = [
  ['pino', (lines) => pino({ level: 'debug' }, lines)],
  [
    'winston',
    (lines) =>
      winstonLogger(
        winston.createLogger({
          level: 'debug',
          format: winston.format.json(),
          transports: [new winston.transports.Stream({ stream: lines })],
        }),
      ),
  ],
];

/** Why a handler failed, with what lies under it. */
const broken = (): never => {
  throw new RangeError('no such table', { cause: new Error('deadlock') });
};

const sandboxed = async () => {
  const sandbox = createSandbox();
  const server = await sandbox.listen();
  onTestFinished(async () => {
    await server.close();
    await sandbox.close();
  });
  return { sandbox, server };
};

describe.each(loggers)('%s shows why a handler failed, with its stack,', (_, make) => {
  /** Of each error in the log: what it is, what it says, whether its stack leads to the handler. */
  const told = (lines: Lines) =>
    lines.all
      .filter((line) => 'err' in line)
      .map(({ err }) => err as Readonly<Record<string, string>>)
      .map(({ type, message, stack }) => [
        type,
        message?.startsWith('no such table'),
        stack?.includes('loggers.test.ts'),
      ]);

  test('of a consumer', async () => {
    const { sandbox, server } = await sandboxed();
    const lines = new Lines();
    await using astral = new AstralClient({
      baseUrl: server.urls.astral,
      apiKey: server.credentials.astral.apiKey,
      logger: make(lines),
    });
    sandbox.astral.publish({ code: 'bad', data: {} });
    const consumer = astral
      .consumer({ hooks: { released: () => void consumer.stop() }, retry: { retries: 0 } })
      .on('bad', broken);
    await consumer.run();
    expect(told(lines)).toContainEqual(['RangeError', true, true]);
  });

  test('of a feed', async () => {
    const { sandbox, server } = await sandboxed();
    const lines = new Lines();
    await using reestro = new ReestroClient({
      baseUrl: server.urls.reestro,
      apiKey: server.credentials.reestro.apiKey,
      orgId: server.credentials.reestro.orgId,
      logger: make(lines),
    });
    sandbox.reestro.addEvent('released');
    const feed = reestro.crypto.events.feed({
      key: 'k',
      store: memoryCursorStore(),
      startFrom: 'oldest',
      handler: broken,
      handlerRetry: { retries: 0 },
    });
    await rejection(feed.run());
    expect(told(lines)).toContainEqual(['RangeError', true, true]);
  });

  test('of a webhook receiver', async () => {
    const lines = new Lines();
    const secret = 'key of a test';
    const receiver = createWebhookReceiver({ secrets: [secret], logger: make(lines) }).on(
      'stocks_full',
      broken,
    );
    const body = JSON.stringify({
      Event: 'stocks_full',
      MessageId: '00000000-0000-4000-8000-000000000001',
      ClientId: '00000000-0000-4000-8000-000000000002',
      Message: '',
      Date: '2026-01-01T00:00:00Z',
    });
    const headers = { 'X-Signature': signWebhook(body, secret), 'Content-Type': 'application/json' };
    const response = await receiver.fetch(
      new Request('http://a.invalid/', { method: 'POST', headers, body }),
    );
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(told(lines)).toContainEqual(['RangeError', true, true]);
  });
});

test('the guide shows the adapter for winston as it is tried here', () => {
  const code = readFileSync(new URL('../src/winston-logger.ts', import.meta.url), 'utf8');
  const guide = readFileSync(join(root, 'docs/logging.md'), 'utf8');
  expect(guide).toContain(code.trim());
});
