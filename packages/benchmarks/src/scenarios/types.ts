import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../harness/build.ts';
import { interleave, timed, type Turn } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';
import { runInShell } from '../harness/shell-times.ts';

/** A program of the first day: it publishes, reads, and handles events whose data has a schema. */
const WITH = `
import { AstralClient, isHttpError } from '@partner-apis/astral';
import * as z from 'zod';

const Verified = z.object({ packet: z.string(), valid: z.boolean() });
const astral = new AstralClient({ apiKey: 'key' });
const consumer = astral
  .consumer({ concurrency: 8 })
  .on('signature.verified', Verified, async (event) => console.log(event.id, event.data.valid))
  .otherwise((event, ctx) => ctx.release(event.code));
try {
  const { events } = await astral.events.publish({ code: 'order.paid', consumer: ['shop'], data: { paid: true } });
  console.log(events.map(({ id }) => id));
  await consumer.run();
} catch (error) {
  if (isHttpError(error)) console.error(error.status);
}
`;

/** The same without the vendor: what is left is the schema and Node.js. */
const WITHOUT = `
import * as z from 'zod';

const Verified = z.object({ packet: z.string(), valid: z.boolean() });
const valid = (data: unknown): boolean => Verified.parse(data).valid;
console.log(valid({ packet: 'packet', valid: true }), process.version);
`;

const config = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  files: ['program.mts'],
};

/** Most types that the compiler may make of generic ones for one vendor. */
const INSTANTIATIONS = 2_000;

export const run: Run = async ({ short }) => {
  // Within the package, so that imports are found as in a program that has it installed: the declarations in `dist`.
  const folder = join(import.meta.dirname, '../../.types-benchmark');
  const program = async (name: string, text: string): Promise<Turn> => {
    const directory = join(folder, name);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'program.mts'), text);
    await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(config));
    return () => check(directory);
  };
  try {
    const samples = await interleave(
      { 'with the vendor': await program('with', WITH), without: await program('without', WITHOUT) },
      short ? { rounds: 1, warmUps: 0 } : { rounds: 9, warmUps: 1 },
    );
    const held = { of: 'with the vendor', by: 'without' };
    return [
      {
        id: 'types',
        title: 'type check of a program with one vendor',
        unit: 'program',
        samples,
        goals: [
          {
            ...held,
            as: 'difference',
            metric: 'wall',
            limit: { most: 1_000_000 },
            alarm: { as: 'difference', metric: 'cpu', limit: { most: 5_000_000 } },
          },
          {
            ...held,
            as: 'difference',
            metric: 'instantiations',
            limit: { most: INSTANTIATIONS },
            alarm: { as: 'difference', metric: 'instantiations', limit: { most: INSTANTIATIONS } },
          },
        ],
        plot: { kind: 'bars', metric: 'wall' },
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Runs the compiler, and reads what it says of itself. */
async function check(directory: string): Promise<Awaited<ReturnType<Turn>>> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  let ran: Awaited<ReturnType<typeof runInShell>> | undefined;
  const { wall = Number.NaN } = await timed(1, async () => {
    ran = await runInShell(`'${process.execPath}' '${compiler}' -p '${directory}' --extendedDiagnostics`);
  })();
  const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(ran?.stdout ?? '')?.[1]);
  return { cpu: ran?.cpu ?? Number.NaN, wall, instantiations };
}
