// Hands the events of Astral.Platform over to BullMQ, and handles them in a worker, which would run on machines of its own. Needs a Redis:
// REDIS_URL=redis://127.0.0.1:6379. Without ASTRAL_API_KEY it runs against the sandbox, and ends after three events; else with Ctrl+C.
import { AstralClient } from '@partner-apis/astral';
import { astralSource, forward } from '@partner-apis/forward';
import { bullmqSink, readBullmqJob } from '@partner-apis/forward/bullmq';
import { Queue, Worker } from 'bullmq';
import * as z from 'zod';
import { withSandbox } from './support/with-sandbox.ts';

const { REDIS_URL } = process.env;
if (REDIS_URL === undefined) {
  console.log('This example needs a Redis: set REDIS_URL, such as redis://127.0.0.1:6379.');
  process.exit();
}
const { hostname: host, port } = new URL(REDIS_URL);
const redis = { host, port: Number(port || 6379) };
const NAME = 'astral-events';

/** What the worker expects of an event. Others fail their job with a list of what is wrong. */
const Verified = z.looseObject({ id: z.string(), data: z.looseObject({ n: z.number() }) });

await withSandbox(async ({ participant }) => {
  const inSandbox = process.env['ASTRAL_PARTICIPANT'] === undefined;
  await using astral = AstralClient.fromEnv();

  // A Redis that is away must fail at once: then nothing is taken from the platform until it is back.
  const queue = new Queue(NAME, { connection: { ...redis, enableOfflineQueue: false } });
  queue.on('error', ({ message }) => console.error(`the queue: ${message}`));
  const forwarder = forward({
    source: astralSource(astral),
    sink: bullmqSink({ queue, job: { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } } }),
    deadLetter: ({ id }, reason) => console.error(`not for Redis: ${id}, ${reason}`),
    signals: ['SIGTERM', 'SIGINT'],
  });

  let handled = 0;
  const worker = new Worker(
    NAME,
    async (job) => {
      const { id, event } = await readBullmqJob(job, Verified);
      console.log(`handled ${id}, number ${event.data.n}`);
      handled += 1;
      if (inSandbox && handled === 3) void forwarder.stop();
    },
    // A worker that dies leaves its job stalled; BullMQ gives up on one that stalls twice unless it is told otherwise.
    { connection: redis, concurrency: 10, maxStalledCount: 10 },
  );

  if (inSandbox) {
    for (let n = 1; n <= 3; n += 1)
      await astral.events.publish({ code: 'signature.verified', consumer: [participant], data: { n } });
  }
  await forwarder.run();
  console.log(`${forwarder.health().stored} handed over and confirmed`);
  await worker.close();
  await queue.close();
});
