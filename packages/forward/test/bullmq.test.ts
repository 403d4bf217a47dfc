import { RequestValidationError } from '@partner-apis/core';
import { astralSource, forward, type ForwardItem, type Sink, testSink } from '@partner-apis/forward';
import { bullmqSink, readBullmqJob } from '@partner-apis/forward/bullmq';
import { rejection, thrown } from '@partner-apis/test-kit';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { type EngineServer, freePort, installed, startRedis } from './support/servers.ts';
import { ALONE, SOON, stage } from './support/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const item = (id: string, data: unknown = { n: 1 }): ForwardItem => ({
  id,
  source: 'astral',
  type: 'signature.verified',
  event: { id, data },
  receivedAt: 1_795_000_000_000,
});
const put = (sink: Sink, ...items: ForwardItem[]) => sink.put(items, { signal: AbortSignal.timeout(10_000) });

/** A queue that fails fast, on the port of a server. */
function queueOn(port: number, options: object = {}, name = `q${Math.random()}`): Queue {
  const connection = { host: '127.0.0.1', port, enableOfflineQueue: false };
  const queue = new Queue(name, { connection, ...options });
  queue.on('error', () => undefined);
  // One that was never connected waits for its connection before it ends it.
  onTestFinished(() => void queue.disconnect().catch(() => undefined));
  return queue;
}

describe.skipIf(!installed.redis)('with a real Redis', () => {
  let server: EngineServer;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.close());

  test('the sink keeps the contract', () =>
    testSink(async () => {
      const queue = queueOn(server.port);
      await queue.waitUntilReady();
      const stored = async () => Promise.all((await queue.getJobs()).map((job: Job) => readBullmqJob(job)));
      return { sink: bullmqSink({ queue }), stored };
    }));

  test('a job has the id of its item, is a duplicate while it is known, also when it is done, and keeps what the job is to have', async () => {
    const queue = queueOn(server.port);
    const sink = bullmqSink({ queue, job: { attempts: 3 } });
    expect(await put(sink, item('1'))).toEqual(['stored']);
    const job = await queue.getJob('astral-1');
    expect(job?.opts).toMatchObject({ attempts: 3, jobId: 'astral-1', removeOnComplete: { age: 259_200 } });
    const worker = new Worker(queue.name, async () => 'done', {
      connection: { host: '127.0.0.1', port: server.port },
    });
    onTestFinished(() => worker.close());
    await expect.poll(() => queue.getCompletedCount(), SOON).toBe(1);
    expect(await put(sink, item('1'), item('2'))).toEqual(['duplicate', 'stored']);
    await expect.poll(() => queue.getCompletedCount(), SOON).toBe(2);
  });

  test('a worker reads the typed event and the headers', async () => {
    const queue = queueOn(server.port);
    const sink = bullmqSink({ queue });
    await sink.put([item('1', { at: '2026-01-02' })], {
      signal: AbortSignal.timeout(10_000),
      headers: { traceparent: '00-1' },
    });
    const job = await queue.getJob('astral-1');
    const Event = z.object({ id: z.string(), data: z.object({ at: z.coerce.date() }) });
    const read = await readBullmqJob(job as Job, Event);
    expect(read.event.data.at.getUTCFullYear()).toBe(2026);
    expect(read).toMatchObject({
      id: '1',
      source: 'astral',
      type: 'signature.verified',
      headers: { traceparent: '00-1' },
    });
    const refused = await rejection(
      readBullmqJob(job as Job, z.object({ data: z.object({ missing: z.string() }) })),
    );
    expect(refused).toBeInstanceOf(RequestValidationError);
    expect(refused).toMatchObject({ issues: [{ path: ['event', 'data', 'missing'] }] });
    expect((await rejection(readBullmqJob({ id: '7', data: { a: 1 } }))).message).toContain(
      'BullMQ job 7 was not written by a forwarder: id:',
    );
  });

  test.each([true, 0, 10, { age: 60 }, { count: 5 }])(
    'a queue that forgets done jobs at once (%j) is refused, unless the sink is told so',
    (removeOnComplete) => {
      const queue = queueOn(server.port, { defaultJobOptions: { removeOnComplete } });
      expect(thrown(() => bullmqSink({ queue })).message).toContain('would be handled twice');
      bullmqSink({ queue, removeOnComplete });
    },
  );

  test('a queue that remembers is taken as it is', async () => {
    const queue = queueOn(server.port, { defaultJobOptions: { removeOnComplete: { age: 86_400 } } });
    await put(bullmqSink({ queue }), item('1'));
    expect((await queue.getJob('astral-1'))?.opts.removeOnComplete).toEqual({ age: 86_400 });
  });

  test('a Redis whose memory is full is to be tried again, and nothing is confirmed until it has room', async () => {
    const full = await startRedis('--maxmemory-policy', 'noeviction');
    onTestFinished(() => full.close());
    const queue = queueOn(full.port);
    const admin = new Redis(full.url);
    onTestFinished(() => admin.disconnect());
    await put(bullmqSink({ queue }), item('0'));
    await admin.config('SET', 'maxmemory', '1');
    const error = await rejection(put(bullmqSink({ queue }), item('1')));
    expect(error.message).toContain('OOM command not allowed');
    const { sandbox, astral } = await stage();
    const away: unknown[] = [];
    const forwarder = forward({
      source: astralSource(astral, ALONE),
      sink: bullmqSink({ queue }),
      retry: { minDelayMs: 10, maxDelayMs: 50 },
      hooks: { away: (signal) => away.push(signal.error) },
    });
    onTestFinished(async () => void (await forwarder.stop()));
    sandbox.astral.publish({ code: 'a' });
    void forwarder.run();
    await expect.poll(() => away.length, SOON).toBeGreaterThan(2);
    expect(String(away[0])).toContain('OOM');
    expect(sandbox.astral.confirmed()).toEqual([]);
    await admin.config('SET', 'maxmemory', '0');
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(1);
  });

  test('a Redis that goes away fails at once, with any settings of the queue, and is used again when it is back', async () => {
    const mortal = await startRedis();
    onTestFinished(() => mortal.close());
    for (const enableOfflineQueue of [false, true]) {
      const connection = { host: '127.0.0.1', port: mortal.port, enableOfflineQueue };
      const queue = queueOn(mortal.port, { connection });
      const sink = bullmqSink({ queue });
      expect(await put(sink, item(`${enableOfflineQueue} 1`))).toEqual(['stored']);
      await mortal.kill();
      await expect.poll(async () => (await queue.backend.client).status, SOON).not.toBe('ready');
      const error = await rejection(put(sink, item(`${enableOfflineQueue} 2`)));
      expect(error).toMatchObject({ code: 'CONNECTION', reason: 'REDIS_AWAY' });
      await mortal.start();
      const again = async () =>
        Promise.resolve(put(sink, item(`${enableOfflineQueue} 2`))).catch(() => ['away']);
      await expect.poll(again, SOON).toEqual([expect.stringMatching(/stored|duplicate/)]);
    }
  });
});

test('a Redis that was never there fails within its time', async () => {
  const queue = queueOn(await freePort());
  const error = await rejection(put(bullmqSink({ queue }), item('1')));
  expect(error).toMatchObject({ code: 'CONNECTION', reason: 'REDIS_AWAY' });
});

test('a queue that is none is refused', () => {
  expect(thrown(() => bullmqSink({ queue: {} as never })).message).toContain('needs a queue of BullMQ');
});
