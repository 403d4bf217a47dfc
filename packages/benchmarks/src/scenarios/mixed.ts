import { AstralClient } from '@partner-apis/astral';
import { setTimeout as wait } from 'node:timers/promises';
import { idealMs } from '../harness/ideal.ts';
import { startHelper } from '../harness/processes.ts';
import { interleave, timed } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';

const SLOTS = 50;

/** Of ten handlers one takes 2 s, and nine take 1 ms. */
const takesMs = (number: number): number => (number % 10 === 0 ? 2_000 : 1);

export const run: Run = async ({ short }) => {
  const server = await startHelper('vendor.ts');
  const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: server.origin });
  const events = short ? 500 : 1_500;
  const ideal = idealMs(
    Array.from({ length: events }, (_, number) => takesMs(number)),
    SLOTS,
  );
  try {
    const samples = await interleave(
      {
        'astral.consumer': async () => {
          await server.ask({ total: events });
          return timed(events, async () => {
            let begun = 0;
            let done = 0;
            const consumer = astral.consumer({ concurrency: SLOTS }).on('signature.verified', async () => {
              await wait(takesMs(begun++));
              done += 1;
              if (done === events) void consumer.stop();
            });
            await consumer.run();
          })();
        },
        ideal: () => Promise.resolve({ wall: (ideal * 1_000) / events }),
      },
      short ? { rounds: 1, warmUps: 0 } : { rounds: 9, warmUps: 0 },
    );
    return [
      {
        id: 'mixed',
        title: 'consumer, handlers of 1 ms and 2 s mixed, 50 slots',
        unit: 'event',
        samples,
        goals: [
          {
            as: 'speed',
            metric: 'wall',
            of: 'astral.consumer',
            by: 'ideal',
            limit: { least: 0.9 },
            alarm: { as: 'speed', metric: 'wall', limit: { least: 0.3 } },
          },
        ],
      },
    ];
  } finally {
    await astral.close();
    server.stop();
  }
};
