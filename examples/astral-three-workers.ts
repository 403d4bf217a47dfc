// Three processes share one stream of events. `limitMax` is the weight of each: with 2, 2 and 4 the third gets as many as the other two
// together, as in section 3.2 of the manual. Without ASTRAL_API_KEY it runs against the sandbox.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AstralClient } from '@partner-apis/astral';
import { withSandbox } from './support/with-sandbox.ts';

const WEIGHTS = [2, 2, 4];
const EVENTS = 300;

await withSandbox(async ({ participant }) => {
  await using astral = AstralClient.fromEnv();
  const counts = WEIGHTS.map(() => 0);

  const workers = WEIGHTS.map((weight, i): ChildProcess => {
    const worker = fork(new URL('support/three-workers-worker.ts', import.meta.url), [String(weight)]);
    worker.on('message', (message) => {
      if (message === 'handled') counts[i] = (counts[i] ?? 0) + 1;
    });
    return worker;
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  // Each says that it is ready before its first poll is open.
  await sleep(500);

  // The weights show when events arrive evenly: who polls first gets the whole of a pile.
  for (let n = 0; n < EVENTS; n += 1) {
    await astral.events.publish({ code: 'work', consumer: [participant], data: { n } });
    await sleep(5);
  }
  const deadline = Date.now() + 30_000;
  while (counts.reduce((sum, count) => sum + count, 0) < EVENTS && Date.now() < deadline) await sleep(20);

  const ended = workers.map((worker) => once(worker, 'close'));
  for (const worker of workers) worker.send('stop');
  await Promise.all(ended);
  const shares = counts.map((count) => `${((100 * count) / EVENTS).toFixed(0)} %`);
  console.log(`limitMax ${WEIGHTS.join(' : ')} → ${counts.join(' : ')} events (${shares.join(', ')})`);
});
