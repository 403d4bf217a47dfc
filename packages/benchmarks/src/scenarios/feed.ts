import { memoryCursorStore } from '@partner-apis/core';
import { ReestroClient } from '@partner-apis/reestro';
import { follow, nothing } from '../by-hand/loops.ts';
import { close } from '../by-hand/requests.ts';
import { startHelper } from '../harness/processes.ts';
import { interleave, timed } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';

/** Handles so many events with the durable reader, 100 a page; resolves when the place is saved. */
export async function followAll(
  reestro: ReestroClient,
  events: number,
  handler: () => Promise<void> = nothing,
): Promise<void> {
  let handled = 0;
  const feed = reestro.crypto.events.feed({
    key: 'benchmark',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    handler: () => {
      handled += 1;
      if (handled === events) void feed.stop();
      return handler();
    },
  });
  await feed.run();
}

/** A client of the benchmark's server. */
export const reestroAt = (baseUrl: string): ReestroClient =>
  new ReestroClient({ apiKey: 'benchmark-key', orgId: 'benchmark-org', baseUrl });

export const run: Run = async ({ short }) => {
  const server = await startHelper('vendor.ts');
  const reestro = reestroAt(server.origin);
  const events = short ? 3_000 : 20_000;
  const places = new Map<string, string>();
  const save = async (place: string): Promise<void> => void places.set('benchmark', place);
  try {
    await server.ask({ total: events });
    const samples = await interleave(
      {
        'reestro feed': timed(events, () => followAll(reestro, events)),
        'undici.request': timed(events, () => follow(server.origin, events, nothing, save)),
      },
      short ? { rounds: 5, warmUps: 2 } : { rounds: 15, warmUps: 4 },
    );
    return [
      {
        id: 'feed',
        title: 'durable feed, 100 events a page, handler that does nothing',
        unit: 'event',
        samples,
        goals: [
          {
            as: 'speed',
            metric: 'wall',
            of: 'reestro feed',
            by: 'undici.request',
            limit: { least: 0.85 },
            alarm: { as: 'ratio', metric: 'cpu', limit: { most: 12 } },
          },
        ],
        plot: { kind: 'bars', metric: 'wall' },
      },
    ];
  } finally {
    await reestro.close();
    await close();
    server.stop();
  }
};
