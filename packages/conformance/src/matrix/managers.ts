import type { Cell, ManagerName } from './cell.ts';

/** How a manager of packages installs our tarballs, those that our packages depend on included. */
interface Manager {
  /** Files beside `package.json`, and members of it, from the tarball of each of our packages. */
  settings(locations: Locations): {
    readonly manifest?: Readonly<Record<string, unknown>>;
    readonly files?: Readonly<Record<string, string>>;
  };
  /** The command that installs. */
  install(options: { readonly version: string; readonly scripts: boolean }): readonly [string, ...string[]];
}

/** Where the tarball of each of our packages is, by name, as `file:` has it. */
export type Locations = Readonly<Record<string, string>>;

const managers: Readonly<Record<ManagerName, Manager>> = {
  npm: {
    settings: (locations) => ({ manifest: { overrides: locations } }),
    install: ({ version, scripts }) => [
      ...(version === '' ? (['npm'] as const) : (['npx', '--yes', `npm@${version}`] as const)),
      'install',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel=error',
      ...(scripts ? [] : ['--ignore-scripts']),
    ],
  },
  pnpm: {
    // JSON is YAML as well.
    settings: (locations) => ({
      files: { 'pnpm-workspace.yaml': JSON.stringify({ packages: ['.'], overrides: locations }) },
    }),
    install: ({ version, scripts }) => [
      'npx',
      '--yes',
      `pnpm@${version}`,
      'install',
      '--prefer-offline',
      ...(scripts ? [] : ['--ignore-scripts']),
    ],
  },
  yarn: {
    settings: (locations) => ({
      manifest: { resolutions: locations },
      // A lockfile makes the folder a project of its own.
      files: { 'yarn.lock': '', '.yarnrc.yml': 'enableTelemetry: false\n' },
    }),
    install: ({ version, scripts }) => [
      'npx',
      '--yes',
      '--package',
      `@yarnpkg/cli-dist@${version}`,
      'yarn',
      'install',
      '--no-immutable',
      ...(scripts ? [] : ['--mode=skip-build']),
    ],
  },
};

export function managerOf({ manager = 'npm' }: Cell): Manager {
  return managers[manager];
}
