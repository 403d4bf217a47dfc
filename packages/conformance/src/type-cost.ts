import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from './run.ts';
import { root } from './workspace.ts';

const programs = fileURLToPath(new URL('../programs/', import.meta.url));

/** What the compiler did to check a program. */
export interface TypeCost {
  /** Generic types that were worked out: the same each time. */
  readonly instantiations: number;
  readonly files: number;
  readonly seconds: number;
}

/** Checks one of the programs in a project that has the packages installed, as an application's own configuration would. */
export async function typeCost(directory: string, program: string): Promise<TypeCost> {
  const file = `${program}.mts`;
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const project = join(directory, `tsconfig.${program}.json`);
  cpSync(join(programs, file), join(directory, file));
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
  const tsc = join(root, 'node_modules/.bin/tsc');
  const report = await runOrThrow(tsc, ['--project', project, '--extendedDiagnostics'], directory);
  const value = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(report)?.[1] ?? Number.NaN);
  return { instantiations: value('Instantiations'), files: value('Files'), seconds: value('Total time') };
}
