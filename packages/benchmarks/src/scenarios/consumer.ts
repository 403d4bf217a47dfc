import { AstralClient } from '@partner-apis/astral';
import { consume, nothing } from '../by-hand/loops.ts';
import { close } from '../by-hand/requests.ts';
import { Payload } from '../by-hand/schemas.ts';
import { startHelper } from '../harness/processes.ts';
import { interleave, timed } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';

/** Handles so many events with the consumer, 100 a poll; resolves when all are confirmed. */
export async function consumeAll(
  astral: AstralClient,
  events: number,
  handler: () => Promise<void> = nothing,
): Promise<void> {
  let handled = 0;
  const consumer = astral.consumer({ concurrency: 100 }).on('signature.verified', Payload, () => {
    handled += 1;
    if (handled === events) void consumer.stop();
    return handler();
  });
  await consumer.run();
}

export const run: Run = async ({ short }) => {
  const server = await startHelper('vendor.ts');
  const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: server.origin });
  const turn = (work: (events: number) => Promise<void>) => {
    const events = short ? 3_000 : 20_000;
    const measured = timed(events, work);
    return async () => {
      await server.ask({ total: events });
      return measured();
    };
  };
  try {
    const samples = await interleave(
      {
        'astral.consumer': turn((events) => consumeAll(astral, events)),
        'undici.request': turn((events) => consume(server.origin, { limit: 100, events }, nothing)),
      },
      short ? { rounds: 5, warmUps: 2 } : { rounds: 15, warmUps: 4 },
    );
    return [
      {
        id: 'consumer',
        title: 'consumer, 100 events a poll, typed handler that does nothing',
        unit: 'event',
        samples,
        goals: [
          {
            as: 'speed',
            metric: 'wall',
            of: 'astral.consumer',
            by: 'undici.request',
            limit: { least: 0.85 },
            alarm: { as: 'ratio', metric: 'cpu', limit: { most: 12 } },
          },
        ],
        plot: { kind: 'bars', metric: 'wall' },
      },
    ];
  } finally {
    await astral.close();
    await close();
    server.stop();
  }
};
