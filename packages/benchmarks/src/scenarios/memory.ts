import { runProcess, startHelper } from '../harness/processes.ts';
import type { Run } from '../harness/scenario.ts';
import { slope } from '../harness/statistics.ts';
import type { Goal, Sample, Work } from '../harness/work.ts';

const MIB = 2 ** 20;
const most = (of: string): Goal => ({
  as: 'value',
  metric: 'memory',
  of,
  limit: { most: 64 * MIB },
  alarm: { as: 'value', metric: 'memory', limit: { most: 256 * MIB } },
});

/** A million events in one process. What is remembered of the last events fills up in the first half, so the second one tells the slope. */
async function loop(what: 'consumer' | 'feed', of: string, short: boolean): Promise<Work> {
  const events = short ? 20_000 : 1_000_000;
  const memoryOf = async (who: string): Promise<Sample> => ({
    memory: Number(await runProcess('loop-memory.ts', [who, String(events), 'memory'])),
  });
  // Boundary: our own process says so.
  const course = (await runProcess('loop-memory.ts', [of, String(events), 'heap'])) as [number, number][];
  const grown = slope(course.slice(course.length / 2));
  const ours: Sample[] = [];
  const theirs: Sample[] = [];
  const byHand = `${what} by hand`;
  // When the runtime collects, and how large it lets its spaces grow, differs from process to process.
  for (let round = 0; round < (short ? 1 : 5); round += 1) {
    ours.push(round === 0 ? { ...(await memoryOf(of)), slope: grown } : await memoryOf(of));
    if (!short) theirs.push(await memoryOf(byHand));
  }
  return {
    id: `memory-${what}`,
    title: `${events.toLocaleString('en-US')} events through the ${what}`,
    unit: 'run',
    samples: {
      [of]: ours,
      ...(!short && { [byHand]: theirs }),
    },
    goals: [
      {
        as: 'value',
        metric: 'slope',
        of,
        // A byte for each of a million events is what the sawtooth of a heap that does not grow can look like.
        limit: { most: 1 },
        alarm: { as: 'value', metric: 'slope', limit: { most: 2_000 } },
      },
      most(of),
    ],
    course,
    plot: { kind: 'course', metric: 'memory', across: 'events' },
  };
}

/** A packet of 1 GiB, next to what undici alone takes for the same bytes. */
async function packet(direction: 'extract' | 'upload', origin: string): Promise<Work> {
  const grown = async (who: string): Promise<Sample[]> => {
    const memory = await runProcess('packet-memory.ts', [who, direction, origin]);
    return [{ memory: Number(memory) }];
  };
  const of = `packets.${direction}`;
  return {
    id: `memory-${direction}`,
    title: `${direction} of a packet of 1 GiB`,
    unit: 'run',
    samples: { [of]: await grown('astral'), 'undici.request': await grown('undici') },
    goals: [most(of)],
  };
}

export const run: Run = async ({ short }) => {
  const loops = [await loop('consumer', 'astral.consumer', short), await loop('feed', 'reestro feed', short)];
  if (short) return loops;
  const server = await startHelper('packets.ts');
  try {
    return [...loops, await packet('extract', server.origin), await packet('upload', server.origin)];
  } finally {
    server.stop();
  }
};
