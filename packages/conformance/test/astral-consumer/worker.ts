// One consumer in a process of its own, to be killed at any moment. Each handled event is a line in an append-only file, written before
// the handler resolves: `<id> <epoch ms>`.
import { appendFileSync } from 'node:fs';
import { AstralClient } from '@partner-apis/astral';

const [ledger = ''] = process.argv.slice(2);
const astral = AstralClient.fromEnv();

await astral
  .consumer({
    concurrency: 4,
    limitMax: 6,
    retry: { retries: 1, minDelayMs: 5, maxDelayMs: 20 },
    confirm: { maxDelayMs: 50 },
    // Short, so that a few hundred milliseconds of life are enough to meet every part of the loop.
    sweep: { everyMs: 400, minAgeMs: 150 },
    poll: { ladder: [30, 10] },
    signals: ['SIGTERM'],
  })
  .on('crash', async (event) => {
    await new Promise((resolve) => {
      setTimeout(resolve, Number(event.data['ms']));
    });
    if (Math.random() < 0.1) throw new Error('now and then a handler fails');
    appendFileSync(ledger, `${event.id} ${Date.now()}\n`);
  })
  .run();
await astral.close();
