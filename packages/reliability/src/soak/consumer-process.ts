// One consumer in a process of its own, to be killed at any moment. What it handled is noted in a file before the handler resolves.
import { setTimeout as sleep } from 'node:timers/promises';
import { AstralClient } from '@partner-apis/astral';
import { fastClock } from '../fast-clock.ts';
import { numberOf } from './event-queue.ts';
import { handledNotes } from './handled-record.ts';

const [baseUrl = '', record = '', speed = '1', limitMax = '100'] = process.argv.slice(2);
const note = handledNotes(record);
const astral = new AstralClient({ apiKey: 'soak', baseUrl, clock: fastClock(Number(speed)) });

await astral
  .consumer({
    concurrency: Number(limitMax) * 2,
    limitMax: Number(limitMax),
    maxUnconfirmed: Number(limitMax) * 6,
    // What else the defaults say is for people: seconds and minutes, which pass `speed` times as fast here.
    poll: { ladder: [30, 10], slackMs: 3_000 },
    sweep: { everyMs: 40_000, minAgeMs: 40_000 },
    confirm: { maxBatch: Number(limitMax) },
    maxAttempts: 100,
    signals: ['SIGTERM'],
  })
  .on('soak', async ({ id }) => {
    // Now and then it takes a while, and now and then it fails.
    const chance = Math.random();
    if (chance < 0.02) await sleep(chance * 1_000);
    if (chance < 0.01) throw new Error('now and then a handler fails');
    note(numberOf(id));
  })
  .run();
await astral.close();
