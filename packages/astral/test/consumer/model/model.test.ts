import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { World } from './world.ts';

/** Runs of the model; more with `CONSUMER_MODEL_RUNS=5000`, the same again with `CONSUMER_MODEL_SEED`. */
const runs = Number(process.env['CONSUMER_MODEL_RUNS'] ?? 300);
const seed = process.env['CONSUMER_MODEL_SEED'];

test(
  'whatever happens, no event is lost, confirmed before it was handled, or handled twice at once',
  async () => {
    let requests = 0;
    let events = 0;
    await fc.assert(
      fc.asyncProperty(commands, fc.integer(), async (steps, luck) => {
        const world = new World(generator(luck));
        world.start({
          concurrency: 3,
          limitMax: 5,
          maxUnconfirmed: 8,
          ordered: true,
          buries: true,
          minAgeMs: 0,
        });
        await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
        await world.finish();
        requests += world.requests;
        events += world.plans.size;
      }),
      { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) },
    );
    expect(requests, 'the processes have done something').toBeGreaterThan(runs);
    process.stdout.write(`model: ${runs} runs, ${events} events, ${requests} requests\n`);
  },
  60_000 + runs * 500,
);

/** Repeatable numbers from 0 to 1 (mulberry32). */
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
