import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConsumer } from '../consumer.ts';
import { blocksIn } from '../guides/blocks.ts';
import { type Outcome, run } from '../run.ts';
import { root, type WorkspacePackage } from '../workspace.ts';
import { type Parcel, textIn } from './parcel.ts';

/** Something that a user does with the packages, tried. */
export interface Trial {
  readonly what: string;
  /** What went wrong, as it was printed; absent where nothing did. */
  readonly problem?: string;
  readonly seconds: number;
}

/** A package as it is in the workspace, packed, and unpacked again. */
export interface Packed extends Parcel {
  readonly source: WorkspacePackage;
  readonly tarball: string;
}

/** Installs the tarballs by npm into an empty project, and does there what users do first. Stops where the install fails. */
export async function smoke(packed: readonly Packed[], project: string): Promise<Trial[]> {
  const install = await tried('npm installs the tarballs', async () => {
    await createConsumer(
      project,
      packed.map(({ source }) => source),
      packed.map(({ tarball }) => tarball),
    );
  });
  if (install.problem !== undefined) return [install];
  const trials = [install];
  for (const { what, file, args } of [
    ...imports(packed),
    ...types(packed, project),
    ...programs(packed),
    ...commands(packed),
  ])
    trials.push(await tried(what, async () => check(await run(file, args, project, { timeout: 60_000 }))));
  return trials;
}

interface Step {
  readonly what: string;
  readonly file: string;
  readonly args: readonly string[];
}

function imports(packed: readonly Packed[]): Step[] {
  const entries = packed.flatMap(({ source }) => source.entries);
  return ['import', 'require'].map((format) => ({
    what: `${format} loads each of ${entries.length} entry points`,
    file: process.execPath,
    args: ['smoke.mts', format, 'fresh', ...entries],
  }));
}

/** What every entry point exports, as ESM and as CommonJS, and the programs of the READMEs. */
function types(packed: readonly Packed[], project: string): Step[] {
  for (const parcel of packed) writeFileSync(join(project, programOf(parcel)), firstProgram(parcel));
  const files = ['server.mts', 'server.cts', ...packed.map(programOf)];
  const compilerOptions = { lib: ['es2023', 'esnext.disposable'] };
  writeFileSync(
    join(project, 'tsconfig.release.json'),
    JSON.stringify({ extends: './tsconfig.json', compilerOptions, files }),
  );
  const compiler = join(root, 'node_modules/.bin/tsc');
  return [
    {
      what: 'types compile, those of libraries too',
      file: compiler,
      args: ['--project', 'tsconfig.release.json'],
    },
  ];
}

function programs(packed: readonly Packed[]): Step[] {
  return packed.map((parcel) => ({
    what: `README of ${parcel.manifest.name}: its program calls the sandbox`,
    file: process.execPath,
    args: [programOf(parcel)],
  }));
}

function commands(packed: readonly Packed[]): Step[] {
  return packed.flatMap(({ manifest }) =>
    Object.keys(manifest.bin).map((name) => ({
      what: `the command ${name} starts`,
      file: join('node_modules', '.bin', name),
      args: ['--version'],
    })),
  );
}

function programOf({ manifest }: Parcel): string {
  return `readme-${manifest.name.replace(/^.*\//, '')}.mts`;
}

function firstProgram(parcel: Parcel): string {
  return blocksIn(textIn(parcel, 'README.md'), 'README.md').find((block) => block.run)?.code ?? '';
}

function check({ code, stdout, stderr }: Outcome): void {
  if (code !== 0) throw new Error(`it ended with ${code}\n${stdout}${stderr}`);
}

async function tried(what: string, attempt: () => Promise<void>): Promise<Trial> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  try {
    await attempt();
    return { what, seconds: seconds() };
  } catch (error) {
    return { what, problem: error instanceof Error ? error.message : String(error), seconds: seconds() };
  }
}
