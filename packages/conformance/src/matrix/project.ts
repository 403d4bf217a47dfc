import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from '../run.ts';
import type { Cell } from './cell.ts';
import { type Locations, managerOf } from './managers.ts';

const projects = fileURLToPath(new URL('../../matrix/projects/', import.meta.url));

/** Milliseconds: some packages bring a program of a hundred megabytes. */
const INSTALL_LIMIT = 600_000;

/** The same for cells that can share an installation. */
export function installationOf(cell: Cell): string {
  const { project, versions, install = {}, ours, manager, manifest, scripts } = cell;
  return JSON.stringify([project, versions, install, ours, manager, manifest, scripts]);
}

/** Makes the project of a cell in an empty folder, and installs what it needs. */
export async function makeProject(cell: Cell, directory: string, locations: Locations): Promise<void> {
  const { project, versions, install = {}, ours, manager = 'npm', manifest = {}, scripts = false } = cell;
  const { [manager]: version = '', ...foreign } = versions;
  const ourPackages = ours.map((name) => {
    const location = locations[`@partner-apis/${name}`];
    if (location === undefined) throw new Error(`${cell.id}: there is no package @partner-apis/${name}`);
    return [`@partner-apis/${name}`, location] as const;
  });
  mkdirSync(directory, { recursive: true });
  cpSync(join(projects, project), directory, { recursive: true });
  const manages = managerOf(cell);
  const settings = manages.settings(locations);
  const whole = {
    name: project,
    private: true,
    ...manifest,
    dependencies: { ...Object.fromEntries(ourPackages), ...foreign, ...install },
    ...settings.manifest,
  };
  const files = { ...settings.files, 'package.json': JSON.stringify(whole, null, 2) };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(directory, file), content);
  const [command, ...args] = manages.install({ version, scripts });
  await runOrThrow(command, args, directory, { timeout: INSTALL_LIMIT });
}
