import { runProcess } from '../harness/processes.ts';
import { interleave, type Turn } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';
import type { Sample } from '../harness/work.ts';

/** What `@partner-apis/astral` and what it is made of depend on, and load; a test holds this against the manifests. */
export const DEPENDENCIES = ['@standard-schema/spec', 'p-retry', 'undici', 'zod'];

/** What they depend on and load with the first packet. */
export const LOADED_LATER = ['form-data-encoder'];

/** Imports these in a new process. Boundary: our own process says what a sample is. */
const importing =
  (names: readonly string[]): Turn =>
  async () =>
    (await runProcess('import.ts', names)) as Sample;

export const run: Run = async ({ short }) => [
  {
    id: 'import',
    title: 'import of @partner-apis/astral in a new process',
    unit: 'import',
    samples: await interleave(
      {
        '@partner-apis/astral': importing(['@partner-apis/astral']),
        'its dependencies alone': importing(DEPENDENCIES),
      },
      short ? { rounds: 3, warmUps: 1 } : { rounds: 25, warmUps: 2 },
    ),
    goals: [
      {
        as: 'ratio',
        metric: 'wall',
        of: '@partner-apis/astral',
        by: 'its dependencies alone',
        limit: { most: 1.15 },
        alarm: { as: 'ratio', metric: 'cpu', limit: { most: 5 } },
      },
    ],
    plot: { kind: 'bars', metric: 'wall' },
  },
];
