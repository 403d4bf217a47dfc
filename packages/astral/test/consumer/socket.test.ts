import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  AstralClient,
  AuthenticationError,
  ConfigurationError,
  type ConsumerOptions,
} from '@partner-apis/astral';
import { createSandbox, type FaultSpec, type Sandbox } from '@partner-apis/sandbox';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { rejection } from '@partner-apis/test-kit';

/** The sandbox on a real socket, and a client with a pool of its own. */
async function stage(
  options: { secondMs?: number } = {},
): Promise<{ sandbox: Sandbox; astral: AstralClient }> {
  const sandbox = createSandbox(options);
  const server = await sandbox.listen();
  const astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  onTestFinished(async () => {
    await astral.close();
    await sandbox.close();
  });
  return { sandbox, astral };
}

const alone: ConsumerOptions = { owner: () => true };
/** Time enough on a busy machine. */
const SOON = { timeout: 15_000 };
vi.setConfig({ testTimeout: 30_000 });

const confirmed = (sandbox: Sandbox): number => sandbox.astral.confirmed().length;

describe('over a real socket', () => {
  test('handles and confirms everything, the backlog and the new, in a batch here and there', async () => {
    const { sandbox, astral } = await stage();
    for (let n = 0; n < 50; n += 1) sandbox.astral.publish({ code: 'a', data: { n } });
    // Handed out to somebody who is gone.
    await astral.events.poll({ limit: 20 });
    const seen = new Set<unknown>();
    const consumer = astral.consumer(alone).on('a', (event) => void seen.add(event.data['n']));
    const run = consumer.run();
    await expect.poll(() => confirmed(sandbox), SOON).toBe(50);
    expect(seen.size).toBe(50);
    expect(await consumer.stop()).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    await run;
    await expect.poll(() => sandbox.requests({ outcome: 'open' }), SOON).toEqual([]);
  });

  test.each([
    ['events.poll', { kind: 'reset' }],
    ['events.poll', { kind: 'reset-after-effect' }],
    ['events.poll', { kind: 'cut-body' }],
    ['events.poll', { kind: 'cut-body', framing: 'chunked' }],
    ['events.poll', { kind: 'bad-json' }],
    ['events.poll', { kind: 'status', status: 502 }],
    ['events.confirm', { kind: 'reset' }],
    ['events.confirm', { kind: 'reset-after-effect' }],
    ['events.confirm', { kind: 'cut-body' }],
    ['events.confirm', { kind: 'bad-json' }],
    ['events.confirm', { kind: 'status', status: 503 }],
  ] as const)('loses nothing when %s meets %j', async (operation, fault) => {
    const { sandbox, astral } = await stage();
    const spec: FaultSpec<'astral'> = { vendor: 'astral', operation, times: 2, ...fault };
    const met = sandbox.faults.inject(spec);
    let runs = 0;
    void astral
      .consumer(alone)
      .on('a', () => void (runs += 1))
      .run();
    for (let n = 0; n < 10; n += 1) sandbox.astral.publish({ code: 'a' });
    await expect.poll(() => confirmed(sandbox), SOON).toBe(10);
    expect(met.met).toBe(2);
    expect(runs).toBe(10);
  });

  test('comes back when the tunnel is there again', async () => {
    const { sandbox, astral } = await stage();
    const consumer = astral.consumer(alone).on('a', () => {});
    void consumer.run();
    await expect.poll(() => consumer.health().live, SOON).toBe(true);
    const fault = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse' });
    await expect.poll(() => consumer.health().consecutiveFailures, SOON).toBeGreaterThan(2);
    await fault.remove();
    sandbox.astral.publish({ code: 'a' });
    await expect.poll(() => confirmed(sandbox), SOON).toBe(1);
    const { lastPollStartedAt, lastPollCompletedAt, lastEventAt, ...health } = consumer.health();
    expect(health).toMatchObject({ live: true, state: 'running' });
    // As Date.now() has them, on a real clock as well.
    for (const time of [lastPollStartedAt, lastPollCompletedAt, lastEventAt]) {
      expect(time).toSatisfy(Number.isInteger);
    }
  });

  test.each([
    'empty-list',
    'null',
    'missing',
    'no-content',
    'empty-body',
    'not-modified',
    'request-timeout',
    'gateway-timeout',
    'body-status',
    'bare-array',
  ] as const)('takes an empty answer of the kind %s for what it is', async (kind) => {
    const { sandbox, astral } = await stage({ secondMs: 10 });
    sandbox.astral.emptyAnswer = kind;
    const consumer = astral.consumer({ ...alone, poll: { ladder: [10] } }).on('a', () => {});
    void consumer.run();
    await expect.poll(() => sandbox.requests({ operation: 'events.poll' }).length, SOON).toBeGreaterThan(3);
    expect(consumer.health()).toMatchObject({ consecutiveFailures: 0, live: true });
    sandbox.astral.publish({ code: 'a' });
    await expect.poll(() => confirmed(sandbox), SOON).toBe(1);
  });

  test('holds a poll for longer than the limits of the client allow to other calls', async () => {
    const { sandbox, astral } = await stage();
    const hurried = astral.with({
      timeouts: { headersMs: 200, idleMs: 200, attemptMs: 200, deadlineMs: 200 },
      retry: { retries: 4 },
    });
    const consumer = hurried.consumer(alone).on('a', () => {});
    void consumer.run();
    await new Promise((resolve) => {
      setTimeout(resolve, 600);
    });
    expect(
      sandbox.requests({ operation: 'events.poll' }).filter(({ query }) => query['unconfirmed'] !== 'true'),
    ).toHaveLength(1);
    sandbox.astral.publish({ code: 'a' });
    await expect.poll(() => confirmed(sandbox), SOON).toBe(1);
    await hurried.close();
  });

  test('drops the connection of a poll that is never answered', async () => {
    let open = 0;
    const server = createServer((socket) => {
      open += 1;
      socket
        .resume()
        .on('error', () => {})
        .on('close', () => (open -= 1));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await using astral = new AstralClient({ apiKey: 'k', baseUrl: `http://127.0.0.1:${port}` });
    const consumer = astral.consumer({ owner: () => false }).on('a', () => {});
    const run = consumer.run();
    await expect.poll(() => open, SOON).toBe(1);
    await consumer.stop();
    await run;
    await expect.poll(() => open, SOON).toBe(0);
  });

  test('rejects for a key that the platform refuses', async () => {
    const { astral } = await stage();
    const error = await rejection(
      astral
        .with({ apiKey: 'wrong' })
        .consumer()
        .on('a', () => {})
        .run(),
    );
    expect(error).toBeInstanceOf(AuthenticationError);
  });

  test('asks for a fresh key once before it gives up', async () => {
    const { sandbox, astral } = await stage();
    const { apiKey } = sandbox.astral.participant();
    const keys = ['rotated out', apiKey];
    const rotating = astral.with({ apiKey: () => keys.shift() ?? apiKey });
    void rotating
      .consumer(alone)
      .on('a', () => {})
      .run();
    sandbox.astral.publish({ code: 'a' });
    await expect.poll(() => confirmed(sandbox), SOON).toBe(1);
    await rotating.close();
  });

  test('rejects when the client was closed', async () => {
    const { astral } = await stage();
    const copy = astral.with({});
    const consumer = copy.consumer().on('a', () => {});
    await copy.close();
    expect(await rejection(consumer.run())).toMatchObject({ code: 'ABORTED' });
    expect(() => copy.consumer({ concurrency: -1 })).toThrow(ConfigurationError);
  });

  test('gives events in pull style', async () => {
    const { sandbox, astral } = await stage();
    for (let n = 0; n < 5; n += 1) sandbox.astral.publish({ code: 'a', data: { n } });
    const seen: unknown[] = [];
    for await (const { event, confirm } of astral.events.stream({ concurrency: 2 })) {
      seen.push(event.data['n']);
      if (seen.length === 4) break;
      await confirm();
    }
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(confirmed(sandbox)).toBe(3);
    // The one that was left, and the one that was fetched ahead.
    expect(sandbox.astral.unconfirmed()).toHaveLength(2);
  });
});
