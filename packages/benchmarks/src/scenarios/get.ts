import { peersOf } from '../by-hand/peers.ts';
import { AstralClient } from '@partner-apis/astral';
import { startHelper } from '../harness/processes.ts';
import { inFlight, interleave, timed } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';
import type { Goal, Work } from '../harness/work.ts';
import { hex } from '../servers/events.ts';

const PEERS = ['undici.fetch', 'global fetch', 'axios', 'got', 'ky'];

/** Ours against the bare library, and against what a program would take otherwise. */
function goals(width: number): Goal[] {
  const ours = { of: 'AstralClient' };
  return [
    // Nothing was said about 256 at once and the bare library.
    ...(width > 16
      ? []
      : [
          {
            ...ours,
            as: 'ratio',
            metric: 'cpu',
            by: 'undici.request',
            limit: { most: 1.25 },
            alarm: { as: 'ratio', metric: 'cpu', limit: { most: 4 } },
          } as const,
        ]),
    {
      ...ours,
      as: 'speed',
      metric: 'wall',
      by: PEERS,
      limit: { least: 1.3 },
      alarm: { as: 'ratio', metric: 'cpu', limit: { most: 4 } },
    },
  ];
}

export const run: Run = async ({ short }) => {
  const server = await startHelper('vendor.ts');
  const id = hex(1);
  const peers = peersOf(`${server.origin}/events/${id}`);
  const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: server.origin });
  try {
    const works: Work[] = [];
    for (const width of short ? [16] : [1, 16, 256]) {
      const calls = short ? 150 : width === 256 ? 512 : 200;
      const contestants = { AstralClient: () => astral.events.get(id), ...peers.calls };
      const turns = Object.fromEntries(
        Object.entries(contestants).map(([name, call]) => [
          name,
          timed(calls, () => inFlight(calls, width, async () => call())),
        ]),
      );
      works.push({
        id: `get-${width}`,
        title: `GET of ten events, ${width === 1 ? 'one at a time' : `${width} in flight`}`,
        unit: 'call',
        samples: await interleave(turns, short ? { rounds: 5, warmUps: 2 } : { rounds: 25, warmUps: 10 }),
        goals: goals(width),
        plot: { kind: 'bars', metric: 'cpu' },
      });
    }
    return works;
  } finally {
    await astral.close();
    await peers.close();
    server.stop();
  }
};
